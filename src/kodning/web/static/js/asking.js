// A small dialog that asks for some words: a memo, a name.
import { h } from "./dom.js";
import { tr } from "./words.js";
import { openModal } from "./modal.js";

/**
 * @param {string} heading
 * @param {{quote?: string, value?: string, lines?: number, save?: string, label?: string, optional?: boolean}} [how]
 * @returns {Promise<string | null>} null where it was cancelled
 */
export function ask(heading, how = {}) {
  return new Promise((answer) => {
    /** @type {string | null} */
    let said = null;
    const field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { id: "ask-field", rows: String(how.lines ?? 5), value: how.value ?? "",
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey || how.lines === 1)) {
            event.preventDefault();
            save();
          }
        } })
    );
    const save = () => {
      said = field.value.trim() || (how.optional ? "" : null);
      dialog.close();
    };
    const dialog = /** @type {HTMLDialogElement} */ (
      h("dialog.ask", { "aria-labelledby": "ask-title" },
        h("h2", { id: "ask-title" }, heading),
        how.quote && h("blockquote.secret", null, how.quote),
        h("label.unseen", { for: "ask-field" }, how.label ?? heading),
        field,
        h("div.buttons", null,
          h("button", { type: "button", onclick: () => dialog.close() }, tr("Annullér", "Cancel")),
          h("button.primary", { type: "button", onclick: save }, how.save ?? tr("Gem", "Save"),
            how.lines !== 1 && h("kbd", null, "Ctrl+Enter"))))
    );
    openModal(dialog, () => answer(said));
    field.focus();
    field.select();
  });
}
