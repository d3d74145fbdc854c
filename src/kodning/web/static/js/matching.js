// Finding a code from a few letters.

/** @typedef {{id: string, label: string, labels: Record<string, string>, parent: string | null}} Named */

/** Whether a code takes codings: it is in the codebook, and not retired. @param {{in_codebook: boolean, retired: string}} code */
export function usable(code) {
  return code.in_codebook && !code.retired;
}

/** @param {string} text */
export function folded(text) {
  return text.normalize("NFC").toLocaleLowerCase("da");
}

/**
 * How well letters fit a name: 0 not at all; more is better.
 * @param {string} typed folded
 * @param {string} name folded
 */
export function fit(typed, name) {
  if (!typed) return 1;
  if (name === typed) return 100;
  if (name.startsWith(typed)) return 80;
  const words = name.split(/[\s\-–/,()]+/u);
  if (words.some((word) => word.startsWith(typed))) return 60;
  const initials = words.map((word) => word[0] ?? "").join("");
  if (initials.startsWith(typed)) return 50;
  if (name.includes(typed)) return 40;
  let at = 0;
  for (const letter of name) if (letter === typed[at]) at += 1;
  return at >= [...typed].length && typed.length > 1 ? 10 : 0;
}

/**
 * Codes that fit, the best first; those used lately before others that fit as well, else the codebook's order.
 * @template {Named} T
 * @param {readonly T[]} codes
 * @param {string} typed
 * @param {readonly string[]} [recent] ids, the latest first
 * @returns {T[]}
 */
export function matching(codes, typed, recent = []) {
  const wanted = folded(typed).trim();
  const rank = new Map(recent.map((id, place) => [id, place]));
  const scored = codes.map((code, place) => {
    const names = [...new Set([code.label, ...Object.values(code.labels), code.id])].map(folded);
    return { code, place, score: Math.max(...names.map((name) => fit(wanted, name))) };
  });
  return scored
    .filter((one) => one.score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        (wanted ? (rank.get(a.code.id) ?? 99) - (rank.get(b.code.id) ?? 99) : 0) ||
        a.place - b.place,
    )
    .map((one) => one.code);
}
