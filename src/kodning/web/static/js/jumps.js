// To the next uncoded sentence, suggestion, disagreement.
import { Refused, get } from "./api.js";
import { toast } from "./dom.js";
import { percent, tr } from "./words.js";

/** @typedef {import("./reading.js").Reading} Reading */

/** To the next sentence of an informant that the coder has put no code on. @param {Reading} reading */
export function jumpToFree(reading) {
  const from = reading.selecting.span?.end ?? reading.transcript.topPlace();
  const free = reading.transcript.units.nextFree(from, reading.codings.own);
  if (free) reading.go(free);
  else toast(tr("Alt er kodet.", "Everything is coded."));
}

/** @param {Reading} reading */
export function jumpToSuggestion(reading) {
  const open = reading.data.suggestions.filter((one) => one.rank === 1).sort((a, b) => a.sentence_start - b.sentence_start);
  const from = reading.selecting.span?.start ?? -1;
  const next = open.find((one) => one.sentence_start > from) ?? open[0];
  if (!next) {
    toast(tr("Der er ingen forslag her.", "There are no suggestions here."));
    return;
  }
  reading.go({ start: next.sentence_start, end: next.sentence_end });
  const label = reading.store.label(next.code);
  toast(tr(`Forslag: ${label}`, `Suggestion: ${label}`) + (next.calibrated ? ` (${percent(next.score)})` : ""), {
    label: tr("Kod sådan (J)", "Code so (J)"), act: () => acceptSuggestion(reading),
  });
}

/** Accept what is suggested first for the sentence that is selected. @param {Reading} reading */
export function acceptSuggestion(reading) {
  const { span } = reading.selecting;
  const { suggestions } = reading.data;
  const next = suggestions.find((one) => one.rank === 1 && one.sentence_start === span?.start && one.sentence_end === span.end);
  if (!next || !reading.store.me.may_code) {
    toast(tr("Der er intet forslag til det, der er markeret. F går til det næste.", "Nothing is suggested for what is selected. F goes to the next."));
    return;
  }
  void reading.store.write("/api/suggestions/decide", { id: next.id, decision: "accept" });
  reading.markSuggestions(suggestions.filter((one) => one.start !== next.start));
  reading.doing.said(`${tr("Kodet", "Coded")}: ${reading.store.label(next.code)}`);
}

/** @param {Reading} reading */
export async function jumpToDisagreement(reading) {
  try {
    const found = await get("/api/disagreements");
    /** @type {{document: string, start: number, end: number, id: string, codes: string[], codings: Record<string, unknown[]>}[]} */
    const here = (found.disagreements ?? []).filter((/** @type {{document: string}} */ one) => one.document === reading.data.name);
    here.sort((a, b) => a.start - b.start);
    const from = reading.selecting.span?.start ?? -1;
    const next = here.find((one) => one.start > from) ?? here[0];
    if (!next) {
      toast(found.empty ?? tr("Ingen uenigheder her.", "No disagreements here."));
      return;
    }
    for (const name of Object.keys(next.codings)) reading.codings.show(name);
    reading.refresh();
    reading.go({ start: next.start, end: next.end });
    const codes = next.codes.map((code) => reading.store.label(code)).join(", ");
    toast(tr(`Uenighed: ${codes}`, `Disagreement: ${codes}`), {
      label: tr("Se den", "See it"),
      act: () => window.dispatchEvent(new CustomEvent("kodning-go", { detail: `/agreement?disagreement=${next.id}` })),
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, null, true);
  }
}
