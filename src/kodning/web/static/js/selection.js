// The selection: the browser's own, by mouse or finger, or ours by keyboard and taps; kept as a span in code points and
// painted by us, so that it stays in view while something else has focus.
import { Marks } from "./marks.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("./types.js").Span} Span */

export class Selecting {
  /**
   * @param {Transcript} transcript
   * @param {Marks} marks
   * @param {() => void} changed
   */
  constructor(transcript, marks, changed) {
    this.transcript = transcript;
    this.marks = marks;
    this.changed = changed;
    /** @type {Span | null} */
    this.span = null;
    /** While a dialog is open the span stays as it is. */
    this.hold = false;
    /** Whether a finger was last on the text: the browser then has handles of its own, which must not be disturbed. */
    this.finger = false;
    this.pressed = false;
    this.ours = false;
    this.keyboard = false;
    /** What is marked in another way already: the chosen coding. @type {Span | null} */
    this.quiet = null;
    /** Whether whole turns were moved by last. */
    this.turnwise = false;
    const { element } = transcript;
    this.down = (/** @type {PointerEvent} */ event) => {
      this.finger = event.pointerType === "touch";
      this.pressed = !this.finger;
    };
    this.up = (/** @type {PointerEvent} */ event) => {
      if (!this.pressed) return;
      this.pressed = false;
      if (event.type === "pointerup") window.setTimeout(() => this.read(!event.altKey), 0);
    };
    this.moved = () => {
      if (!this.pressed && !this.ours) this.read(this.finger);
    };
    element.addEventListener("pointerdown", this.down);
    window.addEventListener("pointerup", this.up);
    window.addEventListener("pointercancel", this.up);
    document.addEventListener("selectionchange", this.moved);
  }

  /** Take over what the browser has selected. @param {boolean} whole whether cut words are taken whole */
  read(whole) {
    if (this.hold) return;
    const selection = document.getSelection();
    if (!selection?.rangeCount || !selection.anchorNode || !this.transcript.element.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    if (range.collapsed) {
      // What a tap means is told by the click that it is.
      if (this.span && !this.keyboard && !this.finger) this.set(null);
      return;
    }
    const start = this.transcript.placeOf(range.startContainer, range.startOffset);
    const end = this.transcript.placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    const span = this.transcript.units.snap(start, end, whole);
    if (span?.start === this.span?.start && span?.end === this.span?.end) return;
    if (whole && !this.finger) this.set(span);
    else this.take(span);
  }

  /** @param {Span | null} span */
  take(span) {
    this.span = span;
    this.turnwise = false;
    this.paint();
    this.changed();
  }

  /** Select a span, in the browser too. @param {Span | null} span @param {boolean} [there] whether in the browser too */
  set(span, there = true) {
    this.keyboard = true;
    this.take(span);
    if (there) this.show();
    else document.getSelection()?.removeAllRanges();
    window.setTimeout(() => { this.keyboard = false; }, 60);
  }

  /** Let the browser's own selection follow. */
  show() {
    const selection = document.getSelection();
    if (!selection) return;
    this.ours = true;
    const range = this.span && this.transcript.liveRange(this.span);
    if (range) selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    else if (selection.anchorNode && this.transcript.element.contains(selection.anchorNode)) selection.removeAllRanges();
    window.setTimeout(() => { this.ours = false; }, 30);
  }

  paint() {
    this.marks.remove("selection");
    const quiet = this.span && this.quiet?.start === this.span.start && this.quiet.end === this.span.end;
    if (this.span && !quiet) this.marks.put("selection", "kodning-selection", this.transcript.ranges(this.span));
  }

  end() {
    window.removeEventListener("pointerup", this.up);
    window.removeEventListener("pointercancel", this.up);
    document.removeEventListener("selectionchange", this.moved);
  }
}
