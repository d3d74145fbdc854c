// Words on one line, cut where they grow too long.

/** @param {string} words @param {number} [most] code points */
export function short(words, most = 140) {
  const line = [...words.replace(/\s+/gu, " ").trim()];
  return line.length <= most ? line.join("") : `${line.slice(0, most - 1).join("")}…`;
}

/** @param {() => void} act @param {number} ms of quiet before it is done */
export function debounced(act, ms) {
  /** @type {number | undefined} */
  let timer;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  };
}
