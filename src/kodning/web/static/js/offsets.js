// The store counts code points, the browser UTF-16 units. They differ after every emoji; here they are converted.

/** A text with the places where the two ways of counting part. */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** Code-point offsets of the characters that take two units. @type {number[]} */
    this.wide = [];
    for (let unit = 0, point = 0; unit < text.length; point += 1) {
      const code = text.charCodeAt(unit);
      const pair = code >= 0xd800 && code <= 0xdbff && unit + 1 < text.length && isLow(text.charCodeAt(unit + 1));
      if (pair) this.wide.push(point);
      unit += pair ? 2 : 1;
    }
    /** Length in code points. */
    this.length = text.length - this.wide.length;
  }

  /**
   * Code points → UTF-16 units.
   * @param {number} point
   */
  units(point) {
    return point + countBelow(this.wide, point);
  }

  /**
   * UTF-16 units → code points; the middle of a pair counts as its beginning.
   * @param {number} unit
   */
  points(unit) {
    let low = 0;
    let high = this.wide.length; // how many wide characters lie wholly before the unit
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] + middle + 2 <= unit) low = middle + 1;
      else high = middle;
    }
    const inside = low < this.wide.length && this.wide[low] + low + 1 === unit;
    return unit - low - (inside ? 1 : 0);
  }

  /**
   * The words of a span in code points.
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.text.slice(this.units(start), this.units(end));
  }
}

/** @param {number} code */
function isLow(code) {
  return code >= 0xdc00 && code <= 0xdfff;
}

/**
 * How many of the sorted numbers are smaller.
 * @param {readonly number[]} sorted
 * @param {number} value
 */
export function countBelow(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
