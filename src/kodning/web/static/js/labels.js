// Names in the margin: of codes, and the first words of memos.
import { h } from "./dom.js";
import { ink } from "./marks.js";
import { originWords } from "./card.js";
import { short } from "./shortening.js";
import { moment, plural, tr } from "./words.js";

/** @typedef {import("./types.js").Coding} Coding */
/** @typedef {import("./types.js").Memo} Memo */
/** @typedef {import("./margin.js").Item} Item */

export class Labels {
  /** @param {import("./store.js").Store} store @param {import("./margin.js").Does} does */
  constructor(store, does) {
    this.store = store;
    this.does = does;
  }

  /**
   * @param {Item} item
   * @param {number} top
   * @param {number} left
   * @param {boolean} chosen
   */
  of(item, top, left, chosen) {
    return "origin" in item ? this.code(item, top, left, chosen) : this.memo(item, top, left);
  }

  /** @param {Coding} coding @param {number} top @param {number} left @param {boolean} chosen */
  code(coding, top, left, chosen) {
    const code = this.store.byCode.get(coding.code);
    return h(
      `button.codename${this.classes(coding, chosen)}`,
      {
        type: "button", style: { top: `${top}px`, left: `${left}px`, "--code": ink(code?.color ?? "", 4.5) },
        "data-coding": coding.uid, onclick: () => this.does.choose(coding), "aria-pressed": chosen ? "true" : "false",
        ...this.pointed(coding),
      },
      h("span.name", null, code?.label ?? coding.code),
      coding.coder !== this.store.me.coder && h("span.who.secret", null, coding.coder),
      coding.memo && [h("span.has-memo", { "aria-hidden": "true" }, "✎"), h("span.unseen", null, tr("med memo", "with memo"))],
    );
  }

  /** @param {Memo} memo @param {number} top @param {number} left */
  memo(memo, top, left) {
    return h("button.codename.note", {
      type: "button", style: { top: `${top}px`, left: `${left}px` }, title: `${memo.text}\n${memo.coder} · ${moment(memo.created)}`,
      onclick: () => this.does.note(memo),
    }, h("span", { "aria-hidden": "true" }, "✎"), h("span.unseen", null, tr("Memo:", "Memo:")), h("span.name.secret", null, short(memo.text, 60)));
  }

  /** @param {Item[]} items @param {number} top @param {number} left */
  more(items, top, left) {
    const names = items.map((item) => ("origin" in item ? this.store.label(item.code) : tr("memo", "memo")));
    return h("button.codename.more", {
      type: "button", style: { top: `${top}px`, left: `${left}px` }, title: names.join(", "),
      onclick: () => ("origin" in items[0] ? this.does.choose(items[0]) : this.does.note(items[0])),
    }, `+ ${plural(items.length, ["til", "til"], ["more", "more"])}`);
  }

  /** @param {Coding} coding @param {boolean} chosen */
  classes(coding, chosen) {
    return [
      coding.coder === this.store.me.coder ? "" : ".other",
      coding.id === null ? ".pending" : "",
      chosen ? ".chosen" : "",
      coding.origin === "suggestion" ? ".suggested" : "",
    ].join("");
  }

  /** What happens under the pointer: the words are shown, and who coded them. @param {Coding} coding */
  pointed(coding) {
    return {
      onpointerenter: (/** @type {PointerEvent} */ event) => {
        const element = /** @type {HTMLElement} */ (event.currentTarget);
        element.title ||= this.told(coding);
        if (event.pointerType !== "touch") this.does.point(coding);
      },
      onpointerleave: () => this.does.point(null),
    };
  }

  /** @param {Coding} coding */
  told(coding) {
    const when = coding.id === null ? tr("sendes", "being sent") : moment(coding.created);
    const line = `${this.store.label(coding.code)} · ${coding.coder} · ${when} · ${originWords(coding.origin)}`;
    return coding.memo ? `${line}\n${coding.memo}` : line;
  }
}
