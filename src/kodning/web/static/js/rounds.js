// A round of double coding: freezing the coders' work, how far the decisions have come, writing what follows from them.
import { Refused, get, post } from "./api.js";
import { fill, h, toast } from "./dom.js";
import { goTo } from "./parts.js";
import { uid } from "./uid.js";
import { decimal, integer, moment, plural, tr } from "./words.js";
import { openModal } from "./modal.js";

/** @typedef {{alpha: number | null, interval: [number | null, number | null] | null, n_units: number, reason: string | null}} Figure */
/** @typedef {{name: string, created: string, by: string, coders: string[], documents: number, codings: number, decisions: number}} Pass */
/** @typedef {{pass: Pass, disagreements: number, decided: number, result: Pass | null, before: Figure | null, after: Figure | null, current: boolean}} Standing */
/** @typedef {{passes: Pass[], suggested: string, chosen: Standing | null}} Rounds */
/** @typedef {{name: string, as: string, by: string, codings: number, agreed: number, decided: number, left: number, known: boolean, seen: string}} Preview */

const PAUSE = 250;

/** What is compared: things as they are, or one of the frozen passes. @param {Rounds} rounds @returns {[string, string][]} */
export function choices({ passes }) {
  return [["", tr("kodernes arbejde nu", "the coders' work now")], ...[...passes].reverse().map((one) =>
    /** @type {[string, string]} */ ([one.name, tr(`${one.name} (frosset ${moment(one.created)})`, `${one.name} (frozen ${moment(one.created)})`)]))];
}

/** Alpha with its interval. @param {{alpha: number | null, interval?: [number | null, number | null] | null}} figure */
export function alphaWords({ alpha, interval }) {
  const [low, high] = interval ?? [null, null];
  return `${decimal(alpha)}${low === null || high === null ? "" : `\u00a0[${decimal(low)}\u2060–\u2060${decimal(high)}]`}`;
}

export class RoundBox {
  /**
   * @param {import("./store.js").Store} store
   * @param {Rounds} rounds
   * @param {{coders: string[], documents: number, go: (pass: string) => void, next: () => void}} how
   *   `go` opens a pass, `next` the next disagreement that is not decided
   */
  constructor(store, rounds, how) {
    this.store = store;
    this.how = how;
    this.rounds = rounds;
    this.element = h("section.round", { "aria-label": tr("Runden", "The round") });
    this.draw();
  }

  /** @param {Rounds} rounds */
  show(rounds) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".round [data-do]"))?.dataset.do;
    this.rounds = rounds;
    this.draw();
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-do="${focused}"]`))?.focus({ preventScroll: true });
  }

  draw() {
    const { chosen } = this.rounds;
    fill(this.element, chosen ? this.standing(chosen) : this.present());
  }

  present() {
    const last = this.rounds.passes.at(-1);
    const may = this.store.me.may_administer;
    return [
      last && h("p", null, tr("Senest frosset: ", "Frozen last: "), h("a", { href: `/agreement?pass=${encodeURIComponent(last.name)}` }, last.name), h("span.quiet", null, `, ${moment(last.created)}.`),
        " ", tr("Resultatet skrives på et frosset gennemløb.", "The result is written on a frozen pass.")),
      may && h("div.roundrow", null,
        h("p", null, last
          ? tr("Har I kodet mere siden, kan det fryses som et nyt gennemløb.", "What you have coded since can be frozen as another pass.")
          : tr("Frys kodernes arbejde, før I taler om uenighederne. Så står tallet for enighed, som det var, hvad I end retter bagefter.", "Freeze the coders' work before you talk about the disagreements. The figure of agreement then stays as it was, whatever you change afterwards.")),
        h(`button${last ? "" : ".primary"}`, { type: "button", "data-do": "freeze", onclick: () => void this.freeze() }, tr("Frys …", "Freeze …"))),
    ];
  }

  /** @param {Standing} one */
  standing(one) {
    const left = one.disagreements - one.decided;
    const may = this.store.me.may_administer;
    const done = one.disagreements > 0 && left === 0;
    return [
      h("div.roundrow", null,
        h("p.progresswords", { role: "status" }, h("strong", null, tr(`${integer(one.decided)} af ${plural(one.disagreements, ["uenighed", "uenigheder"], ["", ""])} afgjort`, `${integer(one.decided)} of ${plural(one.disagreements, ["", ""], ["disagreement", "disagreements"])} decided`)),
          done ? tr(", ingen tilbage.", ", none left.") : tr(`, ${integer(left)} tilbage.`, `, ${integer(left)} left.`)),
        h("progress", { max: String(Math.max(1, one.disagreements)), value: String(one.decided), "aria-label": tr("Afgjort", "Decided") }),
        one.decided > 0 && left > 0 && h("button", { type: "button", "data-do": "next", onclick: this.how.next }, tr("Næste uafgjorte", "Next undecided")),
        may && !(one.result && one.current) && h(`button${done ? ".primary" : ""}`, { type: "button", "data-do": "finish", onclick: () => void this.finish(one) }, tr("Skriv resultatet …", "Write the result …"))),
      one.result && one.before && one.after && this.figures(one, one.result, one.before, one.after),
    ];
  }

  /** @param {Standing} one @param {Pass} result @param {Figure} before @param {Figure} after */
  figures(one, result, before, after) {
    const number = (/** @type {string} */ name, /** @type {string} */ pass, /** @type {Figure} */ figure) =>
      h("div", null, h("dt", null, name), h("dd", null, h("strong", { title: figure.reason }, alphaWords(figure)), h("span.quiet", null, pass)));
    return [
      h("dl.beforeafter", null, number(tr("Før", "Before"), tr(`${one.pass.name}, frosset`, `${one.pass.name}, frozen`), before),
        number(tr("Efter", "After"), tr(`${result.name}, afgjort`, `${result.name}, adjudicated`), after)),
      h("p.quiet", null, tr("Krippendorffs alfa, samlet. Undersøgelsens enighed er tallet før; tallet efter siger, hvor enige I blev.", "Krippendorff's alpha, pooled. The agreement of the study is the figure before; the one after says how far you came to agree."), " ",
        tr(`Resultatet: ${plural(result.codings, ["kodning", "kodninger"], ["", ""])} under navnet `, `The result: ${plural(result.codings, ["", ""], ["coding", "codings"])} under the name `),
        h("a", { href: `/themes?coder=${encodeURIComponent(result.coders[0])}` }, result.coders[0]), tr(", skrevet af ", ", written by "), h("span.secret", null, result.by), `, ${moment(result.created)}.`),
      !one.current && h("p.stale", null, tr("Der er afgjort noget siden: skriv resultatet igen, så det kommer med.", "Something was decided since: write the result again to take it in.")),
    ];
  }

  async freeze() {
    const { coders, documents } = this.how;
    const name = textField("freeze-name", this.rounds.suggested);
    const answer = await askToWrite({
      heading: tr("Frys kodernes arbejde", "Freeze the coders' work"), does: tr("Frys", "Freeze"),
      content: [
        h("p", null, tr("Det, ", "What "), h("span.secret", null, coders.join(tr(" og ", " and "))), tr(` har kodet og gennemgået i ${plural(documents, ["interview", "interviews"], ["", ""])}, gemmes, som det er nu. I kan kode videre; det frosne ændrer sig ikke og kan hverken slettes eller omdøbes.`, ` have coded and reviewed in ${plural(documents, ["", ""], ["interview", "interviews"])} is kept as it is now. You can go on coding; what is frozen does not change, and can be neither deleted nor renamed.`)),
        h("label", { for: "freeze-name" }, tr("Navn", "Name")), name],
      write: (id) => post("/api/rounds/freeze", { uid: id, name: name.value.trim() }),
    });
    if (!answer) return;
    this.how.go(name.value.trim());
    toast(tr("Frosset. Uenighederne kan afgøres.", "Frozen. The disagreements can be settled."));
  }

  /** @param {Standing} one */
  async finish(one) {
    const standsFor = textField("finish-as", "");
    const name = textField("finish-name", "");
    const told = h("section.changepreview", { role: "status", "aria-label": tr("Hvad der vil ske", "What will happen") });
    /** @type {Preview | null} */
    let found = null;
    const own = () => (name.dataset.own ? name.value.trim() : "");
    const look = async () => {
      found = await get("/api/rounds/preview", { pass: one.pass.name, as: standsFor.value.trim(), name: own() });
      if (!found) return false;
      if (!standsFor.value) standsFor.value = found.as;
      if (!own()) name.value = found.name;
      fill(told, previewed(found));
      return !found.known;
    };
    name.addEventListener("input", () => { name.dataset.own = name.value.trim() ? "yes" : ""; });
    const answer = await askToWrite({
      heading: tr("Skriv resultatet", "Write the result"), does: tr("Skriv resultatet", "Write the result"), look, fields: [standsFor, name], told,
      content: [h("label", { for: "finish-as" }, tr("Kodningerne står under navnet", "The codings stand under the name")), standsFor,
        h("label", { for: "finish-name" }, tr("Resultatets navn", "Name of the result")), name, told],
      write: (id) => post("/api/rounds/finish", { uid: id, pass: one.pass.name, as: found?.as ?? "", name: own() || null, seen: found?.seen ?? "" }),
    });
    if (!answer) return;
    this.how.go(one.pass.name);
    toast(tr("Resultatet er skrevet.", "The result is written."));
  }
}

/** @param {Preview} found */
function previewed(found) {
  if (found.known) return h("p", null, tr(`Resultatet af netop disse afgørelser er skrevet: »${found.name}«. Der er intet nyt at skrive.`, `The result of these very decisions is written: “${found.name}”. There is nothing new to write.`));
  return [
    h("h3", null, tr("Det vil ske", "This will happen")),
    h("p", null, h("span.secret", null, found.by), tr(" skriver ", " writes "), h("strong", null, plural(found.codings, ["kodning", "kodninger"], ["coding", "codings"])), tr(` under »${found.as}«: `, ` under “${found.as}”: `),
      tr(`${integer(found.agreed)} fordi alle var enige, resten af ${plural(found.decided, ["afgørelse", "afgørelser"], ["", ""])}.`, `${integer(found.agreed)} because all agreed, the others from ${plural(found.decided, ["", ""], ["decision", "decisions"])}.`)),
    found.left > 0 && h("p", null, h("strong", null, tr(`${plural(found.left, ["uenighed er", "uenigheder er"], ["", ""])} ikke afgjort`, `${plural(found.left, ["disagreement is", "disagreements are"], ["disagreement is", "disagreements are"])} not decided`)), tr(" og kommer ikke med. De står åbne, og resultatet kan skrives igen.", " and not taken in. They stay open, and the result can be written again.")),
    h("p.quiet", null, tr("Kodernes egne kodninger bliver stående. Det skrevne bliver; nye afgørelser giver et nyt resultat.", "The coders' own codings stay. What is written stays; further decisions give another result.")),
  ];
}

/** @param {string} id @param {string} value */
function textField(id, value) {
  return /** @type {HTMLInputElement} */ (h("input", { type: "text", id, value, autocomplete: "off", maxlength: "200" }));
}

/**
 * A dialog before something is written that stays: sent under one id however often the button is pressed.
 * @param {{heading: string, does: string, content: import("./dom.js").Child[], write: (id: string) => Promise<any>, look?: () => Promise<boolean>, fields?: HTMLInputElement[], told?: HTMLElement}} how
 *   `look` fetches what would be written and says whether there is something; asked again when one of `fields` changes
 * @returns {Promise<any>} null where nothing was written
 */
function askToWrite(how) {
  return new Promise((answer) => {
    const id = uid();
    /** @type {any} */
    let done = null;
    const wrong = h("p.wrong", { role: "alert" });
    const button = /** @type {HTMLButtonElement} */ (h("button.primary", { type: "submit" }, how.does));
    /** @param {() => Promise<boolean>} act says whether the button may be pressed afterwards */
    const tried = async (act) => {
      button.disabled = true;
      try {
        button.disabled = !(await act());
        fill(wrong);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const again = error.kind === "stale" && how.look;
        button.disabled = again ? !(await again()) : how.look !== undefined && error.status !== 0;
        if (how.told && !again) fill(how.told);
        fill(wrong, error.message);
      }
    };
    const look = () => (how.look ? tried(how.look) : undefined);
    const act = async () => {
      if (button.disabled) return;
      await tried(async () => {
        done = await how.write(id);
        dialog.close();
        return false;
      });
    };
    const dialog = /** @type {HTMLDialogElement} */ (h("dialog.ask.change", { "aria-labelledby": "ask-title" },
      h("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void act(); } },
        h("h2", { id: "ask-title" }, how.heading), how.content, wrong,
        h("div.buttons", null, h("button", { type: "button", onclick: () => dialog.close() }, tr("Annullér", "Cancel")), button))));
    /** @type {number | undefined} */
    let timer;
    for (const field of how.fields ?? []) {
      field.addEventListener("input", () => {
        button.disabled = true;
        window.clearTimeout(timer);
        timer = window.setTimeout(() => void look(), PAUSE);
      });
    }
    openModal(dialog, () => {
      window.clearTimeout(timer);
      answer(done);
    });
    /** @type {HTMLInputElement | null} */ (dialog.querySelector("input"))?.select();
    void look();
  });
}

/** Open the page of a pass. @param {URLSearchParams} query what the page was asked for @param {string} pass */
export function goToPass(query, pass) {
  const next = new URLSearchParams();
  const unit = query.get("unit");
  if (unit) next.set("unit", unit);
  if (pass) next.set("pass", pass);
  goTo(`/agreement?${next}`);
}
