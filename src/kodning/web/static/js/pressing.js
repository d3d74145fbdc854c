// Presses on the text and its margin, by mouse and by finger.

/** @typedef {import("./reading.js").Reading} Reading */

export class Pressing {
  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    reading.transcript.element.addEventListener("click", (event) => this.pressed(event));
  }

  /** @param {MouseEvent} event */
  pressed(event) {
    const { reading } = this;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("button")) return;
    if (target.closest(".margin")) {
      reading.margin.pressed(event);
      return;
    }
    const place = reading.transcript.placeAt(event.clientX, event.clientY);
    if (/** @type {PointerEvent} */ (event).pointerType === "touch") this.touched(target.closest("p") ? place : null);
    else if (document.getSelection()?.isCollapsed !== false && place !== null) reading.choosing.at(place);
  }

  /**
   * A finger chooses the codings under it, one after the other, then the sentence; with the sentence selected, nothing.
   * @param {number | null} place
   */
  touched(place) {
    const { reading } = this;
    const { chosen, selecting } = reading;
    const here = place === null ? [] : reading.codings.at(place);
    const sentence = place === null ? null : reading.transcript.units.at("sentence", place);
    selecting.finger = true;
    const next = here.findIndex((one) => one.uid === chosen?.uid) + 1;
    const wasSentence = !chosen && selecting.span?.start === sentence?.start && selecting.span?.end === sentence?.end;
    if (here[next] && !wasSentence) {
      reading.choose(here[next]);
      return;
    }
    reading.choose(null);
    selecting.set(wasSentence ? null : sentence, false);
  }
}
