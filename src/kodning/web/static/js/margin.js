// The margin: stripes for codings, in lanes, with the names of the codes, and memos; drawn for turns near the screen.
import { lanes, stacked } from "./lanes.js";
import { ink } from "./marks.js";
import { Labels } from "./labels.js";
import { h } from "./dom.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Memo} Memo */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {Coding | Memo} Item what stands in the margin */
/** @typedef {{item: Item, top: number, bottom: number}} Placed */
/** @typedef {{choose: (coding: Coding) => void, note: (memo: Memo) => void, point: (coding: Coding | null) => void}} Does */

// As in the style sheet: a finger needs more.
const LABEL = typeof window !== "undefined" && window.matchMedia("(pointer: coarse)").matches ? 28 : 21;
const LANE = 7;
const MOST_LANES = 7;
const MOST_LABELS = 9;
// A finger is wider than a stripe: how far from it a touch still means it.
const REACH = 14;

export class Margin {
  /**
   * @param {Transcript} transcript
   * @param {Store} store
   * @param {Does} does
   */
  constructor(transcript, store, does) {
    this.transcript = transcript;
    this.store = store;
    this.does = does;
    this.labels = new Labels(store, does);
    /** @type {Map<Item, number>} */
    this.lanes = new Map();
    /** @type {Item[][]} */
    this.byTurn = [];
    /** Where the stripes of a turn are, once they are drawn. @type {Map<number, Placed[]>} */
    this.placed = new Map();
    /** @type {string | null} */
    this.chosen = null;
    /** @type {Set<number>} */
    this.near = new Set();
    this.seeing = new IntersectionObserver((seen) => this.see(seen), { rootMargin: "500px 0px" });
    for (const turn of transcript.turns) this.seeing.observe(turn);
    this.sizing = new ResizeObserver(() => this.resized());
    this.sizing.observe(transcript.element);
    this.width = 0;
  }

  /** @param {IntersectionObserverEntry[]} seen */
  see(seen) {
    /** @type {number[]} */
    const fresh = [];
    for (const entry of seen) {
      const index = Number(/** @type {HTMLElement} */ (entry.target).dataset.turn);
      if (!entry.isIntersecting) this.near.delete(index);
      else if (!this.near.has(index)) {
        this.near.add(index);
        if (!this.placed.has(index)) fresh.push(index);
      }
    }
    this.draw(fresh);
  }

  /** @param {readonly Coding[]} codings those that are shown @param {readonly Memo[]} memos on places of the text */
  show(codings, memos) {
    this.lanes = lanes(codings);
    const before = this.byTurn;
    this.byTurn = this.sorted([...codings, ...memos]);
    const changed = this.byTurn.flatMap((items, index) => (same(before[index] ?? [], items) ? [] : [index]));
    this.forget(changed.filter((index) => !this.near.has(index)));
    this.draw(changed.filter((index) => this.near.has(index)));
  }

  /** What stands beside each turn, in the order of the text. @param {Item[]} items */
  sorted(items) {
    /** @type {Item[][]} */
    const byTurn = this.transcript.turns.map(() => []);
    const { turns } = this.transcript.data;
    for (const item of items.sort((a, b) => from(a) - from(b) || to(b) - to(a))) {
      for (let at = this.transcript.turnAt(from(item)); at < turns.length && turns[at].start < to(item); at += 1) byTurn[at].push(item);
    }
    return byTurn;
  }

  resized() {
    const width = this.transcript.element.clientWidth;
    if (width === this.width) return;
    this.width = width;
    this.repaint();
  }

  repaint() {
    this.forget([...this.placed.keys()].filter((index) => !this.near.has(index)));
    this.draw([...this.near]);
  }

  /** Turns out of sight are drawn when they come near. @param {number[]} turns */
  forget(turns) {
    for (const index of turns) if (this.placed.delete(index)) this.place(index).replaceChildren();
  }

  /** @param {number} index @returns {HTMLElement} */
  place(index) {
    return /** @type {HTMLElement} */ (this.transcript.turns[index].lastElementChild);
  }

  /** Measure all of them, then write all of them: in turns each would make the browser lay out anew. @param {number[]} turns */
  draw(turns) {
    if (!turns.length) return;
    const named = window.getComputedStyle(this.place(turns[0])).getPropertyValue("--names").trim() !== "no";
    const measured = turns.map((index) => this.measure(index));
    turns.forEach((index, at) => {
      this.placed.set(index, measured[at]);
      this.write(index, measured[at], named);
    });
  }

  /** @param {number} index @returns {Placed[]} */
  measure(index) {
    const items = this.byTurn[index] ?? [];
    if (!items.length) return [];
    const { start, end } = this.transcript.data.turns[index];
    const { top } = this.transcript.turns[index].getBoundingClientRect();
    return items.flatMap((item) => {
      const box = this.transcript.box({ start: Math.max(start, from(item)), end: Math.min(end, to(item)) });
      return box ? [{ item, top: box.first.top - top, bottom: box.last.bottom - top }] : [];
    });
  }

  /** @param {number} index @param {Placed[]} places @param {boolean} named */
  write(index, places, named) {
    const turn = this.transcript.turns[index];
    const codings = places.filter((place) => "origin" in place.item);
    const deepest = Math.max(-1, ...codings.map(({ item }) => this.lane(item)));
    const stripes = codings.map((place) => this.stripe(place));
    if (!named) {
      turn.style.minHeight = "";
      this.place(index).replaceChildren(...stripes);
      return;
    }
    const { start } = this.transcript.data.turns[index];
    const begun = places.filter((place) => from(place.item) >= start);
    const shown = begun.length > MOST_LABELS ? begun.slice(0, MOST_LABELS - 1) : begun;
    const { tops, needed } = stacked(shown.map((place) => place.top), LABEL);
    const left = (deepest + 1) * LANE + 8;
    const labels = shown.map(({ item }, at) => this.labels.of(item, tops[at], left, "origin" in item && item.uid === this.chosen));
    if (shown.length < begun.length) labels.push(this.labels.more(begun.slice(shown.length).map((one) => one.item), needed, left));
    const wanted = needed + (shown.length < begun.length ? LABEL : 0);
    this.place(index).replaceChildren(...stripes, ...labels);
    turn.style.minHeight = labels.length ? `${wanted + 6}px` : "";
  }

  /** @param {Item} item */
  lane(item) {
    return Math.min(this.lanes.get(item) ?? 0, MOST_LANES);
  }

  /** @param {Placed} place */
  stripe({ item, top, bottom }) {
    const coding = /** @type {Coding} */ (item);
    const colour = ink(this.store.byCode.get(coding.code)?.color ?? "", 3);
    return h(`div.stripe${this.labels.classes(coding, coding.uid === this.chosen)}`, {
      style: { top: `${top}px`, height: `${Math.max(6, bottom - top)}px`, left: `${this.lane(item) * LANE}px`, "--code": colour },
      "data-coding": coding.uid, "aria-hidden": "true", ...this.labels.pointed(coding),
    });
  }

  /**
   * A press in the margin, on a stripe or near one: the nearest; another press the next nearest.
   * @param {MouseEvent} event
   */
  pressed(event) {
    const margin = /** @type {Element} */ (event.target).closest(".margin");
    const turn = margin && /** @type {HTMLElement | null} */ (margin.closest(".turn"));
    if (!turn) return;
    const box = margin.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - turn.getBoundingClientRect().top];
    const far = (/** @type {Item} */ item) => Math.abs(this.lane(item) * LANE + 2 - x);
    const near = (this.placed.get(Number(turn.dataset.turn)) ?? [])
      .filter(({ item, top, bottom }) => "origin" in item && top - REACH <= y && y <= bottom + REACH && far(item) <= REACH * 2)
      .map(({ item }) => /** @type {Coding} */ (item))
      .sort((a, b) => far(a) - far(b));
    const at = near.findIndex((coding) => coding.uid === this.chosen);
    if (near.length) this.does.choose(near[(at + 1) % near.length]);
  }

  /** @param {string | null} coding */
  mark(coding) {
    this.chosen = coding;
    for (const element of this.transcript.element.querySelectorAll("[data-coding]")) {
      const own = /** @type {HTMLElement} */ (element).dataset.coding === coding;
      element.classList.toggle("chosen", own);
      if (element.tagName === "BUTTON") element.setAttribute("aria-pressed", String(own));
    }
  }

  end() {
    this.seeing.disconnect();
    this.sizing.disconnect();
  }
}

/** @param {Item} item */
function from(item) {
  return item.start ?? 0;
}

/** @param {Item} item */
function to(item) {
  return item.end ?? 0;
}

/** @param {Item[]} a @param {Item[]} b */
function same(a, b) {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
