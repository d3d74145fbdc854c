// A span chosen in a few lines of text: by mouse or finger, by keys, or by the buttons below; always whole words.
import { announce, fill, h } from "./dom.js";
import { moved, wholeWords, wordsBetween } from "./wordspans.js";
import { tr } from "./words.js";
import { openModal } from "./modal.js";

/** @typedef {import("./types.js").Span} Span */

export class SpanChooser {
  /**
   * @param {import("./offsets.js").Offsets} offsets
   * @param {Span} span what is chosen at first
   * @param {Span} around what is shown
   */
  constructor(offsets, span, around) {
    this.offsets = offsets;
    this.span = span;
    this.around = around;
    this.words = wordsBetween(offsets, around.start, around.end);
    this.text = h("p.choosable.secret", {
      tabindex: "0", role: "group", "aria-label": tr("Tekststykket: Shift og pil flytter slutningen et ord, Alt og pil begyndelsen", "The span: Shift and an arrow move its end by a word, Alt and an arrow its beginning"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      onpointerup: () => window.setTimeout(() => this.read(), 0),
    });
    this.element = h("div.spanchooser", null, this.text, h("div.ends", null,
      this.mover("start", tr("Begynder", "Begins"), tr("Begynd et ord før", "Begin a word earlier"), tr("Begynd et ord senere", "Begin a word later")),
      this.mover("end", tr("Slutter", "Ends"), tr("Slut et ord før", "End a word earlier"), tr("Slut et ord senere", "End a word later"))));
    this.draw();
  }

  /** @param {"start" | "end"} edge @param {string} label @param {string} back @param {string} on */
  mover(edge, label, back, on) {
    return h("span.mover", null, h("span.quiet", null, label),
      h("button", { type: "button", "aria-label": back, title: back, onclick: () => this.move(edge, -1) }, "←"),
      h("button", { type: "button", "aria-label": on, title: on, onclick: () => this.move(edge, 1) }, "→"));
  }

  draw() {
    const { start, end } = this.span;
    fill(this.text, this.offsets.slice(this.around.start, start), h("mark.chosenwords", null, this.offsets.slice(start, end)), this.offsets.slice(end, this.around.end));
  }

  /** Bring what is chosen into view. */
  reveal() {
    const mark = /** @type {HTMLElement} */ (this.text.querySelector("mark"));
    this.text.scrollTop = mark.offsetTop - this.text.offsetTop - this.text.clientHeight / 4;
  }

  /** @param {"start" | "end"} edge @param {1 | -1} by */
  move(edge, by) {
    this.take(moved(this.words, this.span, edge, by));
  }

  /** @param {Span} span */
  take(span) {
    this.span = span;
    this.draw();
    announce(this.offsets.slice(span.start, span.end));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.shiftKey === event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(event.shiftKey ? "end" : "start", event.key === "ArrowRight" ? 1 : -1);
  }

  /** Take over what the browser has selected. */
  read() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!this.text.contains(range.startContainer) || !this.text.contains(range.endContainer)) return;
    const span = wholeWords(this.words, this.place(range.startContainer, range.startOffset), this.place(range.endContainer, range.endOffset));
    selection.removeAllRanges();
    if (span) this.take(span);
  }

  /** Where a point of the page stands in the text. @param {Node} node @param {number} offset */
  place(node, offset) {
    const before = document.createRange();
    before.setStart(this.text, 0);
    before.setEnd(node, offset);
    return this.offsets.points(this.offsets.units(this.around.start) + before.toString().length);
  }
}

/**
 * A piece of text around a span, cut between words.
 * @param {import("./offsets.js").Offsets} offsets
 * @param {Span} span
 * @param {number} [room] code points on either side
 * @returns {Span}
 */
export function around(offsets, span, room = 260) {
  const words = wordsBetween(offsets, Math.max(0, span.start - room), Math.min(offsets.length, span.end + room));
  const cutBefore = span.start > room && words.length > 1 && words[1].start <= span.start ? words[1] : words[0];
  const cutAfter = span.end + room < offsets.length && words.length > 1 && words[words.length - 2].end >= span.end ? words[words.length - 2] : words[words.length - 1];
  return { start: Math.min(cutBefore?.start ?? span.start, span.start), end: Math.max(cutAfter?.end ?? span.end, span.end) };
}

/**
 * A dialog with a span to choose and whatever else is asked; `done` gives the answer, null keeps it open.
 * @template Answer
 * @param {string} heading
 * @param {SpanChooser} chooser
 * @param {{more?: import("./dom.js").Child, save: string, done: () => Answer | null}} how
 * @returns {Promise<Answer | null>} null where it was cancelled
 */
export function askSpan(heading, chooser, how) {
  return new Promise((answer) => {
    /** @type {Answer | null} */
    let said = null;
    const save = () => {
      said = how.done();
      if (said !== null) dialog.close();
    };
    const dialog = /** @type {HTMLDialogElement} */ (
      h("dialog.ask.spanask", {
        "aria-labelledby": "ask-title",
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.target === chooser.text)) return;
          event.preventDefault();
          save();
        },
      }, h("h2", { id: "ask-title" }, heading), chooser.element, how.more,
      h("div.buttons", null, h("button", { type: "button", onclick: () => dialog.close() }, tr("Annullér", "Cancel")),
        h("button.primary", { type: "button", onclick: save }, how.save, h("kbd", null, "Ctrl+Enter"))))
    );
    openModal(dialog, () => answer(said));
    chooser.text.focus();
    chooser.reveal();
  });
}
