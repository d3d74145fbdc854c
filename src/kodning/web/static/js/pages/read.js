// Reading and coding a document: the page.
import { get } from "../api.js";
import { h } from "../dom.js";
import { placeKey } from "../place.js";
import { Reading } from "../reading.js";
import { tr } from "../words.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../main.js").Page} Page */

/**
 * @param {Store} store
 * @param {URLSearchParams} query
 * @returns {Promise<Page>}
 */
export async function open(store, query) {
  const wanted = query.get("doc") ?? window.localStorage.getItem(placeKey(store, "document"));
  const [rows, guessed] = await Promise.all([
    get("/api/documents"),
    wanted ? get("/api/document", { name: wanted }).catch(() => null) : null,
  ]);
  if (!rows.length) return empty(store);
  const data = guessed ?? (await get("/api/document", { name: rows[0].name }));
  const reading = new Reading(store, data, rows);
  return { title: data.name, element: reading.element, shown: () => reading.shown(span(query.get("at"))), leave: () => reading.leave() };
}

/** `12-40`, or `12` alone. @param {string | null} at */
function span(at) {
  const [start, end] = (at ?? "").split("-").map(Number);
  if (!at || !Number.isInteger(start)) return null;
  return { start, end: Number.isInteger(end) ? end : start + 1 };
}

/** @param {Store} store @returns {Page} */
function empty(store) {
  return {
    title: tr("Læs", "Read"),
    element: h("main.plain", null, h("h1", null, tr("Ingen dokumenter endnu", "No documents yet")),
      h("p", null, store.me.may_administer ? h("a", { href: "/documents" }, tr("Hent de første interviews ind", "Bring the first interviews in")) : tr("Ingen har hentet interviews ind endnu.", "Nobody has brought interviews in yet."))),
  };
}
