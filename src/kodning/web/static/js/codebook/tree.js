// The tree of codes as plain values: what is shown, where a code may be put, how the tree looks afterwards.
import { fit, folded } from "../matching.js";

/** @typedef {import("../types.js").Code} Code */
/** @typedef {{before: string} | {after: string} | {under: string | null}} Place */
/** @typedef {{code: Code, level: number, position: number, size: number, parent: boolean, open: boolean, hit: boolean}} Row */
/** @typedef {{place: Place, row: number, kind: "before" | "after" | "inside", level: number}} Drop */

/**
 * The codes that stand in the file; those that have left it cannot be moved.
 * @template {{in_codebook: boolean}} T
 * @param {readonly T[]} codes
 */
export function inFile(codes) {
  return codes.filter((code) => code.in_codebook);
}

/**
 * The rows to show, in order.
 * @param {readonly Code[]} codes depth first
 * @param {ReadonlySet<string>} closed ids of codes whose sub-codes are hidden
 * @param {string} [typed] only codes that fit, and those above them
 * @returns {Row[]}
 */
export function visible(codes, closed, typed = "") {
  const wanted = folded(typed.trim());
  const kept = wanted ? fitting(codes, wanted) : null;
  /** @type {Map<string | null, Code[]>} */
  const below = new Map();
  for (const code of codes) {
    if (kept && !kept.has(code.id)) continue;
    const siblings = below.get(code.parent);
    if (siblings) siblings.push(code);
    else below.set(code.parent, [code]);
  }
  /** @type {Row[]} */
  const rows = [];
  const walk = (/** @type {string | null} */ parent, /** @type {number} */ level) => {
    const siblings = below.get(parent) ?? [];
    siblings.forEach((code, at) => {
      const has = below.has(code.id);
      const open = has && (kept !== null || !closed.has(code.id));
      rows.push({ code, level, position: at + 1, size: siblings.length, parent: has, open, hit: !kept || kept.get(code.id) === true });
      if (open) walk(code.id, level + 1);
    });
  };
  walk(null, 0);
  return rows;
}

/** @param {readonly Code[]} codes @param {string} wanted @returns {Map<string, boolean>} ids to show, true for those that fit */
function fitting(codes, wanted) {
  const byId = new Map(codes.map((code) => [code.id, code]));
  /** @type {Map<string, boolean>} */
  const kept = new Map();
  for (const code of codes) {
    const names = [code.id, ...Object.values(code.labels), ...(code.aliases ?? []), ...code.terms];
    if (!names.some((name) => name && fit(wanted, folded(name)) > 10)) continue;
    kept.set(code.id, true);
    for (let above = code.parent; above !== null; above = byId.get(above)?.parent ?? null) {
      if (!kept.has(above)) kept.set(above, false);
    }
  }
  return kept;
}

/** A code and all under it. @param {readonly Code[]} codes @param {string} id @returns {Set<string>} */
export function family(codes, id) {
  const found = new Set([id]);
  for (const code of codes) if (code.parent !== null && found.has(code.parent)) found.add(code.id);
  return found;
}

/**
 * The codes after one of them was put somewhere; the very same array where that is impossible or changes nothing.
 * @param {readonly Code[]} codes depth first
 * @param {string} id
 * @param {Place} place
 * @returns {readonly Code[]}
 */
export function moved(codes, id, place) {
  const first = codes.findIndex((code) => code.id === id);
  const ids = family(codes, id);
  const beside = "before" in place ? place.before : "after" in place ? place.after : null;
  const sibling = codes.find((code) => code.id === beside);
  const parent = "under" in place ? place.under : (sibling?.parent ?? null);
  if (first < 0 || (beside !== null && (!sibling || ids.has(beside))) || (parent !== null && ids.has(parent))) return codes;
  const above = parent === null ? null : codes.find((code) => code.id === parent);
  if (parent !== null && !above) return codes;
  const shift = (above ? above.depth + 1 : 0) - codes[first].depth;
  const block = codes.filter((code) => ids.has(code.id)).map((code) => ({ ...code, parent: code.id === id ? parent : code.parent, depth: code.depth + shift }));
  const rest = codes.filter((code) => !ids.has(code.id));
  const at = "before" in place ? rest.findIndex((code) => code.id === beside) : end(rest, beside ?? parent);
  const after = [...rest.slice(0, at), ...block, ...rest.slice(at)];
  const same = after.every((code, place_) => code.id === codes[place_].id && code.parent === codes[place_].parent);
  return same ? codes : after;
}

/** Where what stands under a code ends; of null: where the codes of the file end. @param {readonly Code[]} codes @param {string | null} id */
function end(codes, id) {
  if (id === null) return codes.filter((code) => code.in_codebook).length;
  const ids = family(codes, id);
  return codes.findLastIndex((code) => ids.has(code.id)) + 1;
}

/**
 * Where a code would come to stand by a key: up, down among its siblings, in under the one before, out after the one above.
 * @param {readonly Code[]} codes
 * @param {string} id
 * @param {"up" | "down" | "in" | "out"} way
 * @returns {Place | null}
 */
export function step(codes, id, way) {
  const code = codes.find((one) => one.id === id);
  if (!code?.in_codebook) return null;
  const siblings = codes.filter((one) => one.parent === code.parent && one.in_codebook);
  const at = siblings.indexOf(code);
  if (way === "up") return at > 0 ? { before: siblings[at - 1].id } : null;
  if (way === "down") return at < siblings.length - 1 ? { after: siblings[at + 1].id } : null;
  if (way === "in") return at > 0 ? { under: siblings[at - 1].id } : null;
  return code.parent === null ? null : { after: code.parent };
}

/**
 * Where a dragged code would come to stand.
 * @param {readonly Row[]} rows as shown
 * @param {number} at the row under the pointer
 * @param {number} share how far down in that row, 0 to 1
 * @param {number} level the indentation under the pointer: at the end of a branch it says how far out
 * @returns {Drop | null} null where no code can stand
 */
export function drop(rows, at, share, level) {
  const row = rows[at];
  if (!row?.code.in_codebook) return null;
  if (share < 0.28) return { place: { before: row.code.id }, row: at, kind: "before", level: row.level };
  if (share <= 0.72) return { place: { under: row.code.id }, row: at, kind: "inside", level: row.level + 1 };
  const next = rows[at + 1];
  if (row.open && next) return { place: { before: next.code.id }, row: at, kind: "after", level: next.level };
  const least = next?.code.in_codebook ? next.level : 0;
  let near = row;
  for (let up = at; near.level > Math.max(least, level) && up >= 0; up -= 1) if (rows[up].level < near.level) near = rows[up];
  return { place: { after: near.code.id }, row: at, kind: "after", level: near.level };
}

/**
 * The next row whose name begins with what was typed, from the one after `at` on and round.
 * @param {readonly Row[]} rows
 * @param {number} at
 * @param {string} typed
 */
export function begins(rows, at, typed) {
  const wanted = folded(typed);
  const first = [...typed].length > 1 ? 0 : 1; // more letters may still mean the row where one is
  for (let on = first; on <= rows.length; on += 1) {
    const place = (at + on) % rows.length;
    if (folded(rows[place].code.label).startsWith(wanted)) return place;
  }
  return -1;
}
