// The queue of suggestions: evidence in view, one key for each decision.
import { Refused, get, post } from "../api.js";
import { aboutCode, Palette } from "../palette.js";
import { announce, fill, h, toast } from "../dom.js";
import { ink } from "../marks.js";
import { Offsets } from "../offsets.js";
import { goTo, heading, place } from "../parts.js";
import { around, askSpan, SpanChooser } from "../spanchooser.js";
import { percent, plural, tr } from "../words.js";

/** @typedef {import("../types.js").Suggestion} Suggestion */

/** @param {import("../store.js").Store} store @returns {Promise<import("../main.js").Page>} */
export async function open(store) {
  const title = tr("Forslag", "Suggestions");
  const found = await get("/api/suggestions");
  const all = /** @type {Suggestion[]} */ (found.suggestions);
  const run = h("button", { type: "button", onclick: () => void make() }, found.run ? tr("Foreslå igen", "Suggest again") : tr("Foreslå koder", "Suggest codes"));
  const make = async () => {
    run.setAttribute("disabled", "");
    fill(run, tr("Læser interviewene …", "Reading the interviews …"));
    try {
      const done = await post("/api/suggestions/run", {});
      toast(plural(done.suggestions, ["nyt forslag", "nye forslag"], ["new suggestion", "new suggestions"]));
      goTo("/suggestions");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, null, true);
      run.removeAttribute("disabled");
      fill(run, tr("Foreslå koder", "Suggest codes"));
    }
  };
  const open_ = all.filter((one) => one.state === "open");
  const later = all.filter((one) => one.state === "skipped");
  const queue = new Queue(store, [...open_, ...later]);
  const lead = found.run
    ? tr(`${plural(open_.length, ["forslag venter", "forslag venter"], ["", ""])} fra metoden »${found.run.method}«. Et forslag er ikke en kodning: det tæller ingen steder, før du har sagt ja.`,
      `${plural(open_.length, ["", ""], ["suggestion waits", "suggestions wait"])} from the method “${found.run.method}”. A suggestion is not a coding: it counts nowhere until you have said yes.`)
    : tr("Der er ingen forslag til dig endnu. De laves her på maskinen ud fra kodebogen og dine egne kodninger.", "There are no suggestions for you yet. They are made on this machine from the codebook and your own codings.");
  return {
    title,
    element: h("main.wide.narrow", null, heading(title, run), h("p.lead", null, lead), queue.element),
    shown: () => void queue.show(),
    leave: () => queue.leave(),
  };
}

class Queue {
  /** @param {import("../store.js").Store} store @param {Suggestion[]} waiting */
  constructor(store, waiting) {
    this.store = store;
    this.waiting = waiting;
    this.at = 0;
    /** @type {Map<string, {offsets: Offsets, turns: import("../types.js").Turn[]}>} */
    this.texts = new Map();
    this.element = h("section.queue", { tabindex: "-1", "aria-label": tr("Forslag", "Suggestions") });
    this.pressed = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.pressed);
  }

  leave() {
    document.removeEventListener("keydown", this.pressed);
  }

  /** @param {string} name @returns {Promise<{offsets: Offsets, turns: import("../types.js").Turn[]}>} */
  async text(name) {
    const known = this.texts.get(name);
    if (known) return known;
    const data = await get("/api/document", { name });
    const made = { offsets: new Offsets(data.text), turns: data.turns };
    this.texts.set(name, made);
    return made;
  }

  async show() {
    const one = this.waiting[this.at];
    if (!one) {
      if (this.waiting.length) fill(this.element, h("p.done", null, tr("Der er ikke flere forslag.", "There are no more suggestions.")));
      return;
    }
    const { offsets, turns } = await this.text(one.document);
    if (this.waiting[this.at] !== one) return; // decided meanwhile
    const code = this.store.byCode.get(one.code);
    const turn = turns.find((candidate) => candidate.start <= one.start && one.start < candidate.end);
    const reasons = (one.why ?? "").split("; ").filter(Boolean);
    const decide = (/** @type {string} */ label, /** @type {string} */ key, /** @type {() => void} */ act, kind = "") =>
      h(`button${kind}`, { type: "button", onclick: act }, label, h("kbd", { "aria-hidden": "true" }, key));
    const focused = this.element.contains(document.activeElement);
    fill(
      this.element,
      h("p.quiet.where", null, h("span", null, h("a.secret", { href: place(one.document, one.start, one.end) }, one.document), turn && tr(`, replik ${turn.number}`, `, turn ${turn.number}`), turn?.speaker && h("span.secret", null, `, ${turn.speaker}`)),
        h("span.space"), `${this.at + 1} / ${this.waiting.length}`),
      h("div.twocolumns", null,
        h("p.passage.secret", { tabindex: "0", role: "group", "aria-label": tr("Stykket", "The passage") }, marked(offsets, one)),
        h("div.offer", { tabindex: "0", role: "region", "aria-label": tr("Den foreslåede kode", "The suggested code"), style: { "--code": ink(code?.color ?? "", 3) } },
          h("h2", null, h("span.dot"), code?.label ?? one.code),
          h("p.score", null, one.calibrated ? tr(`${percent(one.score)} sandsynligt`, `${percent(one.score)} likely`) : tr("ikke kalibreret", "not calibrated"), one.state === "skipped" && tr(" · sprunget over før", " · skipped before")),
          reasons.length > 0 && h("ul.reasons", { "aria-label": tr("Hvad der taler for", "What speaks for it") }, reasons.slice(0, 5).map((reason) => h("li.secret", null, reason))),
          code && h("div.about", null, aboutCode(code).slice(1)))),
      h("div.decisions", null,
        decide(tr("Ja, sætningen", "Yes, the sentence"), "J", () => void this.decide("accept"), ".primary"),
        decide(tr("Ja, hele stykket", "Yes, the passage"), "H", () => void this.decide("accept", { span: "passage" })),
        decide(tr("Ret stykket", "Change span"), "E", () => void this.span()),
        decide(tr("Anden kode", "Other code"), "A", () => this.other()),
        decide(tr("Nej", "No"), "N", () => void this.decide("reject")),
        decide(tr("Senere", "Later"), "S", () => void this.decide("skip")),
        decide(tr("Fortryd", "Undo"), "Z", () => void this.back())),
    );
    if (focused) this.element.focus({ preventScroll: true });
    announce(`${code?.label ?? one.code}: ${offsets.slice(one.sentence_start, one.sentence_end)}`);
  }

  /** @param {string} decision @param {Record<string, unknown>} [more] */
  async decide(decision, more = {}) {
    const one = this.waiting[this.at];
    if (!one || !this.store.me.may_code) return;
    this.at += 1;
    void this.show();
    const answer = await this.store.write("/api/suggestions/decide", { id: one.id, decision, ...more });
    if (!answer) {
      this.at = Math.max(0, this.at - 1);
      await this.show();
    }
  }

  async back() {
    if (this.at === 0) return;
    await this.store.undo();
    this.at -= 1;
    await this.show();
  }

  /** Accept on other words than those suggested. */
  async span() {
    const one = this.waiting[this.at];
    if (!one || !this.store.me.may_code) return;
    const { offsets } = await this.text(one.document);
    const chooser = new SpanChooser(offsets, { start: one.sentence_start, end: one.sentence_end }, around(offsets, one));
    const chosen = await askSpan(this.store.label(one.code), chooser, { save: tr("Ja, dette stykke", "Yes, this span"), done: () => {
      if (chooser.span.start < one.end && one.start < chooser.span.end) return chooser.span;
      toast(tr("Stykket skal have noget af forslagets tekst.", "The span must have something of the suggested text."), null, true);
      return null;
    } });
    if (chosen) await this.decide("accept", { span: `${chosen.start}:${chosen.end}` });
  }

  other() {
    new Palette(this.store, {
      code: (code) => void this.decide("accept", { code }), create: null, closed: () => this.element.focus(),
    });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".palette, dialog[open]")) return;
    if (/** @type {Element} */ (event.target).closest("input, select, textarea, [contenteditable]")) return;
    /** @type {Record<string, () => void>} */
    const keys = {
      j: () => void this.decide("accept"), y: () => void this.decide("accept"), h: () => void this.decide("accept", { span: "passage" }),
      e: () => void this.span(), a: () => this.other(), n: () => void this.decide("reject"), s: () => void this.decide("skip"), z: () => void this.back(),
    };
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

/** The passage, its telling sentence and the evidence told apart. @param {Offsets} offsets @param {Suggestion} one */
function marked(offsets, one) {
  const cuts = new Set([one.start, one.end, one.sentence_start, one.sentence_end]);
  for (const [start, end] of one.evidence) {
    if (start < one.end && end > one.start) cuts.add(Math.max(one.start, start)).add(Math.min(one.end, end));
  }
  const places = [...cuts].filter((at) => at >= one.start && at <= one.end).sort((a, b) => a - b);
  return places.slice(0, -1).map((start, at) => {
    const end = places[at + 1];
    const told = one.evidence.some(([from, to]) => from <= start && end <= to);
    const telling = one.sentence_start <= start && end <= one.sentence_end;
    return h(told ? "mark.evidence" : telling ? "mark.telling" : "span", null, offsets.slice(start, end));
  });
}
