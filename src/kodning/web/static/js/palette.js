// Choosing a code by typing a few letters, with what the codebook says of it in view.
import { announce, fill, h } from "./dom.js";
import { ink } from "./marks.js";
import { folded, matching, usable } from "./matching.js";
import { tr } from "./words.js";

/** @typedef {import("./types.js").Code} Code */
/** @typedef {import("./store.js").Store} Store */
/**
 * @typedef {object} Chosen
 * @property {(code: string, stay: boolean) => void} code
 * @property {((label: string) => void) | null} create
 * @property {() => void} closed
 */

export class Palette {
  /**
   * @param {Store} store
   * @param {Chosen} chosen
   * @param {{typed?: string, quote?: string, below?: DOMRect | null, taken?: ReadonlySet<string>}} [how]
   */
  constructor(store, chosen, how = {}) {
    this.store = store;
    this.chosen = chosen;
    this.taken = how.taken ?? new Set();
    /** @type {(Code | null)[]} */
    this.found = [];
    this.at = 0;
    this.input = /** @type {HTMLInputElement} */ (
      h("input", {
        type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list",
        "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
        "aria-label": tr("Kode: skriv et par bogstaver", "Code: type a few letters"),
        placeholder: tr("Skriv et par bogstaver …", "Type a few letters …"), value: how.typed ?? "",
        oninput: () => this.search(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      })
    );
    this.list = h("ul", { id: "palette-list", role: "listbox", "aria-label": tr("Koder", "Codes") });
    // It may be longer than its place: Tab goes there to scroll it, and back.
    this.about = h("div.about", {
      "aria-live": "polite", tabindex: "0", role: "region", "aria-label": tr("Om koden", "About the code"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape") this.close();
        else if (event.key === "Tab") this.input.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    });
    this.element = h(
      "div.palette",
      { role: "dialog", "aria-modal": "true", tabindex: "-1", "aria-label": tr("Vælg en kode", "Choose a code"),
        onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close() },
      how.quote && h("p.palettequote.secret", null, how.quote),
      this.input,
      h("div.choices", null, this.list, this.about),
      h("p.hint", null, tr("Enter koder · Skift+Enter koder og bliver · Esc fortryder", "Enter codes · Shift+Enter codes and stays · Esc cancels")),
    );
    this.shade = h("div.shade", { onclick: () => this.close() });
    document.body.append(this.shade, this.element);
    this.place(how.below ?? null);
    // A finger chooses from the list; a keyboard on the screen would only cover it.
    if (how.typed || !window.matchMedia("(pointer: coarse)").matches) this.input.focus();
    else this.element.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.search();
  }

  /** Below the selection where there is room, else above. @param {DOMRect | null} below */
  place(below) {
    if (!below || window.innerWidth < 640) return;
    const height = Math.min(430, window.innerHeight * 0.6);
    const room = window.innerHeight - below.bottom;
    const top = room > height + 24 ? below.bottom + 10 : Math.max(12, below.top - height - 14);
    this.element.style.top = `${top}px`;
    if (room <= height + 24 && below.top < height + 30) this.element.style.top = `${Math.max(12, window.innerHeight - height - 12)}px`;
  }

  search() {
    const typed = this.input.value;
    const codes = this.store.codes.filter(usable);
    /** @type {(Code | null)[]} */
    this.found = matching(codes, typed, this.store.recent);
    const exact = codes.some((code) => [code.label, code.id].map(folded).includes(folded(typed.trim())));
    if (this.chosen.create && typed.trim() && !exact) this.found.push(null);
    this.at = 0;
    this.draw();
  }

  draw() {
    const typed = this.input.value.trim();
    fill(
      this.list,
      this.found.map((code, at) =>
        h(
          "li",
          {
            id: `palette-${at}`, role: "option", "aria-selected": at === this.at ? "true" : "false",
            style: code ? { "--code": ink(code.color, 3), "--depth": typed ? "0" : String(code.depth) } : {},
            onclick: (/** @type {MouseEvent} */ event) => this.take(at, event.shiftKey),
            onpointermove: () => at !== this.at && this.go(at),
          },
          code
            ? [h("span.dot"), h("span", null, code.label), this.taken.has(code.id) && h("span.there", null, tr("står her", "is here"))]
            : [h("span.plus", null, "+"), h("span", null, tr(`Ny kode »${typed}«`, `New code “${typed}”`))],
        ),
      ),
    );
    this.describe();
  }

  /** @param {number} at */
  go(at) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    this.list.children[at]?.setAttribute("aria-selected", "true");
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
    this.describe();
  }

  describe() {
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `palette-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    const code = this.found[this.at];
    if (!this.found.length) fill(this.about, h("p.quiet", null, tr("Ingen kode passer.", "No code fits.")));
    else fill(this.about, code ? aboutCode(code) : h("p.quiet", null, tr("Laves og skrives i kodebogen.", "Is made and written to the codebook.")));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const last = this.found.length - 1;
    if (event.key === "ArrowDown") this.go(this.at === last ? 0 : this.at + 1);
    else if (event.key === "ArrowUp") this.go(this.at <= 0 ? last : this.at - 1);
    else if (event.key === "Enter") this.take(this.at, event.shiftKey);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab") this.about.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} at @param {boolean} stay */
  take(at, stay) {
    const code = this.found[at];
    if (code === undefined) return;
    if (code === null) {
      const label = this.input.value.trim();
      this.close();
      this.chosen.create?.(label);
      return;
    }
    if (stay) {
      this.taken = new Set([...this.taken, code.id]);
      this.chosen.code(code.id, true);
      announce(code.label);
      this.input.value = "";
      this.search();
      this.input.focus();
      return;
    }
    this.close();
    this.chosen.code(code.id, false);
  }

  close() {
    if (!this.element.isConnected) return;
    this.shade.remove();
    this.element.remove();
    this.chosen.closed();
  }
}

/** What the codebook says of a code. @param {Code} code */
export function aboutCode(code) {
  const list = (/** @type {string} */ heading, /** @type {string[]} */ items, kind = "") =>
    items.length > 0 && [h("h3", null, heading), h(`ul${kind}`, null, items.map((item) => h("li", null, item)))];
  return [
    h("h2", { style: { "--code": ink(code.color, 3) } }, h("span.dot"), code.label),
    code.definition ? h("p", null, code.definition) : h("p.quiet", null, tr("Ingen definition endnu.", "No definition yet.")),
    list(tr("Med", "Include"), code.include),
    list(tr("Ikke med", "Exclude"), code.exclude),
    list(tr("Eksempler", "Examples"), code.examples, ".examples"),
  ];
}
