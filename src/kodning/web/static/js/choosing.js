// The chosen coding: marked in text and margin, told of on a card, its ends to be dragged.
import { card, memoCard } from "./card.js";
import { announce, fill, h } from "./dom.js";
import { Handles } from "./handles.js";
import { short } from "./shortening.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Memo} Memo */
/** @typedef {import("./types.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

export class Choosing {
  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    /** @type {Coding | null} */
    this.coding = null;
    this.element = h("div.cardplace", null);
    this.handles = new Handles(reading.transcript, (span) => this.endMoved(span));
  }

  /** @param {Span} span @param {number} [most] */
  words({ start, end }, most = 140) {
    return short(this.reading.transcript.offsets.slice(start, end), most);
  }

  /** @param {Coding | null} coding */
  choose(coding) {
    const { reading, handles } = this;
    const { store, selecting } = reading;
    this.coding = coding;
    selecting.quiet = coding;
    reading.margin.mark(coding?.uid ?? null);
    reading.marks.remove("chosen");
    if (!coding) {
      // A button of the card had the focus: the text takes it, so that the keys go on working.
      if (this.element.contains(document.activeElement)) reading.transcript.element.focus({ preventScroll: true });
      fill(this.element);
      handles.hide();
      selecting.paint();
      return;
    }
    reading.marks.put("chosen", "kodning-chosen", reading.transcript.ranges(coding));
    selecting.set({ start: coding.start, end: coding.end }, !selecting.finger);
    this.draw();
    if (coding.coder === store.me.coder && store.me.may_code && coding.id !== null) handles.show(coding);
    else handles.hide();
    const [shown] = this.element.children;
    if (shown instanceof HTMLElement) reading.transcript.uncover(coding, shown);
    announce(`${store.label(coding.code)}, ${coding.coder}: ${this.words(coding)}`);
  }

  /** The card, with what the selection now differs from the coding. */
  draw() {
    const { coding, reading } = this;
    if (!coding) return;
    const { doing, selecting } = reading;
    const { span } = selecting;
    const moved = span && (span.start !== coding.start || span.end !== coding.end);
    const memos = reading.data.memos.filter((memo) => memo.coding === coding.id && coding.id !== null);
    fill(this.element, card(reading.store, coding, this.words(coding), memos, {
      retract: () => void doing.retract(coding),
      memo: () => void doing.memo(),
      recode: () => {
        selecting.set({ start: coding.start, end: coding.end });
        doing.openPalette();
      },
      also: () => {
        const { start, end } = coding;
        this.choose(null);
        selecting.set({ start, end });
        doing.openPalette();
      },
      close: () => this.close(),
      change: moved ? () => void doing.changeSpan(span) : null,
    }));
  }

  close() {
    this.choose(null);
    this.reading.transcript.element.focus({ preventScroll: true });
  }

  /** Show a memo on words, and the words. @param {Memo} memo */
  note(memo) {
    const span = { start: memo.start ?? 0, end: memo.end ?? 0 };
    this.reading.go(span);
    fill(this.element, memoCard(memo, this.words(span), () => this.close()));
  }

  /** The coding at a place, the shortest first; asked again, the next. @param {number} place */
  at(place) {
    const here = this.reading.codings.at(place);
    const at = here.findIndex((one) => one.uid === this.coding?.uid);
    this.choose(here.length ? here[(at + 1) % here.length] : null);
    return here.length > 0;
  }

  /** An end was dragged: of the chosen coding, else of the selection. @param {Span} span */
  endMoved(span) {
    if (this.coding) void this.reading.doing.changeSpan(span);
    else this.reading.selecting.take(span);
  }

  /** The ends of what a finger has selected can be dragged as well. @param {Span | null} span */
  selected(span) {
    if (this.coding) return;
    if (span && this.reading.selecting.finger) this.handles.show(span);
    else this.handles.hide();
    if (span) announce(this.words(span, 400));
  }
}
