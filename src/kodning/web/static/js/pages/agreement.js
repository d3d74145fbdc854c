// Agreement: per code with its interval; the disagreements side by side in the text; settled in place.
import { get } from "../api.js";
import { ask } from "../asking.js";
import { fill, h, toast } from "../dom.js";
import { ink } from "../marks.js";
import { Offsets } from "../offsets.js";
import { around, askSpan, SpanChooser } from "../spanchooser.js";
import { codeName, goTo, heading, picker, place, table } from "../parts.js";
import { RoundBox, alphaWords, choices, goToPass } from "../rounds.js";
import { decimal, integer, percent, plural, tr } from "../words.js";

/** @typedef {{code: string, start: number, end: number, coding: number, memo: string}} Mark */
/** @typedef {{id: string, kind: string, document: string, start: number, end: number, coders: string[], codings: Record<string, Mark[]>, codes: string[], text: string, before: string, after: string, turn: number | null, speaker: string | null, corrected: boolean, decision: {outcome: [string, number, number][], decided_by: string, reason: string} | null}} Disagreement */

const UNITS = () => /** @type {[string, string][]} */ ([
  ["segment", tr("sætninger", "sentences")], ["paragraph", tr("afsnit", "paragraphs")], ["turn", tr("replikker", "turns")], ["document", tr("dokumenter", "documents")],
]);

/** @param {import("../store.js").Store} store @param {URLSearchParams} query @returns {Promise<import("../main.js").Page>} */
export async function open(store, query) {
  const title = tr("Enighed", "Agreement");
  const unit = query.get("unit") ?? "segment";
  const code = query.get("code");
  const wanted = query.get("disagreement");
  const pass = query.get("pass") ?? "";
  const ask = () => Promise.all([get("/api/disagreements", { code, pass }), get("/api/rounds", { pass, unit })]);
  const [study, [found, rounds]] = await Promise.all([get("/api/agreement", { unit, pass }), ask()]);
  const what = rounds.passes.length > 0 && picker(tr("Sammenlign", "Compare"), choices(rounds), rounds.chosen?.pass.name ?? pass, (chosen) => goToPass(query, chosen));
  if (study.empty) {
    return { title, element: h("main.wide", null, heading(title, h("div.controls", null, what)), h("p", null, study.empty),
      h("p", null, tr("Her på siden: åbn teksten under »Læs og kod«, og tryk G, når den er læst.", "On this page: open the text under “Read and code”, and press G when it is read."))) };
  }
  const rows = /** @type {Disagreement[]} */ (found.disagreements);
  const { pooled } = study;
  const unitNames = Object.fromEntries(UNITS());
  const words = tr(
    `${study.coders.join(" og ")} på ${integer(study.n_units)} ${unitNames[unit]} i ${study.documents.length} interviews. Krippendorffs alfa, samlet: ${alphaWords(pooled)}. Under hver koders navn: hvor stor en del hun satte koden på. Klik på et antal for at se uenighederne.`,
    `${study.coders.join(" and ")} on ${integer(study.n_units)} ${unitNames[unit]} in ${study.documents.length} interviews. Krippendorff's alpha, pooled: ${alphaWords(pooled)}. Below each coder's name: the share that she put the code on. Click a count to see the disagreements.`,
  );
  const counts = new Map();
  for (const row of rows) for (const one of row.codes) counts.set(one, (counts.get(one) ?? 0) + 1);
  const within = (/** @type {string | null} */ about) => {
    const next = new URLSearchParams({ unit });
    if (pass) next.set("pass", pass);
    if (about) next.set("code", about);
    return `/agreement?${next}`;
  };
  const go = (/** @type {string} */ name) => (/** @type {string} */ value) => {
    const next = new URLSearchParams(window.location.search);
    if (value) next.set(name, value);
    else next.delete(name);
    next.delete("disagreement");
    goTo(`/agreement?${next}`);
  };
  const list = new Disagreements(store, rows, wanted, pass);
  const box = new RoundBox(store, rounds, { coders: study.coders, documents: study.documents.length, go: (name) => goToPass(query, name), next: () => { if (!list.next()) goTo(within(null)); } });
  // Decisions of others, and what is taken back, show at once.
  const again = async () => {
    const [now, known] = await ask();
    list.decided(now.disagreements);
    box.show(known);
  };
  const hear = (/** @type {import("../types.js").Change} */ change) => {
    if (["decide", "undo", "freeze", "adjudicate"].includes(change.kind)) void again().catch(() => null);
  };
  store.followers.add(hear);
  return {
    title,
    element: h("main.wide", null, heading(title, h("div.controls", null, what, picker(tr("Enhed", "Unit"), UNITS(), unit, go("unit")))),
      h("p.lead.secret", null, words),
      box.element,
      table(title, [
        { name: tr("Kode", "Code") }, { name: tr("Uenigheder", "Disagreements"), number: true }, { name: tr("Krippendorffs α", "Krippendorff's α"), number: true }, { name: tr("95 %-interval", "95% interval") }, { name: tr("Cohens κ", "Cohen's κ"), number: true },
        { name: tr("Enige i", "Agree on"), number: true }, ...study.coders.map((/** @type {string} */ name) => ({ name, number: true, secret: true }))
      ], study.codes.map((/** @type {any} */ row) => [
        codeName(store, row.code),
        counts.get(row.code) ? h("a.cell", { href: `${within(row.code)}#disagreements` }, integer(counts.get(row.code))) : "0",
        row.alpha === null ? h("span.quiet", { title: row.reason }, tr("udefineret", "undefined")) : decimal(row.alpha),
        row.interval?.[0] === null || !row.interval ? h("span.reason", null, row.reason ?? "") : whisker(row),
        decimal(row.kappa), percent(row.percent), ...study.coders.map((/** @type {string} */ name) => percent(row.prevalence[name], 1)),
      ])),
      h("h2.gap", { id: "disagreements" }, code ? [tr("Uenigheder om ", "Disagreements on "), store.label(code), " ", h("a.small", { href: within(null) }, tr("vis alle", "show all"))] : tr("Uenigheder", "Disagreements"),
        h("span.quiet", null, ` ${plural(rows.length, ["sted", "steder"], ["place", "places"])}`)),
      list.element),
    shown: () => {
      if (wanted || code) list.element.scrollIntoView({ block: "start" });
    },
    leave: () => store.followers.delete(hear),
  };
}

/** @param {any} row */
function whisker(row) {
  const [low, high] = row.interval;
  const at = (/** @type {number} */ value) => String(Math.min(1, Math.max(0, value)));
  return h("span.whisker", null,
    h("span.track", { style: { "--low": at(low), "--high": at(high), "--value": at(row.alpha ?? 0) }, "aria-hidden": "true" }, h("span.reach"), h("span.point")),
    `${decimal(low)}–${decimal(high)}`);
}

class Disagreements {
  /** @param {import("../store.js").Store} store @param {Disagreement[]} rows @param {string | null} wanted @param {string} pass the frozen pass, empty for things as they are */
  constructor(store, rows, wanted, pass) {
    this.store = store;
    this.pass = pass;
    this.rows = wanted ? [...rows.filter((one) => one.id === wanted), ...rows.filter((one) => one.id !== wanted)] : rows;
    this.shown = 20;
    /** @type {Map<string, Offsets>} */
    this.texts = new Map();
    this.element = h("div.disagreements");
    this.draw();
  }

  draw() {
    const rest = this.rows.length - this.shown;
    fill(this.element, this.rows.slice(0, this.shown).map((one) => this.box(one)),
      rest > 0 && h("button", { type: "button", onclick: () => { this.shown += 40; this.draw(); } }, tr(`Vis flere (${rest} til)`, `Show more (${rest} more)`)),
      !this.rows.length && h("p.quiet", null, tr("Ingen uenigheder.", "No disagreements.")));
  }

  /** Take over what is decided by now. @param {Disagreement[]} now */
  decided(now) {
    const known = new Map(now.map((one) => [one.id, one.decision]));
    const changed = this.rows.filter((one) => JSON.stringify(one.decision) !== JSON.stringify(known.get(one.id) ?? null));
    if (!changed.length) return;
    for (const one of changed) one.decision = known.get(one.id) ?? null;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".disagreement"))?.dataset.id;
    this.draw();
    if (focused) this.focus(focused, false);
  }

  /** Go to the next disagreement that nobody has decided; false where there is none here. */
  next() {
    const at = this.rows.findIndex((one) => one.id === /** @type {HTMLElement | null} */ (document.activeElement?.closest(".disagreement"))?.dataset.id);
    const found = [...this.rows.slice(at + 1), ...this.rows.slice(0, at + 1)].find((one) => !one.decision);
    if (!found) return false;
    this.shown = Math.max(this.shown, this.rows.indexOf(found) + 1);
    this.draw();
    this.focus(found.id, true);
    return true;
  }

  /** @param {string} id @param {boolean} reveal */
  focus(id, reveal) {
    const element = /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-id="${id}"]`));
    element?.focus({ preventScroll: true });
    if (reveal) element?.scrollIntoView({ block: "center" });
  }

  /** @param {Disagreement} one */
  box(one) {
    const kinds = /** @type {Record<string, string>} */ ({ omission: tr("udeladelse", "omission"), boundary: tr("grænse", "boundary"), confusion: tr("forveksling", "confusion") });
    const settle = this.store.me.may_administer;
    const where = h("span.secret", null, one.document, one.turn && tr(`, replik ${one.turn}`, `, turn ${one.turn}`));
    const article = h("article.disagreement", { "data-id": one.id, tabindex: "-1", "aria-label": `${kinds[one.kind]} ${one.document}` });
    fill(article,
      h("header", null, h("span.badge", null, kinds[one.kind] ?? one.kind), one.codes.map((code) => codeName(this.store, code)), h("span.space"),
        one.corrected ? h("span.quiet", null, where, tr(" (rettet siden)", " (corrected since)")) : h("a.quiet", { href: place(one.document, one.start, one.end) }, where)),
      h("div.versions", null, one.coders.map((coder) => this.version(one, coder))),
      one.decision && h("p.decision", null, h("strong", null, tr("Afgjort af ", "Settled by "), h("span.secret", null, one.decision.decided_by), ": "),
        one.decision.outcome.length ? one.decision.outcome.map(([code, start, end], at) => [at > 0 && "; ", h("strong", null, this.store.label(code)), " ", h("q.secret", null, shortened(one, start, end))]) : tr("ingen kode", "no code"),
        one.decision.reason && h("span.secret", null, ` – ${one.decision.reason}`)),
      settle && h("div.buttons", null, one.decision && h("span.quiet", null, tr("Afgør om: ", "Settle anew: ")),
        one.coders.map((coder) => h("button", { type: "button", onclick: () => void this.settle(one, [coder]) }, h("span.secret", null, tr(`${coder} har ret`, `${coder} is right`)))),
        one.kind === "confusion" && h("button", { type: "button", onclick: () => void this.settle(one, one.coders) }, tr("Begge", "Both")),
        one.coders.every((coder) => one.codings[coder]?.length) && h("button", { type: "button", onclick: () => void this.settle(one, []) }, tr("Ingen kode", "No code")),
        h("button", { type: "button", onclick: () => void this.other(one) }, tr("Andet …", "Something else …"))));
    return article;
  }

  /** A coder's version: the words, with what she coded marked. @param {Disagreement} one @param {string} coder */
  version(one, coder) {
    const marks = one.codings[coder] ?? [];
    const points = [...one.text];
    const cuts = [...new Set([one.start, one.end, ...marks.flatMap((mark) => [mark.start, mark.end])])].filter((at) => at >= one.start && at <= one.end).sort((a, b) => a - b);
    const text = cuts.slice(0, -1).map((start, at) => {
      const end = cuts[at + 1];
      const words = points.slice(start - one.start, end - one.start).join("");
      const own = marks.find((mark) => mark.start <= start && end <= mark.end);
      return own ? h("mark.coded", { style: { "--code": ink(this.store.byCode.get(own.code)?.color ?? "", 3) } }, words) : h("span", null, words);
    });
    const memos = marks.map((mark) => mark.memo).filter(Boolean);
    return h("section.version", null,
      h("h3", null, h("span.secret", null, coder), " ", h("span.quiet", null, marks.length ? [...new Set(marks.map((mark) => this.store.label(mark.code)))].join(", ") : tr("ingen kode", "no code"))),
      h("p.secret", null, h("span.around", null, "… ", lastWords(one.before, 60)), text, h("span.around", null, firstWords(one.after, 60), " …")),
      memos.map((memo) => h("p.memo.secret", null, memo)));
  }

  /** @param {Disagreement} one @param {string[]} versions */
  async settle(one, versions) {
    const reason = await ask(tr("Hvorfor? (kan udelades)", "Why? (may be left out)"), { lines: 3, optional: true, save: tr("Afgør", "Settle") });
    if (reason === null) return;
    const outcome = versions.flatMap((coder) => (one.codings[coder] ?? []).map((mark) => /** @type {[string, number, number]} */ ([mark.code, mark.start, mark.end])));
    await this.keep(one, { versions }, outcome, reason);
  }

  /** Any code, on any words that have something of those in dispute. @param {Disagreement} one */
  async other(one) {
    const known = this.texts.get(one.document) ?? new Offsets((await get("/api/rounds/text", { document: one.document, pass: this.pass })).text);
    this.texts.set(one.document, known);
    const chooser = new SpanChooser(known, { start: one.start, end: one.end }, around(known, one));
    const code = /** @type {HTMLSelectElement} */ (h("select", null, this.store.codes.filter((each) => each.in_codebook).map((each) =>
      h("option", { value: each.id, selected: each.id === one.codes[0] }, `${"\u2003".repeat(each.depth)}${each.label}`))));
    const reason = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: "2" }));
    const more = h("div.fields", null, h("label.picker", null, h("span", null, tr("Kode", "Code")), code), h("label.picker", null, h("span", null, tr("Hvorfor? (kan udelades)", "Why? (may be left out)")), reason));
    const said = await askSpan(tr("Hvad skal der stå?", "What is to stand there?"), chooser, { more, save: tr("Afgør", "Settle"), done: () => {
      if (chooser.span.start < one.end && one.start < chooser.span.end) return { code: code.value, ...chooser.span, reason: reason.value.trim() };
      toast(tr("Stykket skal have noget af det, I er uenige om.", "The span must have something of what you disagree on."), null, true);
      return null;
    } });
    if (said) await this.keep(one, { outcome: [{ code: said.code, start: said.start, end: said.end }] }, [[said.code, said.start, said.end]], said.reason);
  }

  /** @param {Disagreement} one @param {Record<string, unknown>} body @param {[string, number, number][]} outcome @param {string} reason */
  async keep(one, body, outcome, reason) {
    const answer = await this.store.write("/api/disagreements/decide", { id: one.id, pass: this.pass || null, reason, ...body });
    if (!answer) return;
    one.decision = { outcome, decided_by: this.store.me.coder, reason };
    this.draw();
    this.focus(one.id, false);
    toast(tr("Afgjort. Koderens egne kodninger står, som de stod.", "Settled. The coders' own codings stay as they are."), { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
  }
}

/** The words of an outcome as far as they are at hand. @param {Disagreement} one @param {number} start @param {number} end */
function shortened(one, start, end) {
  const before = [...one.before];
  const points = [...before, ...one.text, ...one.after];
  const from = one.start - before.length;
  const words = points.slice(Math.max(0, start - from), end - from).join("").trim();
  return words.length > 90 ? `${firstWords(words, 45).trim()} … ${lastWords(words, 35).trim()}` : words;
}

/** The last words of a text, none of them cut. @param {string} text @param {number} most */
function lastWords(text, most) {
  return text.length <= most ? text : text.slice(-most).replace(/^\S*\s/u, "");
}

/** The first words of a text, none of them cut. @param {string} text @param {number} most */
function firstWords(text, most) {
  return text.length <= most ? text : text.slice(0, most).replace(/\s\S*$/u, " ");
}
