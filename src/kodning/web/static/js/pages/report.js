// The report as it will be printed, in a box of its own.
import { fill, h } from "../dom.js";
import { heading } from "../parts.js";
import { tr } from "../words.js";

/** @param {import("../store.js").Store} store @returns {Promise<import("../main.js").Page>} */
export async function open(store) {
  const title = tr("Rapport", "Report");
  const kinds = [["findings", tr("Resultatkapitel", "Findings chapter")], ["quotes", tr("Citatbank", "Quote bank")], ["agreement", tr("Enighed", "Agreement")]];
  const frame = /** @type {HTMLIFrameElement} */ (h("iframe.preview-frame.secret", { title: tr("Forhåndsvisning", "Preview"), sandbox: "" }));
  const buttons = kinds.map(([kind, label], at) => h("button.chip", { type: "button", "aria-pressed": at === 0 ? "true" : "false", onclick: (/** @type {Event} */ event) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    ask(kind);
  } }, label));
  const waiting = h("p.quiet.writing", { role: "status" });
  const ask = (/** @type {string} */ kind) => {
    fill(waiting, tr("Siden skrives …", "Writing the page …"));
    frame.setAttribute("aria-busy", "true");
    frame.src = `/api/report?kind=${kind}`;
  };
  frame.addEventListener("load", () => {
    if (!frame.src) return; // the empty page that every frame begins with
    fill(waiting);
    frame.removeAttribute("aria-busy");
  });
  ask("findings");
  return {
    title,
    element: h("main.wide", null, heading(title, h("div.coders", null, buttons)),
      h("p.lead", null, tr(`Som siden bliver, når den skrives ud fra »${store.me.title}«. Ingen del af den hentes udefra.`, `As the page will be when written from “${store.me.title}”. No part of it is fetched from outside.`)), waiting, frame),
  };
}
