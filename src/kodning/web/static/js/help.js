// The keys, shown when asked for.
import { h } from "./dom.js";
import { tr } from "./words.js";

/** @returns {[string, [string[], string][]][]} */
export function keys() {
  return [
    [tr("Flyt og markér", "Move and select"), [
      [["↓", "↑"], tr("næste, forrige sætning", "next, previous sentence")],
      [["Alt+↓", "Alt+↑"], tr("næste, forrige replik", "next, previous turn")],
      [["Skift+↓", "Skift+↑"], tr("udvid, indskrænk med en sætning", "extend, shrink by a sentence")],
      [["Skift+→", "Skift+←"], tr("flyt slutningen et ord", "move the end by a word")],
      [["Alt+→", "Alt+←"], tr("flyt begyndelsen et ord", "move the start by a word")],
      [["Esc"], tr("slip markeringen", "let go of the selection")],
    ]],
    [tr("Kod", "Code"), [
      [["a–å"], tr("skriv kodens første bogstaver, så Enter", "type the code's first letters, then Enter")],
      [["1–9"], tr("en af de seneste koder", "one of the recent codes")],
      [["V"], tr("in vivo: ordene bliver en kode", "in vivo: the words become a code")],
      [["M"], tr("memo på kodningen, ellers på markeringen, ellers på dokumentet", "memo on the coding, else on the selection, else on the document")],
      [["K"], tr("vælg en kodning her, så den næste", "choose a coding here, then the next")],
      [["Enter"], tr("vælg en kode; med valgt kodning: gem nye ender", "choose a code; with a coding chosen: keep its new ends")],
      [["Delete"], tr("tag den valgte kodning tilbage", "take the chosen coding back")],
      [["Ctrl+Z", "Ctrl+Y"], tr("fortryd, gendan", "undo, redo")],
    ]],
    [tr("Spring og gennemgå", "Jump and review"), [
      [["N"], tr("næste ukodede sætning", "next uncoded sentence")],
      [["F"], tr("næste forslag", "next suggestion")],
      [["J"], tr("ja til forslaget", "yes to the suggestion")],
      [["U"], tr("næste uenighed", "next disagreement")],
      [["G"], tr("gennemgået hertil", "reviewed up to here")],
      [["?"], tr("denne oversigt", "this overview")],
    ]],
  ];
}

/** Show the overview; gives a promise that ends when it is closed. */
export function showHelp() {
  const before = document.activeElement;
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog.help",
      { "aria-labelledby": "help-title" },
      h("header", null, h("h2", { id: "help-title" }, tr("Taster", "Keys")),
        h("button.link", { type: "button", onclick: () => dialog.close(), "aria-label": tr("Luk", "Close") }, "×")),
      h("p.quiet", null, tr("Små bogstaver vælger koder; store giver kommandoer. De gælder, når teksten har fokus.",
        "Small letters choose codes; capitals give commands. They hold while the text has focus.")),
      h("div.columns", null, keys().map(([heading, rows]) =>
        h("section", null, h("h3", null, heading),
          h("dl", null, rows.flatMap(([pressed, does]) => [
            h("dt", null, pressed.map((key) => h("kbd", null, tr(key, key.replace("Skift", "Shift"))))), h("dd", null, does)]))))),
    )
  );
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  dialog.showModal();
}
