import assert from "node:assert/strict";
import { test } from "node:test";
import { Offsets } from "../../../src/kodning/web/static/js/offsets.js";
import { Units } from "../../../src/kodning/web/static/js/selecting.js";

const TEXT = "Går det 🙂? Ja. Meget godt.\n\nEn anden taler.";
const SENTENCES = [[0, 10], [11, 14], [15, 26], [28, 43]];
const TURNS = [
  { start: 0, end: 26, role: "informant" },
  { start: 28, end: 43, role: "interviewer" },
];
const units = () => new Units(new Offsets(TEXT), SENTENCES, TURNS);
const words = (span) => [...TEXT].slice(span.start, span.end).join("");

test("the fixture's sentences are sentences", () => {
  assert.deepEqual(SENTENCES.map(([start, end]) => words({ start, end })), ["Går det 🙂?", "Ja.", "Meget godt.", "En anden taler."]);
});

test("moving goes from sentence to sentence and stops at either end", () => {
  const found = units();
  let span = found.move("sentence", null, 1, 0);
  const seen = [];
  for (let step = 0; step < 5; step += 1) {
    seen.push(words(span));
    span = found.move("sentence", span, 1, 0);
  }
  assert.deepEqual(seen, ["Går det 🙂?", "Ja.", "Meget godt.", "En anden taler.", "En anden taler."]);
  assert.equal(words(found.move("sentence", { start: 15, end: 26 }, -1, 0)), "Ja.");
  assert.deepEqual(found.move("sentence", { start: 0, end: 10 }, -1, 0), { start: 0, end: 10 });
});

test("stretching and shrinking by words takes the full stop along", () => {
  const found = units();
  const sentence = { start: 15, end: 26 };
  const shorter = found.moveEnd("word", sentence, -1);
  assert.equal(words(shorter), "Meget");
  assert.deepEqual(found.moveEnd("word", shorter, -1), shorter, "never empty");
  assert.equal(words(found.moveEnd("word", shorter, 1)), "Meget godt");
  assert.equal(words(found.moveStart("word", sentence, 1)), "godt.");
  assert.equal(words(found.moveStart("word", { start: 21, end: 26 }, -1)), "Meget godt.");
});

test("stretching and shrinking by sentences", () => {
  const found = units();
  const two = found.moveEnd("sentence", { start: 11, end: 14 }, 1);
  assert.equal(words(two), "Ja. Meget godt.");
  assert.equal(words(found.moveEnd("sentence", two, -1)), "Ja.");
});

test("a mouse selection is taken in whole words and without white space", () => {
  const found = units();
  assert.equal(words(found.snap(16, 24)), "Meget godt");
  assert.equal(words(found.snap(16, 24, false)), "eget god");
  assert.equal(words(found.snap(10, 15)), "Ja.");
  assert.equal(found.snap(26, 28), null);
});

test("the next free sentence is an informant's that no coding touches", () => {
  const found = units();
  assert.equal(words(found.nextFree(0, [{ start: 2, end: 5 }])), "Ja.");
  assert.equal(words(found.nextFree(12, [{ start: 2, end: 5 }])), "Meget godt.");
  assert.equal(words(found.nextFree(27, [{ start: 2, end: 5 }])), "Ja.", "from the top again");
  assert.equal(found.nextFree(0, [{ start: 0, end: 26 }]), null);
});
