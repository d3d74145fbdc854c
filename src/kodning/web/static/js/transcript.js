// The text on the page: one text node for each paragraph, never touched again; places in it in code points.
import { h } from "./dom.js";
import { Offsets } from "./offsets.js";
import { Units, firstEndingAfter } from "./selecting.js";
import { clock, tr } from "./words.js";

/** @typedef {import("./types.js").DocumentData} DocumentData */
/** @typedef {import("./types.js").Turn} Turn */
/** @typedef {import("./types.js").Span} Span */
/** @typedef {{start: number, end: number, node: Text, offsets: Offsets, turn: number}} Paragraph */

// Below the bar, which is two lines high on a phone.
const READING_EDGE = 120;

export class Transcript {
  /** @param {DocumentData} data */
  constructor(data) {
    this.data = data;
    /** @type {Span[]} */
    this.places = data.paragraphs.map(([start, end]) => ({ start, end }));
    this.offsets = new Offsets(data.text);
    this.units = new Units(this.offsets, data.sentences, data.turns);
    /** @type {Paragraph[]} */
    this.paragraphs = [];
    /** @type {Map<Node, Paragraph>} */
    this.byNode = new Map();
    /** @type {HTMLElement[]} */
    this.turns = data.turns.map((turn, index) => this.turn(turn, index));
    this.element = h(
      "div.transcript",
      { tabindex: "0", role: "group", "aria-label": `${tr("Transskription", "Transcript")}: ${data.name}`,
        "aria-describedby": "reading-help" },
      this.turns,
    );
  }

  /**
   * @param {Turn} turn
   * @param {number} index
   */
  turn(turn, index) {
    const time = turn.time_start === null ? null : clock(turn.time_start);
    return h(
      `div.turn.${turn.role}`,
      { "data-turn": index, style: { "--chars": String(turn.end - turn.start) } },
      h("div.ref", null, h("span.number", { title: tr(`Replik ${turn.number}`, `Turn ${turn.number}`) }, turn.number),
        time && h("span.time", null, time)),
      h("div.speech", null, turn.speaker && h("div.speaker.secret", null, turn.speaker), this.paragraphsOf(turn, index)),
      h("div.margin", null),
    );
  }

  /**
   * @param {Turn} turn
   * @param {number} index
   */
  paragraphsOf(turn, index) {
    let at = firstEndingAfter(this.places, turn.start);
    /** @type {Span[]} */
    const own = [];
    while (at < this.places.length && this.places[at].start < turn.end) own.push(this.places[at++]);
    return (own.length ? own : [{ start: turn.start, end: turn.end }]).map(({ start, end }) => {
      const text = this.offsets.slice(start, end);
      const node = document.createTextNode(text);
      const paragraph = { start, end, node, offsets: new Offsets(text), turn: index };
      this.paragraphs.push(paragraph);
      this.byNode.set(node, paragraph);
      return h("p.secret", null, node);
    });
  }

  /**
   * The place of a point in the page; null outside the text.
   * @param {Node} node
   * @param {number} offset
   * @returns {number | null}
   */
  placeOf(node, offset) {
    const paragraph = this.byNode.get(node);
    if (paragraph) return paragraph.start + paragraph.offsets.points(Math.min(offset, paragraph.node.length));
    if (!this.element.contains(node)) return null;
    // An element: the text that begins at or after the point, else the end of what lies before it.
    const child = node.childNodes[offset] ?? null;
    const probe = document.createRange();
    probe.setStart(node, offset);
    for (const one of this.paragraphs) {
      if (child?.contains(one.node) || probe.comparePoint(one.node, 0) >= 0) return one.start;
    }
    return this.paragraphs.at(-1)?.end ?? null;
  }

  /**
   * Where a place stands in the page.
   * @param {number} place
   * @param {boolean} [end] whether it is the end of a span
   * @returns {{node: Text, offset: number, paragraph: Paragraph} | null}
   */
  pointOf(place, end = false) {
    const index = firstEndingAfter(this.paragraphs, end ? place - 1 : place);
    const paragraph = this.paragraphs[index] ?? this.paragraphs.at(-1);
    if (!paragraph) return null;
    const inside = Math.min(Math.max(place, paragraph.start), paragraph.end) - paragraph.start;
    return { node: paragraph.node, offset: paragraph.offsets.units(inside), paragraph };
  }

  /**
   * @param {Span} span
   * @returns {StaticRange | null}
   */
  range({ start, end }) {
    const from = this.pointOf(start);
    const to = this.pointOf(end, true);
    if (!from || !to) return null;
    return new StaticRange({
      startContainer: from.node, startOffset: from.offset, endContainer: to.node, endOffset: to.offset,
    });
  }

  /**
   * The words of a span, paragraph by paragraph, so that no speaker's name or number between them is meant.
   * @param {Span} span
   * @returns {StaticRange[]}
   */
  ranges({ start, end }) {
    /** @type {StaticRange[]} */
    const found = [];
    for (let at = firstEndingAfter(this.paragraphs, start); at < this.paragraphs.length && this.paragraphs[at].start < end; at += 1) {
      const paragraph = this.paragraphs[at];
      const part = this.range({ start: Math.max(start, paragraph.start), end: Math.min(end, paragraph.end) });
      if (part) found.push(part);
    }
    return found;
  }

  /**
   * A range that can be measured.
   * @param {Span} span
   * @returns {Range | null}
   */
  liveRange(span) {
    const found = this.range(span);
    if (!found) return null;
    const range = document.createRange();
    range.setStart(found.startContainer, found.startOffset);
    range.setEnd(found.endContainer, found.endOffset);
    return range;
  }

  /**
   * Where a span is on the screen: its first and its last line.
   * @param {Span} span
   */
  box(span) {
    const rects = this.liveRange(span)?.getClientRects();
    if (!rects?.length) return null;
    return { first: rects[0], last: rects[rects.length - 1] };
  }

  /** The number, from 0, of the turn at a place. @param {number} place */
  turnAt(place) {
    return Math.min(firstEndingAfter(this.data.turns, place), this.data.turns.length - 1);
  }

  /**
   * The place under a point of the screen.
   * @param {number} x
   * @param {number} y
   */
  placeAt(x, y) {
    if (document.caretPositionFromPoint) {
      const found = document.caretPositionFromPoint(x, y);
      return found ? this.placeOf(found.offsetNode, found.offset) : null;
    }
    const range = document.caretRangeFromPoint(x, y);
    return range ? this.placeOf(range.startContainer, range.startOffset) : null;
  }

  /** The place at the top of what is seen: the first text below the bar. */
  topPlace() {
    const edge = 96;
    let low = 0;
    let high = this.turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.turns[middle].getBoundingClientRect().bottom < edge) low = middle + 1;
      else high = middle;
    }
    return this.data.turns[Math.min(low, this.turns.length - 1)]?.start ?? 0;
  }

  /**
   * Bring a place into view, not at the very edge.
   * @param {Span} span
   * @param {boolean} [always] also when it is in view already
   * @returns {number} how far the page is still to move, in pixels
   */
  reveal(span, always = false) {
    const turn = this.turns[this.turnAt(span.start)];
    if (!turn) return 0;
    const box = this.box(span) ?? { first: turn.getBoundingClientRect(), last: turn.getBoundingClientRect() };
    const [top, bottom] = [110, window.innerHeight - 120];
    if (!always && box.first.top >= top && box.last.bottom <= bottom) return 0;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(box.first.top - top) > window.innerHeight * 2;
    const by = box.first.top - window.innerHeight * 0.32;
    if (calm || far) {
      this.bring(span, window.innerHeight * 0.32);
      return 0;
    }
    window.scrollBy({ top: by, behavior: "smooth" });
    return by;
  }

  /**
   * Something covers the lower part of the screen, as on a phone: move a span that it hides up, its beginning at least.
   * @param {Span} span
   * @param {HTMLElement} cover
   */
  uncover(span, cover) {
    const box = this.box(span);
    const { top, width } = cover.getBoundingClientRect();
    if (!box || width < window.innerWidth * 0.8 || box.last.bottom < top - 12) return;
    window.scrollBy({ top: Math.min(box.last.bottom - top + 24, box.first.top - READING_EDGE), behavior: "instant" });
  }

  /**
   * Scroll at once until the first line of a span stands so far from the top of the window. Turns far from the screen
   * are laid out when they come near and may then be higher than was guessed: looked at again until it stands.
   * @param {Span} span
   * @param {number} top
   * @param {number} [tries]
   */
  bring(span, top, tries = 4) {
    const line = this.box(span)?.first ?? this.turns[this.turnAt(span.start)]?.getBoundingClientRect();
    if (!line) return;
    if (Math.abs(line.top - top) > 1) window.scrollBy({ top: line.top - top, behavior: "instant" });
    if (tries > 1) requestAnimationFrame(() => this.bring(span, top, tries - 1));
  }
}
