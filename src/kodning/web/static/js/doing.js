// What a coder does with words: put codes on them, take them back, move their ends, write a memo.
import { Refused, post } from "./api.js";
import { ask } from "./asking.js";
import { toast } from "./dom.js";
import { Palette } from "./palette.js";
import { short } from "./shortening.js";
import { tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

export class Doing {
  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    this.store = reading.store;
  }

  /** A word at the foot of the page on what was done, with the way back. @param {string} text */
  said(text) {
    toast(text, { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
  }

  /** @param {Span} span */
  words({ start, end }) {
    return this.reading.transcript.offsets.slice(start, end);
  }

  /** @param {Span} span @param {string[]} codes @param {string} [memo] */
  async code(span, codes, memo = "") {
    const { store, reading } = this;
    if (!store.me.may_code) return;
    const there = reading.codings.ownOn(span);
    const fresh = codes.filter((code) => !there.has(code));
    if (!fresh.length) {
      toast(tr("Den kodning findes allerede.", "That coding is there already."));
      return;
    }
    for (const code of fresh) store.used(code);
    reading.selecting.turnwise = false;
    reading.codings.show(store.me.coder);
    const written = store.write("/api/code", { document: reading.data.name, hash: reading.data.hash, start: span.start, end: span.end, codes: fresh, memo });
    this.said(`${tr("Kodet", "Coded")}: ${fresh.map((code) => store.label(code)).join(", ")}`);
    await written;
  }

  /** Put a code on what is selected. @param {string} code */
  useCode(code) {
    const { span } = this.reading.selecting;
    if (!span) {
      toast(tr("Markér først de ord, der skal kodes.", "First select the words to code."));
      return;
    }
    void this.code(span, [code]);
    if (!this.reading.panel.unfolded) this.reading.transcript.element.focus({ preventScroll: true });
  }

  /** What a code dropped at a point would be put on: the selection there, else the sentence. @param {number} x @param {number} y */
  target(x, y) {
    const { transcript, selecting } = this.reading;
    const place = transcript.placeAt(x, y);
    if (place === null) return null;
    const { span } = selecting;
    return span && span.start <= place && place <= span.end ? span : transcript.units.at("sentence", place);
  }

  /** Show what a dragged code would be put on. @param {number} x @param {number} y */
  aim(x, y) {
    const target = this.target(x, y);
    const { marks, transcript } = this.reading;
    if (target) marks.put("aim", "kodning-selection", transcript.ranges(target));
    else marks.remove("aim");
  }

  /** @param {string} code @param {number} x @param {number} y */
  drop(code, x, y) {
    const target = this.target(x, y);
    if (target) void this.code(target, [code]);
  }

  /** @param {string} [typed] */
  openPalette(typed = "") {
    const { reading, store } = this;
    const { span } = reading.selecting;
    if (!span || !store.me.may_code) return;
    const recoding = reading.chosen?.coder === store.me.coder && reading.chosen.id !== null ? reading.chosen : null;
    reading.selecting.hold = true;
    reading.bar.hidden = true;
    const box = reading.transcript.box(span);
    const below = box ? new DOMRect(box.first.left, box.first.top, 1, box.last.bottom - box.first.top) : null;
    new Palette(store, {
      code: (code) => {
        if (recoding && recoding.start === span.start && recoding.end === span.end && recoding.code !== code) void this.recode(recoding, code);
        else void this.code(span, [code]);
      },
      create: store.me.blind ? null : (label) => void this.newCode(label, span, ""),
      closed: () => reading.resume(),
    }, { typed, below, quote: short(this.words(span)), taken: reading.codings.ownOn(span) });
  }

  /** @param {Coding} coding @param {string} code */
  async recode(coding, code) {
    this.reading.choose(null);
    void this.retract(coding);
    await this.code({ start: coding.start, end: coding.end }, [code]);
  }

  /**
   * A new code on a span; `example` are words that show what it is about.
   * @param {string} label
   * @param {Span} span
   * @param {string} example
   */
  async newCode(label, span, example) {
    try {
      const added = await post("/api/codebook/add", { label, example });
      this.store.setCodes(added.codes);
      await this.code(span, [added.id]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, null, true);
    }
  }

  async inVivo() {
    const { span } = this.reading.selecting;
    if (!span || !this.store.me.may_code || this.store.me.blind) return;
    const words = this.words(span).replace(/\s+/gu, " ");
    const label = [...words].length <= 40 ? words : await ask(tr("Navn på koden", "Name of the code"), { value: [...words].slice(0, 40).join(""), lines: 1, quote: short(words) });
    if (label) await this.newCode(label.replace(/[.,;:!?]+$/u, ""), span, words);
  }

  /** On the chosen coding, else on the selection, else on the document. */
  async memo() {
    const { reading, store } = this;
    const { span } = reading.selecting;
    const coding = reading.chosen;
    if (!store.me.may_code || (coding && coding.id === null)) return;
    const heading = coding ? tr("Memo på kodningen", "Memo on the coding") : span ? tr("Memo på markeringen", "Memo on the selection") : tr("Memo på dokumentet", "Memo on the document");
    const text = await ask(heading, { quote: span ? short(this.words(span)) : "" });
    if (!text) return;
    const { name, hash } = reading.data;
    const target = coding ? { coding: String(coding.id) } : span ? { document: name, hash, start: span.start, end: span.end } : { document: name };
    if (await store.write("/api/memo", { text, ...target })) {
      this.said(tr("Memoet er gemt.", "The memo is kept."));
      await reading.again();
      if (coding) reading.choose(reading.codings.find(coding.uid));
    }
  }

  /** @param {Coding} coding */
  async retract(coding) {
    if (coding.id === null) return;
    this.reading.choose(null);
    const written = this.store.write("/api/retract", { ids: [String(coding.id)] });
    this.said(tr("Kodningen er taget tilbage.", "The coding is taken back."));
    await written;
  }

  /** Move the ends of the chosen coding. @param {Span} span */
  async changeSpan(span) {
    const coding = this.reading.chosen;
    if (!coding || coding.id === null || coding.coder !== this.store.me.coder) return;
    if (span.start === coding.start && span.end === coding.end) return;
    const written = this.store.write("/api/change", { id: String(coding.id), hash: this.reading.data.hash, start: span.start, end: span.end });
    this.reading.choose(this.reading.codings.visible.find((one) => one.id === null && one.code === coding.code && one.start === span.start && one.end === span.end) ?? null);
    const answer = await written;
    if (answer?.change) this.said(tr("Enderne er flyttet.", "The ends have been moved."));
  }
}
