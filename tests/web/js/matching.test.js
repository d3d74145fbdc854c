import assert from "node:assert/strict";
import { test } from "node:test";
import { matching } from "../../../src/kodning/web/static/js/matching.js";
import { uid } from "../../../src/kodning/web/static/js/uid.js";

const code = (id, da, en = da) => ({ id, label: da, labels: { da, en }, parent: null });
const CODES = [
  code("økonomi", "Rådets økonomi", "Funding"),
  code("tidlig-inddragelse", "Tidlig inddragelse", "Early involvement"),
  code("synlighed", "Synlighed", "Visibility"),
  code("støtte", "Støtte fra REM", "Support"),
];
const ids = (typed, recent = []) => matching(CODES, typed, recent).map((one) => one.id);

test("few letters find a code: its beginning, a word in it, its initials, its other language", () => {
  assert.equal(ids("syn")[0], "synlighed");
  assert.equal(ids("ØKO")[0], "økonomi");
  assert.equal(ids("ti")[0], "tidlig-inddragelse");
  assert.equal(ids("early")[0], "tidlig-inddragelse");
  assert.equal(ids("sfr")[0], "støtte");
  assert.deepEqual(ids("qqq"), []);
});

test("o is not ø, and a is not å", () => {
  assert.ok(!ids("okonomi").includes("økonomi"));
});

test("nothing typed shows the codebook in its own order; typed, the recent one wins among equals", () => {
  assert.deepEqual(ids(""), CODES.map((one) => one.id));
  assert.equal(ids("s")[0], "synlighed");
  assert.equal(ids("s", ["støtte"])[0], "støtte");
});

test("ids are UUIDs of version 7 that sort as they were made", () => {
  const made = Array.from({ length: 500 }, uid);
  for (const one of made) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(made).size, made.length);
  assert.ok(Math.abs(Number.parseInt(made[0].replace("-", "").slice(0, 12), 16) - Date.now()) < 5000);
});
