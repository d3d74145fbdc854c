// The keys, shown when asked for.
import { h } from "./dom.js";
import { tr } from "./words.js";
import { openModal } from "./modal.js";

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

/** What a finger does. @returns {[string, [string[], string][]][]} */
export function fingers() {
  return [
    [tr("Markér", "Select"), [
      [[tr("Tryk på en sætning", "Tap a sentence")], tr("den bliver markeret; igen slipper den", "it is selected; again lets go of it")],
      [[tr("Træk i enderne", "Drag the ends")], tr("markeringen vokser eller krymper ord for ord", "the selection grows or shrinks word by word")],
      [[tr("Hold på et ord", "Hold on a word")], tr("markér, som din telefon plejer", "select as your phone does everywhere")],
    ]],
    [tr("Kod", "Code"), [
      [[tr("Kod", "Code")], tr("vælg en kode til det markerede; de seneste har deres egen knap", "choose a code for what is selected; recent ones have a button of their own")],
      [[tr("Koder", "Codes")], tr("kodebogen: tryk på en kode for at sætte den på det markerede", "the codebook: tap a code to put it on what is selected")],
      [[tr("Hold på en kode", "Hold on a code")], tr("den løfter sig; bær den hen på en sætning", "it lifts; carry it to a sentence")],
      [["In vivo", "Memo"], tr("ordene bliver en kode; skriv, hvad du tænker", "the words become a code; write what you think")],
    ]],
    [tr("Det, der er kodet", "What is coded"), [
      [[tr("Tryk på ord eller stribe", "Tap words or stripe")], tr("kodningen dér; igen den næste", "the coding there; again the next")],
      [[tr("Træk i dens ender", "Drag its ends")], tr("flyt, hvor din kodning begynder og slutter", "move where your coding begins and ends")],
      [[tr("Tag tilbage", "Retract")], tr("på kodningens kort, hvor også memo og anden kode er", "on the coding's card, with memo and other code")],
      [[tr("Fortryd", "Undo")], tr("i beskeden nederst, lige efter du gjorde det", "in the message at the foot, right after you did it")],
      [["⋯"], tr("gennemgået hertil; eller lad rulning tælle som læst", "reviewed up to here; or let scrolling count as read")],
    ]],
  ];
}

/** Show the overview; gives a promise that ends when it is closed. */
export function showHelp() {
  const byFinger = window.matchMedia("(any-pointer: coarse)").matches;
  const title = byFinger ? tr("Fingre og taster", "Fingers and keys") : tr("Taster", "Keys");
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog.help",
      { "aria-labelledby": "help-title" },
      h("header", null, h("h2", { id: "help-title" }, title),
        h("button.link", { type: "button", onclick: () => dialog.close(), "aria-label": tr("Luk", "Close") }, "×")),
      byFinger && h("div.columns.fingers", null, fingers().map(([heading, rows]) => section(heading, rows, "span.gesture"))),
      byFinger && h("h2.gap", null, tr("Taster", "Keys")),
      h("p.quiet", null, tr("Små bogstaver vælger koder; store giver kommandoer. De gælder, når teksten har fokus.",
        "Small letters choose codes; capitals give commands. They hold while the text has focus.")),
      h("div.columns", null, keys().map(([heading, rows]) => section(heading, rows, "kbd"))),
    )
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  openModal(dialog);
}

/** @param {string} heading @param {[string[], string][]} rows @param {string} spec of what is pressed */
function section(heading, rows, spec) {
  return h("section", null, h("h3", null, heading), h("dl", null, rows.flatMap(([pressed, does]) => [
    h("dt", null, pressed.map((key) => h(spec, null, tr(key, key.replace("Skift", "Shift"))))), h("dd", null, does)])));
}
