// Words in the interviews, each with what stands around it.
import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { heading, place } from "../parts.js";
import { plural, tr } from "../words.js";

/** @param {import("../store.js").Store} _store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(_store, query) {
  const title = tr("Søg", "Search");
  const results = h("section", { "aria-live": "polite" });
  const field = /** @type {HTMLInputElement} */ (h("input.searchfield", { type: "search", value: query.get("q") ?? "", "aria-label": tr("Søg efter ord", "Search for words"), placeholder: tr("ord, del* eller \"en vending\"", "words, part* or \"a phrase\"") }));
  const forms = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", onchange: () => void search() }));
  const search = async () => {
    const q = field.value.trim();
    window.history.replaceState(null, "", q ? `/search?q=${encodeURIComponent(q)}` : "/search");
    if (!q) {
      fill(results);
      return;
    }
    try {
      const found = await get("/api/search", { q, lemma: forms.checked ? "1" : null });
      const more = found.shown < found.turns ? tr(` De første ${found.shown} vises.`, ` The first ${found.shown} are shown.`) : "";
      fill(results, h("p.lead", null, tr(`${plural(found.turns, ["replik", "replikker"], ["", ""])} i ${found.documents}/${found.documents_total} interviews.`, `${plural(found.turns, ["", ""], ["turn", "turns"])} in ${found.documents}/${found.documents_total} interviews.`), more),
        h("ol.hits", null, found.hits.map((/** @type {any} */ hit) => h("li", null,
          h("a.secret", { href: place(hit.document, hit.start, hit.end) }, hit.document, tr(`, replik ${hit.turn}`, `, turn ${hit.turn}`)), hit.speaker && h("span.quiet.secret", null, ` · ${hit.speaker}`),
          h("p.secret", null, hit.before, h("mark.hit", null, hit.match), hit.after)))));
    } catch (error) {
      fill(results, h("p.wrong", null, error instanceof Error ? error.message : String(error)));
    }
  };
  return {
    title,
    element: h("main.wide.narrow", null, heading(title),
      h("form.searchform", { role: "search", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void search(); } }, field, h("button.primary", { type: "submit" }, tr("Søg", "Search")),
        h("label.formsbox", null, forms, tr("alle bøjninger", "all inflections"))),
      results),
    shown: () => {
      if (field.value) void search();
      else field.focus();
    },
  };
}
