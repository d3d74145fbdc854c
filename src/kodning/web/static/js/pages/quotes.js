// Quotes as a report prints them: filter, pick, order, copy, take home.
import { get } from "../api.js";
import { fill, h, toast } from "../dom.js";
import { codeName, goTo, heading, picker, place } from "../parts.js";
import { plural, tr } from "../words.js";

/** @typedef {{code: string, label: string, document: string, turn: number, speaker: string, start: number, end: number, quote: string, coder: string, coding_ids: string[], words: number, attribution: string}} Quote */

/** @param {import("../store.js").Store} store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(store, query) {
  const asked = {
    code: query.getAll("code"), document: query.getAll("document"), coder: query.get("coder"),
    where: query.getAll("where"), min_words: query.get("min_words"),
  };
  const [found, documents] = await Promise.all([get("/api/quotes", asked), get("/api/documents")]);
  const title = tr("Citater", "Quotes");
  const quotes = /** @type {Quote[]} */ (found.quotes);
  /** @type {Quote[]} */
  let picked = [];
  const change = (/** @type {string} */ name) => (/** @type {string} */ value) => {
    const next = new URLSearchParams(window.location.search);
    if (value) next.set(name, value);
    else next.delete(name);
    goTo(`/quotes?${next}`);
  };
  const printed = (/** @type {Quote[]} */ chosen) => chosen.map((one) => `” ${one.quote}\n— ${one.attribution}`).join("\n\n");
  const copy = async (/** @type {Quote[]} */ chosen) => {
    await navigator.clipboard.writeText(printed(chosen));
    toast(tr(`${plural(chosen.length, ["citat", "citater"], ["", ""])} er kopieret.`, `${plural(chosen.length, ["", ""], ["quote", "quotes"])} copied.`));
  };
  const file = (/** @type {string} */ format, /** @type {string} */ label, /** @type {string[]} */ pick = []) => {
    const next = new URLSearchParams(window.location.search);
    next.set("format", format);
    if (pick.length) next.set("pick", pick.join(","));
    return h("a", { href: `/api/quotes/file?${next}`, download: true }, label);
  };
  const basket = h("div.basket", { "aria-live": "polite" });
  const drawBasket = () => {
    basket.hidden = !picked.length;
    const move = (/** @type {number} */ at, /** @type {number} */ by) => {
      const [one] = picked.splice(at, 1);
      picked.splice(at + by, 0, one);
      drawBasket();
    };
    const taken = (/** @type {string} */ format, /** @type {string} */ label) => file(format, label, picked.map((one) => one.coding_ids[0]));
    fill(basket, h("header", null, h("h2", null, tr("Udvalgte", "Picked"), " ", h("span.count", null, picked.length)), h("span.space"),
      h("span.quiet.takehome", null, tr("Hent dem: ", "Take home: "), taken("docx", "Word"), ", ", taken("csv", "CSV"), ", ", taken("md", "Markdown")),
      h("button.primary", { type: "button", onclick: () => void copy(picked) }, tr("Kopiér i rækkefølge", "Copy in order"))),
      h("ol", null, picked.map((one, at) => h("li", null, h("span.secret", null, one.quote.slice(0, 70), one.quote.length > 70 && "…"),
        h("span.moves", null,
          h("button.link", { type: "button", disabled: at === 0, onclick: () => move(at, -1), "aria-label": tr("Flyt op", "Move up") }, "↑"),
          h("button.link", { type: "button", disabled: at === picked.length - 1, onclick: () => move(at, 1), "aria-label": tr("Flyt ned", "Move down") }, "↓"))))));
  };
  const pick = (/** @type {Quote} */ one, /** @type {boolean} */ on) => {
    picked = on ? [...picked, one] : picked.filter((other) => other !== one);
    drawBasket();
  };
  const sections = [];
  for (const code of [...new Set(quotes.map((one) => one.code))]) {
    const group = quotes.filter((one) => one.code === code);
    const interviews = new Set(group.map((one) => one.document)).size;
    sections.push(h("section.quotes", null,
      h("h2", null, codeName(store, code), h("span.quiet", null, tr(
        `${plural(group.length, ["citat", "citater"], ["", ""])} fra ${interviews}/${found.documents_total} interviews`,
        `${plural(group.length, ["", ""], ["quote", "quotes"])} from ${interviews}/${found.documents_total} interviews`))),
      group.map((one) => quoteBox(one, pick, () => void copy([one])))));
  }
  drawBasket();
  return {
    title,
    element: h("main.wide.quotepage", null,
      heading(title, h("div.controls", null,
        picker(tr("Kode", "Code"), [["", tr("alle", "all")], ...store.codes.map((code) => /** @type {[string, string]} */ ([code.id, `${"  ".repeat(code.depth)}${code.label}`]))], asked.code[0] ?? "", change("code")),
        picker(tr("Dokument", "Document"), [["", tr("alle", "all")], ...documents.map((/** @type {{name: string}} */ one) => one.name)], asked.document[0] ?? "", change("document"), { secret: true }),
        picker(tr("Koder", "Coder"), found.coders, quotes[0]?.coder ?? asked.coder ?? "", change("coder"), { secret: true }),
        picker(tr("Længde", "Length"), [["", tr("alle", "all")], ["10", tr("mindst 10 ord", "10 words or more")], ["25", tr("mindst 25 ord", "25 words or more")]], asked.min_words ?? "", change("min_words")))),
      h("p.lead", null, asked.where.length > 0 && h("span.badge.secret", null, asked.where.join(", ")), " ",
        plural(found.n, ["citat", "citater"], ["quote", "quotes"]), quotes.length < found.n && tr(` (de første ${quotes.length} vises)`, ` (the first ${quotes.length} are shown)`), ". ",
        tr("Hent dem som ", "Take them home as "), file("docx", "Word"), ", ", file("xlsx", "Excel"), ", ", file("csv", "CSV"), tr(" eller ", " or "), file("md", "Markdown"), "."),
      basket,
      sections.length ? sections : h("p.quiet", null, tr("Ingen citater svarer til det.", "No quotes match that."))),
  };
}

/** @param {Quote} one @param {(one: Quote, on: boolean) => void} pick @param {() => void} copy */
function quoteBox(one, pick, copy) {
  return h("figure.quote", null,
    h("input", { type: "checkbox", "aria-label": tr(`Vælg citatet fra ${one.document}, replik ${one.turn}`, `Pick the quote from ${one.document}, turn ${one.turn}`),
      onchange: (/** @type {Event} */ event) => pick(one, /** @type {HTMLInputElement} */ (event.target).checked) }),
    h("blockquote.secret", null, one.quote),
    h("figcaption", null, h("a", { href: place(one.document, one.start, one.end) }, h("span.secret", null, one.attribution)),
      h("button.link", { type: "button", onclick: copy }, tr("Kopiér", "Copy"))));
}
