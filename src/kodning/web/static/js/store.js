// What the page knows of the project, and the one way in which it changes it.
import { actionWords } from "./actions.js";
import { Refused, get, me, post } from "./api.js";
import { announce, toast } from "./dom.js";
import { usable } from "./matching.js";
import { Outbox } from "./outbox.js";
import { tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Code} Code */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Me} Me */

export class Store {
  /**
   * @param {Me} who
   * @param {Code[]} codes
   */
  constructor(who, codes) {
    this.me = who;
    this.codes = codes;
    this.byCode = new Map(codes.map((code) => [code.id, code]));
    this.outbox = new Outbox(`kodning.outbox.${who.project}.${who.coder}`, {
      post,
      storage: window.localStorage,
      alone: async (task) => {
        if (navigator.locks) await navigator.locks.request("kodning.outbox", task);
        else await task();
      },
      wait: (ms) => new Promise((done) => {
        const timer = window.setTimeout(done, ms);
        window.addEventListener("online", () => { window.clearTimeout(timer); done(undefined); }, { once: true });
      }),
    });
    /** The last action that the page has been told of. */
    this.heard = who.action;
    /** @type {Set<(change: Change) => void>} */
    this.followers = new Set();
    /** @type {number[]} */
    this.redoable = [];
    /** Called when something is on its way, so that it is shown at once. @type {Set<() => void>} */
    this.senders = new Set();
    this.outbox.onDone = (_entry, answer) => {
      if (answer?.change) this.tell(answer.change);
      else for (const sender of this.senders) sender();
    };
    this.outbox.onRefused = (_entry, error) => {
      toast(error.message, null, true);
      for (const again of this.refetchers) again();
    };
    /** @type {Set<() => void>} */
    this.refetchers = new Set();
  }

  static async open() {
    const [who, codes] = await Promise.all([me(), get("/api/codes")]);
    return new Store(who, codes);
  }

  async refreshCodes() {
    this.setCodes(await get("/api/codes"));
  }

  /** @param {Code[]} codes */
  setCodes(codes) {
    this.codes = codes;
    this.byCode = new Map(codes.map((code) => [code.id, code]));
  }

  /** @param {string} id */
  label(id) {
    return this.byCode.get(id)?.label ?? id;
  }

  /** @param {Change} change */
  tell(change) {
    for (const follower of this.followers) follower(change);
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} body
   * @param {string} [id]
   * @returns {Promise<any>} null where it was refused, which has been told
   */
  async write(path, body, id) {
    if (path !== "/api/undo") this.redoable = [];
    const answer = this.outbox.send(path, body, id);
    for (const sender of this.senders) sender();
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return null;
    }
  }

  async undo() {
    const answer = await this.write("/api/undo", {});
    if (!answer) return;
    if (answer.action) this.redoable.push(answer.action);
    const what = answer.undone ? `: ${actionWords(answer.undone)}` : "";
    toast(`${tr("Fortrudt", "Undone")}${what}`, { label: tr("Gendan", "Redo"), act: () => void this.redo() });
  }

  async redo() {
    const action = this.redoable.pop();
    if (action === undefined) {
      announce(tr("Der er intet at gendanne.", "There is nothing to redo."));
      return;
    }
    const answer = await this.write("/api/undo", { action });
    if (answer) toast(tr("Gendannet.", "Done again."));
  }

  get recent() {
    return recentCodes(this.me.project).filter((id) => {
      const code = this.byCode.get(id);
      return code && usable(code);
    });
  }

  /** @param {string} id */
  used(id) {
    const kept = [id, ...recentCodes(this.me.project).filter((one) => one !== id)].slice(0, 9);
    window.localStorage.setItem(`kodning.recent.${this.me.project}`, JSON.stringify(kept));
  }
}

/** @param {string} project @returns {string[]} */
function recentCodes(project) {
  try {
    return JSON.parse(window.localStorage.getItem(`kodning.recent.${project}`) ?? "[]");
  } catch {
    return [];
  }
}
