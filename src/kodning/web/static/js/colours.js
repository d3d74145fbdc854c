// Colours of codes that can be told and read on either theme: WCAG contrast, computed.

/** @typedef {[number, number, number]} Rgb */

/** The paper of each theme, as in base.css. @type {{light: Rgb, dark: Rgb}} */
export const PAPER = { light: [251, 250, 247], dark: [25, 24, 22] };

/**
 * `#1b6ca8` → [27, 108, 168]; what is no colour becomes grey.
 * @param {string} hex
 * @returns {Rgb}
 */
export function rgb(hex) {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  if (!match) return [112, 112, 112];
  return [parseInt(match[1], 16), parseInt(match[2], 16), parseInt(match[3], 16)];
}

/** @param {Rgb} colour */
export function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {Rgb} a
 * @param {Rgb} b
 */
export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} share
 * @returns {Rgb}
 */
export function mix(from, to, share) {
  const part = (/** @type {number} */ i) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}

/**
 * The colour itself where it is told well enough from the paper; else darker or lighter until it is.
 * @param {string} hex
 * @param {"light" | "dark"} theme
 * @param {number} least 4.5 for words, 3 for stripes
 * @returns {Rgb}
 */
export function readable(hex, theme, least) {
  const own = rgb(hex);
  /** @type {Rgb} */
  const far = theme === "light" ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share <= 1; share += 0.04) {
    const found = mix(own, far, share);
    if (contrast(found, PAPER[theme]) >= least) return found;
  }
  return far;
}

/** The ink of each theme, as in base.css. @type {{light: Rgb, dark: Rgb}} */
export const INK = { light: [35, 32, 28], dark: [232, 227, 218] };

/**
 * How strong a tint of a colour may be: words on it, and on two of it over each other, stay easy to read.
 * @param {string} hex
 * @param {"light" | "dark"} theme
 */
export function tintStrength(hex, theme) {
  const own = rgb(hex);
  let strength = theme === "light" ? 0.17 : 0.28;
  for (; strength > 0.05; strength -= 0.01) {
    const once = mix(PAPER[theme], own, strength);
    if (contrast(INK[theme], once) >= 7 && contrast(INK[theme], mix(once, own, strength)) >= 4.6) break;
  }
  return strength;
}

/** @param {Rgb} colour @param {number} [alpha] */
export function css(colour, alpha = 1) {
  return alpha === 1 ? `rgb(${colour.join(" ")})` : `rgb(${colour.join(" ")} / ${alpha})`;
}
