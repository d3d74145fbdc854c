// The codebook: the tree with counts, each code's rules, and its text, checked while it is written.
import { Refused, get, post } from "../api.js";
import { aboutCode } from "../palette.js";
import { fill, h, toast } from "../dom.js";
import { ink } from "../marks.js";
import { heading } from "../parts.js";
import { integer, plural, tr } from "../words.js";

/** @param {import("../store.js").Store} store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(store, query) {
  const title = tr("Kodebog", "Codebook");
  const found = await get("/api/codebook");
  store.setCodes(found.codes);
  const first = query.get("code") ?? store.codes[0]?.id ?? null;
  const about = h("section.codeabout", { "aria-live": "polite" });
  const tree = h("ul.codetree", null);
  const show = (/** @type {string | null} */ id) => {
    const code = id === null ? null : store.byCode.get(id);
    for (const button of tree.querySelectorAll("button")) button.setAttribute("aria-current", button.dataset.code === id ? "true" : "false");
    fill(about, code && [h("div.about", null, aboutCode(code)),
      code.terms.length > 0 && h("p.quiet", null, tr("Søgeord: ", "Terms: "), code.terms.join(", ")),
      code.memo && h("p.memo", null, code.memo),
      h("p", null, h("a", { href: `/quotes?code=${encodeURIComponent(code.id)}` }, tr("Se citaterne", "See the quotes"))),
      h("p.quiet.id", null, "id: ", code.id)]);
  };
  fill(tree, store.codes.map((code) => h("li", { style: { "--code": ink(code.color, 3), "--depth": String(code.depth) } },
    h("button", { type: "button", "data-code": code.id, onclick: () => show(code.id) }, h("span.dot"), h("span.name", null, code.label), !code.in_codebook && h("span.badge", null, tr("udgået", "gone")), h("span.count", null, integer(code.codings))))));
  show(first);
  return {
    title,
    element: h("main.wide", null, heading(title),
      h("p.lead", null, plural(store.codes.length, ["kode", "koder"], ["code", "codes"]), ". ", tr("Tallene er kodninger. Kodebogen er filen codebook.yaml; kommentarer i den bliver stående.", "The numbers are codings. The codebook is the file codebook.yaml; comments in it stay.")),
      h("div.treeandabout", null, tree, about),
      store.me.may_administer && editor(store, found)),
  };
}

/** @param {import("../store.js").Store} store @param {{source: string, hash: string}} found */
function editor(store, found) {
  let { hash } = found;
  const said = h("p.check", { role: "status" });
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea.source", { rows: "24", spellcheck: "false", value: found.source, "aria-label": "codebook.yaml", oninput: () => { window.clearTimeout(timer); timer = window.setTimeout(() => void check(), 350); } }));
  const save = /** @type {HTMLButtonElement} */ (h("button.primary", { type: "button", disabled: true, onclick: () => void keep() }, tr("Gem kodebogen", "Save the codebook")));
  /** @type {number | undefined} */
  let timer;
  const check = async () => {
    try {
      const answer = await post("/api/codebook/check", { source: field.value });
      save.disabled = !answer.ok || field.value === found.source;
      said.classList.toggle("wrong", !answer.ok);
      const left = answer.left?.length ? tr(` Koder i brug, der ikke længere står her: ${answer.left.join(", ")}. Deres kodninger bliver.`, ` Codes in use that no longer stand here: ${answer.left.join(", ")}. Their codings stay.`) : "";
      fill(said, answer.ok ? tr(`I orden: ${plural(answer.codes, ["kode", "koder"], ["", ""])}.`, `In order: ${plural(answer.codes, ["", ""], ["code", "codes"])}.`) + left : answer.message);
      if (!answer.ok && answer.line) said.dataset.line = String(answer.line);
    } catch (error) {
      fill(said, error instanceof Error ? error.message : String(error));
    }
  };
  const keep = async () => {
    try {
      const answer = await post("/api/codebook/save", { source: field.value, hash });
      hash = answer.hash;
      found.source = field.value;
      store.setCodes(answer.codes);
      save.disabled = true;
      toast(tr("Kodebogen er gemt.", "The codebook is saved."));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, null, true);
    }
  };
  return h("details.editor", null, h("summary", null, tr("Redigér teksten (codebook.yaml)", "Edit the text (codebook.yaml)")), field, said, h("div.buttons", null, save));
}
