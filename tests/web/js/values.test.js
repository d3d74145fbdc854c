// What the form sends of a code, and what becomes of two people's changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedKeys, changes, inWords, lines, rebase, valuesOf } from "../../../src/kodning/web/static/js/codebook/values.js";
import { Drafts } from "../../../src/kodning/web/static/js/codebook/drafts.js";
import { fitting } from "../../../src/kodning/web/static/js/codebook/splitting.js";

const CODE = /** @type {any} */ ({
  id: "budget", labels: { da: "Økonomi", en: "Money" }, definition: "Penge.", include: ["a"], exclude: [], examples: ["Kassen er tom.", "Ny"],
  example_places: [{ document: "interview-1", place: "t4", note: "" }, null], terms: ["penge"], negative_terms: [], color: "#986603", exclusive: false, scale: [], memo: "", aliases: [],
});

test("nothing is sent of what was not changed, nor of white space alone", () => {
  const base = valuesOf(CODE);
  assert.deepEqual(changes(base, valuesOf(CODE)), {});
  assert.deepEqual(changes(base, { ...base, definition: "  Penge.\n", include: ["a", " "] }), {});
});

test("an emptied field is taken away, an example keeps its place", () => {
  const base = valuesOf(CODE);
  const now = { ...base, definition: " ", include: [], examples: [{ ...base.examples[0], text: "Kassen er helt tom." }, { text: "" }] };
  assert.deepEqual(changes(base, now), { definition: null, include: null, examples: [{ text: "Kassen er helt tom.", document: "interview-1", place: "t4" }] });
});

test("lines are one item each, composed and without blanks around", () => {
  assert.deepEqual(lines(" a  b \n\n a\u030a\n"), ["a b", "å"]);
});

test("another's change of another key comes in beside mine", () => {
  const base = valuesOf(CODE);
  const found = rebase(base, { ...base, definition: "Min." }, { ...base, memo: "Deres." });
  assert.deepEqual([found.values.definition, found.values.memo, found.clashes], ["Min.", "Deres.", []]);
});

test("another's change of the same key clashes unless it says the same, and mine is not lost", () => {
  const base = valuesOf(CODE);
  const mine = { ...base, definition: "Min.", terms: ["kroner"] };
  const found = rebase(base, mine, { ...base, definition: "Deres.", terms: ["kroner"] });
  assert.deepEqual([found.values.definition, found.clashes], ["Min.", ["definition"]]);
  assert.deepEqual(changedKeys(base, found.values), ["definition", "terms"]);
});

test("a value is told in words", () => {
  assert.equal(inWords(["a", { text: "b", place: "t1" }]), "a · b · t1");
  assert.equal(inWords(null), "–");
});

test("drafts outlive the page, and a broken store begins anew", () => {
  /** @type {Record<string, string>} */
  const kept = {};
  const storage = { getItem: (/** @type {string} */ key) => kept[key] ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => { kept[key] = value; } };
  const base = valuesOf(CODE);
  new Drafts("p", storage).set("budget", { base, mine: { ...base, memo: "x" } });
  const again = new Drafts("p", storage);
  assert.equal(again.get("budget")?.mine.memo, "x");
  assert.equal(new Drafts("q", storage).get("budget"), null);
  again.set("budget", null);
  assert.equal(new Drafts("p", storage).get("budget"), null);
  kept["kodning.drafts.p"] = "{";
  assert.equal(new Drafts("p", storage).get("budget"), null);
});

test("codings to split by are found by word, memo, document and coder", () => {
  const codings = [
    { id: 1, document: "a", coder: "eva", memo: "", text: "Bussen kom ikke" }, { id: 2, document: "b", coder: "eva", memo: "om BUSSER", text: "Kassen" }, { id: 3, document: "b", coder: "ole", memo: "", text: "bus" },
  ];
  const ids = (/** @type {any} */ by) => fitting(codings, { words: "", document: "", coder: "", ...by }).map((one) => /** @type {any} */ (one).id);
  assert.deepEqual([ids({}), ids({ words: "bus" }), ids({ words: "bus", document: "b" }), ids({ coder: "ole" })], [[1, 2, 3], [1, 2, 3], [2, 3], [3]]);
});

test("a draft goes along to the new id of its code, but not over another draft", () => {
  /** @type {Record<string, string>} */
  const kept = {};
  const storage = { getItem: (/** @type {string} */ key) => kept[key] ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => { kept[key] = value; } };
  const base = valuesOf(CODE);
  const drafts = new Drafts("p", storage);
  for (const id of ["budget", "løn", "tid"]) drafts.set(id, { base, mine: { ...base, memo: id } });
  drafts.follow([{ id: "penge", aliases: ["budget"] }, { id: "tid", aliases: ["løn"] }]);
  assert.deepEqual(["penge", "budget", "tid", "løn"].map((id) => drafts.get(id)?.mine.memo), ["budget", undefined, "tid", "løn"]);
});
