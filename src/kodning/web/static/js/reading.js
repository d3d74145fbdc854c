// The reading page at work: the text, all that stands on it, and what happens when something is chosen or changes.
import { Refused, get } from "./api.js";
import { Choosing } from "./choosing.js";
import { CodePanel } from "./codepanel.js";
import { CoderChips } from "./coderchips.js";
import { Doing } from "./doing.js";
import { Codings } from "./codings.js";
import { docHead, documentMemos, goToDocument } from "./dochead.js";
import { announce, fill, h } from "./dom.js";
import { readingKeys } from "./keys.js";
import { Margin } from "./margin.js";
import { Marks } from "./marks.js";
import { Place } from "./place.js";
import { Pressing } from "./pressing.js";
import { Reviewing } from "./reviewing.js";
import { Selecting } from "./selection.js";
import { selectionBar } from "./selectionbar.js";
import { debounced } from "./shortening.js";
import { Transcript } from "./transcript.js";
import { tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Span} Span */

export class Reading {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./types.js").DocumentData} data
   * @param {import("./types.js").DocumentRow[]} rows
   */
  constructor(store, data, rows) {
    this.store = store;
    this.data = data;
    this.transcript = new Transcript(data);
    this.codings = new Codings(data.name, store.me.coder, data.codings);
    this.marks = new Marks();
    this.place = new Place(store, this.transcript);
    this.doing = new Doing(this);
    /** How far the text will have moved up when a scroll under way has ended. */
    this.scrolling = 0;
    this.selecting = new Selecting(this.transcript, this.marks, () => this.selected());
    this.margin = new Margin(this.transcript, store, {
      choose: (coding) => this.choose(coding), note: (memo) => this.choosing.note(memo), point: (coding) => this.point(coding),
    });
    this.choosing = new Choosing(this);
    this.reviewing = new Reviewing(this);
    this.chips = new CoderChips(store, this.codings, () => this.refresh());
    this.panel = new CodePanel(store, {
      use: (code) => this.doing.useCode(code),
      over: (x, y) => this.doing.aim(x, y),
      dropped: (code, x, y) => this.doing.drop(code, x, y),
      ended: () => this.marks.remove("aim"),
      counts: () => this.codings.counts,
      unfolded: (sheet) => this.selecting.span && this.transcript.uncover(this.selecting.span, sheet),
    });
    this.bar = h("div.selectionbar", { role: "toolbar", "aria-label": tr("Markering", "Selection"), hidden: true });
    this.memos = h("div.docmemos", null);
    this.element = this.build(rows);
    this.endKeys = readingKeys(this);
    this.pressing = new Pressing(this);
    this.follow = (/** @type {Change} */ change) => this.changed(change);
    this.refetch = () => void this.again();
    this.sending = () => this.refresh();
    /** @type {[string, () => void][]} */
    this.listeners = [["scroll", debounced(() => { this.place.keep(); this.choosing.handles.place(); }, 250)], ["pagehide", () => this.place.keep()], ["kodning-theme", () => this.repaint()], ["resize", debounced(() => this.resized(), 100)]];
    this.listen();
  }

  resized() {
    this.marks.relay();
    this.choosing.handles.place();
  }

  listen() {
    this.store.followers.add(this.follow);
    this.store.refetchers.add(this.refetch);
    this.store.senders.add(this.sending);
    for (const [name, act] of this.listeners) window.addEventListener(name, act, { passive: true });
  }

  leave() {
    this.place.keep();
    this.store.followers.delete(this.follow);
    this.store.refetchers.delete(this.refetch);
    this.store.senders.delete(this.sending);
    for (const [name, act] of this.listeners) window.removeEventListener(name, act);
    this.endKeys();
    this.selecting.end();
    this.margin.end();
    this.marks.clear();
    this.reviewing.end();
  }

  get chosen() {
    return this.choosing.coding;
  }

  /** @param {Coding | null} coding */
  choose(coding) {
    this.choosing.choose(coding);
  }

  /** @param {import("./types.js").DocumentRow[]} rows */
  build(rows) {
    const { data } = this;
    const head = docHead(data, rows, { reviewing: this.reviewing.element, codes: this.panel.button, coders: this.chips.element, memos: this.memos });
    return h(
      "main.reading",
      { id: "main" },
      this.panel.element,
      h("section.page", { "aria-label": data.name },
        head,
        h("p.unseen", { id: "reading-help" }, tr("Piletasterne vælger sætninger. Skriv en kodes bogstaver for at kode. Spørgsmålstegn viser alle taster.",
          "Arrow keys select sentences. Type a code's letters to code. Question mark shows all keys.")),
        h("div.sheet", null, this.transcript.element, this.choosing.handles.element)),
      this.choosing.element,
      this.bar,
    );
  }

  /** @param {Span | null} at */
  shown(at) {
    this.refresh();
    this.drawMemos();
    this.markSuggestions(this.data.suggestions);
    this.reviewing.shown();
    if (at) {
      this.transcript.reveal(at, true);
      this.selecting.set(at);
    } else this.place.restore();
    this.transcript.element.focus({ preventScroll: true });
    // What happened while the page was on its way.
    if (this.data.action < this.store.heard) void this.again();
  }

  repaint() {
    this.marks.repaint();
    this.margin.repaint();
    this.panel.draw();
  }

  /** Bring tints, margin and numbers in line with the codings, those on their way too. */
  refresh() {
    this.codings.foresee(this.store.outbox.entries);
    const { visible } = this.codings;
    const wanted = new Set(visible.map((coding) => `coding:${coding.uid}`));
    for (const key of [...this.marks.placed.keys()]) if (key.startsWith("coding:") && !wanted.has(key)) this.marks.remove(key);
    for (const coding of visible) {
      const key = `coding:${coding.uid}`;
      if (!this.marks.placed.has(key)) this.marks.put(key, this.marks.nameOf(this.store.byCode.get(coding.code)?.color ?? ""), this.transcript.ranges(coding));
    }
    this.margin.show(visible, this.data.memos.filter((memo) => memo.start !== null));
    this.panel.count();
    this.chips.draw();
  }

  drawMemos() {
    fill(this.memos, documentMemos(this.data.memos.filter((memo) => memo.document === this.data.name && memo.start === null && memo.coding === null && memo.code === null)));
  }

  /** @param {import("./types.js").Suggestion[]} suggestions those that are open, instead of those before */
  markSuggestions(suggestions) {
    for (const one of this.data.suggestions) this.marks.remove(`suggestion:${one.id}`);
    this.data.suggestions = suggestions;
    for (const one of suggestions.filter(({ rank }) => rank === 1)) {
      this.marks.put(`suggestion:${one.id}`, "kodning-suggestion", this.transcript.ranges({ start: one.sentence_start, end: one.sentence_end }));
    }
  }

  /** Fetch the document again: something was refused or missed. */
  async again() {
    try {
      /** @type {import("./types.js").DocumentData} */
      const data = await get("/api/document", { name: this.data.name });
      if (data.hash !== this.data.hash) {
        goToDocument(data.name);
        return;
      }
      this.codings.replace(data.codings);
      this.markSuggestions(data.suggestions);
      this.data.reviews = data.reviews;
      this.data.memos = data.memos;
      this.reviewing.draw();
      this.drawMemos();
      this.refresh();
      if (this.chosen && !this.codings.find(this.chosen.uid)) this.choose(null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** @param {Change} change */
  changed(change) {
    const ofCodes = change.kind.startsWith("codebook");
    if (!change.documents.includes(this.data.name) && !ofCodes) return;
    const { chosen } = this;
    this.codings.apply(change);
    if (ofCodes) void this.store.refreshCodes().then(() => this.again()).then(() => this.recolour());
    else if (["reviewed", "memo", "undo", "revise"].includes(change.kind)) void this.again();
    this.refresh();
    if (chosen && !this.codings.find(chosen.uid)) this.choose(this.codings.successor(chosen, change));
    if (change.coder !== this.store.me.coder && change.codings.length) {
      announce(tr(`${change.coder} har kodet`, `${change.coder} has coded`));
    }
  }

  /** The codebook says something else: names and colours anew. */
  recolour() {
    for (const key of [...this.marks.placed.keys()]) if (key.startsWith("coding:")) this.marks.remove(key);
    this.panel.draw();
    this.refresh();
    this.margin.repaint();
  }

  selected() {
    const { span } = this.selecting;
    selectionBar(this, span);
    this.choosing.selected(span);
  }

  /** A dialog is closed: the text again, as it was left. */
  resume() {
    this.selecting.hold = false;
    if (!this.selecting.finger) this.selecting.show();
    this.selected();
    this.transcript.element.focus({ preventScroll: true });
  }

  /** Show the words of a coding whose stripe or name is under the pointer. @param {Coding | null} coding */
  point(coding) {
    this.marks.remove("pointed");
    if (coding) this.marks.put("pointed", "kodning-chosen", this.transcript.ranges(coding));
  }

  /** @param {Span} span */
  go(span) {
    this.choose(null);
    this.select(span, span);
  }

  /** Select by key: what is to be seen of it comes into view. @param {Span} span @param {Span} seen */
  select(span, seen) {
    this.scrolling = this.transcript.reveal(seen);
    this.selecting.set(span);
    this.scrolling = 0;
  }
}
