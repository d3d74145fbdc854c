// The codebook as text: checked while it is written, saved only over what was seen.
import { Refused, post } from "../api.js";
import { fill, h } from "../dom.js";
import { uid } from "../uid.js";
import { plural, tr } from "../words.js";

const CHECK_AFTER = 350;

export class TextView {
  /** @param {import("./book.js").Book} book */
  constructor(book) {
    this.book = book;
    this.base = book.source;
    this.hash = book.hash;
    this.said = h("p.check", { role: "status" });
    this.field = /** @type {HTMLTextAreaElement} */ (h("textarea.source", {
      rows: "30", spellcheck: "false", value: book.source, "aria-label": "codebook.yaml", readonly: !book.editable,
      oninput: () => { window.clearTimeout(this.timer); this.timer = window.setTimeout(() => void this.check(), CHECK_AFTER); },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
        event.preventDefault();
        void this.check().then(() => this.keep());
      },
    }));
    this.save = /** @type {HTMLButtonElement} */ (h("button.primary", { type: "button", disabled: true, onclick: () => void this.keep() }, tr("Gem kodebogen", "Save the codebook")));
    this.again = h("button", { type: "button", hidden: true, onclick: () => this.renew() }, tr("Hent den nye tekst", "Fetch the new text"));
    this.element = h("div.textview", null,
      h("p.quiet", null, tr("Filen codebook.yaml, som den ligger i projektets mappe.", "The file codebook.yaml as it lies in the project's folder.")),
      this.field, this.said, book.editable && h("div.buttons", null, this.again, this.save));
  }

  get dirty() {
    return this.field.value !== this.base;
  }

  /** The codebook is another by now. */
  update() {
    if (this.book.hash === this.hash) return;
    if (this.dirty) {
      this.again.hidden = false;
      this.save.disabled = true;
      this.tell(tr("Kodebogen er ændret imens. Din tekst er ikke gemt: kopiér det, du vil beholde, og hent den nye.", "The codebook has changed meanwhile. Your text is not saved: copy what you want to keep, and fetch the new one."), true);
    } else this.renew();
  }

  renew() {
    this.again.hidden = true;
    this.base = this.book.source;
    this.hash = this.book.hash;
    this.field.value = this.base;
    this.tell("", false);
    this.save.disabled = true;
  }

  /** @param {string} words @param {boolean} wrong */
  tell(words, wrong) {
    this.said.classList.toggle("wrong", wrong);
    fill(this.said, words);
  }

  async check() {
    if (!this.again.hidden) return;
    try {
      const answer = await post("/api/codebook/check", { source: this.field.value });
      if (!this.again.hidden) return; // it has become another meanwhile, which is what is to be read
      this.save.disabled = !answer.ok || !this.dirty;
      const left = answer.left?.length ? tr(` Koder i brug, der ikke længere står her: ${answer.left.join(", ")}. Deres kodninger bliver.`, ` Codes in use that no longer stand here: ${answer.left.join(", ")}. Their codings stay.`) : "";
      const differs = answer.differences ? ` ${answer.differences}.` : "";
      this.tell(answer.ok ? tr(`I orden: ${plural(answer.codes, ["kode", "koder"], ["", ""])}.`, `In order: ${plural(answer.codes, ["", ""], ["code", "codes"])}.`) + differs + left : answer.message, !answer.ok);
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error), true);
    }
  }

  async keep() {
    if (this.save.disabled) return;
    const text = this.field.value;
    this.save.disabled = true;
    try {
      const answer = await post("/api/codebook/save", { uid: uid(), source: text, hash: this.hash });
      this.base = text;
      this.hash = answer.hash;
      this.book.take(answer);
      this.book.done(tr("Kodebogen er gemt.", "The codebook is saved."), answer.action);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.tell(error.message, true);
      await this.book.fetch();
    }
  }
}
