// Dragging something by mouse, pen or finger. A finger lifts it by staying put; moving at once scrolls, as everywhere.
import { h } from "./dom.js";

const SLACK = 8;
const LIFT_MS = 320;
const EDGE = 70;

/**
 * @typedef {object} Carried
 * @property {string} label what the thing under the pointer says
 * @property {() => void} [lifted]
 * @property {(x: number, y: number) => void} over
 * @property {(x: number, y: number) => void} dropped
 * @property {() => void} ended whether dropped or not
 */

/**
 * Begin at a `pointerdown`; nothing happens until it is a drag.
 * @param {PointerEvent} event
 * @param {Carried} carried
 */
export function drag(event, carried) {
  if (event.button !== 0 || !event.isPrimary) return;
  const from = { x: event.clientX, y: event.clientY };
  const finger = event.pointerType === "touch";
  /** @type {HTMLElement | null} */
  let ghost = null;
  const lift = () => {
    ghost = document.body.appendChild(h("div.ghost", { "aria-hidden": "true" }, carried.label));
    follow(from.x, from.y);
    carried.lifted?.();
    if (finger && "vibrate" in navigator) navigator.vibrate(12);
  };
  const follow = (/** @type {number} */ x, /** @type {number} */ y) => {
    if (ghost) ghost.style.transform = `translate(${x + 10}px, ${finger ? y - 52 : y + 8}px)`;
  };
  const timer = finger ? window.setTimeout(lift, LIFT_MS) : 0;
  const move = (/** @type {PointerEvent} */ now) => {
    if (now.pointerId !== event.pointerId) return;
    const moved = Math.hypot(now.clientX - from.x, now.clientY - from.y) >= SLACK;
    if (!ghost && !moved) return;
    if (!ghost && finger) stop();
    else {
      if (!ghost) lift();
      follow(now.clientX, now.clientY);
      if (now.clientY > window.innerHeight - EDGE / 2) window.scrollBy(0, 14);
      else if (now.clientY < EDGE) window.scrollBy(0, -14);
      carried.over(now.clientX, now.clientY);
      now.preventDefault();
    }
  };
  const end = (/** @type {PointerEvent} */ now) => {
    if (now.pointerId !== event.pointerId) return;
    const lifted = ghost !== null;
    stop();
    if (!lifted) return;
    swallowClick();
    if (now.type === "pointerup") carried.dropped(now.clientX, now.clientY);
    carried.ended();
  };
  // A lifted thing moves instead of the page, and a long press opens no menu.
  const still = (/** @type {Event} */ one) => { if (ghost && one.cancelable) one.preventDefault(); };
  const noMenu = (/** @type {Event} */ one) => { if (finger) one.preventDefault(); };
  const stop = () => {
    window.clearTimeout(timer);
    ghost?.remove();
    ghost = null;
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    window.removeEventListener("contextmenu", noMenu);
    event.target?.removeEventListener("touchmove", still);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
  window.addEventListener("contextmenu", noMenu);
  event.target?.addEventListener("touchmove", still, { passive: false });
}

/** The click that follows a drag is none. */
function swallowClick() {
  const swallow = (/** @type {Event} */ click) => click.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 80);
}
