// The codebook beside the text: a tree to filter, to look up, and to drag codes from.
import { fill, h } from "./dom.js";
import { ink } from "./marks.js";
import { fit, folded } from "./matching.js";
import { aboutCode } from "./palette.js";
import { integer, tr } from "./words.js";

/** @typedef {import("./store.js").Store} Store */

export class CodePanel {
  /**
   * @param {Store} store
   * @param {{use: (code: string) => void, dropped: (code: string, x: number, y: number) => void, counts: () => Map<string, number>}} does
   */
  constructor(store, does) {
    this.store = store;
    this.does = does;
    /** @type {string | null} */
    this.open = null;
    this.filter = /** @type {HTMLInputElement} */ (h("input", {
      type: "search", placeholder: tr("Find en kode", "Find a code"), "aria-label": tr("Find en kode", "Find a code"),
      oninput: () => this.draw(),
    }));
    this.list = h("ul.codes", null);
    this.element = h("aside.codepanel", { "aria-label": tr("Kodebog", "Codebook") },
      h("div.panelhead", null, h("h2", null, tr("Koder", "Codes")), this.filter), this.list);
    this.draw();
  }

  draw() {
    const typed = folded(this.filter.value.trim());
    const counts = this.does.counts();
    const shown = this.store.codes.filter((code) => fit(typed, folded(code.label)) > 0 || fit(typed, folded(code.id)) > 10);
    fill(this.list, shown.map((code) => h(
      "li",
      { style: { "--code": ink(code.color, 3), "--depth": typed ? "0" : String(code.depth) } },
      h("div.code", null,
        h("button.use", {
          type: "button", draggable: "false", title: tr("Kod markeringen, eller træk koden hen på teksten", "Code the selection, or drag the code onto the text"),
          onpointerdown: (/** @type {PointerEvent} */ event) => this.drag(event, code.id, code.label),
          onclick: () => this.does.use(code.id),
        }, h("span.dot"), h("span.name", null, code.label), h("span.count", null, integer(counts.get(code.id) ?? 0))),
        h("button.info", {
          type: "button", "aria-expanded": this.open === code.id ? "true" : "false",
          "aria-label": tr(`Om koden ${code.label}`, `About the code ${code.label}`),
          onclick: () => { this.open = this.open === code.id ? null : code.id; this.draw(); },
        }, "i")),
      this.open === code.id && h("div.about", null, aboutCode(code).slice(1)),
    )), !shown.length && h("li.quiet", null, tr("Ingen kode passer.", "No code fits.")));
  }

  /**
   * Dragging by pointer: mouse, pen and finger alike.
   * @param {PointerEvent} event
   * @param {string} code
   * @param {string} label
   */
  drag(event, code, label) {
    if (event.button !== 0 || !this.store.me.may_code) return;
    const from = { x: event.clientX, y: event.clientY };
    /** @type {HTMLElement | null} */
    let ghost = null;
    const move = (/** @type {PointerEvent} */ now) => {
      if (!ghost && Math.hypot(now.clientX - from.x, now.clientY - from.y) < 8) return;
      ghost ??= document.body.appendChild(h("div.ghost", { "aria-hidden": "true" }, label));
      ghost.style.transform = `translate(${now.clientX + 10}px, ${now.clientY + 8}px)`;
      now.preventDefault();
    };
    const end = (/** @type {PointerEvent} */ now) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      if (!ghost) return;
      ghost.remove();
      // The click that follows a drag is none.
      window.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
      if (now.type === "pointerup") this.does.dropped(code, now.clientX, now.clientY);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  }
}
