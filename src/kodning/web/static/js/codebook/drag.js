// Dragging a code in the tree, by mouse, pen or finger: a line or a frame shows where it would come to stand.
import { announce, h } from "../dom.js";
import { where } from "./book.js";
import { drop, family, moved } from "./tree.js";

/** @typedef {import("./tree.js").Drop} Drop */

const FAR = 6; // pixels before a press is a drag
const EDGE = 44; // pixels from the edge of what scrolls
const INDENT = 22; // pixels a level, as in codebook.css
const OPEN_AFTER = 650;

/**
 * @param {import("./treeview.js").TreeView} view
 * @param {PointerEvent} press
 * @param {string} id
 */
export function drag(view, press, id) {
  const { element } = view;
  const inside = family(view.book.codes, id);
  const scroller = scrollerOf(element);
  const sign = h("div.dropsign", { "aria-hidden": "true", hidden: true });
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {Drop | null} */
  let aim = null;
  let last = press;
  let frame = 0;
  /** @type {number | undefined} */
  let opening;
  let over = -1;

  const begin = () => {
    ghost = document.body.appendChild(h("div.ghost", { "aria-hidden": "true" }, h("b", null, view.book.store.label(id)), h("span")));
    element.append(sign);
    element.classList.add("dragging");
    for (const one of inside) view.elements.get(one)?.classList.add("lifted");
    frame = requestAnimationFrame(scroll);
  };
  const look = () => {
    const row = rowAt(last.clientX, last.clientY);
    const at = view.rows.findIndex((one) => one.code.id === row?.dataset.code);
    aim = null;
    if (row && at >= 0) {
      const box = row.getBoundingClientRect();
      const level = Math.max(0, Math.round((last.clientX - box.left - 30) / INDENT));
      aim = drop(view.rows, at, (last.clientY - box.top) / box.height, level);
      if (aim && moved(view.book.codes, id, aim.place) === view.book.codes) aim = null;
    }
    wait(at);
    show(row);
  };
  const wait = (/** @type {number} */ at) => {
    if (at === over) return;
    over = at;
    window.clearTimeout(opening);
    const row = view.rows[at];
    if (row?.parent && !row.open && !inside.has(row.code.id)) opening = window.setTimeout(() => { view.toggle(row.code.id, true); look(); }, OPEN_AFTER);
  };
  const show = (/** @type {HTMLElement | null} */ row) => {
    sign.hidden = aim === null;
    if (ghost) {
      ghost.classList.toggle("nowhere", aim === null);
      /** @type {HTMLElement} */ (ghost.lastChild).textContent = aim ? where(view.book, aim.place) : "";
      ghost.style.transform = `translate(${Math.min(last.clientX + 14, window.innerWidth - 270)}px, ${last.clientY + 12}px)`;
    }
    if (!aim || !row) return;
    sign.dataset.kind = aim.kind;
    sign.style.setProperty("--level", String(aim.kind === "inside" ? aim.level - 1 : aim.level));
    sign.style.top = `${row.offsetTop + (aim.kind === "after" ? row.offsetHeight : 0)}px`;
    sign.style.height = aim.kind === "inside" ? `${row.offsetHeight}px` : "";
  };
  const scroll = () => {
    const box = scroller === document.documentElement ? { top: 0, bottom: window.innerHeight } : scroller.getBoundingClientRect();
    const by = last.clientY < box.top + EDGE ? -9 : last.clientY > box.bottom - EDGE ? 9 : 0;
    if (by) {
      scroller.scrollBy(0, by);
      look();
    }
    frame = requestAnimationFrame(scroll);
  };
  const move = (/** @type {PointerEvent} */ now) => {
    if (now.pointerId !== press.pointerId) return;
    if (!ghost && Math.hypot(now.clientX - press.clientX, now.clientY - press.clientY) < FAR) return;
    last = now;
    if (!ghost) begin();
    now.preventDefault();
    look();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !ghost) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    window.clearTimeout(opening);
    for (const [name, does] of listeners) window.removeEventListener(name, /** @type {EventListener} */ (does), true);
    ghost?.remove();
    sign.remove();
    element.classList.remove("dragging");
    for (const one of inside) view.elements.get(one)?.classList.remove("lifted");
  };
  const end = (/** @type {PointerEvent} */ now) => {
    if (now.pointerId !== press.pointerId) return;
    const place = aim?.place;
    const dragged = ghost !== null;
    stop();
    if (!dragged) return;
    // The click that follows a drag is none.
    const swallow = (/** @type {Event} */ click) => click.stopPropagation();
    window.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(() => window.removeEventListener("click", swallow, true), 0);
    if (now.type === "pointerup" && place) view.put(id, place);
    else announce("–");
  };
  /** @type {[string, unknown][]} */
  const listeners = [["pointermove", move], ["pointerup", end], ["pointercancel", end], ["keydown", key]];
  for (const [name, does] of listeners) window.addEventListener(name, /** @type {EventListener} */ (does), true);
}

/** @param {number} x @param {number} y @returns {HTMLElement | null} */
function rowAt(x, y) {
  return document.elementFromPoint(x, y)?.closest("[role=treeitem]") ?? null;
}

/** @param {HTMLElement} element */
function scrollerOf(element) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight) return one;
  }
  return document.documentElement;
}
