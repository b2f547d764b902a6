// The part of a large family that is drawn: what stands nearest to the document that was asked for.

/** Return a family of at most `most` works: fewer steps away first, then the latest. */
export function nearest(family, most) {
  if (family.works.length <= most) {
    return family;
  }
  const steps = stepsFrom(family);
  const day = (work) => work.issued_on ?? "";
  const ranked = [...family.works].sort((a, b) => steps.get(a.id) - steps.get(b.id) || (day(a) < day(b) ? 1 : -1));
  const kept = new Set(ranked.slice(0, most).map((work) => work.id));
  return {
    ...family,
    works: family.works.filter((work) => kept.has(work.id)),
    links: family.links.filter((link) => kept.has(link.citing) && kept.has(link.cited)),
  };
}

/** Count the links between each work and the one that was asked for. */
function stepsFrom({ work, works, links }) {
  const steps = new Map(works.map((one) => [one.id, Infinity]));
  steps.set(work, 0);
  for (let waiting = [work]; waiting.length; ) {
    const here = waiting.shift();
    for (const { citing, cited } of links) {
      const other = citing === here ? cited : cited === here ? citing : null;
      if (other !== null && steps.get(other) === Infinity) {
        steps.set(other, steps.get(here) + 1);
        waiting.push(other);
      }
    }
  }
  return steps;
}
