// A dialog for a change that touches more than one code: what is asked, what it would do, and the button that does it.
import { Refused } from "../api.js";
import { fill, h } from "../dom.js";
import { plural, tr } from "../words.js";
import { openModal } from "../modal.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Preview} Preview */

const PAUSE = 200;

/**
 * @param {Book} book
 * @param {{heading: string, what: string, does: string, inputs: (changed: () => void) => import("../dom.js").Child[], body: () => Record<string, unknown> | null, wide?: boolean, empty?: string}} how
 *   `body` gives null while something is missing
 * @returns {Promise<any>} the server's answer; null where nothing was done
 */
export function askChange(book, how) {
  return new Promise((answer) => {
    /** @type {any} */
    let done = null;
    let asked = 0;
    /** @type {number | undefined} */
    let timer;
    const preview = h("section.changepreview", { role: "status", "aria-label": tr("Hvad der vil ske", "What will happen") });
    const button = /** @type {HTMLButtonElement} */ (h("button.primary", { type: "submit", disabled: true }, how.does));
    const look = async () => {
      const mine = (asked += 1);
      const body = how.body();
      button.disabled = true;
      if (!body) {
        fill(preview, how.empty && h("p.quiet", null, how.empty));
        return;
      }
      preview.setAttribute("aria-busy", "true");
      try {
        const found = await book.preview(how.what, body);
        if (mine !== asked) return;
        fill(preview, previewed(book, found));
        button.disabled = !found.lines.length && !found.carried;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (mine !== asked) return;
        if (error.kind === "stale") { await book.fetch(); void look(); return; }
        fill(preview, h("p.wrong", { role: "alert" }, error.message));
      } finally {
        if (mine === asked) preview.removeAttribute("aria-busy");
      }
    };
    const changed = () => { window.clearTimeout(timer); button.disabled = true; timer = window.setTimeout(() => void look(), PAUSE); };
    const act = async () => {
      const body = how.body();
      if (!body || button.disabled) return;
      button.disabled = true;
      try {
        done = await book.change(how.what, body);
        dialog.close();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await book.fetch();
        await look(); // what was previewed is another by now
      }
    };
    const dialog = /** @type {HTMLDialogElement} */ (h(`dialog.change${how.wide ? ".widechange" : ""}`, { "aria-labelledby": "change-title" },
      h("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void act(); } },
        h("header", null, h("h2", { id: "change-title" }, how.heading),
          h("button.link", { type: "button", onclick: () => dialog.close(), "aria-label": tr("Luk", "Close") }, "×")),
        how.inputs(changed), preview,
        h("div.buttons", null, h("button", { type: "button", onclick: () => dialog.close() }, tr("Annullér", "Cancel")), button))));
    openModal(dialog, () => {
      window.clearTimeout(timer);
      asked += 1;
      answer(done);
    });
    /** @type {HTMLElement | null} */ (dialog.querySelector("input, select, textarea"))?.focus();
    void look();
  });
}

/** What a change would touch, in words; the lines of the file for whoever wants them. @param {Book} book @param {Preview} found */
export function previewed(book, found) {
  if (!found.lines.length && !found.carried) return [h("p.quiet", null, tr("Sådan er det allerede.", "It is so already."))];
  const numbers = found.codings > 0 && h("ul.touched", null,
    h("li", null, h("strong", null, plural(found.codings, ["kodning", "kodninger"], ["coding", "codings"])), " ", tr("i", "in"), " ", plural(found.documents, ["dokument", "dokumenter"], ["document", "documents"]),
      " ", tr("af", "by"), " ", h("span.secret", null, found.coders.join(", ")),
      found.carried > 0 ? (found.carried === found.codings ? tr(" går over.", " go over.") : tr(`; ${found.carried} går over, resten bliver.`, `; ${found.carried} go over, the others stay.`)) : tr(" følger med.", " follow.")),
    found.doubled > 0 && h("li", null, h("strong", null, tr(`${found.doubled} står der allerede`, `${found.doubled} are there already`)), tr(" med den anden kode, af samme koder på samme ord: én kodning gælder for begge.", " under the other code, by the same coder on the same words: one coding stands for both.")));
  return [
    h("h3", null, tr("Det vil ske", "This will happen")), h("p", null, found.words, "."), numbers,
    !found.codings && h("p.quiet", null, tr("Ingen kodninger berøres.", "No codings are touched.")),
    found.differences.length > 0 && h("ul.differences", { tabindex: "0", "aria-label": tr("Hvad der ændres", "What changes") }, found.differences.map((one) => h("li", null, one.code && h("b", null, book.store.label(one.code)), one.code ? ": " : "", one.words))),
    found.lines.length > 0 && h("details", null, h("summary", null, tr("Linjerne i codebook.yaml", "The lines in codebook.yaml")),
      h("pre.difflines", { tabindex: "0" }, found.lines.map((line) => h(line.startsWith("+") ? "ins" : line.startsWith("-") ? "del" : "span", null, `${line}\n`)))),
  ];
}
