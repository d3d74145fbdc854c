// What I have read: by key, or by scrolling past where that is switched on. Not read is not "read, no code".
import { fill, h, toast } from "./dom.js";
import { percent, tr } from "./words.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./types.js").Span} Span */

const SECONDS_READ = 2;

export class Reviewing {
  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    this.key = `kodning.scrollreview.${reading.store.me.project}`;
    this.element = h("div.reviewing", null);
    /** @type {Map<number, number>} */
    this.since = new Map();
    this.scrolled = () => this.passed();
    this.timer = window.setInterval(this.scrolled, 700);
  }

  get on() {
    return window.localStorage.getItem(this.key) === "on" && this.reading.store.me.may_code;
  }

  /** @returns {Span[]} */
  get mine() {
    const { coder } = this.reading.store.me;
    return this.reading.data.reviews.filter((review) => review.coder === coder);
  }

  /** Whether a turn is read wholly. @param {Span} turn */
  has(turn) {
    let reached = turn.start;
    for (const span of [...this.mine].sort((a, b) => a.start - b.start)) {
      if (span.start <= reached) reached = Math.max(reached, span.end);
    }
    return reached >= turn.end;
  }

  shown() {
    this.draw();
  }

  draw() {
    const { transcript, data, store } = this.reading;
    let read = 0;
    data.turns.forEach((turn, at) => {
      const done = this.has(turn);
      if (done) read += turn.end - turn.start;
      transcript.turns[at].classList.toggle("read", done);
    });
    const total = data.turns.reduce((sum, turn) => sum + turn.end - turn.start, 0);
    const share = total ? read / total : 0;
    fill(
      this.element,
      h("span.bar", { style: { "--share": String(share) }, role: "img", "aria-label": tr(`${percent(share)} gennemgået`, `${percent(share)} reviewed`) }),
      h("span.quiet", null, tr(`${percent(share)} gennemgået`, `${percent(share)} reviewed`)),
      store.me.may_code && h("details.menu", null, h("summary", { "aria-label": tr("Gennemgang", "Reviewing") }, "⋯"),
        h("div.menubox", null,
          h("button", { type: "button", onclick: () => void this.whole() }, tr("Markér hele dokumentet som gennemgået", "Mark the whole document as reviewed")),
          h("button", { type: "button", onclick: () => void this.upTo(this.reading.selecting.span?.end ?? transcript.topPlace()) }, tr("Gennemgået hertil (G)", "Reviewed up to here (G)")),
          h("label", null, h("input", { type: "checkbox", checked: this.on, onchange: (/** @type {Event} */ event) => window.localStorage.setItem(this.key, /** @type {HTMLInputElement} */ (event.target).checked ? "on" : "off") }),
            tr("Det, jeg ruller forbi, er gennemgået", "What I scroll past is reviewed")))),
    );
  }

  /** @param {Span[]} spans */
  async mark(spans) {
    const { data, store } = this.reading;
    for (const span of spans) {
      data.reviews.push({ coder: store.me.coder, ...span });
      this.draw();
      await store.write("/api/reviewed", { document: data.name, hash: data.hash, ...span });
    }
  }

  async whole() {
    const { data, store } = this.reading;
    data.reviews.push({ coder: store.me.coder, start: 0, end: this.reading.transcript.offsets.length });
    this.draw();
    await store.write("/api/reviewed", { document: data.name, hash: data.hash });
    toast(tr("Hele dokumentet er gennemgået.", "The whole document is reviewed."), { label: tr("Fortryd", "Undo"), act: () => void store.undo() });
  }

  /** @param {number} place */
  async upTo(place) {
    const { data, store } = this.reading;
    if (!store.me.may_code) return;
    const last = this.reading.transcript.turnAt(place - 1);
    const end = data.turns[last].end;
    await this.mark([{ start: data.turns[0].start, end }]);
    toast(tr(`Gennemgået til og med replik ${data.turns[last].number}.`, `Reviewed up to turn ${data.turns[last].number}.`), { label: tr("Fortryd", "Undo"), act: () => void store.undo() });
  }

  /** A turn that was in view for some seconds and is scrolled past has been read. */
  passed() {
    if (!this.on || document.hidden) return;
    const { transcript, data } = this.reading;
    const now = performance.now();
    /** @type {Span | null} */
    let run = null;
    transcript.turns.forEach((element, at) => {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > 80 && top < window.innerHeight) {
        if (!this.since.has(at)) this.since.set(at, now);
        return;
      }
      const since = this.since.get(at);
      this.since.delete(at);
      if (since === undefined || bottom > 80 || now - since < SECONDS_READ * 1000 || this.has(data.turns[at])) return;
      run = { start: run ? /** @type {Span} */ (run).start : data.turns[at].start, end: data.turns[at].end };
    });
    if (run) void this.mark([run]);
  }

  end() {
    window.clearInterval(this.timer);
  }
}
