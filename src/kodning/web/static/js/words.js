// Danish and English, side by side where they are used; numbers, dates and times as each language writes them.

/** @returns {"da" | "en"} */
export function language() {
  return typeof document !== "undefined" && document.documentElement.lang === "en" ? "en" : "da";
}

/**
 * The text in the language in force.
 * @param {string} da
 * @param {string} en
 */
export function tr(da, en) {
  return language() === "da" ? da : en;
}

/** Making one takes longer than using it a hundred times. @type {Map<string, Intl.NumberFormat>} */
const NUMBERS = new Map();

/** @param {number} value */
export function integer(value) {
  const place = language() === "da" ? "da-DK" : "en-GB";
  const known = NUMBERS.get(place) ?? new Intl.NumberFormat(place);
  NUMBERS.set(place, known);
  return known.format(value);
}

/**
 * A count with its noun: `plural(1, ["kodning", "kodninger"], ["coding", "codings"])`.
 * @param {number} count
 * @param {[string, string]} da
 * @param {[string, string]} en
 */
export function plural(count, da, en) {
  const [one, many] = language() === "da" ? da : en;
  return `${integer(count)} ${count === 1 ? one : many}`;
}

/**
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function decimal(value, digits = 2) {
  if (value === null || value === undefined) return "–";
  const text = value.toFixed(digits).replace(/^-(0(?:\.0*)?)$/, "$1");
  return language() === "da" ? text.replace(".", ",") : text;
}

/**
 * A share between 0 and 1 as percent.
 * @param {number | null | undefined} share
 * @param {number} [digits]
 */
export function percent(share, digits = 0) {
  return share === null || share === undefined ? "–" : `${decimal(share * 100, digits)}${tr(" %", "%")}`;
}

/**
 * Seconds as `00:14:31`.
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/**
 * A moment as people say it: `i dag 14.05`, `3. nov. 2026 14.05`.
 * @param {string} iso
 * @param {Date} [now]
 */
export function moment(iso, now = new Date()) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const place = language() === "da" ? "da-DK" : "en-GB";
  const time = new Intl.DateTimeFormat(place, { hour: "2-digit", minute: "2-digit" }).format(date);
  if (date.toDateString() === now.toDateString()) return `${tr("i dag", "today")} ${time}`;
  const day = new Intl.DateTimeFormat(place, { day: "numeric", month: "short", year: "numeric" }).format(date);
  return `${day} ${time}`;
}

/**
 * Danish alphabetical order, without regard to case.
 * @param {string} a
 * @param {string} b
 */
export function compare(a, b) {
  return a.localeCompare(b, "da", { sensitivity: "accent", numeric: true });
}
