// The two ends of the chosen coding, to be dragged.
import { h } from "./dom.js";
import { Transcript } from "./transcript.js";
import { tr } from "./words.js";

/** @typedef {import("./types.js").Span} Span */

export class Handles {
  /**
   * @param {Transcript} transcript
   * @param {(span: Span) => void} moved
   */
  constructor(transcript, moved) {
    this.transcript = transcript;
    this.moved = moved;
    /** @type {Span | null} */
    this.span = null;
    const handle = (/** @type {"start" | "end"} */ which) => h(`div.handle.${which}`, {
      title: tr("Træk for at flytte enden", "Drag to move the end"), "aria-hidden": "true",
      onpointerdown: (/** @type {PointerEvent} */ event) => this.drag(event, which),
    });
    this.start = handle("start");
    this.stop = handle("end");
    // A finger on a handle is no tap, no scroll and no long press.
    for (const one of [this.start, this.stop]) one.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.element = h("div.handles", { hidden: true }, this.start, this.stop);
  }

  /** @param {Span} span */
  show(span) {
    this.span = { start: span.start, end: span.end };
    this.element.hidden = false;
    this.place();
  }

  place() {
    if (!this.span) return;
    const box = this.transcript.box(this.span);
    const home = this.element.parentElement?.getBoundingClientRect();
    if (!box || !home) return;
    put(this.start, box.first.left - home.left, box.first.top - home.top, box.first.height);
    put(this.stop, box.last.right - home.left, box.last.top - home.top, box.last.height);
  }

  hide() {
    this.span = null;
    this.element.hidden = true;
  }

  /** @param {PointerEvent} event @param {"start" | "end"} which */
  drag(event, which) {
    event.preventDefault();
    event.stopPropagation();
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    handle.setPointerCapture(event.pointerId);
    this.element.classList.add("dragging");
    const move = (/** @type {PointerEvent} */ now) => {
      const place = this.transcript.placeAt(now.clientX, now.clientY);
      if (place === null || !this.span) return;
      const { words } = this.transcript.units;
      const next = which === "start"
        ? { start: nearest(words.map((word) => word.start), place), end: this.span.end }
        : { start: this.span.start, end: nearest(words.map((word) => word.end), place) };
      if (next.start < next.end) this.span = next;
      this.place();
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      this.element.classList.remove("dragging");
      if (this.span) this.moved(this.span);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  }
}

/** @param {HTMLElement} element @param {number} left @param {number} top @param {number} height */
function put(element, left, top, height) {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
  element.style.height = `${height}px`;
}

/** @param {readonly number[]} places sorted @param {number} wanted */
export function nearest(places, wanted) {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [places[low - 1], places[low]];
  if (before === undefined) return after ?? wanted;
  if (after === undefined) return before;
  return wanted - before <= after - wanted ? before : after;
}
