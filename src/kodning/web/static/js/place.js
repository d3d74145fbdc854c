// Where the reader was: kept in the browser, for each document, as a place in the text.
import { Transcript } from "./transcript.js";

/** @typedef {import("./store.js").Store} Store */

// How far from the top of the window the first line that is read stands.
export const READING_LINE = 110;

/** @param {Store} store @param {string} what */
export function placeKey(store, what) {
  return `kodning.place.${store.me.project}.${what}`;
}

export class Place {
  /** @param {Store} store @param {Transcript} transcript */
  constructor(store, transcript) {
    this.key = placeKey(store, `at.${transcript.data.name}`);
    this.transcript = transcript;
    window.localStorage.setItem(placeKey(store, "document"), transcript.data.name);
  }

  keep() {
    const { transcript } = this;
    const { left } = /** @type {Element} */ (transcript.turns[0].querySelector(".speech")).getBoundingClientRect();
    const place = window.scrollY < READING_LINE ? 0 : (transcript.placeAt(left + 8, READING_LINE + 10) ?? transcript.topPlace());
    window.localStorage.setItem(this.key, String(place));
  }

  restore() {
    const kept = Number(window.localStorage.getItem(this.key) ?? 0);
    if (kept > 0) this.transcript.bring({ start: kept, end: kept + 1 }, READING_LINE);
  }
}
