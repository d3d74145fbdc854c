// The fields of the form: each holds a value of the code, tells when it changes, and has room for what is to be said of it.
import { contrast, css, mix, PAPER, readable, rgb, tintStrength } from "../colours.js";
import { fill, h } from "../dom.js";
import { decimal, tr } from "../words.js";
import { lines } from "./values.js";

/** @typedef {import("./values.js").Example} Example */
/** @typedef {{element: HTMLElement, said: HTMLElement, get: () => any, set: (value: any) => void}} Field */

/** Colours that are told apart in both themes. */
export const COLOURS = ["#1b6ca8", "#986603", "#2f7d4f", "#b0413e", "#7a4fa3", "#0f7d84", "#c05a1c", "#a83279", "#5b6b1f", "#4a5fc1", "#8a5a44", "#5f6b7a"];

const GROWS = typeof CSS !== "undefined" && CSS.supports?.("field-sizing", "content");

/** As tall as its text, also in browsers that do not see to it. @param {HTMLTextAreaElement} area */
function fitHeight(area) {
  if (GROWS) return;
  requestAnimationFrame(() => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  });
}

/**
 * A label, its control and what is said of it.
 * @param {string} key
 * @param {string} name
 * @param {HTMLElement} control with the id `code-${key}`
 * @param {string} [hint]
 */
function framed(key, name, control, hint = "") {
  const said = h("div.said", { id: `said-${key}`, "aria-live": "polite" });
  control.setAttribute("aria-describedby", `said-${key}`);
  return { said, element: h(`div.field.field-${key}`, null, h("label", { for: `code-${key}` }, name, hint && h("span.quiet", null, ` ${hint}`)), control, said) };
}

/** @param {string} key @param {string} name @param {() => void} changed @returns {Field} */
export function lineField(key, name, changed) {
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: `code-${key}`, oninput: changed, autocomplete: "off" }));
  return { ...framed(key, name, input), get: () => input.value, set: (value) => { input.value = value; } };
}

/** @param {string} key @param {string} name @param {() => void} changed @param {string} [hint] @returns {Field} */
export function textField(key, name, changed, hint = "") {
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea.grows", { id: `code-${key}`, rows: "2", oninput: () => { fitHeight(area); changed(); } }));
  return { ...framed(key, name, area, hint), get: () => area.value, set: (value) => { area.value = value; fitHeight(area); } };
}

/** A list of short texts, one a line. @param {string} key @param {string} name @param {() => void} changed @param {string} [hint] @returns {Field} */
export function linesField(key, name, changed, hint = tr("én på hver linje", "one a line")) {
  const field = textField(key, name, changed, hint);
  return { ...field, get: () => lines(field.get()), set: (value) => field.set(value.join("\n")) };
}

/**
 * A list of texts, each in a row of its own; examples show the place that they were drawn from.
 * @param {string} key
 * @param {string} name
 * @param {() => void} changed
 * @param {{one: string, hint?: string, secret?: boolean}} how `one`: what an item is called
 * @returns {Field}
 */
export function itemsField(key, name, changed, how) {
  /** @type {Example[]} */
  let items = [];
  const plain = key !== "examples";
  const list = h(`ol.itemlist${how.secret ? ".secret" : ""}`);
  const said = h("div.said", { id: `said-${key}`, "aria-live": "polite" });
  const row = (/** @type {number} */ at) => /** @type {HTMLElement | null} */ (list.children[at]?.querySelector("textarea"));
  const put = (/** @type {Example[]} */ next, /** @type {number} */ focused) => { items = next; draw(); changed(); (row(focused) ?? add).focus(); };
  const press = (/** @type {KeyboardEvent} */ event, /** @type {number} */ at) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const empty = !items[at].text;
    if (event.key === "Enter") put([...items.slice(0, at + 1), { text: "" }, ...items.slice(at + 1)], at + 1);
    else if (event.key === "Backspace" && empty) put(items.filter((_, place) => place !== at), Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };
  const draw = () => { fill(list, rows()); for (const area of list.querySelectorAll("textarea")) fitHeight(area); };
  const rows = () => items.map((item, at) => h("li", null,
    h("textarea.grows", { rows: "1", value: item.text, "aria-label": `${name} ${at + 1}`, "aria-describedby": `said-${key}`,
      onkeydown: (/** @type {KeyboardEvent} */ event) => press(event, at),
      oninput: (/** @type {Event} */ event) => {
        const area = /** @type {HTMLTextAreaElement} */ (event.target);
        items[at] = { ...items[at], text: area.value };
        fitHeight(area);
        changed();
      } }),
    h("button.link", { type: "button", "aria-label": tr(`Fjern ${how.one} ${at + 1}`, `Remove ${how.one} ${at + 1}`), onclick: () => put(items.filter((_, place) => place !== at), at) }, "×"),
    (item.document || item.note) && h("span.quiet.place", null, item.document && h("a", { href: placeOf(item) }, `${item.document} ${item.place ?? ""}`), item.note && ` ${item.note}`)));
  const add = h("button.link.additem", { type: "button", onclick: () => put([...items, { text: "" }], items.length) }, `+ ${how.one}`);
  return {
    said,
    element: h(`div.field.field-${key}`, { role: "group", "aria-label": name }, h("span.label", null, name, how.hint && h("span.quiet", null, ` ${how.hint}`)), list, add, said),
    get: () => items.filter((item) => item.text.trim()).map((item) => (plain ? item.text : item)),
    set: (value) => {
      const next = value.map((/** @type {Example | string} */ item) => (typeof item === "string" ? { text: item } : { ...item }));
      // What is being written is not drawn anew under the cursor.
      if (JSON.stringify(next) === JSON.stringify(items.filter((item) => item.text.trim()))) return;
      items = next;
      draw();
    },
  };
}

/** @param {Example} item */
function placeOf(item) {
  const at = /^(\d+):(\d+)$/.exec(item.place ?? "");
  return `/read?doc=${encodeURIComponent(item.document ?? "")}${at ? `&at=${at[1]}-${at[2]}` : ""}`;
}

/** A colour, with how well it is told from the paper of each theme. @param {string} name @param {() => void} changed @returns {Field} */
export function colourField(name, changed) {
  const valid = (/** @type {string} */ text) => /^#[0-9a-f]{6}$/i.test(text);
  const text = /** @type {HTMLInputElement} */ (h("input.hex", { type: "text", id: "code-color", maxlength: "7", spellcheck: "false", placeholder: "#1b6ca8", oninput: () => { show(); changed(); } }));
  const well = /** @type {HTMLInputElement} */ (h("input.well", { type: "color", "aria-label": tr("Vælg en anden farve", "Choose another colour"), oninput: () => { text.value = well.value; show(); changed(); } }));
  const swatches = h("span.swatches", { role: "group", "aria-label": tr("Farver", "Colours") }, COLOURS.map((one) => h("button.swatch", { type: "button", style: { "--code": one }, "aria-label": one, title: one, onclick: () => { text.value = one; show(); changed(); } })));
  const seen = h("div.contrasts");
  const show = () => {
    if (valid(text.value)) well.value = text.value.toLowerCase();
    for (const button of swatches.children) button.setAttribute("aria-pressed", String(button.getAttribute("aria-label") === text.value.toLowerCase()));
    fill(seen, valid(text.value) && [sample("light", text.value), sample("dark", text.value)]);
  };
  const frame = framed("color", name, text);
  frame.element.insertBefore(h("div.colours", null, text, well, swatches), frame.said);
  frame.element.insertBefore(seen, frame.said);
  return { ...frame, get: () => text.value.trim(), set: (value) => { text.value = value; show(); } };
}

/** @param {"light" | "dark"} theme @param {string} hex */
function sample(theme, hex) {
  const own = contrast(rgb(hex), PAPER[theme]);
  const words = theme === "light" ? tr("lyst", "light") : tr("mørkt", "dark");
  const weak = own < 3;
  const tint = mix(PAPER[theme], rgb(hex), tintStrength(hex, theme));
  return h(`span.sample.${theme}`, { style: { "--paper-of": css(PAPER[theme]), "--tint": css(tint), "--code": css(readable(hex, theme, 3)) } },
    h("span.dot"), h("span.tinted", null, tr("kodede ord", "coded words")),
    h("span", null, `${words} ${decimal(own, 1)} : 1`, weak && ` – ${theme === "light" ? tr("vises mørkere", "shown darker") : tr("vises lysere", "shown lighter")}`));
}

/** How the codes right under this one go together. @param {string[]} below @param {() => void} changed @returns {Field & {scale: Field}} */
export function belowField(below, changed) {
  const choose = /** @type {HTMLSelectElement} */ (h("select", { id: "code-exclusive", onchange: () => {
    if (choose.value === "scale" && !scale.get().length) scale.set(below);
    scale.element.hidden = choose.value !== "scale";
    changed();
  } },
  h("option", { value: "" }, tr("frit: flere kan stå på samme sted", "freely: several may stand on the same words")),
  h("option", { value: "exclusive" }, tr("udelukker hinanden", "exclude each other")),
  h("option", { value: "scale" }, tr("skala: i rækkefølge, mindst først", "scale: in order, least first"))));
  const scale = linesField("scale", tr("Skalaen, mindst først", "The scale, least first"), changed, tr("et id på hver linje", "one id a line"));
  const frame = framed("exclusive", tr("Underkoderne", "The codes under it"), choose);
  frame.element.insertBefore(scale.element, frame.said);
  return {
    ...frame,
    scale: { ...scale, get: () => (choose.value === "scale" ? scale.get() : []), set: (value) => { scale.set(value); if (value.length) choose.value = "scale"; scale.element.hidden = choose.value !== "scale"; } },
    get: () => choose.value === "exclusive",
    set: (value) => { choose.value = value ? "exclusive" : ""; },
  };
}
