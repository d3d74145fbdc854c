// One code beside the tree: what can be done with it, and what it says, to be read or edited.
import { fill, h } from "../dom.js";
import { ink } from "../marks.js";
import { aboutCode } from "../palette.js";
import { plural, tr } from "../words.js";
import { merge, newCode, rename, retire } from "./dialogs.js";
import { CodeForm } from "./form.js";
import { editGroup } from "./groups.js";
import { split } from "./splitting.js";

/** @typedef {import("../types.js").Code} Code */

export class CodeView {
  /**
   * @param {import("./book.js").Book} book
   * @param {import("./drafts.js").Drafts} drafts
   * @param {{step: (way: "up" | "down" | "in" | "out") => void, show: (id: string) => void, marked: () => void, back: () => void}} does
   */
  constructor(book, drafts, does) {
    this.book = book;
    this.drafts = drafts;
    this.does = does;
    /** @type {CodeForm | null} */
    this.form = null;
    /** @type {string | null} */
    this.id = null;
    /** What the head was drawn of. */
    this.drawn = "";
    this.head = h("header.codehead");
    this.body = h("div.codebody");
    this.element = h("section.codeview", { "aria-label": tr("Den valgte kode", "The chosen code"), tabindex: "-1" }, this.head, this.body);
  }

  /** @param {string | null} id */
  show(id) {
    if (id !== this.id) {
      this.id = id;
      this.form = null;
      this.drawn = "";
    }
    const code = this.book.code(id);
    if (!code) {
      this.drawn = "";
      fill(this.head);
      fill(this.body, h("p.quiet", null, this.book.codes.length ? tr("Vælg en kode i træet.", "Choose a code in the tree.") : tr("Kodebogen er tom endnu.", "The codebook is empty yet.")));
      return;
    }
    this.drawHead(code);
    if (!this.book.editable || !code.in_codebook) fill(this.body, this.read(code));
    else if (this.form) this.form.update();
    else {
      this.form = new CodeForm(this.book, this.drafts, code, this.does.marked, this.does.back);
      fill(this.body, this.form.element);
    }
  }

  /** @param {Code} code */
  drawHead(code) {
    const drawn = JSON.stringify([code, this.book.groups.filter((group) => group.codes.includes(code.id)), document.documentElement.dataset.theme]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.head.style.setProperty("--code", ink(code.color, 3));
    fill(this.head,
      h("button.link.backtotree", { type: "button", onclick: this.does.back }, tr("← Til træet", "← To the tree")),
      h("h2", null, h("span.dot"), code.label),
      h("p.quiet.idline", null, h("code", null, code.id), " · ", h("a", { href: `/quotes?code=${encodeURIComponent(code.id)}` }, plural(code.codings, ["kodning", "kodninger"], ["coding", "codings"])),
        " ", tr("i", "in"), " ", plural(code.documents, ["dokument", "dokumenter"], ["document", "documents"]),
        code.retired && [" · ", h("span.badge", null, tr("ude af brug", "retired"), code.retired !== "true" && `: ${code.retired}`)]),
      this.book.editable && code.in_codebook && this.tools(code));
  }

  /** @param {Code} code */
  tools(code) {
    const now = () => this.book.code(code.id) ?? code;
    const button = (/** @type {string} */ words, /** @type {() => void} */ act) => h("button", { type: "button", onclick: act }, words);
    const arrow = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {"up" | "down" | "in" | "out"} */ way, /** @type {string} */ key) =>
      h("button.arrow", { type: "button", "aria-label": words, title: `${words} (${key})`, onclick: () => this.does.step(way) }, sign);
    const own = this.book.groups.find((group) => group.codes.includes(code.id));
    return h("div.codetools", null,
      h("span.arrows", { role: "group", "aria-label": tr("Flyt", "Move") },
        arrow("↑", tr("Flyt op", "Move up"), "up", "Alt+↑"), arrow("↓", tr("Flyt ned", "Move down"), "down", "Alt+↓"),
        arrow("→", tr("Flyt ind under koden før", "Move in under the code before"), "in", "Alt+→"), arrow("←", tr("Flyt ud", "Move out"), "out", "Alt+←")),
      button(tr("Ny underkode", "New sub-code"), () => void this.add(now())),
      button(tr("Omdøb id …", "Rename id …"), () => void rename(this.book, now()).then((done) => this.told(done, done?.change?.summary?.split(" → ").at(-1)))),
      button(tr("Slå sammen …", "Merge …"), () => void merge(this.book, now()).then((done) => this.told(done, done?.id))),
      code.codings > 0 && button(tr("Del …", "Split …"), () => void split(this.book, now()).then((done) => this.told(done, done?.id))),
      button(own ? tr(`Gruppe: ${own.id} …`, `Group: ${own.id} …`) : tr("Gruppe …", "Group …"), () => void editGroup(this.book, now()).then((done) => this.told(done))),
      button(code.retired ? tr("Tag i brug igen", "Bring back into use") : tr("Tag ud af brug …", "Retire …"), () => void retire(this.book, now()).catch(() => null).then((done) => this.told(done))));
  }

  /** @param {Code} code */
  async add(code) {
    const done = await newCode(this.book, code, "under");
    this.told(done, done?.id);
    if (done) this.element.querySelector("textarea")?.focus();
  }

  /** Say that something was done, and show the code that it is about now. @param {any} done @param {string} [id] */
  told(done, id) {
    if (!done) return;
    if (id) this.does.show(id);
    this.book.done(tr("Gjort. Kodebogen er gemt.", "Done. The codebook is saved."), done.action);
  }

  /** @param {Code} code */
  read(code) {
    return [h("div.about", null, aboutCode(code).slice(1)),
      code.terms.length > 0 && h("p.quiet", null, tr("Søgeord: ", "Terms: "), code.terms.join(", ")),
      code.memo && h("p.memo", null, code.memo),
      !code.in_codebook && h("p.quiet", null, tr("Koden står ikke længere i codebook.yaml, men kodninger bruger den. Skriv den ind igen i teksten, eller skriv dens id som alias (»aliases«) på den kode, den er blevet til.", "The code no longer stands in codebook.yaml, but codings use it. Write it in again in the text, or put its id under “aliases” of the code that it has become."))];
  }
}
