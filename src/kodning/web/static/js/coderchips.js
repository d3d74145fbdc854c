// Whose codings are in view.
import { fill, h } from "./dom.js";
import { placeKey } from "./place.js";
import { tr } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./codings.js").Codings} Codings */

export class CoderChips {
  /**
   * @param {Store} store
   * @param {Codings} codings
   * @param {() => void} changed
   */
  constructor(store, codings, changed) {
    this.store = store;
    this.codings = codings;
    this.changed = changed;
    this.key = placeKey(store, "coders");
    this.drawn = "";
    this.element = h("div.coders", { role: "group", "aria-label": tr("Vis kodninger af", "Show codings by") });
    for (const name of this.atFirst()) codings.show(name);
  }

  /** Those chosen last time; else mine alone where I have coded, else those of the coder who has read most. */
  atFirst() {
    /** @type {string[]} */
    const kept = JSON.parse(window.localStorage.getItem(this.key) ?? "[]");
    if (kept.length || this.codings.byCoder.has(this.store.me.coder)) return kept;
    return this.store.me.coders.slice(0, 1);
  }

  draw() {
    const { me } = this.store;
    const counts = this.codings.byCoder;
    const names = [...new Set([...(me.may_code ? [me.coder] : []), ...counts.keys()])];
    const chips = names.map((name) => /** @type {const} */ ([name, counts.get(name) ?? 0, this.codings.shownCoders.has(name)]));
    const drawn = JSON.stringify(chips);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    fill(this.element, names.length > 1 && chips.map(([name, count, shown]) => h("button.chip", {
      type: "button", "aria-pressed": shown ? "true" : "false", onclick: () => this.toggle(name),
    }, h("span.secret", null, name === me.coder ? tr(`${name} (mig)`, `${name} (me)`) : name), h("span.count", null, count))));
  }

  /** @param {string} name */
  toggle(name) {
    this.codings.toggle(name);
    window.localStorage.setItem(this.key, JSON.stringify([...this.codings.shownCoders]));
    this.changed();
    const at = [...this.element.children].findIndex((chip) => chip.textContent?.startsWith(name));
    /** @type {HTMLElement | undefined} */ (this.element.children[at])?.focus();
  }
}
