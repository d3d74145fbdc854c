// Reading and coding a document.
import { Refused, get } from "../api.js";
import { ask } from "../asking.js";
import { card } from "../card.js";
import { CodePanel } from "../codepanel.js";
import { announce, fill, h, toast } from "../dom.js";
import { Handles } from "../handles.js";
import { showHelp } from "../help.js";
import { Margin } from "../margin.js";
import { Marks } from "../marks.js";
import { Palette } from "../palette.js";
import { Reviewing } from "../reviewing.js";
import { Selecting } from "../selection.js";
import { readingKeys } from "../keys.js";
import { selectionBar } from "../selectionbar.js";
import { jumpToDisagreement, jumpToSuggestion } from "../jumps.js";
import { Transcript } from "../transcript.js";
import { uid } from "../uid.js";
import { plural, tr } from "../words.js";

/** @typedef {import("../types.js").Coding} Coding */
/** @typedef {import("../types.js").Change} Change */
/** @typedef {import("../types.js").DocumentData} DocumentData */
/** @typedef {import("../types.js").Span} Span */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../main.js").Page} Page */

/**
 * @param {Store} store
 * @param {URLSearchParams} query
 * @returns {Promise<Page>}
 */
export async function open(store, query) {
  const wanted = query.get("doc") ?? window.localStorage.getItem(placeKey(store, "document"));
  const [rows, guessed] = await Promise.all([
    get("/api/documents"),
    wanted ? get("/api/document", { name: wanted }).catch(() => null) : null,
  ]);
  if (!rows.length) return empty(store);
  const data = guessed ?? (await get("/api/document", { name: rows[0].name }));
  const { name } = data;
  const reading = new Reading(store, data, rows);
  const at = query.get("at");
  const [start, end] = (at ?? "").split("-").map(Number);
  return {
    title: name,
    element: reading.element,
    shown: () => reading.shown(at && Number.isInteger(start) ? { start, end: Number.isInteger(end) ? end : start + 1 } : null),
    leave: () => reading.leave(),
  };
}

// How far from the top of the window the first line that is read stands.
const READING_LINE = 110;

/** @param {Store} store @param {string} what */
function placeKey(store, what) {
  return `kodning.place.${store.me.project}.${what}`;
}

/** @param {Store} store @returns {Page} */
function empty(store) {
  return {
    title: tr("Læs", "Read"),
    element: h("main.plain", null, h("h1", null, tr("Ingen dokumenter endnu", "No documents yet")),
      h("p", null, store.me.may_administer ? h("a", { href: "/documents" }, tr("Hent de første interviews ind", "Bring the first interviews in")) : tr("Ingen har hentet interviews ind endnu.", "Nobody has brought interviews in yet."))),
  };
}

export class Reading {
  /**
   * @param {Store} store
   * @param {DocumentData} data
   * @param {import("../types.js").DocumentRow[]} rows
   */
  constructor(store, data, rows) {
    this.store = store;
    this.data = data;
    this.rows = rows;
    this.transcript = new Transcript(data);
    /** In force, and being sent. @type {Map<string, Coding>} */
    this.codings = new Map(data.codings.map((coding) => [coding.uid, coding]));
    /** Of entries that are not sent yet: what they take away. @type {Set<string>} */
    this.hidden = new Set();
    /** @type {Coding | null} */
    this.chosen = null;
    this.shownCoders = this.firstCoders();
    this.tints = h("div.tints", { "aria-hidden": "true" });
    this.marks = new Marks(this.tints);
    this.selecting = new Selecting(this.transcript, this.marks, () => this.selected());
    this.margin = new Margin(this.transcript, store, (coding) => this.choose(coding));
    this.handles = new Handles(this.transcript, (span) => void this.changeSpan(span));
    this.reviewing = new Reviewing(this);
    this.panel = new CodePanel(store, {
      use: (code) => this.useCode(code),
      dropped: (code, x, y) => this.drop(code, x, y),
      counts: () => this.counts(),
    });
    this.cardPlace = h("div.cardplace", null);
    this.bar = h("div.selectionbar", { role: "toolbar", "aria-label": tr("Markering", "Selection"), hidden: true });
    this.coders = h("div.coders", { role: "group", "aria-label": tr("Vis kodninger af", "Show codings by") });
    this.element = this.build();
    readingKeys(this);
    this.transcript.element.addEventListener("click", (event) => this.clicked(event));
    this.follow = (/** @type {Change} */ change) => this.changed(change);
    this.refetch = () => void this.again();
    store.followers.add(this.follow);
    store.refetchers.add(this.refetch);
    /** @type {[string, () => void][]} */
    this.listeners = [["scroll", debounced(() => this.keepPlace(), 250)], ["kodning-theme", () => this.repaint()]];
    for (const [name, act] of this.listeners) window.addEventListener(name, act, { passive: true });
    for (const entry of store.outbox.entries) this.foresee(entry.path, entry.body, entry.uid);
  }

  build() {
    const { data, rows } = this;
    const at = rows.findIndex((row) => row.name === data.name);
    const go = (/** @type {string} */ name) => window.dispatchEvent(new CustomEvent("kodning-go", { detail: `/read?doc=${encodeURIComponent(name)}` }));
    const step = (/** @type {number} */ by, /** @type {string} */ label, /** @type {string} */ sign) => h("button.step", {
      type: "button", "aria-label": label, title: label, disabled: !rows[at + by], onclick: () => rows[at + by] && go(rows[at + by].name),
    }, sign);
    const select = h("select", { "aria-label": tr("Dokument", "Document"), onchange: (/** @type {Event} */ event) => go(/** @type {HTMLSelectElement} */ (event.target).value) },
      rows.map((row) => h("option", { value: row.name, selected: row.name === data.name }, row.name)));
    const facts = Object.entries(data.attributes).map(([name, value]) => `${name}: ${value}`).join(" · ");
    return h(
      "main.reading",
      { id: "main" },
      this.panel.element,
      h("section.page", { "aria-label": data.name },
        h("header.dochead", null,
          h("div.docrow", null, step(-1, tr("Forrige dokument", "Previous document"), "‹"), select, step(1, tr("Næste dokument", "Next document"), "›"),
            h("span.space"), this.reviewing.element,
            h("button.help", { type: "button", onclick: showHelp, "aria-label": tr("Taster", "Keys"), title: tr("Taster (?)", "Keys (?)") }, "?")),
          h("h1", null, data.title),
          facts && h("details.facts.quiet", null, h("summary", null, h("span.secret", null, facts)), h("dl.secret", null, Object.entries(data.attributes).flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)]))),
          this.coders),
        h("p.unseen", { id: "reading-help" }, tr("Piletasterne vælger sætninger. Skriv en kodes bogstaver for at kode. Spørgsmålstegn viser alle taster.",
          "Arrow keys select sentences. Type a code's letters to code. Question mark shows all keys.")),
        h("div.sheet", null, this.tints, this.transcript.element, this.handles.element)),
      this.cardPlace,
      this.bar,
    );
  }

  /** @param {Span | null} at */
  shown(at) {
    const { store, data } = this;
    window.localStorage.setItem(placeKey(store, "document"), data.name);
    this.refresh();
    this.drawCoders();
    for (const suggestion of data.suggestions) this.markSuggestion(suggestion);
    this.reviewing.shown();
    if (at) {
      this.transcript.reveal(at, true);
      this.selecting.set(at);
      this.transcript.element.focus({ preventScroll: true });
      return;
    }
    const kept = Number(window.localStorage.getItem(placeKey(store, `at.${data.name}`)) ?? 0);
    if (kept > 0) {
      const line = this.transcript.box({ start: kept, end: kept + 1 })?.first ?? this.transcript.turns[this.transcript.turnAt(kept)].getBoundingClientRect();
      window.scrollTo({ top: line.top + window.scrollY - READING_LINE, behavior: "instant" });
    }
    this.transcript.element.focus({ preventScroll: true });
  }

  leave() {
    this.store.followers.delete(this.follow);
    this.store.refetchers.delete(this.refetch);
    for (const [name, act] of this.listeners) window.removeEventListener(name, act);
    this.selecting.end();
    this.margin.end();
    this.marks.clear();
    this.reviewing.end();
  }

  repaint() {
    this.marks.repaint();
    this.margin.repaint();
    this.panel.draw();
    this.drawCoders();
  }

  keepPlace() {
    const { left } = this.transcript.turns[0].children[1].getBoundingClientRect();
    const place = window.scrollY < READING_LINE ? 0 : (this.transcript.placeAt(left + 8, READING_LINE + 10) ?? this.transcript.topPlace());
    window.localStorage.setItem(placeKey(this.store, `at.${this.data.name}`), String(place));
  }

  /** Whose codings are shown at first: mine, else those of the coder who has read most. */
  firstCoders() {
    const { me } = this.store;
    const kept = window.localStorage.getItem(placeKey(this.store, "coders"));
    /** @type {string[]} */
    const names = kept ? JSON.parse(kept) : [];
    if (names.length) return new Set([...names, me.coder]);
    if (this.data.codings.some((coding) => coding.coder === me.coder)) return new Set([me.coder]);
    return new Set([me.coder, ...me.coders.slice(0, 1)]);
  }

  drawCoders() {
    const counts = new Map();
    for (const coding of this.codings.values()) counts.set(coding.coder, (counts.get(coding.coder) ?? 0) + 1);
    const names = [...new Set([...(this.store.me.may_code ? [this.store.me.coder] : []), ...counts.keys()])];
    if (names.length < 2) {
      fill(this.coders);
      return;
    }
    fill(this.coders, names.map((name) => h("button.chip", {
      type: "button", "aria-pressed": this.shownCoders.has(name) ? "true" : "false",
      onclick: () => {
        if (!this.shownCoders.delete(name)) this.shownCoders.add(name);
        window.localStorage.setItem(placeKey(this.store, "coders"), JSON.stringify([...this.shownCoders]));
        this.refresh();
        this.drawCoders();
      },
    }, h("span.secret", null, name === this.store.me.coder ? tr(`${name} (mig)`, `${name} (me)`) : name), h("span.count", null, counts.get(name) ?? 0))));
  }

  counts() {
    const counts = new Map();
    for (const coding of this.visible()) counts.set(coding.code, (counts.get(coding.code) ?? 0) + 1);
    return counts;
  }

  visible() {
    return [...this.codings.values()].filter((coding) => this.shownCoders.has(coding.coder) && !this.hidden.has(coding.uid));
  }

  /** Bring tints and margin in line with the codings. */
  refresh() {
    const visible = this.visible();
    const wanted = new Set(visible.map((coding) => `coding:${coding.uid}`));
    for (const key of [...this.marks.placed.keys()]) {
      if (key.startsWith("coding:") && !wanted.has(key)) this.marks.remove(key);
    }
    for (const coding of visible) {
      const key = `coding:${coding.uid}`;
      if (this.marks.placed.has(key)) continue;
      const colour = this.store.byCode.get(coding.code)?.color ?? "";
      this.marks.put(key, this.marks.nameOf(colour), this.transcript.ranges(coding));
    }
    this.margin.show(visible);
    this.panel.draw();
  }

  /** @param {import("../types.js").Suggestion} suggestion */
  markSuggestion(suggestion) {
    const ranges = this.transcript.ranges({ start: suggestion.sentence_start, end: suggestion.sentence_end });
    if (suggestion.rank === 1) this.marks.put(`suggestion:${suggestion.id}`, "kodning-suggestion", ranges);
  }

  /** Fetch the document again: something was refused or missed. */
  async again() {
    try {
      const data = await get("/api/document", { name: this.data.name });
      if (data.hash !== this.data.hash) {
        window.dispatchEvent(new CustomEvent("kodning-go", { detail: `/read?doc=${encodeURIComponent(data.name)}` }));
        return;
      }
      this.codings = new Map(data.codings.map((/** @type {Coding} */ coding) => [coding.uid, coding]));
      this.data.reviews = data.reviews;
      this.data.memos = data.memos;
      this.hidden.clear();
      this.reviewing.draw();
      for (const entry of this.store.outbox.entries) this.foresee(entry.path, entry.body, entry.uid);
      this.refresh();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** @param {Change} change */
  changed(change) {
    if (!change.documents.includes(this.data.name) && change.kind !== "codebook") return;
    for (const [key, coding] of this.codings) {
      if (coding.request === change.uid || (coding.id !== null && change.gone.includes(coding.id))) this.codings.delete(key);
    }
    for (const coding of change.codings) {
      if (coding.document === this.data.name) this.codings.set(coding.uid, coding);
    }
    if (this.chosen && !this.codings.has(this.chosen.uid)) this.choose(null);
    if (change.kind === "codebook") void this.store.refreshCodes().then(() => this.refresh());
    if (change.kind === "reviewed" || change.kind === "memo" || change.kind === "undo") void this.again();
    else this.refresh();
    this.drawCoders();
    if (change.coder !== this.store.me.coder && change.codings.length) {
      announce(tr(`${change.coder} har kodet`, `${change.coder} has coded`));
    }
  }

  /**
   * Show at once what is on its way.
   * @param {string} path
   * @param {Record<string, any>} body
   * @param {string} request
   */
  foresee(path, body, request) {
    if (path === "/api/code" && body.document === this.data.name) {
      for (const code of body.codes) {
        const key = `${request}:${code}`;
        this.codings.set(key, {
          id: null, uid: key, request, document: this.data.name, start: body.start, end: body.end, code,
          coder: this.store.me.coder, created: new Date().toISOString(), memo: body.memo ?? "", origin: "manual",
        });
      }
    } else if (path === "/api/retract") {
      for (const coding of this.codings.values()) {
        if (body.ids.includes(String(coding.id))) this.hidden.add(coding.uid);
      }
    }
  }

  selected() {
    const span = this.selecting.span;
    selectionBar(this, span);
    if (span && !this.chosen) announce(this.transcript.offsets.slice(span.start, span.end));
  }

  /** @param {Span} span @param {string[]} codes @param {string} [memo] */
  async code(span, codes, memo = "") {
    if (!this.store.me.may_code) return;
    const fresh = codes.filter((code) => !this.hasOwn(span, code));
    if (!fresh.length) {
      toast(tr("Den kodning findes allerede.", "That coding is there already."));
      return;
    }
    for (const code of fresh) this.store.used(code);
    this.selecting.turnwise = false;
    const request = uid();
    const body = { document: this.data.name, hash: this.data.hash, start: span.start, end: span.end, codes: fresh, memo };
    this.shownCoders.add(this.store.me.coder);
    this.foresee("/api/code", body, request);
    this.refresh();
    this.drawCoders();
    const names = fresh.map((code) => this.store.label(code)).join(", ");
    toast(`${tr("Kodet", "Coded")}: ${names}`, { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
    await this.store.write("/api/code", body, request);
  }

  /** @param {Span} span @param {string} code */
  hasOwn(span, code) {
    return this.visible().some((coding) => coding.coder === this.store.me.coder && coding.code === code && coding.start === span.start && coding.end === span.end);
  }

  /** @param {string} code */
  useCode(code) {
    const span = this.selecting.span;
    if (!span) {
      toast(tr("Markér først de ord, der skal kodes.", "First select the words to code."));
      return;
    }
    void this.code(span, [code]);
    this.transcript.element.focus({ preventScroll: true });
  }

  /** @param {string} code @param {number} x @param {number} y */
  drop(code, x, y) {
    const place = this.transcript.placeAt(x, y);
    if (place === null) return;
    const span = this.selecting.span;
    const target = span && span.start <= place && place <= span.end ? span : this.transcript.units.at("sentence", place);
    if (target) void this.code(target, [code]);
  }

  /** @param {string} [typed] */
  openPalette(typed = "") {
    const span = this.selecting.span;
    if (!span || !this.store.me.may_code) return;
    const recoding = this.chosen;
    this.selecting.hold = true;
    this.bar.hidden = true;
    const box = this.transcript.box(span);
    const below = box ? new DOMRect(box.first.left, box.first.top, 1, box.last.bottom - box.first.top) : null;
    const palette = new Palette(this.store, {
      code: (code) => {
        if (recoding && recoding.coder === this.store.me.coder && recoding.start === span.start && recoding.end === span.end && recoding.code !== code) {
          void this.recode(recoding, code);
        } else void this.code(span, [code]);
      },
      create: this.store.me.blind ? null : (label) => void this.newCode(label, span, ""),
      closed: () => {
        this.selecting.hold = false;
        this.selecting.show();
        this.selected();
        this.transcript.element.focus({ preventScroll: true });
      },
    }, {
      typed, below, quote: short(this.transcript.offsets.slice(span.start, span.end)),
      taken: new Set(this.visible().filter((one) => one.start === span.start && one.end === span.end && one.coder === this.store.me.coder).map((one) => one.code)),
    });
    return palette;
  }

  /** @param {Coding} coding @param {string} code */
  async recode(coding, code) {
    const span = { start: coding.start, end: coding.end };
    this.choose(null);
    void this.retract(coding);
    await this.code(span, [code]);
  }

  /**
   * A new code on a span; `example` are words that show what it is about.
   * @param {string} label
   * @param {Span} span
   * @param {string} example
   */
  async newCode(label, span, example) {
    try {
      const { post } = await import("../api.js");
      const added = await post("/api/codebook/add", { label, example });
      this.store.setCodes(added.codes);
      await this.code(span, [added.id]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, null, true);
    }
  }

  async inVivo() {
    const span = this.selecting.span;
    if (!span || !this.store.me.may_code || this.store.me.blind) return;
    const words = this.transcript.offsets.slice(span.start, span.end).replace(/\s+/gu, " ");
    const label = [...words].length <= 40 ? words : await ask(tr("Navn på koden", "Name of the code"), { value: [...words].slice(0, 40).join(""), lines: 1, quote: short(words) });
    if (label) await this.newCode(label.replace(/[.,;:!?]+$/u, ""), span, words);
  }

  async memo() {
    const span = this.selecting.span;
    const coding = this.chosen;
    if (!this.store.me.may_code || (coding && coding.id === null)) return;
    const quote = span ? short(this.transcript.offsets.slice(span.start, span.end)) : "";
    const text = await ask(coding ? tr("Memo på kodningen", "Memo on the coding") : span ? tr("Memo på markeringen", "Memo on the selection") : tr("Memo på dokumentet", "Memo on the document"), { quote });
    if (!text) return;
    const target = coding ? { coding: String(coding.id) } : span ? { document: this.data.name, hash: this.data.hash, ...span } : { document: this.data.name };
    if (await this.store.write("/api/memo", { text, ...target })) {
      toast(tr("Memoet er gemt.", "The memo is kept."), { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
      await this.again();
      if (coding) this.choose(this.codings.get(coding.uid) ?? null);
    }
  }

  /** @param {Coding} coding */
  async retract(coding) {
    if (coding.id === null) return;
    this.choose(null);
    const body = { ids: [String(coding.id)] };
    this.foresee("/api/retract", body, "");
    this.refresh();
    toast(tr("Kodningen er taget tilbage.", "The coding is taken back."), { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
    await this.store.write("/api/retract", body);
    this.hidden.delete(coding.uid);
  }

  /** @param {Span} span */
  async changeSpan(span) {
    const coding = this.chosen;
    if (!coding || coding.id === null || coding.coder !== this.store.me.coder) return;
    if (span.start === coding.start && span.end === coding.end) return;
    const answer = await this.store.write("/api/change", { id: String(coding.id), hash: this.data.hash, ...span });
    if (!answer?.change) return;
    toast(tr("Enderne er flyttet.", "The ends have been moved."), { label: tr("Fortryd", "Undo"), act: () => void this.store.undo() });
    this.choose(answer.change.codings[0] ?? null);
  }

  /** @param {Coding | null} coding */
  choose(coding) {
    this.chosen = coding;
    this.margin.mark(coding?.uid ?? null);
    this.marks.remove("chosen");
    if (!coding) {
      fill(this.cardPlace);
      this.handles.hide();
      return;
    }
    this.marks.put("chosen", "kodning-chosen", this.transcript.ranges(coding));
    this.selecting.set({ start: coding.start, end: coding.end });
    this.drawCard();
    const own = coding.coder === this.store.me.coder && this.store.me.may_code && coding.id !== null;
    if (own) this.handles.show(coding);
    else this.handles.hide();
    const words = short(this.transcript.offsets.slice(coding.start, coding.end));
    announce(`${this.store.label(coding.code)}, ${coding.coder}: ${words}`);
  }

  drawCard() {
    const coding = this.chosen;
    if (!coding) return;
    const span = this.selecting.span;
    const moved = span && (span.start !== coding.start || span.end !== coding.end);
    fill(this.cardPlace, card(this.store, coding, short(this.transcript.offsets.slice(coding.start, coding.end), 260),
      this.data.memos.filter((memo) => memo.coding === coding.id && coding.id !== null), {
        retract: () => void this.retract(coding),
        memo: () => void this.memo(),
        recode: () => { this.selecting.set({ start: coding.start, end: coding.end }); this.openPalette(); },
        close: () => { this.choose(null); this.transcript.element.focus({ preventScroll: true }); },
        change: moved ? () => void this.changeSpan(span) : null,
      }));
  }

  /** A click on coded words chooses the coding, the shortest first; another click the next. @param {MouseEvent} event */
  clicked(event) {
    if (this.selecting.span && !this.chosen) return;
    if (/** @type {Element} */ (event.target).closest("button")) return;
    const place = this.transcript.placeAt(event.clientX, event.clientY);
    this.chooseAt(place);
  }

  /** @param {number | null} place */
  chooseAt(place) {
    const here = place === null ? [] : this.visible().filter((one) => one.start <= place && place < one.end).sort((a, b) => a.end - a.start - (b.end - b.start));
    const at = here.findIndex((one) => one.uid === this.chosen?.uid);
    this.choose(here.length ? here[(at + 1) % here.length] : null);
    return here.length > 0;
  }

  nextFree() {
    const from = this.selecting.span?.end ?? this.transcript.topPlace();
    const own = this.visible().filter((coding) => coding.coder === this.store.me.coder);
    const free = this.transcript.units.nextFree(from, own);
    if (free) this.go(free);
    else toast(tr("Alt er kodet.", "Everything is coded."));
  }

  nextSuggestion() {
    jumpToSuggestion(this);
  }

  nextDisagreement() {
    void jumpToDisagreement(this);
  }

  /** @param {Span} span */
  go(span) {
    this.choose(null);
    this.selecting.set(span);
    this.transcript.reveal(span);
  }

  /** How much is coded, for those who ask. */
  summary() {
    return plural(this.visible().length, ["kodning", "kodninger"], ["coding", "codings"]);
  }
}

/** @param {string} words @param {number} [most] */
export function short(words, most = 140) {
  const line = [...words.replace(/\s+/gu, " ").trim()];
  return line.length <= most ? line.join("") : `${line.slice(0, most - 1).join("")}…`;
}

/** @param {() => void} act @param {number} ms */
function debounced(act, ms) {
  /** @type {number | undefined} */
  let timer;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  };
}
