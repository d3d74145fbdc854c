// The codebook: the tree with counts beside the chosen code, and the same as text.
import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { heading } from "../parts.js";
import { plural, tr } from "../words.js";
import { Book } from "../codebook/book.js";
import { CodeView } from "../codebook/codeview.js";
import { newCode } from "../codebook/dialogs.js";
import { Drafts } from "../codebook/drafts.js";
import { TextView } from "../codebook/textview.js";
import { TreeView } from "../codebook/treeview.js";

/** @param {import("../store.js").Store} store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(store, query) {
  const title = tr("Kodebog", "Codebook");
  const book = new Book(store, await get("/api/codebook"));
  const drafts = new Drafts(store.me.project, window.sessionStorage);
  const tree = new TreeView(book, {
    chosen: (id) => { view.show(id); remember(id); },
    opened: (id) => { view.show(id); panes.classList.add("showcode"); view.element.querySelector("input")?.focus(); },
    unsaved: (id) => drafts.get(id) !== null,
  });
  const view = new CodeView(book, drafts, {
    step: (way) => tree.step(way), show: (id) => tree.reveal(id), marked: () => tree.draw(),
    back: () => { panes.classList.remove("showcode"); tree.elements.get(tree.at ?? "")?.focus(); },
  });
  const text = new TextView(book);
  const count = h("p.lead", { role: "status" });
  const filter = /** @type {HTMLInputElement} */ (h("input.codefilter", {
    type: "search", placeholder: tr("Find en kode", "Find a code"), "aria-label": tr("Find en kode", "Find a code"),
    oninput: () => { tree.filter = filter.value; tree.draw(); },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const first = tree.rows.find((row) => row.hit);
      if (!first || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
      event.preventDefault();
      tree.focus(first.code.id);
    },
  }));
  const undo = async (/** @type {boolean} */ again) => {
    await book.last;
    await (again ? store.redo() : store.undo());
    await book.fetch();
  };
  const add = async () => {
    const done = await newCode(book, book.code(tree.at)?.in_codebook ? book.code(tree.at) : null, "after");
    view.told(done, done?.id);
  };
  tree.element.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".twisty"))) panes.classList.add("showcode");
  });
  const panes = h("div.codepanes", null,
    h("section.treepane", { "aria-label": tr("Træet", "The tree") },
      h("div.treetools", null, filter,
        book.editable && h("button.primary", { type: "button", onclick: () => void add() }, tr("+ Ny kode", "+ New code")),
        book.editable && h("button", { type: "button", onclick: () => void undo(false), title: tr("Fortryd (Ctrl+Z)", "Undo (Ctrl+Z)"), "aria-label": tr("Fortryd", "Undo") }, "↶"),
        h("button", { type: "button", onclick: () => tree.all(true), title: tr("Fold alle ud", "Expand all"), "aria-label": tr("Fold alle ud", "Expand all") }, "▾"),
        h("button", { type: "button", onclick: () => tree.all(false), title: tr("Fold alle sammen", "Collapse all"), "aria-label": tr("Fold alle sammen", "Collapse all") }, "▸")),
      h("div.treehead", { "aria-hidden": "true" }, h("span", null, tr("Kode", "Code")), h("span.count", null, tr("Kodninger", "Codings")), h("span.count.documents", null, tr("Dok.", "Docs"))),
      h("div.treescroll", null, tree.element),
      book.editable && keys()),
    view.element);
  const draw = () => {
    drafts.follow(book.kept);
    tree.draw();
    view.show(tree.at);
    text.update();
    fill(count, plural(book.codes.length, ["kode", "koder"], ["code", "codes"]), ". ",
      book.editable ? tr("Det, du ændrer, skrives straks i codebook.yaml; kommentarer og rækkefølge i den bliver stående.", "What you change is written to codebook.yaml at once; comments and order in it stay.") : tr("Kodebogen er filen codebook.yaml.", "The codebook is the file codebook.yaml."));
  };
  book.watchers.add(draw);
  const theme = () => draw();
  const shortcut = (/** @type {KeyboardEvent} */ event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || /** @type {Element} */ (event.target).closest("input, textarea, select, dialog")) return;
    const does = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    void undo(does === "redo");
  };
  draw();
  const wanted = query.get("code");
  return {
    title,
    element: h("main.wide.codebookpage", null, heading(title, tabs(panes, text.element, query.get("as") === "text")), count, panes, text.element),
    shown: () => {
      document.addEventListener("keydown", shortcut);
      window.addEventListener("kodning-theme", theme);
      if (wanted && book.code(wanted)) { tree.reveal(wanted); panes.classList.add("showcode"); }
    },
    leave: () => {
      document.removeEventListener("keydown", shortcut);
      window.removeEventListener("kodning-theme", theme);
      book.leave();
    },
  };
}

/** @param {string} id */
function remember(id) {
  const url = new URL(window.location.href);
  if (url.pathname !== "/codebook" || url.searchParams.get("code") === id) return;
  url.searchParams.set("code", id);
  window.history.replaceState(null, "", url);
}

/** The tree, or the text. @param {HTMLElement} tree @param {HTMLElement} text @param {boolean} textFirst */
function tabs(tree, text, textFirst) {
  const panels = [{ id: "tree", panel: tree, words: tr("Træ", "Tree") }, { id: "text", panel: text, words: tr("Som tekst", "As text") }];
  const choose = (/** @type {number} */ at, focus = true) => panels.forEach(({ panel }, place) => {
    panel.hidden = place !== at;
    buttons[place].setAttribute("aria-selected", String(place === at));
    buttons[place].setAttribute("tabindex", place === at ? "0" : "-1");
    if (place === at && focus) buttons[place].focus();
  });
  const buttons = panels.map(({ id, panel, words }, at) => {
    panel.id = `panel-${id}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${id}`);
    return h("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}`, onclick: () => choose(at),
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "ArrowRight" || event.key === "ArrowLeft") choose(1 - at); },
    }, words);
  });
  choose(textFirst ? 1 : 0, false);
  return h("div.tabs", { role: "tablist", "aria-label": tr("Kodebogen", "The codebook") }, buttons);
}

function keys() {
  const rows = [
    [["↑", "↓", "→", "←"], tr("gå, fold ud, fold sammen", "go, expand, collapse")],
    [["a–å"], tr("til koden, der begynder sådan", "to the code that begins so")],
    [["Alt+↑", "Alt+↓"], tr("flyt op, ned", "move up, down")],
    [["Alt+→", "Alt+←"], tr("flyt ind under koden før, ud igen", "move in under the code before, out again")],
    [["Enter"], tr("redigér", "edit")],
    [["Ctrl+Z", "Ctrl+Y"], tr("fortryd, gendan", "undo, redo")],
  ];
  return h("details.treekeys", null, h("summary", null, tr("Taster og træk", "Keys and dragging")),
    h("p.quiet", null, tr("Træk en kode hen, hvor den skal stå: på midten af en anden for at lægge den under, på kanten for at lægge den før eller efter; længere til venstre for længere ud. Med finger: træk i ⠿.", "Drag a code to where it is to stand: onto the middle of another to put it under it, onto its edge to put it before or after; further left for further out. By finger: drag ⠿.")),
    h("dl", null, rows.flatMap(([pressed, does]) => [h("dt", null, /** @type {string[]} */ (pressed).map((key) => h("kbd", null, key))), h("dd", null, does)])));
}
