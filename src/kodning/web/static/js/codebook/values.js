// What a code says, as the form holds it; what is sent of it; what two people have changed at once.

/** @typedef {import("../types.js").Code} Code */
/** @typedef {{text: string, document?: string, place?: string, note?: string}} Example */
/** @typedef {{label: {da: string, en: string}, definition: string, include: string[], exclude: string[], examples: Example[], terms: string[], negative_terms: string[], color: string, exclusive: boolean, scale: string[], memo: string, aliases: string[]}} Values */
/** @typedef {keyof Values} Key */

/** @type {readonly Key[]} */
export const KEYS = ["label", "definition", "include", "exclude", "examples", "terms", "negative_terms", "color", "exclusive", "scale", "memo", "aliases"];

/** @param {Code} code @returns {Values} */
export function valuesOf(code) {
  return {
    label: { da: code.labels.da ?? "", en: code.labels.en ?? "" },
    definition: code.definition,
    include: [...code.include],
    exclude: [...code.exclude],
    examples: code.examples.map((text, at) => ({ text, ...code.example_places[at] })),
    terms: [...code.terms],
    negative_terms: [...code.negative_terms],
    color: code.color,
    exclusive: code.exclusive,
    scale: [...code.scale],
    memo: code.memo,
    aliases: [...code.aliases],
  };
}

/** @param {unknown} a @param {unknown} b */
export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @param {Values} base @param {Values} now @returns {Key[]} */
export function changedKeys(base, now) {
  return KEYS.filter((key) => !same(sent(base[key]), sent(now[key])));
}

/** White space as the codebook keeps it. @param {string} text */
export function clean(text) {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** One item a line. @param {string} text @returns {string[]} */
export function lines(text) {
  return text.split("\n").map(clean).filter(Boolean);
}

/**
 * A value as the codebook would have it; null takes the key away.
 * @param {Values[Key]} value
 * @returns {unknown}
 */
export function sent(value) {
  if (typeof value === "boolean") return value || null;
  if (typeof value === "string") return clean(value) || null;
  if (Array.isArray(value)) {
    const items = value.map((item) => (typeof item === "string" ? clean(item) : example(item))).filter((item) => (typeof item === "string" ? item : item.text));
    return items.length ? items : null;
  }
  const label = { da: clean(value.da), en: clean(value.en) };
  return label.da || label.en ? label : null;
}

/** @param {Example} one @returns {string | Record<string, string>} */
function example(one) {
  const said = { text: clean(one.text), document: clean(one.document ?? ""), place: clean(one.place ?? ""), note: clean(one.note ?? "") };
  const kept = Object.entries(said).filter(([, text]) => text);
  return kept.length > 1 && said.text ? Object.fromEntries(kept) : said.text;
}

/** All that is sent of what was changed. @param {Values} base @param {Values} now @returns {Record<string, unknown>} */
export function changes(base, now) {
  return Object.fromEntries(changedKeys(base, now).map((key) => [key, sent(now[key])]));
}

/**
 * My changes laid on what the code says by now.
 * @param {Values} base what I began from
 * @param {Values} mine
 * @param {Values} theirs what it says now
 * @returns {{values: Values, clashes: Key[]}} clashes: keys that both have changed, and not to the same
 */
export function rebase(base, mine, theirs) {
  const own = new Set(changedKeys(base, mine));
  const foreign = new Set(changedKeys(base, theirs));
  const values = Object.fromEntries(KEYS.map((key) => [key, own.has(key) ? mine[key] : theirs[key]]));
  const clashes = KEYS.filter((key) => own.has(key) && foreign.has(key) && !same(sent(mine[key]), sent(theirs[key])));
  return { values: /** @type {Values} */ (/** @type {unknown} */ (values)), clashes };
}

/** A value in words, for telling what somebody else has written. @param {unknown} value @returns {string} */
export function inWords(value) {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (Array.isArray(value)) return value.map(inWords).join(" · ");
  if (typeof value === "object") return Object.values(value).filter(Boolean).join(" · ");
  return String(value);
}
