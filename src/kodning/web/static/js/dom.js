// Making elements. Text is always a text node: nothing that a transcript says can become markup.

/** @typedef {Node | string | number | null | undefined | boolean | readonly unknown[]} Child */

/**
 * `h("button.primary", {onclick: …}, "Kod")`.
 * @param {string} spec tag and classes
 * @param {Record<string, unknown> | null} [props] `on…` listeners, `style` through the CSSOM, else attributes
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(spec, props, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.classList.add(...classes);
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  element.append(...nodes(children));
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {unknown} value
 */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) {
    element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  } else if (name === "style") {
    for (const [key, one] of Object.entries(/** @type {Record<string, string>} */ (value))) {
      element.style.setProperty(key, one);
    }
  } else if (name === "value") {
    /** @type {HTMLInputElement} */ (element).value = String(value);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** What is null, undefined or a truth value is nothing. @param {readonly Child[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return children.flatMap((child) => {
    if (child instanceof Node) return [child];
    if (Array.isArray(child)) return nodes(/** @type {readonly Child[]} */ (child));
    return child === null || child === undefined || typeof child === "boolean" ? [] : [String(child)];
  });
}

/**
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * The element of an id, which the page is known to have.
 * @param {string} id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * Tell those who listen to the page instead of looking at it.
 * @param {string} text
 * @param {boolean} [urgent]
 */
export function announce(text, urgent = false) {
  const region = byId(urgent ? "assertive" : "polite");
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 30);
}

/** @type {number | undefined} */
let hiding;

/**
 * A short word at the foot of the page, spoken too.
 * @param {string} text
 * @param {{label: string, act: () => void} | null} [button]
 * @param {boolean} [bad]
 */
export function toast(text, button = null, bad = false) {
  document.querySelector(".toast")?.remove();
  const hide = () => {
    const focused = box.contains(document.activeElement);
    box.remove();
    // Not nowhere: the keys of a page work where its text has the focus.
    if (focused) /** @type {HTMLElement | null} */ (document.querySelector(".transcript"))?.focus({ preventScroll: true });
  };
  const box = h(
    `aside.toast${bad ? ".bad" : ""}`,
    { "aria-label": document.documentElement.lang === "en" ? "Message" : "Besked" },
    h("span", null, text),
    button && h("button.link", { type: "button", onclick: () => { hide(); button.act(); } }, button.label),
    h("button.link", { type: "button", onclick: hide, "aria-label": "×" }, "×"),
  );
  document.body.append(box);
  announce(text, bad);
  window.clearTimeout(hiding);
  hiding = window.setTimeout(hide, bad ? 15000 : 6000);
}
