// Nothing lost: what is done is kept here until the server has it on disk; sent in order, and known again when sent
// twice, because each carries an id of its own.
import { Refused } from "./api.js";
import { uid } from "./uid.js";

/** @typedef {{uid: string, path: string, body: Record<string, unknown>}} Entry */
/** @typedef {"ready" | "offline" | "login"} State */
/**
 * @typedef {object} Means
 * @property {(path: string, body: unknown) => Promise<any>} post
 * @property {{getItem(key: string): string | null, setItem(key: string, value: string): void}} storage
 * @property {(task: () => Promise<void>) => Promise<void>} alone only one page of this browser sends at a time
 * @property {(ms: number) => Promise<void>} wait
 */

export class Outbox {
  /**
   * @param {string} key of this project and coder
   * @param {Means} means
   */
  constructor(key, means) {
    this.key = key;
    this.means = means;
    /** @type {State} */
    this.state = "ready";
    /** Why a server that answers cannot keep anything: a full disk; in its own words. */
    this.reason = "";
    /** @type {Map<string, {done: (answer: any) => void, refused: (error: Error) => void}>} */
    this.waiting = new Map();
    /** @type {(() => void)[]} */
    this.watchers = [];
    /** @type {(entry: Entry, answer: any) => void} */
    this.onDone = () => {};
    /** @type {(entry: Entry, error: Error) => void} */
    this.onRefused = () => {};
    this.busy = false;
    this.again = false;
  }

  /** What is not yet sent, oldest first. @returns {Entry[]} */
  get entries() {
    try {
      const kept = JSON.parse(this.means.storage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  /** @param {Entry[]} entries */
  keep(entries) {
    this.means.storage.setItem(this.key, JSON.stringify(entries));
    for (const watcher of this.watchers) watcher();
  }

  /**
   * @param {State} state
   * @param {string} [reason]
   */
  turn(state, reason = "") {
    if (state === this.state && reason === this.reason) return;
    this.state = state;
    this.reason = reason;
    for (const watcher of this.watchers) watcher();
  }

  /**
   * Keep something to be done, and send it.
   * @param {string} path
   * @param {Record<string, unknown>} body
   * @param {string} [id]
   * @returns {Promise<any>} the server's answer, once it is on disk
   */
  send(path, body, id = uid()) {
    const entry = { uid: id, path, body: { ...body, uid: id } };
    /** @type {Promise<any>} */
    const answer = new Promise((done, refused) => this.waiting.set(id, { done, refused }));
    this.keep([...this.entries, entry]);
    void this.flush();
    return answer;
  }

  /** Send what is kept, in order. */
  async flush() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.again = false;
        await this.means.alone(() => this.drain());
      } while (this.again);
    } finally {
      this.busy = false;
    }
  }

  async drain() {
    for (let pause = 400; ; ) {
      const [first] = this.entries;
      if (!first) {
        this.turn("ready");
        return;
      }
      try {
        const answer = await this.means.post(first.path, first.body);
        this.turn("ready");
        this.drop(first);
        this.onDone(first, answer);
        this.waiting.get(first.uid)?.done(answer);
        pause = 400;
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        if (failure instanceof Refused && (failure.passing || failure.status === 401)) {
          this.turn(failure.status === 401 ? "login" : "offline", failure.kind === "store" ? failure.message : "");
          await this.means.wait(pause);
          pause = Math.min(pause * 1.6, 8000);
          continue;
        }
        this.drop(first);
        this.onRefused(first, failure);
        this.waiting.get(first.uid)?.refused(failure);
      }
      this.waiting.delete(first.uid);
    }
  }

  /** @param {Entry} entry */
  drop(entry) {
    this.keep(this.entries.filter((one) => one.uid !== entry.uid));
  }
}
