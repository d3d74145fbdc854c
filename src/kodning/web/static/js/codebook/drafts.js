// What is written and not yet saved, by code: kept in the browser, so that neither another code, page nor reload loses it.

/** @typedef {{base: import("./values.js").Values, mine: import("./values.js").Values}} Draft */

export class Drafts {
  /** @param {string} project @param {Pick<Storage, "getItem" | "setItem">} storage */
  constructor(project, storage) {
    this.key = `kodning.drafts.${project}`;
    this.storage = storage;
    /** @type {Map<string, Draft>} */
    this.kept = new Map();
    try {
      for (const [id, draft] of Object.entries(JSON.parse(storage.getItem(this.key) ?? "{}"))) this.kept.set(id, /** @type {Draft} */ (draft));
    } catch {
      this.kept.clear();
    }
  }

  /** @param {string} id */
  get(id) {
    return this.kept.get(id) ?? null;
  }

  /** @param {string} id @param {Draft | null} draft */
  set(id, draft) {
    if (draft) this.kept.set(id, draft);
    else this.kept.delete(id);
    this.storage.setItem(this.key, JSON.stringify(Object.fromEntries(this.kept)));
  }

  /** What was written of a code that has another id by now goes along to it. @param {readonly {id: string, aliases: string[]}[]} codes */
  follow(codes) {
    const ids = new Set(codes.map((code) => code.id));
    for (const [id, draft] of [...this.kept]) {
      const heir = ids.has(id) ? null : codes.find((code) => code.aliases.includes(id));
      if (!heir || this.kept.has(heir.id)) continue;
      this.set(id, null);
      this.set(heir.id, draft);
    }
  }
}
