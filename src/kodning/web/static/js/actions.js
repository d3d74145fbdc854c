// What an action was, in a word, for those who take it back.
import { tr } from "./words.js";

/** @param {{kind: string, summary: string}} action */
export function actionWords({ kind, summary }) {
  /** @type {Record<string, string>} */
  const words = {
    code: tr("kodning", "coding"), retract: tr("det, der blev taget tilbage", "what was taken back"), change: tr("flytning af ender", "moving of ends"),
    memo: tr("memo", "memo"), reviewed: tr("gennemgang", "review"), codebook: tr("ændring af kodebogen", "change of the codebook"),
    accept: tr("accept af forslag", "acceptance of a suggestion"), reject: tr("afvisning af forslag", "rejection of a suggestion"),
    adjudicate: tr("afgørelse", "decision"), decide: tr("afgørelse", "decision"), attributes: tr("variabler", "attributes"), undo: tr("fortrydelse", "undoing"),
  };
  const word = words[kind.startsWith("codebook-") ? "codebook" : kind];
  return word ? (summary ? `${word} (${summary})` : word) : summary;
}
