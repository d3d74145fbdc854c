// Moving and stretching a selection by sentences, turns and words. Spans are half-open, in code points.
import { Offsets } from "./offsets.js";

/** @typedef {{start: number, end: number}} Span */

const WORD = /[\p{L}\p{N}\p{M}]+(?:[’'\-./][\p{L}\p{N}\p{M}]+)*/gu;

/** The units of one text. */
export class Units {
  /**
   * @param {Offsets} offsets
   * @param {readonly (readonly number[])[]} sentences
   * @param {readonly {start: number, end: number, role: string}[]} turns
   */
  constructor(offsets, sentences, turns) {
    this.offsets = offsets;
    this.sentences = sentences.map(([start, end]) => ({ start, end }));
    this.turns = turns;
    /** @type {Span[] | null} */
    this.found = null;
  }

  /** The words, looked for when first needed. */
  get words() {
    if (this.found === null) {
      this.found = [];
      for (const match of this.offsets.text.matchAll(WORD)) {
        const at = match.index;
        this.found.push({ start: this.offsets.points(at), end: this.offsets.points(at + match[0].length) });
      }
    }
    return this.found;
  }

  /** @param {"word" | "sentence" | "turn"} kind */
  of(kind) {
    return kind === "word" ? this.words : kind === "sentence" ? this.sentences : this.turns;
  }

  /**
   * The unit at a place, or the next one after it; null past the last.
   * @param {"word" | "sentence" | "turn"} kind
   * @param {number} place
   * @returns {Span | null}
   */
  at(kind, place) {
    const units = this.of(kind);
    const index = firstEndingAfter(units, place);
    return index < units.length ? pick(units[index]) : null;
  }

  /**
   * Select the next or previous unit, seen from a selection; from none, the one at `place`.
   * @param {"sentence" | "turn"} kind
   * @param {Span | null} selection
   * @param {1 | -1} step
   * @param {number} place
   * @returns {Span | null}
   */
  move(kind, selection, step, place) {
    if (selection === null) return this.at(kind, place);
    const units = this.of(kind);
    if (step === 1) {
      const next = firstStartingFrom(units, selection.end);
      return next < units.length ? pick(units[next]) : selection;
    }
    const before = firstStartingFrom(units, selection.start) - 1;
    return before >= 0 ? pick(units[before]) : selection;
  }

  /**
   * Move the end of a selection by a unit; it never becomes empty.
   * @param {"word" | "sentence" | "turn"} kind
   * @param {Span} selection
   * @param {1 | -1} step
   * @returns {Span}
   */
  moveEnd(kind, selection, step) {
    const units = this.of(kind);
    if (step === 1) {
      const next = firstEndingAfter(units, selection.end);
      return next < units.length ? { start: selection.start, end: units[next].end } : selection;
    }
    // The last unit that it has any of is dropped; a full stop after a word goes with the word.
    const last = firstStartingFrom(units, selection.end) - 2;
    const end = last >= 0 ? units[last].end : selection.end;
    return end > selection.start ? { start: selection.start, end } : selection;
  }

  /**
   * Move the start of a selection by a unit; it never becomes empty.
   * @param {"word" | "sentence" | "turn"} kind
   * @param {Span} selection
   * @param {1 | -1} step
   * @returns {Span}
   */
  moveStart(kind, selection, step) {
    const units = this.of(kind);
    const here = firstStartingFrom(units, selection.start + (step === 1 ? 1 : 0));
    const index = step === 1 ? here : here - 1;
    if (index < 0 || index >= units.length) return selection;
    const start = units[index].start;
    return start < selection.end ? { start, end: selection.end } : selection;
  }

  /**
   * A span without white space at its ends, and with no word cut in two; null where it holds no words.
   * @param {number} start
   * @param {number} end
   * @param {boolean} [whole] whether cut words are taken whole
   * @returns {Span | null}
   */
  snap(start, end, whole = true) {
    let text = this.offsets.slice(start, end);
    const lead = [...(text.match(/^\s+/u)?.[0] ?? "")].length;
    text = text.trim();
    if (!text) return null;
    let from = start + lead;
    let to = from + [...text].length;
    if (whole) {
      const words = this.words;
      const first = words[firstEndingAfter(words, from)];
      if (first && first.start < from && from < first.end) from = first.start;
      const last = words[firstEndingAfter(words, to)];
      if (last && last.start < to && to < last.end) to = last.end;
    }
    return { start: from, end: to };
  }

  /**
   * The first sentence of an informant after a place that no span touches; from the top when there is none after.
   * @param {number} place
   * @param {readonly Span[]} spans
   * @returns {Span | null}
   */
  nextFree(place, spans) {
    const sorted = [...spans].sort((a, b) => a.start - b.start);
    /** @type {Span[]} */
    const union = [];
    for (const span of sorted) {
      const last = union.at(-1);
      if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
      else union.push(pick(span));
    }
    const free = this.sentences.filter((sentence) => {
      const turn = this.turns[firstEndingAfter(this.turns, sentence.start)];
      if (!turn || turn.role === "interviewer") return false;
      const near = union[firstEndingAfter(union, sentence.start)];
      return !near || near.start >= sentence.end;
    });
    return free.find((sentence) => sentence.start >= place) ?? free[0] ?? null;
  }
}

/** @param {Span} span @returns {Span} */
function pick(span) {
  return { start: span.start, end: span.end };
}

/**
 * @param {readonly {end: number}[]} units
 * @param {number} place
 */
export function firstEndingAfter(units, place) {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle].end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {readonly {start: number}[]} units
 * @param {number} place
 */
export function firstStartingFrom(units, place) {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle].start < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
