// Splitting a code: its codings with their words, ticked off for the code that they go over to.
import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { folded } from "../matching.js";
import { place as address } from "../parts.js";
import { compare, plural, tr } from "../words.js";
import { askChange } from "./changing.js";

/** @typedef {{id: number, document: string, start: number, end: number, coder: string, memo: string, text: string}} Coded */

const MOST_SHOWN = 200;

/**
 * The codings that a filter lets through.
 * @template {Pick<Coded, "document" | "coder" | "memo" | "text">} T
 * @param {readonly T[]} codings
 * @param {{words: string, document: string, coder: string}} by
 * @returns {T[]}
 */
export function fitting(codings, by) {
  const wanted = folded(by.words.trim());
  return codings.filter((one) => (!by.document || one.document === by.document) && (!by.coder || one.coder === by.coder)
    && (!wanted || folded(`${one.text} ${one.memo}`).includes(wanted)));
}

/** @param {import("./book.js").Book} book @param {import("../types.js").Code} code */
export async function split(book, code) {
  /** @type {Coded[]} */
  const codings = await get("/api/codebook/codings", { code: code.id });
  /** @type {Set<number>} */
  const ticked = new Set();
  const by = { words: "", document: "", coder: "" };
  const list = h("ul.splitlist", { tabindex: "0", "aria-label": tr("Kodninger", "Codings") });
  const count = h("p.quiet", { role: "status" });
  const target = /** @type {HTMLSelectElement} */ (h("select", { id: "split-to" }, h("option", { value: "" }, tr("en ny kode", "a new code")),
    book.codes.filter((one) => one.in_codebook && one.id !== code.id).map((one) => h("option", { value: one.id }, `${"\u2003".repeat(one.depth)}${one.label}`))));
  const name = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: "split-label", autocomplete: "off", maxlength: "80" }));
  const below = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "split-below" }));
  const fresh = h("div.freshcode", null, h("div", null, h("label", { for: "split-label" }, tr("Navn på den nye kode", "Name of the new code")), name),
    h("label.check", { for: "split-below" }, below, " ", tr(`under »${code.label}« (ellers efter den)`, `under “${code.label}” (else after it)`)));
  const found = await askChange(book, {
    heading: tr(`Del »${code.label}«`, `Split “${code.label}”`), what: "split", does: tr("Del koden", "Split the code"), wide: true,
    empty: tr("Giv den nye kode et navn, og sæt kryds ved de kodninger, der skal over til den.", "Name the new code, and tick the codings that are to go over to it."),
    inputs: (changed) => {
      const draw = () => {
        const shown = fitting(codings, by);
        fill(list, shown.slice(0, MOST_SHOWN).map((one) => h("li", null, h("label", null,
          h("input", { type: "checkbox", checked: ticked.has(one.id), onchange: (/** @type {Event} */ event) => { if (/** @type {HTMLInputElement} */ (event.target).checked) ticked.add(one.id); else ticked.delete(one.id); tell(); } }),
          h("span", null, h("span.words.secret", null, one.text), h("span.quiet", null, h("a.secret", { href: address(one.document, one.start, one.end), target: "_blank" }, one.document), " · ", h("span.secret", null, one.coder), one.memo && h("span.secret", null, ` · ${one.memo}`)))))),
        shown.length > MOST_SHOWN && h("li.quiet", null, tr(`… og ${shown.length - MOST_SHOWN} til. Skriv et ord for at se dem.`, `… and ${shown.length - MOST_SHOWN} more. Type a word to see them.`)));
        count.textContent = tr(`${ticked.size} af ${plural(codings.length, ["kodning", "kodninger"], ["", ""])} valgt`, `${ticked.size} of ${plural(codings.length, ["", ""], ["coding", "codings"])} chosen`);
      };
      const tell = () => { draw.call(null); changed(); };
      const all = (/** @type {boolean} */ on) => { for (const one of fitting(codings, by)) if (on) ticked.add(one.id); else ticked.delete(one.id); tell(); };
      for (const input of [name, below]) input.addEventListener("input", changed);
      target.addEventListener("change", () => { fresh.hidden = target.value !== ""; changed(); });
      draw();
      const choice = (/** @type {"document" | "coder"} */ key, /** @type {string} */ label) => h("label.picker", null, h("span", null, label), h("select.secret", { onchange: (/** @type {Event} */ event) => { by[key] = /** @type {HTMLSelectElement} */ (event.target).value; draw(); } },
        h("option", { value: "" }, tr("alle", "all")), [...new Set(codings.map((one) => one[key]))].sort(compare).map((one) => h("option", { value: one }, one))));
      return [
        h("div.splitto", null, h("div", null, h("label", { for: "split-to" }, tr("Over til", "Over to")), target), fresh),
        h("div.splitfilter", null,
          h("label.picker.grow", null, h("span", null, tr("Vis kodninger med ordet", "Show codings with the word")), h("input", { type: "search", oninput: (/** @type {Event} */ event) => { by.words = /** @type {HTMLInputElement} */ (event.target).value; draw(); } })),
          choice("document", tr("Dokument", "Document")), choice("coder", tr("Koder", "Coder")),
          h("button", { type: "button", onclick: () => all(true) }, tr("Vælg de viste", "Choose those shown")), h("button", { type: "button", onclick: () => all(false) }, tr("Fravælg", "Let go"))),
        count, list];
    },
    body: () => {
      const to = target.value ? { to: target.value } : { label: name.value.trim(), below: below.checked };
      return ticked.size && (target.value || name.value.trim()) ? { code: code.id, codings: [...ticked].map(String), ...to } : null;
    },
  });
  return found;
}
