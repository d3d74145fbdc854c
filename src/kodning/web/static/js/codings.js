// The codings of one document as the page shows them: what the server has told, and over it what is on its way there.

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Span} Span */
/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {{coming: Coding[], hidden: string[]}} Effect */

export class Codings {
  /**
   * @param {string} document
   * @param {string} coder whose page it is
   * @param {readonly Coding[]} told
   */
  constructor(document, coder, told) {
    this.document = document;
    this.coder = coder;
    /** @type {Map<string, Coding>} */
    this.told = new Map();
    /** Coders whose codings are in view. @type {Set<string>} */
    this.shownCoders = new Set([coder]);
    /** What is on its way and has not been told yet. @type {Effect[]} */
    this.effects = [];
    /** Things done of which the server has told: their entries may still wait for an answer. @type {Set<string>} */
    this.answered = new Set();
    /** Codings on their way, the same object as long as they are. @type {Map<string, Coding>} */
    this.pending = new Map();
    /** @type {Coding[] | null} */
    this.seen = null;
    this.replace(told);
  }

  /** @param {readonly Coding[]} told all that the server has */
  replace(told) {
    this.told = new Map(told.map((coding) => [coding.uid, coding]));
    this.seen = null;
  }

  /** What somebody did. @param {Change} change */
  apply(change) {
    this.answered.add(change.uid);
    const gone = new Set(change.gone);
    if (gone.size) for (const [key, coding] of this.told) if (coding.id !== null && gone.has(coding.id)) this.told.delete(key);
    for (const coding of change.codings) if (coding.document === this.document) this.told.set(coding.uid, coding);
    this.seen = null;
  }

  /**
   * What waits to be sent, oldest first. An undo takes back the latest of them that is not taken back yet; where none
   * waits it means something that the server has, which it will tell.
   * @param {readonly Entry[]} entries
   */
  foresee(entries) {
    /** @type {Effect[]} */
    const effects = [];
    for (const entry of entries) {
      if (this.answered.has(entry.uid)) continue;
      if (entry.path !== "/api/undo") effects.push(this.effect(entry));
      else if (entry.body.action === undefined) effects.pop();
    }
    this.effects = effects;
    const kept = new Set(effects.flatMap((effect) => effect.coming.map((coding) => coding.uid)));
    for (const key of [...this.pending.keys()]) if (!kept.has(key)) this.pending.delete(key);
    this.seen = null;
  }

  /** @param {Entry} entry @returns {Effect} */
  effect({ uid, path, body }) {
    if (path === "/api/code" && body.document === this.document) {
      const { codes, start, end, memo } = /** @type {{codes: string[], start: number, end: number, memo?: string}} */ (body);
      return { coming: codes.map((code) => this.onItsWay(`${uid}:${code}`, { start, end, code, memo: memo ?? "", origin: "manual" })), hidden: [] };
    }
    if (path === "/api/retract") {
      const ids = new Set(/** @type {string[]} */ (body.ids));
      return { coming: [], hidden: [...this.told.values()].filter((coding) => ids.has(String(coding.id))).map((coding) => coding.uid) };
    }
    if (path === "/api/change") {
      const { id, start, end } = /** @type {{id: string, start: number, end: number}} */ (body);
      const before = [...this.told.values()].find((coding) => String(coding.id) === id);
      if (before) return { coming: [this.onItsWay(`${uid}:${before.code}`, { ...before, start, end })], hidden: [before.uid] };
    }
    return { coming: [], hidden: [] };
  }

  /** @param {string} key @param {{start: number, end: number, code: string, memo: string, origin: string}} what @returns {Coding} */
  onItsWay(key, { start, end, code, memo, origin }) {
    const known = this.pending.get(key);
    if (known) return known;
    const coding = { id: null, uid: key, document: this.document, start, end, code, memo, origin, coder: this.coder, created: new Date().toISOString() };
    this.pending.set(key, coding);
    return coding;
  }

  /** All that stand on the text, of whichever coder. @returns {Coding[]} */
  get all() {
    const hidden = new Set(this.effects.flatMap((effect) => effect.hidden));
    return [...[...this.told.values()].filter((coding) => !hidden.has(coding.uid)), ...this.effects.flatMap((effect) => effect.coming)];
  }

  /** Those of the coders who are shown. @returns {readonly Coding[]} */
  get visible() {
    this.seen ??= this.all.filter((coding) => this.shownCoders.has(coding.coder));
    return this.seen;
  }

  /** @param {string} coder @returns {boolean} whether they are shown now */
  toggle(coder) {
    this.seen = null;
    if (this.shownCoders.delete(coder)) return false;
    this.shownCoders.add(coder);
    return true;
  }

  /** @param {string} coder */
  show(coder) {
    if (this.shownCoders.has(coder)) return;
    this.shownCoders.add(coder);
    this.seen = null;
  }

  /** How many of those in view have each code. */
  get counts() {
    return tally(this.visible, (coding) => coding.code);
  }

  /** How many codings each coder has here. */
  get byCoder() {
    return tally(this.all, (coding) => coding.coder);
  }

  /** The coder's own in view. */
  get own() {
    return this.visible.filter((coding) => coding.coder === this.coder);
  }

  /** @param {string} key @returns {Coding | null} */
  find(key) {
    return this.told.get(key) ?? this.pending.get(key) ?? null;
  }

  /** Those over a place, the shortest first. @param {number} place */
  at(place) {
    return this.visible.filter((one) => one.start <= place && place < one.end).sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  /** The coder's own codes on exactly these words. @param {Span} span @returns {Set<string>} */
  ownOn({ start, end }) {
    return new Set(this.all.filter((one) => one.coder === this.coder && one.start === start && one.end === end).map((one) => one.code));
  }

  /**
   * What has become of a coding that was on its way.
   * @param {Coding} coding
   * @param {Change} change
   */
  successor(coding, change) {
    const mine = coding.id === null && coding.uid.startsWith(`${change.uid}:`);
    return mine ? (change.codings.find((one) => one.code === coding.code && one.document === this.document) ?? null) : null;
  }
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} kind
 */
function tally(items, kind) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const item of items) counts.set(kind(item), (counts.get(kind(item)) ?? 0) + 1);
  return counts;
}
