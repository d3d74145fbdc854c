// The frame around every page: finding the way, theme and language, being offline, hearing from others.
import { Refused, forgetEarly, logout } from "./api.js";
import { byId, fill, h, toast } from "./dom.js";
import { listen } from "./live.js";
import { Store } from "./store.js";
import { language, plural, tr } from "./words.js";

/** @typedef {{title: string, element: HTMLElement, shown?: () => void, leave?: () => void}} Page */

/** @type {[string, () => string, ((who: import("./types.js").Me) => boolean)?][]} */
const NAV = [
  ["read", () => tr("Læs og kod", "Read and code")],
  ["themes", () => tr("Temaer", "Themes")],
  ["quotes", () => tr("Citater", "Quotes")],
  ["search", () => tr("Søg", "Search")],
  ["suggestions", () => tr("Forslag", "Suggestions"), (who) => !who.blind && who.may_code],
  ["agreement", () => tr("Enighed", "Agreement"), (who) => !who.blind],
  ["codebook", () => tr("Kodebog", "Codebook")],
  ["documents", () => tr("Dokumenter", "Documents")],
  ["history", () => tr("Historik", "History")],
  ["report", () => tr("Rapport", "Report"), (who) => !who.blind],
];

/** @type {Store | null} */
let store = null;
/** @type {Page | null} */
let page = null;
let turn = 0;

async function start() {
  document.addEventListener("click", followLink);
  window.addEventListener("popstate", () => void show());
  window.addEventListener("kodning-go", (event) => go(/** @type {CustomEvent<string>} */ (event).detail));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => window.dispatchEvent(new Event("kodning-theme")));
  await enter();
}

async function enter() {
  try {
    store = await Store.open();
  } catch (error) {
    forgetEarly();
    const { loginPage } = await import("./pages/login.js");
    fill(byId("app"), loginPage(error, () => void enter()));
    return;
  }
  store.outbox.watchers.push(banner);
  void store.outbox.flush();
  listen(store);
  await show();
}

/** @param {MouseEvent} event */
function followLink(event) {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== window.location.origin || url.pathname.startsWith("/api/") || link.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  go(url.pathname + url.search);
}

/** @param {string} address */
function go(address) {
  window.history.pushState(null, "", address);
  void show();
}

async function show() {
  if (!store) return;
  const mine = (turn += 1);
  const name = window.location.pathname.slice(1) || "read";
  const known = NAV.some(([one]) => one === name) ? name : "read";
  /** @type {Page} */
  let next;
  try {
    const { open } = await import(`./pages/${known}.js`);
    next = await open(store, new URLSearchParams(window.location.search));
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      await enter();
      return;
    }
    next = failed(error);
  }
  forgetEarly();
  if (mine !== turn) {
    next.leave?.();
    return;
  }
  page?.leave?.();
  page = next;
  next.element.id = "main";
  fill(byId("app"), skip(), top(known), h("div.banner", { id: "banner", hidden: true }), next.element);
  const nav = document.querySelector(".top nav");
  const current = /** @type {HTMLElement | null} */ (nav?.querySelector("[aria-current]"));
  if (nav && current) nav.scrollLeft = current.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
  document.body.dataset.page = known;
  entitle();
  document.body.classList.toggle("incognito", incognito());
  banner();
  window.scrollTo(0, 0);
  next.shown?.();
}

/** @param {unknown} error @returns {Page} */
function failed(error) {
  const message = error instanceof Error ? error.message : String(error);
  const offline = error instanceof Refused && error.passing;
  return {
    title: tr("Fejl", "Error"),
    element: h("main.plain", null, h("h1", null, offline ? tr("Serveren svarer ikke", "The server does not answer") : tr("Det gik ikke", "That did not work")),
      h("p", null, message), h("button", { type: "button", onclick: () => void show() }, tr("Prøv igen", "Try again"))),
  };
}

function skip() {
  return h("a.skip", { href: "#main", onclick: (/** @type {Event} */ event) => {
    event.preventDefault();
    const target = /** @type {HTMLElement} */ (document.querySelector(".transcript") ?? byId("main"));
    target.setAttribute("tabindex", target.getAttribute("tabindex") ?? "-1");
    target.focus();
  } }, tr("Til indholdet", "To the content"));
}

/** @param {string} current */
function top(current) {
  if (!store) return h("header.top");
  const { me } = store;
  const links = NAV.filter(([, , allowed]) => !allowed || allowed(me)).map(([name, label]) =>
    h("a", { href: `/${name}`, "aria-current": name === current ? "page" : null }, label()));
  return h(
    "header.top",
    null,
    h("a.brand", { href: "/read", title: me.title }, h("span.mark", { "aria-hidden": "true" }), h("span", null, me.title)),
    h("nav", { "aria-label": tr("Sider", "Pages") }, links),
    h("div.tools", null,
      me.read_only && h("span.badge", null, tr("kun læsning", "read-only")),
      me.blind && h("span.badge", null, tr("blind kodning", "blind coding")),
      h("span.who.secret", { title: me.role }, me.coder),
      h("button.tool", { type: "button", onclick: toggleIncognito, "aria-pressed": incognito() ? "true" : "false", title: tr("Slør navne og citater", "Blur names and quotes"), "aria-label": tr("Slør navne og citater", "Blur names and quotes") }, "◐"),
      h("button.tool", { type: "button", onclick: switchLanguage, lang: language() === "da" ? "en" : "da", "aria-label": language() === "da" ? "EN, English" : "DA, dansk", title: language() === "da" ? "English" : "Dansk" }, language() === "da" ? "EN" : "DA"),
      h("button.tool", { type: "button", onclick: switchTheme, title: tr("Lyst, mørkt eller som systemet", "Light, dark or the system's"), "aria-label": tr("Skift mellem lyst og mørkt", "Switch between light and dark") }, "☀"),
      me.passwords && h("button.tool", { type: "button", onclick: () => void logout().then(() => window.location.reload()), "aria-label": tr("Log ud", "Log out"), title: tr("Log ud", "Log out") }, "⏻")),
  );
}

/** The window's title, which a shared screen shows too: no name of a document where names are blurred. */
function entitle() {
  const name = NAV.find(([one]) => one === document.body.dataset.page);
  document.title = `${incognito() && name ? name[1]() : page?.title} – ${store?.me.title}`;
}

function incognito() {
  const kept = window.sessionStorage.getItem("kodning.incognito");
  return kept === null ? store?.me.incognito === true : kept === "on";
}

function toggleIncognito() {
  window.sessionStorage.setItem("kodning.incognito", incognito() ? "off" : "on");
  document.body.classList.toggle("incognito", incognito());
  entitle();
  document.querySelector(".tools [aria-pressed]")?.setAttribute("aria-pressed", String(incognito()));
}

function switchLanguage() {
  const next = language() === "da" ? "en" : "da";
  document.documentElement.lang = next;
  document.cookie = `kodning-language=${next}; path=/; max-age=31536000; samesite=strict`;
  void store?.refreshCodes().then(() => show());
}

function switchTheme() {
  const now = document.documentElement.dataset.theme ?? "auto";
  const next = now === "auto" ? "light" : now === "light" ? "dark" : "auto";
  document.documentElement.dataset.theme = next;
  window.localStorage.setItem("kodning.theme", next);
  window.dispatchEvent(new Event("kodning-theme"));
  toast({ auto: tr("Farver som systemet", "Colours as the system's"), light: tr("Lyse farver", "Light colours"), dark: tr("Mørke farver", "Dark colours") }[next] ?? "");
}

/** Say when the server is gone, and what waits. */
function banner() {
  const box = document.getElementById("banner");
  if (!store || !box) return;
  const waiting = store.outbox.entries.length;
  const { state, reason } = store.outbox;
  box.hidden = state === "ready";
  if (state === "ready") return;
  const kept = waiting ? tr(`${plural(waiting, ["handling", "handlinger"], ["", ""])} er gemt i browseren og sendes, når serveren kan gemme igen.`, `${plural(waiting, ["", ""], ["action is", "actions are"])} kept in the browser and will be sent when the server can keep them again.`) : "";
  const what = state === "offline"
    ? reason || tr("Ingen forbindelse til serveren. Bliv bare ved.", "No connection to the server. Just go on.")
    : tr("Du er logget ud. Åbn adressen fra terminalen igen, eller log ind i en anden fane.", "You are logged out. Open the address from the terminal again, or log in in another tab.");
  box.setAttribute("role", "status");
  fill(box, h("strong", null, what), " ", kept);
}

void start();
