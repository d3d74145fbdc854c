// The theme table; every number opens its words.
import { get } from "../api.js";
import { h } from "../dom.js";
import { figure, matrixTable } from "../figures.js";
import { ink } from "../marks.js";
import { heading, picker, table } from "../parts.js";
import { integer, percent, tr } from "../words.js";

/** @param {import("../store.js").Store} _store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(_store, query) {
  const asked = { coder: query.get("coder"), by: query.get("by"), sort: query.get("sort") };
  const found = await get("/api/themes", asked);
  const title = tr("Temaer", "Themes");
  if (found.empty) return { title, element: h("main.wide", null, heading(title), h("p", null, found.empty)) };
  const total = found.total.documents_total;
  const most = Math.max(...found.rows.map((/** @type {any} */ row) => row.documents), 1);
  const matrix = await matrixTable(found.coder, (code, document) => `/quotes?code=${encodeURIComponent(code)}&coder=${encodeURIComponent(found.coder)}&document=${encodeURIComponent(document)}`);
  const figures = ["themes", "timeline", "cooccur", "saturation"].map((name) => figure(name, { coder: found.coder }));
  const quotes = (/** @type {string} */ code, /** @type {string | null} */ value = null) => {
    const where = value !== null && found.attribute ? `&where=${encodeURIComponent(`${found.attribute}=${value}`)}` : "";
    return `/quotes?code=${encodeURIComponent(code)}&coder=${encodeURIComponent(found.coder)}${where}`;
  };
  const columns = [
    { name: tr("Tema og kode", "Theme and code") },
    { name: tr("Interviews", "Interviews"), number: true },
    { name: "", wide: true },
    ...found.values.map((/** @type {string} */ value) => ({ name: value, number: true, secret: true })),
    { name: tr("Kodninger", "Codings"), number: true },
    { name: tr("Ord", "Words"), number: true },
    { name: tr("Andel", "Share"), number: true },
  ];
  const rows = found.rows.map((/** @type {any} */ row) => {
    const link = (/** @type {string} */ text, /** @type {number} */ count, /** @type {string | null} */ value = null) =>
      count ? h("a.cell", { href: quotes(row.code, value), title: tr("Vis citaterne", "Show the quotes") }, text) : h("span.quiet", null, text);
    return [
      h("span.codelabel", { style: { "--code": ink(row.color, 3), "--depth": String(row.depth) } }, h("span.dot"), row.label),
      link(`${row.documents}/${total}`, row.documents),
      h("span.meter", { style: { "--share": String(row.documents / most), "--code": ink(row.color, 3) }, "aria-hidden": "true" }),
      ...found.values.map((/** @type {string} */ value) => link(`${row.by[value].documents}/${row.by[value].documents_total}`, row.by[value].documents, value)),
      link(integer(row.codings), row.codings),
      integer(row.words),
      percent(row.share_of_words, 1),
    ];
  });
  rows.push([
    h("strong", null, tr("Alle koder", "All codes")), `${found.total.documents}/${total}`, "",
    ...found.values.map(() => ""), integer(found.total.codings), integer(found.total.words), percent(found.total.share_of_words, 1),
  ]);
  const change = (/** @type {string} */ name) => (/** @type {string} */ value) => {
    const next = new URLSearchParams(window.location.search);
    if (value) next.set(name, value);
    else next.delete(name);
    window.dispatchEvent(new CustomEvent("kodning-go", { detail: `/themes?${next}` }));
  };
  const words = tr(
    `Kodet af ${found.coder}, der har gennemgået ${found.reviewed} af ${total} interviews. Underkoder tælles med i deres tema. Ord er informanternes; et ord tæller én gang. Klik på et tal for at se ordene bag.`,
    `Coded by ${found.coder}, who has reviewed ${found.reviewed} of ${total} interviews. Sub-codes count in their theme. Words are the informants'; a word counts once. Click a number to see the words behind it.`,
  );
  return {
    title,
    element: h("main.wide", null, heading(title, h("div.controls", null,
      picker(tr("Koder", "Coder"), found.coders, found.coder, change("coder"), { secret: true }),
      picker(tr("Fordelt på", "By"), [["", tr("(ikke fordelt)", "(not split)")], ...found.attributes], found.attribute ?? "", change("by")),
      picker(tr("Rækkefølge", "Order"), [["", tr("kodebogens", "the codebook's")], ["frequency", tr("hyppighed", "frequency")]], asked.sort ?? "", change("sort")))),
      h("p.lead.secret", null, words),
      table(title, columns, rows),
      matrix && [h("h2.gap", null, tr("Kodninger i hvert interview", "Codings in each interview")), matrix],
      h("h2.gap", null, tr("Figurer", "Figures")),
      h("div.figures", null, figures.map((one) => one.element))),
    shown: () => {
      for (const one of figures) void one.draw();
    },
  };
}
