// The report as it will be printed, in a box of its own.
import { h } from "../dom.js";
import { heading } from "../parts.js";
import { tr } from "../words.js";

/** @param {import("../store.js").Store} store @returns {Promise<import("../main.js").Page>} */
export async function open(store) {
  const title = tr("Rapport", "Report");
  const kinds = [["findings", tr("Resultatkapitel", "Findings chapter")], ["quotes", tr("Citatbank", "Quote bank")], ["agreement", tr("Enighed", "Agreement")]];
  const frame = /** @type {HTMLIFrameElement} */ (h("iframe.preview-frame", { title: tr("Forhåndsvisning", "Preview"), sandbox: "" }));
  const buttons = kinds.map(([kind, label], at) => h("button.chip", { type: "button", "aria-pressed": at === 0 ? "true" : "false", onclick: (/** @type {Event} */ event) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    frame.src = `/api/report?kind=${kind}`;
  } }, label));
  frame.src = "/api/report?kind=findings";
  return {
    title,
    element: h("main.wide", null, heading(title, h("div.coders", null, buttons)),
      h("p.lead", null, tr(`Som siden bliver, når den skrives ud fra »${store.me.title}«. Ingen del af den hentes udefra.`, `As the page will be when written from “${store.me.title}”. No part of it is fetched from outside.`)), frame),
  };
}
