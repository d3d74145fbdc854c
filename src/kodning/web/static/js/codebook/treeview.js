// The tree on the page: one row a code, kept as elements, so that a move paints at once; keys as trees have them.
import { announce, fill, h } from "../dom.js";
import { ink } from "../marks.js";
import { integer, tr } from "../words.js";
import { placed } from "./book.js";
import { drag } from "./drag.js";
import { begins, step, visible } from "./tree.js";

/** @typedef {import("./tree.js").Row} Row */
/** @typedef {import("./tree.js").Place} Place */

const TYPED_FOR = 700;

export class TreeView {
  /**
   * @param {import("./book.js").Book} book
   * @param {{chosen: (id: string) => void, opened: (id: string) => void, unsaved: (id: string) => boolean}} does
   */
  constructor(book, does) {
    this.book = book;
    this.does = does;
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Map<string, HTMLElement>} */
    this.elements = new Map();
    /** @type {string | null} */
    this.at = null;
    this.filter = "";
    this.typed = "";
    this.key_ = `kodning.closed.${book.store.me.project}`;
    /** @type {Set<string>} */
    this.closed = new Set(JSON.parse(window.localStorage.getItem(this.key_) ?? "[]"));
    this.element = h("div.codetree", {
      role: "tree", "aria-label": tr("Koder", "Codes"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      onclick: (/** @type {MouseEvent} */ event) => this.click(event),
      ondblclick: (/** @type {MouseEvent} */ event) => { const id = idAt(event); if (id) this.does.opened(id); },
      onpointerdown: (/** @type {PointerEvent} */ event) => this.press(event),
      onfocusin: (/** @type {FocusEvent} */ event) => { const id = idAt(event); if (id && id !== this.at) this.focus(id, false); },
    });
  }

  draw() {
    this.rows = visible(this.book.codes, this.closed, this.filter);
    const { at } = this;
    if (at !== null && !this.book.code(at)) this.at = this.book.codes.find((code) => code.aliases.includes(at))?.id ?? null; // it was renamed or merged
    if (!this.rows.some((row) => row.code.id === this.at)) this.at = this.rows[0]?.code.id ?? null;
    const shown = new Set(this.rows.map((row) => row.code.id));
    for (const [id, element] of this.elements) {
      if (shown.has(id)) continue;
      element.remove();
      this.elements.delete(id);
    }
    const focused = document.activeElement;
    /** @type {Element | null} */
    let next = this.element.firstElementChild;
    for (const row of this.rows) {
      const element = this.elementOf(row);
      if (element === next) next = next.nextElementSibling;
      else this.element.insertBefore(element, next);
    }
    // An element that is put elsewhere loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.element.contains(focused)) focused.focus({ preventScroll: true });
  }

  /** @param {Row} row */
  elementOf(row) {
    const { code } = row;
    let element = this.elements.get(code.id);
    if (!element) {
      element = h("div", { role: "treeitem", "data-code": code.id });
      this.elements.set(code.id, element);
    }
    const [codings, documents] = row.parent && !row.open ? [code.codings_below, code.documents_below] : [code.codings, code.documents];
    const groups = this.book.groups.filter((group) => group.codes.includes(code.id));
    const state = [code.scale.length, code.exclusive, code.retired && "r", this.does.unsaved(code.id) && "u", groups.map((group) => group.id).join()].join();
    const drawn = [code.label, code.color, row.level, row.parent, row.open, row.hit, codings, documents, code.in_codebook, state, document.documentElement.dataset.theme, this.book.editable].join("\u0001");
    if (element.dataset.drawn !== drawn) this.fillRow(element, row, codings, documents, groups.map((group) => group.id));
    element.dataset.drawn = drawn;
    for (const [name, value] of [["aria-posinset", row.position], ["aria-setsize", row.size], ["aria-selected", code.id === this.at], ["tabindex", code.id === this.at ? 0 : -1]]) {
      if (element.getAttribute(String(name)) !== String(value)) element.setAttribute(String(name), String(value));
    }
    return element;
  }

  /** @param {HTMLElement} element @param {Row} row @param {number} codings @param {number} documents @param {string[]} groups */
  fillRow(element, row, codings, documents, groups) {
    const { code } = row;
    element.style.setProperty("--code", ink(code.color, 3));
    element.style.setProperty("--level", String(row.level));
    element.className = ["coderow", row.hit ? "" : "dim", code.retired ? "retired" : "", code.in_codebook ? "" : "gone"].join(" ").trim();
    element.setAttribute("aria-level", String(row.level + 1));
    if (row.parent) element.setAttribute("aria-expanded", String(row.open));
    else element.removeAttribute("aria-expanded");
    const unsaved = this.does.unsaved(code.id);
    fill(element,
      h("span.twisty", { "aria-hidden": "true" }, row.parent ? (row.open ? "▾" : "▸") : ""),
      h("span.dot"), h("span.name", null, code.label), " ",
      unsaved && h("span.unsavedmark", { title: tr("Ikke gemt", "Not saved") }, "•", h("span.unseen", null, tr(" ikke gemt ", " not saved "))),
      groups.map((group) => h("span.badge.groupmark", { title: tr(`Gruppe: ${group}. Koderne i den udelukker hinanden.`, `Group: ${group}. Its codes exclude each other.`) }, group)),
      row.parent && code.scale.length > 0 && h("span.badge.groupmark", { title: tr("Underkoderne er en skala.", "The codes under it are a scale.") }, tr("skala", "scale")),
      row.parent && code.exclusive && !code.scale.length && h("span.badge.groupmark", { title: tr("Underkoderne udelukker hinanden.", "The codes under it exclude each other.") }, tr("én af", "one of")),
      code.retired && h("span.badge", null, tr("ude af brug", "retired")),
      !code.in_codebook && h("span.badge", null, tr("ikke i filen", "not in the file")),
      counted("span.count", codings, tr("kodninger", "codings")), counted("span.count.documents", documents, tr("dokumenter", "documents")),
      this.book.editable && code.in_codebook && h("span.grip", { "aria-hidden": "true", title: tr("Træk koden hen, hvor den skal stå", "Drag the code to where it is to stand") }, "⠿"));
  }

  /** @param {string} id @param {boolean} [take] move the focus there too */
  focus(id, take = true) {
    const before = this.at === null ? undefined : this.elements.get(this.at);
    const element = this.elements.get(id);
    if (!element) return;
    before?.setAttribute("tabindex", "-1");
    before?.setAttribute("aria-selected", "false");
    this.at = id;
    element.setAttribute("tabindex", "0");
    element.setAttribute("aria-selected", "true");
    if (take) element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    this.does.chosen(id);
  }

  /** Show a code, opening what it stands under. @param {string} id */
  reveal(id) {
    const byId = new Map(this.book.codes.map((code) => [code.id, code]));
    for (let above = byId.get(id)?.parent ?? null; above !== null; above = byId.get(above)?.parent ?? null) this.closed.delete(above);
    this.draw();
    this.focus(id, false);
    this.elements.get(id)?.scrollIntoView({ block: "center" });
  }

  /** @param {string} id @param {boolean} [open] */
  toggle(id, open = this.closed.has(id)) {
    if (open) this.closed.delete(id);
    else this.closed.add(id);
    this.keep();
  }

  /** @param {boolean} open */
  all(open) {
    this.closed = new Set(open ? [] : this.book.codes.map((code) => code.id));
    this.keep();
  }

  keep() {
    window.localStorage.setItem(this.key_, JSON.stringify([...this.closed]));
    this.draw();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const id = idAt(event);
    if (!id) return;
    if (/** @type {Element} */ (event.target).closest(".twisty")) this.toggle(id);
    this.focus(id);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const id = idAt(event);
    const grip = /** @type {Element} */ (event.target).closest(".grip");
    if (!id || event.button !== 0 || !this.book.editable || !this.book.code(id)?.in_codebook) return;
    if (event.pointerType === "touch" && !grip) return; // a finger on the row scrolls
    drag(this, event, id);
  }

  /** @param {string} id @param {Place} place */
  put(id, place) {
    if ("under" in place && place.under !== null) this.closed.delete(place.under);
    void this.book.move(id, place);
    this.focus(id);
    announce(placed(this.book, id, place));
  }

  /** @param {"up" | "down" | "in" | "out"} way */
  step(way) {
    if (this.at === null || !this.book.editable) return;
    const place = step(this.book.codes, this.at, way);
    if (place) this.put(this.at, place);
    else announce(tr("Længere kan den ikke flyttes.", "It can be moved no further."));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = this.rows.findIndex((row) => row.code.id === this.at);
    const row = this.rows[at];
    if (!row || event.ctrlKey || event.metaKey) return;
    const go = (/** @type {number} */ place) => { const to = this.rows[Math.max(0, Math.min(this.rows.length - 1, place))]; if (to) this.focus(to.code.id); };
    if (event.altKey) {
      const way = /** @type {const} */ ({ ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" })[event.key];
      if (!way) return;
      this.step(way);
    } else if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(this.rows.length - 1);
    else if (event.key === "ArrowRight" && row.parent) {
      if (row.open) go(at + 1);
      else this.toggle(row.code.id, true);
    } else if (event.key === "ArrowLeft") {
      if (row.open) this.toggle(row.code.id, false);
      else if (row.code.parent !== null) this.focus(row.code.parent);
    } else if (event.key === "*") {
      for (const one of this.rows) if (one.level === row.level) this.closed.delete(one.code.id);
      this.keep();
    } else if (event.key === "Enter" || event.key === "F2") this.does.opened(row.code.id);
    else if ([...event.key].length === 1 && event.key !== " ") this.search(event.key, at);
    else return;
    event.preventDefault();
  }

  /** @param {string} letter @param {number} at */
  search(letter, at) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.typed = ""; }, TYPED_FOR);
    this.typed = this.typed === letter ? letter : this.typed + letter; // the same letter again: the next that begins so
    const found = begins(this.rows, at, this.typed);
    if (found >= 0) this.focus(this.rows[found].code.id);
  }
}

/** A number with what it counts, for those who only hear it. @param {string} spec @param {number} number @param {string} of */
function counted(spec, number, of) {
  return h(spec, { title: of }, integer(number), h("span.unseen", null, ` ${of} `));
}

/** @param {Event} event @returns {string | null} */
function idAt(event) {
  const row = /** @type {Element} */ (event.target).closest("[role=treeitem]");
  return row instanceof HTMLElement ? (row.dataset.code ?? null) : null;
}
