// What stands above the text: which document, what is known of it, memos on all of it.
import { h } from "./dom.js";
import { showHelp } from "./help.js";
import { moment, tr } from "./words.js";

/** @typedef {import("./types.js").DocumentData} DocumentData */
/** @typedef {import("./types.js").DocumentRow} DocumentRow */
/** @typedef {import("./types.js").Memo} Memo */

/**
 * @param {DocumentData} data
 * @param {DocumentRow[]} rows
 * @param {{reviewing: HTMLElement, codes: HTMLElement, coders: HTMLElement, memos: HTMLElement}} parts
 */
export function docHead(data, rows, parts) {
  const at = rows.findIndex((row) => row.name === data.name);
  const step = (/** @type {number} */ by, /** @type {string} */ label, /** @type {string} */ sign) => h("button.step", {
    type: "button", "aria-label": label, title: label, disabled: !rows[at + by], onclick: () => rows[at + by] && goToDocument(rows[at + by].name),
  }, sign);
  const select = h("select.secret", { "aria-label": tr("Dokument", "Document"), onchange: (/** @type {Event} */ event) => goToDocument(/** @type {HTMLSelectElement} */ (event.target).value) },
    rows.map((row) => h("option", { value: row.name, selected: row.name === data.name }, row.name)));
  return h("header.dochead", null,
    h("div.docrow", null,
      step(-1, tr("Forrige dokument", "Previous document"), "‹"), select, step(1, tr("Næste dokument", "Next document"), "›"),
      h("span.space"), parts.codes, parts.reviewing,
      h("button.help", { type: "button", onclick: showHelp, "aria-label": tr("Hjælp: taster og fingre", "Help: keys and fingers"), title: tr("Taster og fingre (?)", "Keys and fingers (?)") }, "?")),
    h("h1.secret", null, data.title),
    facts(data.attributes),
    parts.memos,
    parts.coders);
}

/** @param {string} name */
export function goToDocument(name) {
  window.dispatchEvent(new CustomEvent("kodning-go", { detail: `/read?doc=${encodeURIComponent(name)}` }));
}

/** @param {Record<string, string>} attributes */
function facts(attributes) {
  const known = Object.entries(attributes);
  if (!known.length) return null;
  return h("details.facts.quiet", null,
    h("summary", null, h("span.secret", null, known.map(([name, value]) => `${name}: ${value}`).join(" · "))),
    h("dl.secret", null, known.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)])));
}

/** Memos on the whole document. @param {Memo[]} memos */
export function documentMemos(memos) {
  return memos.map((memo) => h("p.memo", null, h("span.secret", null, memo.text), h("span.quiet.secret", null, ` — ${memo.coder}, ${moment(memo.created)}`)));
}
