// What stands on a coding: coder, time, memo, origin; and what can be done with it.
import { h } from "./dom.js";
import { ink } from "./marks.js";
import { moment, tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Memo} Memo */
/** @typedef {import("./store.js").Store} Store */

/** @param {string} origin */
export function originWords(origin) {
  /** @type {Record<string, string>} */
  const words = {
    manual: tr("sat i hånden", "put by hand"),
    import: tr("importeret", "imported"),
    suggestion: tr("begyndte som forslag", "began as a suggestion"),
    adjudication: tr("afgørelse", "adjudication"),
  };
  return words[origin] ?? origin;
}

/** A memo on words. @param {Memo} memo @param {string} words @param {() => void} close */
export function memoCard(memo, words, close) {
  return h(
    "aside.card",
    { "aria-label": tr("Memo", "Memo") },
    h("header", null, h("h2", null, tr("Memo", "Memo")), h("button.link", { type: "button", onclick: close, "aria-label": tr("Luk", "Close") }, "×")),
    h("blockquote.secret", null, words),
    h("p.memo.secret", null, memo.text),
    h("p.quiet", null, h("span.secret", null, memo.coder), ` · ${moment(memo.created)}`),
  );
}

/**
 * @param {Store} store
 * @param {Coding} coding
 * @param {string} words
 * @param {Memo[]} memos
 * @param {{retract: () => void, memo: () => void, recode: () => void, also: () => void, close: () => void, change: (() => void) | null}} does
 */
export function card(store, coding, words, memos, does) {
  const code = store.byCode.get(coding.code);
  const own = coding.coder === store.me.coder && store.me.may_code && coding.id !== null;
  return h(
    "aside.card",
    { "aria-label": tr("Valgt kodning", "Chosen coding") },
    h("header", { style: { "--code": ink(code?.color ?? "", 3) } },
      h("span.dot"), h("h2", null, code?.label ?? coding.code),
      h("button.link", { type: "button", onclick: does.close, "aria-label": tr("Luk", "Close") }, "×")),
    h("blockquote.secret", null, words),
    h("p.quiet", null, h("span.secret", null, coding.coder), ` · ${coding.id === null ? tr("sendes …", "being sent …") : moment(coding.created)} · ${originWords(coding.origin)}`),
    coding.memo && h("p.memo.secret", null, coding.memo),
    memos.map((memo) => h("p.memo.secret", null, memo.text, h("span.quiet", null, ` — ${memo.coder}`))),
    own && h("div.buttons", null,
      does.change && h("button.primary", { type: "button", onclick: does.change }, tr("Gem nye ender", "Keep new ends")),
      h("button", { type: "button", onclick: does.memo }, tr("Memo", "Memo")),
      h("button", { type: "button", onclick: does.also }, tr("Kod også", "Code too")),
      h("button", { type: "button", onclick: does.recode }, tr("Anden kode", "Other code")),
      h("button", { type: "button", onclick: does.retract }, tr("Tag tilbage", "Retract"))),
    !own && store.me.may_code && h("div.buttons", null, h("button", { type: "button", onclick: does.also }, tr("Kod også", "Code too"))),
    code?.definition && h("details", null, h("summary", null, tr("Definition", "Definition")), h("p", null, code.definition)),
  );
}
