// Tints where the browser has no highlights: boxes behind the words, in the turn that they belong to, so that they
// stay with it when other turns change their height.
import { h } from "./dom.js";

/**
 * Boxes behind ranges.
 * @param {string} name of the kind of tint
 * @param {readonly AbstractRange[]} ranges
 * @param {string} colour empty where the style sheet says it
 * @returns {HTMLElement[]}
 */
export function boxesBehind(name, ranges, colour) {
  // All are measured before any is written.
  const found = ranges.flatMap((range) => {
    const turn = /** @type {HTMLElement | null} */ (range.startContainer.parentElement?.closest(".turn"));
    if (!turn) return [];
    const home = turn.getBoundingClientRect();
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return [...live.getClientRects()].map((rect) => ({ turn, left: rect.left - home.left, top: rect.top - home.top, rect }));
  });
  return found.map(({ turn, left, top, rect }) => {
    const box = h(`div.tint.${name}`, { "aria-hidden": "true", style: {
      left: `${left}px`, top: `${top}px`, width: `${rect.width}px`, height: `${rect.height}px`, ...(colour ? { "background-color": colour } : {}),
    } });
    turn.prepend(box);
    return box;
  });
}
