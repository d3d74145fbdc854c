// What can be done with the selection, beside it.
import { fill, h } from "./dom.js";
import { ink } from "./marks.js";
import { tr } from "./words.js";

/**
 * @param {import("./reading.js").Reading} reading
 * @param {import("./types.js").Span | null} span
 */
export function selectionBar(reading, span) {
  const { bar, store } = reading;
  bar.hidden = !span || !store.me.may_code || reading.chosen !== null;
  if (bar.hidden || !span) return;
  const button = (/** @type {string} */ text, /** @type {string} */ key, /** @type {() => void} */ act, kind = "") =>
    h(`button${kind}`, { type: "button", onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: act }, text, h("kbd", { "aria-hidden": "true" }, key));
  fill(
    bar,
    button(tr("Kod", "Code"), "↵", () => reading.doing.openPalette(), ".primary"),
    store.recent.slice(0, 4).map((id, at) => h("button.recent", {
      type: "button", style: { "--code": ink(store.byCode.get(id)?.color ?? "", 3) }, title: store.label(id),
      onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => reading.doing.useCode(id),
    }, h("kbd", { "aria-hidden": "true" }, String(at + 1)), h("span.dot"), h("span.name", null, store.label(id)))),
    !store.me.blind && button("In vivo", "V", () => void reading.doing.inVivo()),
    button("Memo", "M", () => void reading.doing.memo()),
  );
  place(bar, reading.transcript.box(span), reading.scrolling);
}

/** @param {HTMLElement} bar @param {{first: DOMRect, last: DOMRect} | null} box @param {number} scrolling how far the text is still to move up */
function place(bar, box, scrolling) {
  if (!box || window.innerWidth < 640) {
    bar.style.top = bar.style.left = "";
    return;
  }
  const home = bar.parentElement?.getBoundingClientRect() ?? new DOMRect();
  const below = box.last.bottom - scrolling + 8 + bar.offsetHeight < window.innerHeight;
  const top = below ? box.last.bottom + 8 : box.first.top - bar.offsetHeight - 8;
  const left = Math.min(box.last.left, window.innerWidth - bar.offsetWidth - 16);
  bar.style.top = `${top - home.top}px`;
  bar.style.left = `${Math.max(8, left - home.left)}px`;
}
