// UUIDv7, as the store's own: the moment first, then chance.

let last = 0;

/** @returns {string} */
export function uid() {
  last = Math.max(Date.now(), last + 1); // never backwards, so that ids sort as they were made
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(last / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 4, 4, 4, 12].reduce(
    ({ parts, at }, size) => ({ parts: [...parts, hex.slice(at, at + size)], at: at + size }),
    { parts: /** @type {string[]} */ ([]), at: 0 },
  ).parts.join("-");
}
