// Figures drawn by the server as SVG, shown as pictures: nothing in them can become part of the page.
import { get, text } from "./api.js";
import { fill, h } from "./dom.js";
import { ink } from "./marks.js";
import { integer, tr } from "./words.js";

const DARK = "@media screen and (prefers-color-scheme:dark)";

/** What the page's own colours are at this moment. */
function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
}

/**
 * A figure by its name; its title and description are what is read aloud.
 * @param {string} name
 * @param {Record<string, string | null>} asked
 */
export function figure(name, asked) {
  const place = h("figure.figure", { "aria-busy": "true" }, h("p.quiet", null, tr("Tegner …", "Drawing …")));
  const draw = async () => {
    try {
      const svg = await text("/api/figure", { name, ...asked });
      // Its style rules are for the picture; the page's policy would complain of them.
      const read = new DOMParser().parseFromString(svg.replace(/<style>.*?<\/style>/su, ""), "image/svg+xml");
      const [title, more] = ["title", "desc"].map((tag) => read.querySelector(tag)?.textContent ?? "");
      const shown = svg.replace(DARK, dark() ? "@media screen" : "@media not all");
      const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(shown)}`;
      fill(place, h("img.secret", { src: source, alt: [title, more].filter(Boolean).join(". ") }),
        h("figcaption", null, h("a", { href: source, download: `${name}.svg` }, tr("Hent som SVG", "Take home as SVG"))));
    } catch (error) {
      fill(place, h("p.quiet", null, error instanceof Error ? error.message : String(error)));
    }
    place.removeAttribute("aria-busy");
  };
  const again = () => {
    if (place.isConnected) void draw();
    else window.removeEventListener("kodning-theme", again);
  };
  window.addEventListener("kodning-theme", again);
  return { element: place, draw };
}

/**
 * Codes by interviews, each number a link to its quotes, tinted by how many there are.
 * @param {string | null} coder
 * @param {(code: string, document: string) => string} address
 */
export async function matrixTable(coder, address) {
  const found = await get("/api/matrix", { coder });
  if (found.empty) return null;
  const most = Math.max(1, ...Object.values(found.counts).flat());
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": tr("Koder og interviews", "Codes and interviews") }, h("table.heat", null,
    h("caption.unseen", null, tr("Hvor mange kodninger hver kode har i hvert interview", "How many codings each code has in each interview")),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, tr("Kode", "Code")), found.columns.map((/** @type {string} */ name) => h("th.number.secret", { scope: "col" }, name)))),
    h("tbody", null, found.codes.map((/** @type {any} */ row) => h("tr", null,
      h("th", { scope: "row" }, h("span.codelabel", { style: { "--code": ink(row.color, 3), "--depth": String(row.depth) } }, h("span.dot"), row.label)),
      found.columns.map((/** @type {string} */ name, /** @type {number} */ at) => {
        const count = found.counts[row.code][at];
        return h("td.number.heatcell", { style: { "--heat": `${Math.round((count / most) * 40)}%` } },
          count ? h("a.cell", { href: address(row.code, name), "aria-label": `${row.label}, ${name}: ${count}` }, integer(count)) : h("span.quiet", null, "·"));
      }))))));
}
