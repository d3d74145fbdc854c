import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, INK, mix, PAPER, readable, rgb, tintStrength } from "../../../src/kodning/web/static/js/colours.js";
import { lanes, stacked } from "../../../src/kodning/web/static/js/lanes.js";
import { nearest } from "../../../src/kodning/web/static/js/handles.js";

test("codings that overlap never share a lane, and no lane is wasted", () => {
  let seed = 7;
  const draw = (most) => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 60; round += 1) {
    const codings = Array.from({ length: 25 }, () => {
      const start = draw(100);
      return { start, end: start + 1 + draw(30) };
    });
    const found = lanes(codings);
    const deepest = Math.max(...Array.from({ length: 131 }, (_, at) => codings.filter((c) => c.start <= at && at < c.end).length));
    assert.equal(Math.max(...found.values()) + 1, deepest);
    for (const one of codings) {
      for (const other of codings) {
        const apart = one === other || one.end <= other.start || other.end <= one.start;
        assert.ok(apart || found.get(one) !== found.get(other));
      }
    }
  }
});

test("labels are pushed down, never onto each other", () => {
  assert.deepEqual(stacked([0, 5, 100, 101], 20), { tops: [0, 20, 100, 120], needed: 140 });
  assert.deepEqual(stacked([], 20), { tops: [], needed: 0 });
});

test("every colour can be read and told on both themes", () => {
  const parts = ["00", "33", "66", "99", "cc", "ff"];
  for (const r of parts) for (const g of parts) for (const b of parts) {
    for (const theme of /** @type {const} */ (["light", "dark"])) {
      const hex = `#${r}${g}${b}`;
      assert.ok(contrast(readable(hex, theme, 4.5), PAPER[theme]) >= 4.5, `${hex} words ${theme}`);
      assert.ok(contrast(readable(hex, theme, 3), PAPER[theme]) >= 3, `${hex} stripe ${theme}`);
      // The words on a tint, and on two of them over each other.
      const once = mix(PAPER[theme], rgb(hex), tintStrength(hex, theme));
      const twice = mix(once, rgb(hex), tintStrength(hex, theme));
      assert.ok(contrast(INK[theme], once) >= 7, `${hex} on one tint ${theme}`);
      assert.ok(contrast(INK[theme], twice) >= 4.5, `${hex} on two tints ${theme}`);
    }
  }
});

test("what is no colour is grey", () => {
  assert.deepEqual(rgb("rød"), [112, 112, 112]);
  assert.deepEqual(rgb("1B6CA8"), [27, 108, 168]);
});

test("a dragged end goes to the nearest word", () => {
  assert.equal(nearest([3, 9, 20], 0), 3);
  assert.equal(nearest([3, 9, 20], 5), 3);
  assert.equal(nearest([3, 9, 20], 7), 9);
  assert.equal(nearest([3, 9, 20], 99), 20);
});
