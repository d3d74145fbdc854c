// Where overlapping codings stand beside each other in the margin.

/**
 * A lane for each coding, so that codings that overlap stand beside each other; the longer first.
 * @template {{start: number, end: number}} T
 * @param {readonly T[]} codings
 * @returns {Map<T, number>}
 */
export function lanes(codings) {
  /** @type {number[]} */
  const ends = [];
  /** @type {Map<T, number>} */
  const found = new Map();
  for (const coding of [...codings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let lane = ends.findIndex((end) => end <= coding.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = coding.end;
    found.set(coding, lane);
  }
  return found;
}

/**
 * Labels pushed down until none covers another; gives their tops and the height they need.
 * @param {readonly number[]} wanted where each would like to stand, in order
 * @param {number} height of one label
 */
export function stacked(wanted, height) {
  let free = 0;
  const tops = wanted.map((top) => {
    const place = Math.max(top, free);
    free = place + height;
    return place;
  });
  return { tops, needed: free };
}
