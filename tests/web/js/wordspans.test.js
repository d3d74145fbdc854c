import assert from "node:assert/strict";
import { test } from "node:test";
import { Offsets } from "../../../src/kodning/web/static/js/offsets.js";
import { moved, wholeWords, wordsBetween } from "../../../src/kodning/web/static/js/wordspans.js";

const text = "Årh 🤔 så gik\n\nvi hjem.";
const offsets = new Offsets(text);
const words = wordsBetween(offsets, 0, offsets.length);
const said = (/** @type {{start: number, end: number}} */ span) => offsets.slice(span.start, span.end);

test("words are found in code points, emoji and line feeds between them", () => {
  assert.deepEqual(words.map(said), ["Årh", "🤔", "så", "gik", "vi", "hjem."]);
  assert.equal(words[2].start, [..."Årh 🤔 "].length);
});

test("an end moves by a word and stops at the edge of the text", () => {
  const span = { start: words[1].start, end: words[2].end };
  assert.equal(said(moved(words, span, "end", 1)), "🤔 så gik");
  assert.equal(said(moved(words, span, "start", -1)), "Årh 🤔 så");
  assert.equal(said(moved(words, { start: 0, end: offsets.length }, "end", 1)), text);
  assert.equal(said(moved(words, { start: 0, end: offsets.length }, "start", -1)), text);
});

test("a span keeps one word at least", () => {
  const span = words[3];
  assert.equal(said(moved(words, span, "end", -1)), "gik");
  assert.equal(said(moved(words, span, "start", 1)), "gik");
});

test("what is selected is taken in whole words; blanks alone are nothing", () => {
  assert.equal(said(wholeWords(words, words[2].start + 1, words[3].start + 1)), "så gik");
  assert.equal(wholeWords(words, words[2].end, words[3].start), null);
});
