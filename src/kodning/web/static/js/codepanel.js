// The codebook beside the text, on a phone a sheet over its lower half: a tree to filter, to look up, to code from.
import { drag } from "./dragging.js";
import { fill, h } from "./dom.js";
import { ink } from "./marks.js";
import { fit, folded, usable } from "./matching.js";
import { aboutCode } from "./palette.js";
import { integer, tr } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./types.js").Code} Code */
/**
 * @typedef {object} Does
 * @property {(code: string) => void} use
 * @property {(x: number, y: number) => void} over where a dragged code is
 * @property {(code: string, x: number, y: number) => void} dropped
 * @property {() => void} ended
 * @property {() => Map<string, number>} counts
 * @property {(sheet: HTMLElement) => void} unfolded
 */

export class CodePanel {
  /**
   * @param {Store} store
   * @param {Does} does
   */
  constructor(store, does) {
    this.store = store;
    this.does = does;
    /** The code of which all is told. @type {string | null} */
    this.open = null;
    this.filter = /** @type {HTMLInputElement} */ (h("input", {
      type: "search", placeholder: tr("Find en kode", "Find a code"), "aria-label": tr("Find en kode", "Find a code"),
      oninput: () => this.draw(),
    }));
    /** @type {Map<string, HTMLElement>} */
    this.counted = new Map();
    this.list = h("ul.codes", null);
    this.element = h("aside.codepanel", { id: "codepanel", tabindex: "-1", "aria-label": tr("Kodebog", "Codebook"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.unfold(false) },
      h("div.panelhead", null,
        h("h2", null, tr("Koder", "Codes")),
        h("button.link.close", { type: "button", onclick: () => this.unfold(false), "aria-label": tr("Luk", "Close") }, "×"),
        this.filter), this.list);
    this.button = h("button.codesbutton", {
      type: "button", "aria-expanded": "false", "aria-controls": "codepanel", onclick: () => this.unfold(!this.unfolded),
    }, tr("Koder", "Codes"));
    this.draw();
  }

  get unfolded() {
    return this.element.classList.contains("unfolded");
  }

  /** Where there is no room beside the text: show it, or not. @param {boolean} shown */
  unfold(shown) {
    if (shown === this.unfolded) return;
    this.element.classList.toggle("unfolded", shown);
    this.button.setAttribute("aria-expanded", String(shown));
    (shown ? this.element : this.button).focus({ preventScroll: true });
    if (shown) this.does.unfolded(this.element);
  }

  draw() {
    const typed = folded(this.filter.value.trim());
    const shown = this.store.codes.filter((code) => fit(typed, folded(code.label)) > 0 || fit(typed, folded(code.id)) > 10);
    this.counted.clear();
    fill(this.list, shown.map((code) => this.row(code, typed ? 0 : code.depth)), !shown.length && h("li.quiet", null, tr("Ingen kode passer.", "No code fits.")));
    this.count();
  }

  /** @param {Code} code @param {number} depth */
  row(code, depth) {
    const count = h("span.count", null);
    this.counted.set(code.id, count);
    return h(
      "li",
      { style: { "--code": ink(code.color, 3), "--depth": String(depth) } },
      h(`div.code${usable(code) ? "" : ".gone"}`, null,
        h("button.use", {
          type: "button", draggable: "false", disabled: !usable(code), title: code.retired ? tr("Udgået: tager ikke flere kodninger", "Retired: takes no more codings") : tr("Kod markeringen, eller træk koden hen på teksten", "Code the selection, or drag the code onto the text"),
          onpointerdown: (/** @type {PointerEvent} */ event) => this.drag(event, code),
          onclick: () => this.does.use(code.id),
        }, h("span.dot"), h("span.name", null, code.label), count),
        h("button.info", {
          type: "button", "aria-expanded": this.open === code.id ? "true" : "false",
          "aria-label": tr(`Om koden ${code.label}`, `About the code ${code.label}`),
          onclick: () => { this.open = this.open === code.id ? null : code.id; this.draw(); },
        }, "i")),
      this.open === code.id && h("div.about", null, aboutCode(code).slice(1)),
    );
  }

  /** Bring the numbers in line with the codings. */
  count() {
    const counts = this.does.counts();
    for (const [code, element] of this.counted) {
      const text = integer(counts.get(code) ?? 0);
      if (element.textContent !== text) element.textContent = text;
    }
  }

  /** @param {PointerEvent} event @param {Code} code */
  drag(event, code) {
    if (!this.store.me.may_code) return;
    drag(event, {
      label: code.label,
      lifted: () => this.element.classList.add("lifting"),
      over: this.does.over,
      dropped: (x, y) => this.does.dropped(code.id, x, y),
      ended: () => {
        this.element.classList.remove("lifting");
        this.does.ended();
      },
    });
  }
}
