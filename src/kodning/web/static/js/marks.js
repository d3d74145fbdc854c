// Tints behind the words: the CSS Custom Highlight API, which leaves the text alone; boxes under it where it is missing.
import { boxesBehind } from "./boxes.js";
import { css, readable, rgb, tintStrength } from "./colours.js";

/** @returns {"light" | "dark"} */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export const highlights = typeof CSS !== "undefined" && Boolean(CSS.highlights) && typeof Highlight !== "undefined";

/** The colour of a code for words and stripes in the theme in force. @param {string} colour @param {number} least */
export function ink(colour, least) {
  return css(readable(colour, theme(), least));
}

/** @param {string} colour */
function tint(colour) {
  return css(rgb(colour), tintStrength(colour, theme()));
}

/** One tint for each colour, and others by name for selection, suggestions, evidence. */
export class Marks {
  constructor() {
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    /** @type {Map<string, {name: string, colour: string}>} */
    this.colours = new Map();
    /** @type {Map<string, {name: string, ranges: AbstractRange[], boxes: HTMLElement[]}>} */
    this.placed = new Map();
  }

  /** @param {string} colour */
  nameOf(colour) {
    const known = this.colours.get(colour);
    if (known) return known.name;
    const name = `kodning-${this.colours.size}`;
    this.colours.set(colour, { name, colour });
    this.sheet.insertRule(`.transcript p::highlight(${name}) { background-color: ${tint(colour)}; }`, this.sheet.cssRules.length);
    return name;
  }

  /**
   * Put a tint of a colour (or of a named kind) on ranges.
   * @param {string} key what it belongs to
   * @param {string} name of the highlight
   * @param {AbstractRange[]} ranges
   */
  put(key, name, ranges) {
    this.remove(key);
    /** @type {HTMLElement[]} */
    const boxes = [];
    if (highlights) {
      let highlight = CSS.highlights.get(name);
      if (!highlight) CSS.highlights.set(name, (highlight = new Highlight()));
      if (name === "kodning-chosen") highlight.priority = 2;
      for (const range of ranges) highlight.add(range);
    } else {
      boxes.push(...this.boxes(name, ranges));
    }
    this.placed.set(key, { name, ranges, boxes });
  }

  /** @param {string} name @param {AbstractRange[]} ranges */
  boxes(name, ranges) {
    const colour = [...this.colours.values()].find((one) => one.name === name)?.colour;
    return boxesBehind(name, ranges, colour === undefined ? "" : tint(colour));
  }

  /** The window has another width: boxes stand elsewhere. */
  relay() {
    if (highlights) return;
    for (const [key, { name, ranges }] of [...this.placed]) this.put(key, name, ranges);
  }

  /** @param {string} key */
  remove(key) {
    const placed = this.placed.get(key);
    if (!placed) return;
    if (highlights) for (const range of placed.ranges) CSS.highlights.get(placed.name)?.delete(range);
    for (const box of placed.boxes) box.remove();
    this.placed.delete(key);
  }

  /** The theme has changed. */
  repaint() {
    this.relay();
    while (this.sheet.cssRules.length) this.sheet.deleteRule(0);
    for (const { name, colour } of this.colours.values()) {
      this.sheet.insertRule(`.transcript p::highlight(${name}) { background-color: ${tint(colour)}; }`, this.sheet.cssRules.length);
    }
  }

  clear() {
    for (const key of [...this.placed.keys()]) this.remove(key);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}
