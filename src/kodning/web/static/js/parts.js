// Parts that several pages are made of.
import { h } from "./dom.js";
import { ink } from "./marks.js";

/**
 * @param {string} title
 * @param {...(HTMLElement | null | false)} more
 */
export function heading(title, ...more) {
  return h("header.pagehead", null, h("h1", null, title), more);
}

/**
 * @param {string} label
 * @param {readonly (string | readonly [string, string])[]} options
 * @param {string} chosen
 * @param {(value: string) => void} changed
 * @param {{secret?: boolean}} [how] whether the options are names
 */
export function picker(label, options, chosen, changed, how = {}) {
  const select = h(how.secret ? "select.secret" : "select", { onchange: (/** @type {Event} */ event) => changed(/** @type {HTMLSelectElement} */ (event.target).value) },
    options.map((option) => {
      const [value, text] = typeof option === "string" ? [option, option] : option;
      return h("option", { value, selected: value === chosen }, text);
    }));
  return h("label.picker", null, h("span", null, label), select);
}

/**
 * @param {string} caption
 * @param {readonly {name: string, number?: boolean, wide?: boolean, secret?: boolean}[]} columns
 * @param {readonly (readonly import("./dom.js").Child[])[]} rows
 */
export function table(caption, columns, rows) {
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": caption }, h("table", null,
    h("caption.unseen", null, caption),
    h("thead", null, h("tr", null, columns.map((column) => (column.name ? h(`th${kind(column)}`, { scope: "col" }, column.secret ? h("span.secret.whole", null, column.name) : column.name) : h("td"))))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, at) =>
      at === 0 ? h("th", { scope: "row" }, cell) : h(`td${kind(columns[at] ?? { name: "" })}`, null, cell)))))));
}

/** @param {{number?: boolean}} column */
function kind(column) {
  return column.number ? ".number" : "";
}

/** A code's name with its colour. @param {import("./store.js").Store} store @param {string} code */
export function codeName(store, code) {
  const known = store.byCode.get(code);
  return h("span.codelabel", { style: { "--code": ink(known?.color ?? "", 3) } }, h("span.dot"), known?.label ?? code);
}

/** Where a span is read. @param {string} document @param {number} start @param {number} end */
export function place(document, start, end) {
  return `/read?doc=${encodeURIComponent(document)}&at=${start}-${end}`;
}

/** @param {string} address */
export function goTo(address) {
  window.dispatchEvent(new CustomEvent("kodning-go", { detail: address }));
}
