// The margin: stripes for codings, in lanes, with the names of the codes; drawn for turns near the screen only.
import { h } from "./dom.js";
import { lanes, stacked } from "./lanes.js";
import { ink } from "./marks.js";
import { Transcript } from "./transcript.js";
import { plural, tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./store.js").Store} Store */

const LABEL = 21;
const LANE = 7;
const MOST_LANES = 7;
const MOST_LABELS = 9;

export class Margin {
  /**
   * @param {Transcript} transcript
   * @param {Store} store
   * @param {(coding: Coding) => void} choose
   */
  constructor(transcript, store, choose) {
    this.transcript = transcript;
    this.store = store;
    this.choose = choose;
    /** @type {Coding[]} */
    this.codings = [];
    /** @type {Map<Coding, number>} */
    this.lanes = new Map();
    /** @type {Coding[][]} */
    this.byTurn = [];
    /** @type {string | null} */
    this.chosen = null;
    /** @type {Set<number>} */
    this.near = new Set();
    this.seeing = new IntersectionObserver((seen) => this.see(seen), { rootMargin: "500px 0px" });
    for (const turn of transcript.turns) this.seeing.observe(turn);
    this.sizing = new ResizeObserver(() => this.redraw());
    this.sizing.observe(transcript.element);
    this.width = 0;
  }

  /** @param {IntersectionObserverEntry[]} seen */
  see(seen) {
    for (const entry of seen) {
      const index = Number(/** @type {HTMLElement} */ (entry.target).dataset.turn);
      if (entry.isIntersecting && !this.near.has(index)) {
        this.near.add(index);
        this.draw(index);
      } else if (!entry.isIntersecting) {
        this.near.delete(index);
      }
    }
  }

  /** @param {Coding[]} codings those that are shown */
  show(codings) {
    this.codings = codings;
    this.lanes = lanes(codings);
    /** @type {Coding[][]} */
    const byTurn = this.transcript.turns.map(() => []);
    const { turns } = this.transcript.data;
    for (const coding of [...codings].sort((a, b) => a.start - b.start || b.end - a.end)) {
      for (let at = this.transcript.turnAt(coding.start); at < turns.length && turns[at].start < coding.end; at += 1) {
        byTurn[at].push(coding);
      }
    }
    const before = this.byTurn;
    this.byTurn = byTurn;
    for (const index of this.near) if (!same(before[index] ?? [], byTurn[index])) this.draw(index);
    // Turns out of sight are drawn when they come near.
    for (let index = 0; index < byTurn.length; index += 1) {
      if (!this.near.has(index) && !same(before[index] ?? [], byTurn[index])) this.empty(index);
    }
  }

  redraw() {
    const width = this.transcript.element.clientWidth;
    if (width === this.width) return;
    this.width = width;
    for (const index of this.near) this.draw(index);
  }

  repaint() {
    for (const index of this.near) this.draw(index);
  }

  /** @param {number} index */
  empty(index) {
    this.transcript.turns[index].lastElementChild?.replaceChildren();
  }

  /** @param {number} index */
  draw(index) {
    const turn = this.transcript.turns[index];
    const margin = /** @type {HTMLElement} */ (turn.lastElementChild);
    const codings = this.byTurn[index] ?? [];
    turn.style.minHeight = "";
    if (!codings.length) {
      margin.replaceChildren();
      return;
    }
    const top = turn.getBoundingClientRect().top;
    const { start, end } = this.transcript.data.turns[index];
    const places = codings.map((coding) => {
      const box = this.transcript.box({ start: Math.max(start, coding.start), end: Math.min(end, coding.end) });
      return box ? { coding, top: box.first.top - top, bottom: box.last.bottom - top } : null;
    }).filter((one) => one !== null);
    const deepest = Math.max(0, ...codings.map((coding) => Math.min(this.lanes.get(coding) ?? 0, MOST_LANES)));
    const stripes = places.map((place) => this.stripe(place));
    const begun = places.filter((place) => place.coding.start >= start);
    const shown = begun.length > MOST_LABELS ? begun.slice(0, MOST_LABELS - 1) : begun;
    const { tops, needed } = stacked(shown.map((place) => place.top), LABEL);
    const left = (deepest + 1) * LANE + 8;
    const labels = shown.map((place, at) => this.label(place.coding, tops[at], left));
    if (shown.length < begun.length) labels.push(this.more(begun.slice(shown.length).map((one) => one.coding), needed, left));
    margin.replaceChildren(...stripes, ...labels);
    const wanted = needed + (shown.length < begun.length ? LABEL : 0);
    if (window.getComputedStyle(margin).getPropertyValue("--names").trim() !== "no") turn.style.minHeight = `${wanted + 6}px`;
  }

  /** @param {{coding: Coding, top: number, bottom: number}} place */
  stripe({ coding, top, bottom }) {
    const colour = ink(this.store.byCode.get(coding.code)?.color ?? "", 3);
    const lane = Math.min(this.lanes.get(coding) ?? 0, MOST_LANES);
    return h(`div.stripe${this.classes(coding)}`, {
      style: { top: `${top}px`, height: `${Math.max(6, bottom - top)}px`, left: `${lane * LANE}px`, "--code": colour },
      "data-coding": coding.uid,
      title: this.told(coding),
      onclick: () => this.choose(coding),
      "aria-hidden": "true",
    });
  }

  /** @param {Coding} coding */
  classes(coding) {
    return [
      coding.coder === this.store.me.coder ? "" : ".other",
      coding.id === null ? ".pending" : "",
      coding.uid === this.chosen ? ".chosen" : "",
      coding.origin === "suggestion" ? ".suggested" : "",
    ].join("");
  }

  /**
   * @param {Coding} coding
   * @param {number} top
   * @param {number} left
   */
  label(coding, top, left) {
    const code = this.store.byCode.get(coding.code);
    const name = code?.label ?? coding.code;
    return h(
      `button.codename${this.classes(coding)}`,
      {
        type: "button", style: { top: `${top}px`, left: `${left}px`, "--code": ink(code?.color ?? "", 4.5) },
        "data-coding": coding.uid, title: this.told(coding), onclick: () => this.choose(coding),
        "aria-pressed": coding.uid === this.chosen ? "true" : "false",
      },
      h("span.name", null, name),
      coding.coder !== this.store.me.coder && h("span.who.secret", null, coding.coder),
      coding.memo && h("span.has-memo", { "aria-hidden": "true" }, "✎"),
    );
  }

  /** @param {Coding} coding */
  told(coding) {
    const label = this.store.label(coding.code);
    return `${label} · ${coding.coder}${coding.id === null ? tr(" · sendes", " · being sent") : ""}`;
  }

  /**
   * @param {Coding[]} codings
   * @param {number} top
   * @param {number} left
   */
  more(codings, top, left) {
    const text = `+ ${plural(codings.length, ["kode", "koder"], ["code", "codes"])}`;
    return h("button.codename.more", {
      type: "button", style: { top: `${top}px`, left: `${left}px` }, onclick: () => this.choose(codings[0]),
      title: codings.map((coding) => this.store.label(coding.code)).join(", "),
    }, text);
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

/** @param {Coding[]} a @param {Coding[]} b */
function same(a, b) {
  return a.length === b.length && a.every((coding, at) => coding === b[at]);
}
