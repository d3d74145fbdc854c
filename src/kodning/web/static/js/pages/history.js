// Who did what, when.
import { get } from "../api.js";
import { h } from "../dom.js";
import { heading, table } from "../parts.js";
import { moment, tr } from "../words.js";

/** @param {string} kind */
export function kindWords(kind) {
  /** @type {Record<string, string>} */
  const words = {
    init: tr("begyndte projektet", "began the project"), import: tr("hentede ind", "imported"), code: tr("kodede", "coded"),
    change: tr("flyttede ender", "moved ends"), retract: tr("tog tilbage", "retracted"), undo: tr("fortrød", "undid"),
    memo: tr("skrev memo", "wrote a memo"), reviewed: tr("gennemgik", "reviewed"), codings: tr("importerede kodninger", "imported codings"),
    codebook: tr("ændrede kodebogen", "changed the codebook"), attributes: tr("satte variabler", "set attributes"),
    suggest: tr("lod foreslå", "had codes suggested"), accept: tr("accepterede forslag", "accepted a suggestion"),
    reject: tr("afviste forslag", "rejected a suggestion"), recode: tr("accepterede med anden kode", "accepted with another code"),
    skip: tr("sprang forslag over", "skipped a suggestion"), decide: tr("afgjorde uenighed", "settled a disagreement"),
    used: tr("noterede brugte citater", "noted quotes as used"), settle: tr("afgjorde tabte kodninger", "settled lost codings"),
    revise: tr("rettede transskription", "corrected a transcript"), merge: tr("flettede projekt ind", "merged a project"),
    "undo merge": tr("tog fletning ud igen", "took a merge out again"), forget: tr("slettede dokument helt", "erased a document"),
    exchange: tr("hentede fra andet program", "took in another program's file"),
    "codebook-add": tr("føjede koder til", "added codes"), "codebook-edit": tr("rettede en kode", "edited a code"),
    "codebook-rename": tr("omdøbte en kode", "renamed a code"), "codebook-move": tr("flyttede en kode", "moved a code"),
    "codebook-merge": tr("slog koder sammen", "merged codes"), "codebook-split": tr("delte en kode", "split a code"),
    "codebook-retire": tr("tog en kode ud af brug", "retired a code"), "codebook-import": tr("hentede koder ind", "imported codes"),
    "codebook-group": tr("rettede en gruppe", "edited a group"), "codebook-text": tr("skrev kodebogens tekst", "wrote the codebook's text"),
    freeze: tr("frøs et gennemløb", "froze a pass"), adjudicate: tr("skrev resultatet af afgørelser", "wrote the result of decisions"),
    sample: tr("trak en stikprøve", "drew a sample"), "blind begin": tr("begyndte blind kodning", "began blind coding"),
    "blind end": tr("afsluttede blind kodning", "ended blind coding"), "blind break": tr("brød blindingen", "broke the blinding"),
  };
  return words[kind] ?? kind;
}

/** What an action was about; of one that takes another back, what that was. @param {{kind: string, summary: string}} row */
function aboutWords({ kind, summary }) {
  if (kind !== "undo") return summary;
  const [, did, about] = /^(?:undo: )*([a-z -]+): (.*)$/su.exec(summary) ?? [];
  return did === undefined ? summary : `${kindWords(did)}: ${about}`;
}

/** @param {import("../store.js").Store} _store @returns {Promise<import("../main.js").Page>} */
export async function open(_store) {
  /** @type {{id: number, created: string, coder: string, kind: string, summary: string, undone_by: number | null}[]} */
  const rows = await get("/api/history");
  const title = tr("Historik", "History");
  return {
    title,
    element: h("main.wide", null, heading(title),
      h("p.lead", null, tr("Det nyeste øverst. Intet forsvinder: det fortrudte står her stadig.", "The newest first. Nothing disappears: what was undone still stands here.")),
      table(title, [{ name: tr("Hvornår", "When") }, { name: tr("Hvem", "Who") }, { name: tr("Hvad", "What") }, { name: tr("Hvor", "Where") }],
        rows.map((row) => [h("time", { datetime: row.created }, moment(row.created)), h("span.secret.whole", null, row.coder),
          kindWords(row.kind), h(row.undone_by ? "del.secret" : "span.secret", { title: row.undone_by ? tr("fortrudt", "undone") : null }, aboutWords(row))]))),
  };
}
