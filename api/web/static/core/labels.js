// How values of the server are told: problems, sections, confidence.

import { isPhrase, t } from "./words.js";

/** Say an error of the server in the language of the page. */
export function explain(problem) {
  const fault = (problem.codes ?? []).map((code) => `fault.${code}`).find(isPhrase);
  const key = fault ?? `problem.${problem.slug}`;
  if (isPhrase(key)) {
    return t(key);
  }
  if (problem.status === 429) {
    return t("problem.too-many", { seconds: problem.retryAfter || 1 });
  }
  if (problem.status === 401 || problem.status === 403) {
    return t(`problem.${problem.status}`);
  }
  return t(problem.status >= 500 ? "problem.server" : "problem.refused");
}

/** Name a section: "4" is a point, "Điều 3.2.a" names itself. */
export function sectionName(section) {
  if (!section) {
    return "";
  }
  return /^\p{Lu}\p{Ll}/u.test(section) ? section : t("section.point", { section });
}

/** Say a confidence in words. */
export function confidenceName(confidence) {
  if (confidence >= 0.8) {
    return t("confidence.high");
  }
  return t(confidence >= 0.5 ? "confidence.fair" : "confidence.low");
}
