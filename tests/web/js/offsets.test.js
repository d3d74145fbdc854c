import assert from "node:assert/strict";
import { test } from "node:test";
import { Offsets } from "../../../src/kodning/web/static/js/offsets.js";

const TEXTS = ["", "æøå", "🙂", "a🙂b", "🙂🙂", "så 👩‍👩‍👧 gik 🇩🇰 hjem 🤔.", "x".repeat(50), "🙂æ".repeat(40)];

test("every place goes to UTF-16 and back", () => {
  for (const text of TEXTS) {
    const offsets = new Offsets(text);
    assert.equal(offsets.length, [...text].length);
    for (let point = 0; point <= offsets.length; point += 1) {
      assert.equal(offsets.units(point), [...text].slice(0, point).join("").length, `${text} ${point}`);
      assert.equal(offsets.points(offsets.units(point)), point);
    }
  }
});

test("slices are those of code points", () => {
  for (const text of TEXTS) {
    const points = [...text];
    const offsets = new Offsets(text);
    for (let start = 0; start <= points.length; start += 3) {
      for (let end = start; end <= points.length; end += 2) {
        assert.equal(offsets.slice(start, end), points.slice(start, end).join(""));
      }
    }
  }
});

test("the middle of a pair is its beginning", () => {
  assert.equal(new Offsets("a🙂b").points(2), 1);
  assert.equal(new Offsets("🙂🙂").points(3), 1);
});

test("a lone half of a pair is one character", () => {
  assert.equal(new Offsets("\ud83d x").length, 3);
  assert.equal(new Offsets("\ude42x").length, 2);
});
