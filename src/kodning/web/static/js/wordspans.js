// Spans of whole words: moved by a word at either end, and made of what a mouse has selected.

/** @typedef {import("./types.js").Span} Span */
/** @typedef {import("./offsets.js").Offsets} Offsets */

/**
 * The words between two places, in code points.
 * @param {Offsets} offsets
 * @param {number} start
 * @param {number} end
 * @returns {Span[]}
 */
export function wordsBetween(offsets, start, end) {
  const from = offsets.units(start);
  return [...offsets.slice(start, end).matchAll(/\S+/gu)].map((found) => ({
    start: offsets.points(from + found.index), end: offsets.points(from + found.index + found[0].length),
  }));
}

/**
 * The span with one end a word further on or back; it keeps one word at least.
 * @param {readonly Span[]} words
 * @param {Span} span
 * @param {"start" | "end"} edge
 * @param {1 | -1} by
 * @returns {Span}
 */
export function moved(words, span, edge, by) {
  const first = Math.max(0, words.findIndex((word) => word.end > span.start));
  const last = Math.max(first, words.findLastIndex((word) => word.start < span.end));
  if (edge === "start") return { start: words[Math.min(last, Math.max(0, first + by))].start, end: span.end };
  return { start: span.start, end: words[Math.max(first, Math.min(words.length - 1, last + by))].end };
}

/**
 * The whole words of which something is selected; null where none is.
 * @param {readonly Span[]} words
 * @param {number} start
 * @param {number} end
 * @returns {Span | null}
 */
export function wholeWords(words, start, end) {
  const touched = words.filter((word) => word.start < end && word.end > start);
  return touched.length ? { start: touched[0].start, end: touched[touched.length - 1].end } : null;
}
