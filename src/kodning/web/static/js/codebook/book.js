// The codebook as this page holds it: changed one thing after the other, each named against what was seen; others' changes taken in.
import { Refused, get, post } from "../api.js";
import { toast } from "../dom.js";
import { tr } from "../words.js";
import { moved } from "./tree.js";

/** @typedef {import("../types.js").Code} Code */
/** @typedef {import("../types.js").CodebookData} CodebookData */
/** @typedef {import("./tree.js").Place} Place */
/** @typedef {{words: string, codings: number, carried: number, doubled: number, documents: number, coders: string[], differences: {code: string, words: string}[], lines: string[]}} Preview */

const PAUSE = 120;

export class Book {
  /**
   * @param {import("../store.js").Store} store
   * @param {CodebookData} found
   */
  constructor(store, found) {
    this.store = store;
    this.source = found.source;
    this.hash = found.hash;
    this.groups = found.groups;
    /** As the server has it. */
    this.kept = found.codes;
    /** The newest action that is in what is shown. */
    this.known = found.action;
    /** Moves that are shown and not yet acknowledged. @type {{id: string, place: Place}[]} */
    this.moving = [];
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    /** @type {Set<() => void>} */
    this.watchers = new Set();
    this.follow = (/** @type {import("../types.js").Change} */ change) => this.heard(change);
    this.again = () => void this.fetch();
    store.followers.add(this.follow);
    store.refetchers.add(this.again);
    store.setCodes(found.codes);
  }

  /** The codes, with moves on their way. */
  get codes() {
    return this.moving.reduce((codes, move) => moved(codes, move.id, move.place), /** @type {readonly Code[]} */ (this.kept));
  }

  /** @param {string | null} id */
  code(id) {
    return this.kept.find((code) => code.id === id) ?? null;
  }

  get editable() {
    return this.store.me.may_administer;
  }

  /** @param {CodebookData} found */
  take(found) {
    this.source = found.source;
    this.hash = found.hash;
    this.groups = found.groups;
    this.kept = found.codes;
    this.known = Math.max(this.known, found.action ?? 0);
    this.store.setCodes(found.codes);
    this.tell();
  }

  tell() {
    for (const watcher of this.watchers) watcher();
  }

  /** Something was done by somebody: in a moment, look whether it is shown already. @param {import("../types.js").Change} change */
  heard(change) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (change.action > this.known) void this.fetch();
    }, PAUSE);
  }

  async fetch() {
    try {
      this.take(await get("/api/codebook"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // the page says already that the server is gone
    }
  }

  /**
   * Change something, after what is on its way.
   * @param {string} what the last part of the address
   * @param {Record<string, unknown>} body
   * @returns {Promise<any>}
   * @throws {Refused} where it was refused, which has been told
   */
  change(what, body) {
    const run = async () => {
      this.store.redoable = [];
      const answer = await this.store.outbox.send(`/api/codebook/${what}`, { ...body, hash: this.hash });
      this.take(answer);
      return answer;
    };
    const done = this.last.then(run, run);
    this.last = done.catch(() => null);
    return done;
  }

  /** What a change would touch. @param {string} what @param {Record<string, unknown>} body @returns {Promise<Preview>} */
  async preview(what, body) {
    await this.last;
    return (await post(`/api/codebook/${what}`, { ...body, hash: this.hash, dry: true })).preview;
  }

  /**
   * Put a code somewhere: shown at once.
   * @param {string} id
   * @param {Place} place
   */
  async move(id, place) {
    const move = { id, place };
    if (moved(this.codes, id, place) === this.codes) return;
    this.moving.push(move);
    this.tell();
    try {
      const answer = await this.acknowledged(move);
      this.done(placed(this, id, place), answer.action);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** @param {{id: string, place: Place}} move */
  async acknowledged(move) {
    const drop = () => { this.moving = this.moving.filter((one) => one !== move); };
    const { id, place } = move;
    const sending = this.last.then(() => this.store.outbox.send("/api/codebook/move", { code: id, ...place, hash: this.hash }));
    this.store.redoable = [];
    this.last = sending.then((answer) => { drop(); this.take(answer); }, () => { drop(); this.tell(); });
    await this.last;
    return sending;
  }

  /** Say what was done, and offer to take it back. @param {string} words @param {number | null} action */
  done(words, action) {
    toast(words, action === null ? null : { label: tr("Fortryd", "Undo"), act: () => void this.undo(action) });
  }

  /** @param {number} action */
  async undo(action) {
    const answer = await this.store.write("/api/undo", { action });
    if (!answer) return;
    if (answer.action) this.store.redoable.push(answer.action);
    await this.fetch();
    toast(tr("Fortrudt.", "Undone."), { label: tr("Gendan", "Redo"), act: () => void this.store.redo() });
  }

  leave() {
    window.clearTimeout(this.timer);
    this.store.followers.delete(this.follow);
    this.store.refetchers.delete(this.again);
  }
}

/** Where a code would stand. @param {Book} book @param {Place} place */
export function where(book, place) {
  const name = (/** @type {string} */ code) => book.store.label(code);
  if ("before" in place) return tr(`før »${name(place.before)}«`, `before “${name(place.before)}”`);
  if ("after" in place) return tr(`efter »${name(place.after)}«`, `after “${name(place.after)}”`);
  if (place.under === null) return tr("øverst", "at the top level");
  return tr(`under »${name(place.under)}«`, `under “${name(place.under)}”`);
}

/** Where a code was put. @param {Book} book @param {string} id @param {Place} place */
export function placed(book, id, place) {
  return tr(`»${book.store.label(id)}« står nu ${where(book, place)}.`, `“${book.store.label(id)}” now stands ${where(book, place)}.`);
}
