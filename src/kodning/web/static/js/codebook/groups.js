// Groups of codes that exclude each other.
import { h } from "../dom.js";
import { tr } from "../words.js";
import { askChange } from "./changing.js";

/**
 * A new group with a code, or one that is there.
 * @param {import("./book.js").Book} book
 * @param {import("../types.js").Code} code
 */
export function editGroup(book, code) {
  const own = book.groups.find((group) => group.codes.includes(code.id)) ?? null;
  const name = /** @type {HTMLInputElement} */ (h("input", { type: "text", id: "group-name", value: own?.id ?? "", autocomplete: "off", list: "group-names" }));
  const ordered = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "group-ordered", checked: own?.ordered ?? false }));
  const members = new Set(own?.codes ?? [code.id]);
  return askChange(book, {
    heading: tr("Gruppe: koder, der udelukker hinanden", "Group: codes that exclude each other"), what: "group", does: tr("Gem gruppen", "Save the group"),
    empty: tr("Giv gruppen et navn, og vælg mindst to koder.", "Name the group, and choose two codes at least."),
    inputs: (changed) => {
      for (const input of [name, ordered]) input.addEventListener("input", changed);
      return [
        h("p.quiet", null, tr("Et tekststykke får højst én af dem. Enighed på tekststykker regnes også for gruppen.", "A span gets one of them at most. Agreement on spans is reckoned for the group too.")),
        h("label", { for: "group-name" }, tr("Navn", "Name")), name, h("datalist", { id: "group-names" }, book.groups.map((group) => h("option", { value: group.id }))),
        h("label.check", { for: "group-ordered" }, ordered, " ", tr("I rækkefølge, mindst først (kodebogens orden)", "In order, least first (the codebook's order)")),
        h("fieldset.members", null, h("legend", null, tr("Koder", "Codes")), h("div.memberlist", { tabindex: "0", role: "group", "aria-label": tr("Koder", "Codes") }, book.codes.filter((one) => one.in_codebook).map((one) => h("label.check", { style: { "--level": String(one.depth) } },
          h("input", { type: "checkbox", checked: members.has(one.id), onchange: (/** @type {Event} */ event) => { if (/** @type {HTMLInputElement} */ (event.target).checked) members.add(one.id); else members.delete(one.id); changed(); } }), " ", one.label)))),
        own && h("p", null, h("button.link", { type: "button", onclick: () => { members.clear(); changed(); } }, tr("Opløs gruppen", "Take the group out")))];
    },
    body: () => {
      const group = name.value.trim();
      if (!group) return null;
      if (!members.size) return own && group === own.id ? { group } : null;
      const known = own && group === own.id ? own.codes.filter((id) => members.has(id)) : [];
      const rest = book.codes.filter((one) => members.has(one.id) && !known.includes(one.id)).map((one) => one.id);
      return members.size > 1 ? { group, codes: [...known, ...rest], ordered: ordered.checked } : null;
    },
  });
}
