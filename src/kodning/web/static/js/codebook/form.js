// What a code says, to be edited: checked while it is written, saved in its own lines of the file, never over another's change.
import { Refused, post } from "../api.js";
import { announce, fill, h } from "../dom.js";
import { tr } from "../words.js";
import { belowField, colourField, itemsField, lineField, linesField, textField } from "./fields.js";
import { changedKeys, changes, inWords, KEYS, rebase, sent, valuesOf } from "./values.js";

/** @typedef {import("./values.js").Key} Key */
/** @typedef {import("./values.js").Values} Values */
/** @typedef {{key: string, item: number | null, wrong: boolean, words: string}} Remark */

const CHECK_AFTER = 250;

export class CodeForm {
  /**
   * @param {import("./book.js").Book} book
   * @param {import("./drafts.js").Drafts} drafts
   * @param {import("../types.js").Code} code
   * @param {() => void} marked called when it becomes saved or unsaved
   * @param {() => void} back called to go back to the tree
   */
  constructor(book, drafts, code, marked, back) {
    this.book = book;
    this.drafts = drafts;
    this.id = code.id;
    this.marked = marked;
    const draft = drafts.get(code.id);
    this.base = draft?.base ?? valuesOf(code);
    /** @type {Key[]} */
    this.clashes = [];
    /** @type {Remark[]} */
    this.remarks = [];
    const changed = () => this.changed();
    const below = book.codes.filter((one) => one.parent === code.id).map((one) => one.id);
    const under = belowField(below, changed);
    this.da = lineField("label", tr("Navn på dansk", "Name in Danish"), changed);
    this.en = lineField("label-en", tr("Navn på engelsk", "Name in English"), changed);
    /** @type {Record<Exclude<Key, "label">, import("./fields.js").Field>} */
    this.fields = {
      definition: textField("definition", tr("Definition", "Definition"), changed),
      include: itemsField("include", tr("Med", "Include"), changed, { one: tr("regel", "rule") }),
      exclude: itemsField("exclude", tr("Ikke med", "Exclude"), changed, { one: tr("regel", "rule"), hint: tr("»-> kode« nævner den, der så gælder", "“-> code” names the one that holds") }),
      examples: itemsField("examples", tr("Eksempler", "Examples"), changed, { one: tr("eksempel", "example"), secret: true }),
      terms: linesField("terms", tr("Søgeord", "Terms"), changed),
      negative_terms: linesField("negative_terms", tr("Tæller ikke", "Do not count"), changed),
      color: colourField(tr("Farve", "Colour"), changed),
      exclusive: under,
      scale: under.scale,
      memo: textField("memo", tr("Memo", "Memo"), changed),
      aliases: linesField("aliases", tr("Andre navne", "Other names"), changed),
    };
    under.element.hidden = below.length === 0 && !this.base.exclusive && !this.base.scale.length;
    this.save = /** @type {HTMLButtonElement} */ (h("button.primary", { type: "submit", disabled: true }, tr("Gem", "Save"), h("kbd", null, "Ctrl+S")));
    this.drop = /** @type {HTMLButtonElement} */ (h("button", { type: "button", disabled: true, onclick: () => this.reset() }, tr("Fortryd rettelser", "Drop the changes")));
    this.state = h("span.quiet.savestate", { role: "status" });
    this.element = h("form.codeform", {
      "aria-label": tr(`Koden ${code.label}`, `The code ${code.label}`),
      onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void this.keep(); },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape") back();
        if (!(event.ctrlKey || event.metaKey) || !(event.key === "s" || event.key === "Enter")) return;
        event.preventDefault();
        void this.keep();
      },
    },
    h("div.codefields", null, h("div.pair", null, this.da.element, this.en.element), this.fields.definition.element,
    h("div.pair", null, this.fields.include.element, this.fields.exclude.element), this.fields.examples.element,
    h("div.pair", null, this.fields.terms.element, this.fields.negative_terms.element), this.fields.color.element, under.element,
    h("div.pair", null, this.fields.memo.element, this.fields.aliases.element)),
    h("div.savebar", null, this.state, this.drop, this.save));
    this.show(draft?.mine ?? this.base);
    if (draft) this.rebased(valuesOf(code));
    this.mark();
  }

  /** @param {Values} values */
  show(values) {
    this.da.set(values.label.da);
    this.en.set(values.label.en);
    for (const key of KEYS) if (key !== "label") this.fields[key].set(values[key]);
  }

  /** @returns {Values} */
  get values() {
    const rest = Object.fromEntries(KEYS.flatMap((key) => (key === "label" ? [] : [[key, this.fields[key].get()]])));
    return /** @type {Values} */ (/** @type {unknown} */ ({ ...rest, label: { da: this.da.get(), en: this.en.get() } }));
  }

  get dirty() {
    return changedKeys(this.base, this.values).length > 0;
  }

  changed() {
    const mine = this.values;
    this.clashes = this.clashes.filter((key) => changedKeys(this.base, mine).includes(key));
    this.drafts.set(this.id, this.dirty ? { base: this.base, mine } : null);
    this.mark();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(), CHECK_AFTER);
  }

  mark() {
    const { dirty } = this;
    const wrong = this.remarks.some((one) => one.wrong);
    this.save.disabled = !dirty || wrong || this.clashes.length > 0;
    this.drop.disabled = !dirty;
    this.state.textContent = this.clashes.length ? tr("En anden har rettet det samme: vælg ovenfor.", "Somebody else changed the same: choose above.")
      : wrong ? tr("Kan ikke gemmes endnu.", "Cannot be saved yet.") : dirty ? tr("Ikke gemt.", "Not saved.") : "";
    this.marked();
  }

  /** Ask what there is to say of what is written. */
  async check() {
    const asked = Object.fromEntries(KEYS.map((key) => [key, sent(this.values[key])]));
    try {
      this.remarks = await post("/api/codebook/check-code", { code: this.id, values: asked });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.remarks = [];
    }
    this.say();
    this.mark();
  }

  /** Show what there is to say, and what somebody else has written meanwhile, at its field. */
  say() {
    const theirs = this.book.code(this.id);
    for (const key of KEYS) {
      const field = key === "label" ? this.da : this.fields[key];
      const own = this.remarks.filter((one) => one.key === key);
      field.element.querySelector("input, textarea, select")?.setAttribute("aria-invalid", String(own.some((one) => one.wrong)));
      fill(field.said, own.map((one) => h(one.wrong ? "p.wrong" : "p.advice", null, one.words)),
        this.clashes.includes(key) && theirs && h("div.clash", { role: "alert" },
          h("p", null, tr("En anden har imens skrevet: ", "Somebody else has meanwhile written: "), h("q", null, inWords(sent(valuesOf(theirs)[key])))),
          h("button", { type: "button", onclick: () => this.settle(key, true) }, tr("Brug deres", "Use theirs")),
          h("button", { type: "button", onclick: () => this.settle(key, false) }, tr("Behold mit", "Keep mine"))));
    }
  }

  /** @param {Key} key @param {boolean} theirs */
  settle(key, theirs) {
    if (theirs) this.show({ ...this.values, [key]: this.base[key] });
    this.clashes = this.clashes.filter((one) => one !== key);
    this.say();
    this.changed();
    (key === "label" ? this.da : this.fields[key]).element.querySelector("textarea, input, select")?.dispatchEvent(new Event("focus"));
  }

  /** The codebook is another by now: what was not touched here follows. */
  update() {
    const code = this.book.code(this.id);
    if (code) this.rebased(valuesOf(code));
  }

  /** @param {Values} theirs */
  rebased(theirs) {
    if (!changedKeys(this.base, theirs).length) return;
    const { values, clashes } = rebase(this.base, this.values, theirs);
    this.base = theirs;
    this.clashes = [...new Set([...this.clashes, ...clashes])];
    this.show(values);
    this.drafts.set(this.id, this.dirty ? { base: this.base, mine: values } : null);
    this.say();
    if (clashes.length) {
      announce(tr("En anden har rettet det samme som du.", "Somebody else changed the same as you."), true);
      this.element.querySelector(".clash")?.scrollIntoView({ block: "center" });
    }
    this.mark();
  }

  reset() {
    this.clashes = [];
    this.remarks = [];
    this.drafts.set(this.id, null);
    this.show(this.base);
    this.say();
    this.mark();
  }

  async keep() {
    window.clearTimeout(this.timer);
    await this.check();
    const values = changes(this.base, this.values);
    if (this.save.disabled || !Object.keys(values).length) return;
    const sending = this.values;
    this.save.disabled = true;
    this.state.textContent = tr("Gemmer …", "Saving …");
    try {
      const before = this.base;
      this.base = sending; // so that the answer's own change is no clash
      this.drafts.set(this.id, null);
      try {
        const answer = await this.book.change("edit", { code: this.id, values });
        this.book.done(tr("Gemt i codebook.yaml.", "Saved in codebook.yaml."), answer.action);
      } catch (error) {
        this.base = before;
        this.drafts.set(this.id, { base: before, mine: this.values });
        await this.book.fetch();
        throw error;
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused = error.message;
    }
    this.mark();
    if (this.refused && !this.clashes.length) this.state.textContent = this.refused;
    this.refused = "";
  }
}
