// New code, another id, retiring, merging: what each asks.
import { fill, h } from "../dom.js";
import { Palette } from "../palette.js";
import { tr } from "../words.js";
import { askChange } from "./changing.js";
import { COLOURS } from "./fields.js";
import { openModal } from "../modal.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("../types.js").Code} Code */

/** @param {Book} book @param {Code} code */
export async function rename(book, code) {
  const field = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: "new-id", value: code.id, autocomplete: "off", spellcheck: "false" }));
  return askChange(book, {
    heading: tr(`Nyt id til »${code.label}«`, `Another id for “${code.label}”`), what: "rename", does: tr("Omdøb", "Rename"),
    inputs: (changed) => { field.addEventListener("input", changed); return [
      h("p.quiet", null, tr("Id'et står i filen og i det, du eksporterer. Kodninger og henvisninger følger med, og det gamle id bliver et alias.", "The id stands in the file and in what you export. Codings and mentions follow, and the old id becomes an alias.")),
      h("label", { for: "new-id" }, tr("Nyt id", "New id")), field]; },
    body: () => (field.value.trim() && field.value.trim() !== code.id ? { code: code.id, new: field.value.trim() } : null),
  });
}

/** @param {Book} book @param {Code} code */
export async function retire(book, code) {
  if (code.retired) return book.change("retire", { code: code.id, back: true });
  const field = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: "reason" }));
  return askChange(book, {
    heading: tr(`Tag »${code.label}« ud af brug`, `Retire “${code.label}”`), what: "retire", does: tr("Tag ud af brug", "Retire"),
    inputs: (changed) => { field.addEventListener("input", changed); return [
      h("p.quiet", null, tr("Koden bliver stående med sine kodninger, men sættes ikke på mere.", "The code stays with its codings, but is put on nothing more.")),
      h("label", { for: "reason" }, tr("Hvorfor (kan udelades)", "Why (may be left out)")), field]; },
    body: () => ({ code: code.id, reason: field.value.trim() }),
  });
}

/** @param {Book} book @param {string} question @returns {Promise<string | null>} the id of the code chosen */
export function chooseCode(book, question) {
  return new Promise((answer) => {
    /** @type {string | null} */
    let chosen = null;
    // The palette closes before it tells what was chosen.
    new Palette(book.store, { code: (id) => { chosen = id; }, create: null, closed: () => window.setTimeout(() => answer(chosen), 0) }, { quote: question });
  });
}

/** @param {Book} book @param {Code} code */
export async function merge(book, code) {
  const other = await chooseCode(book, tr(`Hvilken kode skal »${code.label}« slås sammen med?`, `Which code is “${code.label}” to be merged with?`));
  const partner = book.code(other);
  if (!partner || partner.id === code.id) return null;
  let [goes, stays] = [code, partner];
  const texts = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "merge-texts", checked: true }));
  /** Further codes that go. @type {Set<string>} */
  const more = new Set();
  const words = h("p.mergewords");
  const also = /** @type {HTMLSelectElement} */ (h("select", { id: "merge-more" }));
  const say = () => {
    fill(words, [goes, ...book.codes.filter((one) => more.has(one.id))].map((one, at) => [at > 0 && ", ", h("b", null, one.label)]), " → ", h("b", null, stays.label));
    fill(also, h("option", { value: "" }, tr("(ingen flere)", "(no more)")), book.codes.filter((one) => one.in_codebook && one.id !== goes.id && one.id !== stays.id && !more.has(one.id))
      .map((one) => h("option", { value: one.id }, `${"\u2003".repeat(one.depth)}${one.label}`)));
  };
  const answer = await askChange(book, {
    heading: tr("Slå koder sammen", "Merge codes"), what: "merge", does: tr("Slå sammen", "Merge"),
    inputs: (changed) => {
      say();
      texts.addEventListener("change", changed);
      also.addEventListener("change", () => { more.add(also.value); say(); changed(); });
      return [words,
        h("label", { for: "merge-more" }, tr("Tag også denne med", "Take this one along too")), also,
        h("div.buttons.left", null, h("button", { type: "button", onclick: () => { [goes, stays] = [stays, goes]; more.clear(); say(); changed(); } }, tr("⇄ Byt om: den anden bliver", "⇄ The other one stays"))),
        h("label.check", { for: "merge-texts" }, texts, " ", tr("Tag regler, eksempler og søgeord med", "Take rules, examples and terms along"))];
    },
    body: () => ({ codes: [goes.id, ...more], into: stays.id, texts: texts.checked }),
  });
  return answer && { ...answer, id: stays.id };
}

/** @param {Book} book @param {Code | null} near where it may stand @param {"under" | "after" | "top"} first */
export async function newCode(book, near, first) {
  const name = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: "new-label", autocomplete: "off", maxlength: "80" }));
  const definition = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: "new-definition", rows: "2" }));
  const place = /** @type {HTMLSelectElement} */ (h("select", { id: "new-place" },
    near && h("option", { value: "under", selected: first === "under" }, tr(`under »${near.label}«`, `under “${near.label}”`)),
    near && h("option", { value: "after", selected: first === "after" }, tr(`efter »${near.label}«`, `after “${near.label}”`)),
    h("option", { value: "top", selected: first === "top" }, tr("sidst i kodebogen", "last in the codebook"))));
  return new Promise((/** @type {(answer: any) => void} */ answer) => {
    /** @type {any} */
    let done = null;
    const add = async () => {
      const label = name.value.trim();
      if (!label) { name.focus(); return; }
      const where = near && place.value !== "top" ? { [place.value]: near.id } : {};
      done = await book.change("add", { label, definition: definition.value, color: nextColour(book), ...where }).catch(() => null);
      if (done) dialog.close();
      else await book.fetch();
    };
    const dialog = /** @type {HTMLDialogElement} */ (h("dialog.change", { "aria-labelledby": "change-title" },
      h("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void add(); } },
        h("header", null, h("h2", { id: "change-title" }, tr("Ny kode", "New code")), h("button.link", { type: "button", onclick: () => dialog.close(), "aria-label": tr("Luk", "Close") }, "×")),
        h("label", { for: "new-label" }, tr("Navn", "Name")), name,
        h("label", { for: "new-definition" }, tr("Definition (kan vente)", "Definition (can wait)")), definition,
        h("label", { for: "new-place" }, tr("Plads", "Place")), place,
        h("div.buttons", null, h("button", { type: "button", onclick: () => dialog.close() }, tr("Annullér", "Cancel")), h("button.primary", { type: "submit" }, tr("Læg til", "Add"))))));
    openModal(dialog, () => answer(done), () => !done);
    name.focus();
  });
}

/** The colour that is used least. @param {Book} book */
function nextColour(book) {
  const used = (/** @type {string} */ colour) => book.codes.filter((code) => code.color.toLowerCase() === colour).length;
  return COLOURS.reduce((best, colour) => (used(colour) < used(best) ? colour : best));
}
