// Offsets of the interface count code points; strings here count UTF-16 units.

import { language, t } from "./words.js";

const LOCALE = language === "vi" ? "vi-VN" : "en-GB";

/** Map ascending code point offsets to UTF-16 offsets in one walk over the text. */
export function utf16Offsets(text, points) {
  const found = new Map();
  let unit = 0;
  let point = 0;
  for (const target of points) {
    while (point < target && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    found.set(target, unit);
  }
  return found;
}

/** Cut `text` at the edges of `ranges` ({start, end, kind}, code points); each piece knows its kinds. */
export function pieces(text, ranges) {
  const kept = ranges.filter((range) => range.end > range.start);
  const points = [...new Set([0, ...kept.flatMap((range) => [range.start, range.end])])];
  points.sort((a, b) => a - b);
  const units = utf16Offsets(text, points);
  const cuts = points.map((point, i) => {
    const last = i + 1 === points.length;
    const part = text.slice(units.get(point), last ? undefined : units.get(points[i + 1]));
    const kinds = kept.filter((range) => range.start <= point && point < range.end).map((range) => range.kind);
    return { text: part, kinds };
  });
  return cuts.filter((cut) => cut.text !== "");
}

/** Return the number of code points of `text`. */
export function codePoints(text) {
  let count = 0;
  for (let unit = 0; unit < text.length; count += 1) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return count;
}

/** Write an ISO date as official documents do: 05/8/2020, 18/6/2024, 09/02/2021; in English 5 Aug 2020. */
export function showDate(iso) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  if (!match) {
    return iso ?? "";
  }
  const [, year, month, day] = match;
  if (language === "en") {
    const date = new Date(Number(year), Number(month) - 1, Number(day));
    return new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" }).format(date);
  }
  return `${day}/${Number(month) < 3 ? month : Number(month)}/${year}`;
}

/** Write a number, in Vietnamese with the decimal comma. */
export function showNumber(value, digits = 0) {
  return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(value);
}

/** Write a duration: milliseconds, or seconds from one second on. */
export function showDuration(ms) {
  return ms < 1000 ? `${showNumber(ms)} ms` : t("unit.seconds", { seconds: showNumber(ms / 1000, 1) });
}

/** Put the first letter in upper case. */
export function capital(text) {
  return text ? text.charAt(0).toLocaleUpperCase("vi") + text.slice(1) : "";
}

/** Write a moment as day and time. */
export function showMoment(text) {
  return text ? new Date(text).toLocaleString(LOCALE, { dateStyle: "short", timeStyle: "short" }) : "";
}

/** Name a month: "tháng 6 năm 2024". */
export function showMonth(year, month) {
  return language === "vi"
    ? `tháng ${month} năm ${year}`
    : new Intl.DateTimeFormat(LOCALE, { month: "long", year: "numeric" }).format(new Date(year, month - 1, 1));
}

/** Fold a text: lower case, without marks, for comparing. */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "d").toLowerCase().trim();
}

/** Return the number of "Công văn 12-CV/TU": suggestions name the kind too. */
export function numberIn(text) {
  return /\d\S*(?:\s*[-–/]\s*\S+)*$/u.exec(text)?.[0] ?? text;
}
