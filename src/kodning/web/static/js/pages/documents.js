// The documents: what is there, bringing more in, their variables as a grid.
import { Refused, get, upload } from "../api.js";
import { ask } from "../asking.js";
import { fill, h, toast } from "../dom.js";
import { goTo, heading, table } from "../parts.js";
import { integer, percent, plural, tr } from "../words.js";

/** @typedef {import("../types.js").DocumentRow} Row */

/** @param {import("../store.js").Store} store @returns {Promise<import("../main.js").Page>} */
export async function open(store) {
  /** @type {Row[]} */
  const rows = await get("/api/documents");
  const title = tr("Dokumenter", "Documents");
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.attributes)))];
  const longest = (/** @type {string} */ name) => Math.max(0, ...rows.map((row) => (row.attributes[name] ?? "").length));
  names.sort((one, other) => Number(longest(one) > 40) - Number(longest(other) > 40)); // remarks last
  const variables = h("section");
  const add = async () => {
    const name = await ask(tr("Hvad hedder variablen?", "What is the attribute called?"), { lines: 1, save: tr("Tilføj", "Add") });
    if (!name) return;
    if (!names.includes(name)) names.push(name);
    draw();
    /** @type {HTMLElement | null} */ (variables.querySelector("tbody tr td:last-child input"))?.focus();
  };
  const draw = () => fill(variables,
    h("div.sectionhead", null, h("h2.gap", null, tr("Variabler", "Attributes")), store.me.may_administer && rows.length > 0 && h("button", { type: "button", onclick: () => void add() }, tr("Ny variabel", "New attribute"))),
    names.length > 0 && table(tr("Variabler", "Attributes"), [{ name: tr("Dokument", "Document") }, ...names.map((name) => ({ name }))],
      rows.map((row) => [h("span.secret.whole", null, row.name), ...names.map((name) => cell(store, row, name))])));
  draw();
  const dropzone = store.me.may_administer && importBox();
  return {
    title,
    element: h("main.wide", null, heading(title), dropzone,
      rows.length > 0 && table(title, [
        { name: tr("Dokument", "Document") }, { name: tr("Ord", "Words"), number: true }, { name: tr("Informantens", "Informant's"), number: true },
        { name: tr("Kodninger", "Codings"), number: true }, { name: tr("Mine", "Mine"), number: true }, { name: tr("Gennemgået af mig", "Reviewed by me"), number: true }, { name: tr("Gennemgået af", "Reviewed by") },
      ], rows.map((row) => [
        h("span", null, h("a.secret", { href: `/read?doc=${encodeURIComponent(row.name)}` }, row.name), h("span.sub.secret", null, row.title)),
        integer(row.words), integer(row.informant_words), integer(row.codings), integer(row.mine), percent(row.reviewed),
        h("span.secret", null, row.reviewed_by.join(", ")),
      ])),
      rows.length > 0 && variables),
  };
}

/** @param {import("../store.js").Store} store @param {Row} row @param {string} name */
function cell(store, row, name) {
  const value = row.attributes[name] ?? "";
  if (!store.me.may_administer) return h("span.secret", null, value);
  const input = /** @type {HTMLInputElement} */ (h("input.cellinput.secret", {
    type: "text", value, title: value.length > 26 ? value : null, size: String(Math.min(26, Math.max(6, value.length + 1))), "aria-label": `${row.name}: ${name}`,
    onchange: async () => {
      const seen = row.attributes[name] ?? "";
      const answer = await store.write("/api/attributes", { document: row.name, name, value: input.value, seen });
      if (answer) row.attributes[name] = input.value.trim();
      else input.value = seen;
    },
  }));
  return input;
}

function importBox() {
  const waiting = h("div.previews");
  const chosen = /** @type {HTMLInputElement} */ (h("input.unseen", { type: "file", multiple: true, id: "files", onchange: () => void take([...(chosen.files ?? [])]) }));
  const box = h("div.dropzone", {
    ondragover: (/** @type {DragEvent} */ event) => { event.preventDefault(); box.classList.add("over"); },
    ondragleave: () => box.classList.remove("over"),
    ondrop: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      box.classList.remove("over");
      void take([...(event.dataTransfer?.files ?? [])]);
    },
  }, chosen, h("label", { for: "files" }, h("strong", null, tr("Slip transskriptioner her", "Drop transcripts here")), tr(" eller vælg filer. Du ser først, hvad der er i dem.", " or choose files. You see first what is in them.")));
  const take = async (/** @type {File[]} */ files) => {
    for (const file of files) {
      const place = h("article.preview", { "aria-busy": "true" }, h("p", null, tr(`Læser ${file.name} …`, `Reading ${file.name} …`)));
      waiting.append(place);
      try {
        fill(place, preview(await upload(`/api/import?dry=1&name=${encodeURIComponent(file.name)}`, file), file, place));
      } catch (error) {
        fill(place, h("p.wrong", { role: "alert" }, error instanceof Error ? error.message : String(error)));
      }
      place.removeAttribute("aria-busy");
    }
  };
  return h("div", null, box, waiting);
}

/** @param {any} found @param {File} file @param {HTMLElement} place */
function preview(found, file, place) {
  const keep = async () => {
    try {
      const done = await upload(`/api/import?name=${encodeURIComponent(file.name)}`, file);
      const bad = done.outcomes.filter((/** @type {any} */ one) => one.error);
      const added = done.outcomes.filter((/** @type {any} */ one) => one.state === "new").length;
      if (bad.length) toast(bad[0].error, null, true);
      else if (added) toast(tr(`${plural(added, ["dokument", "dokumenter"], ["", ""])} hentet ind.`, `${plural(added, ["", ""], ["document", "documents"])} imported.`));
      else toast(tr("Det var her i forvejen.", "It was here already."));
      if (!bad.length) goTo("/documents");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, null, true);
    }
  };
  const good = found.documents.some((/** @type {any} */ one) => !one.error);
  return [
    h("h3.secret", null, found.file, found.n > 1 && h("span.quiet", null, ` · ${plural(found.n, ["dokument", "dokumenter"], ["document", "documents"])}`)),
    found.documents.map((/** @type {any} */ one) => (one.error ? h("p.wrong", { role: "alert" }, one.error) : found.n > 3 ? h("p", null, one.name, h("span.quiet", null, ` · ${plural(one.characters, ["tegn", "tegn"], ["character", "characters"])}`)) : speakers(one))),
    h("div.buttons", null, h("button", { type: "button", onclick: () => place.remove() }, tr("Lad være", "Leave it")),
      good && h("button.primary", { type: "button", onclick: () => void keep() }, tr("Hent ind", "Import"))),
  ];
}

/** @param {any} one */
function speakers(one) {
  const roles = /** @type {Record<string, string>} */ ({ interviewer: tr("interviewer", "interviewer"), informant: tr("informant", "informant"), unknown: tr("ukendt", "unknown") });
  return [
    h("p.quiet.secret", null, `${one.title} · ${one.encoding} · ${plural(one.characters, ["tegn", "tegn"], ["character", "characters"])}`),
    table(one.name, [{ name: tr("Taler", "Speaker") }, { name: tr("Rolle", "Role") }, { name: tr("Replikker", "Turns"), number: true }, { name: tr("Begynder", "Begins") }],
      one.speakers.map((/** @type {any} */ who) => [h("span.secret", null, who.speaker ?? tr("(uden navn)", "(no name)")), roles[who.role] ?? who.role, integer(who.turns), h("span.secret.begins", null, who.first)])),
    one.notes.length > 0 && h("ul.notes", null, one.notes.map((/** @type {any} */ note) => h("li", null, note.line && tr(`linje ${note.line}: `, `line ${note.line}: `), note.text))),
  ];
}
