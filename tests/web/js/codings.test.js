import assert from "node:assert/strict";
import { test } from "node:test";
import { Codings } from "../../../src/kodning/web/static/js/codings.js";

let made = 0;
const coding = (start, end, code, more = {}) => ({ id: (made += 1), uid: `u${made}`, document: "d", start, end, code, coder: "mette", created: "2026-01-01T10:00:00Z", memo: "", origin: "manual", ...more });
const entry = (uid, path, body) => ({ uid, path, body: { ...body, uid } });
const code = (uid, start, end, codes, document = "d") => entry(uid, "/api/code", { document, start, end, codes });
const change = (uid, codings, gone = []) => ({ action: 1, uid, coder: "mette", kind: "code", summary: "", documents: ["d"], codings, gone });
const shown = (codings) => codings.visible.map((one) => `${one.start}-${one.end} ${one.code}${one.id === null ? "?" : ""}`);

test("what is on its way is shown, until the server has told of it, and never twice", () => {
  const codings = new Codings("d", "mette", [coding(0, 5, "a")]);
  const waiting = [code("r1", 10, 20, ["b", "c"]), code("r2", 1, 2, ["a"], "another document")];
  codings.foresee(waiting);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b?", "10-20 c?"]);
  const before = codings.visible[1];
  codings.foresee(waiting);
  assert.equal(codings.visible[1], before, "the same object, so that nothing is drawn anew");
  // Told before the answer came: the entry waits still.
  const told = [coding(10, 20, "b"), coding(10, 20, "c")];
  codings.apply(change("r1", told));
  codings.foresee(waiting);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b", "10-20 c"]);
  assert.equal(codings.successor(before, change("r1", told)), told[0]);
  assert.equal(codings.find(before.uid), null);
  codings.foresee([]);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b", "10-20 c"]);
});

test("what is taken back or moved goes at once, and comes back where that is refused", () => {
  const [one, two] = [coding(0, 5, "a"), coding(10, 20, "b")];
  const codings = new Codings("d", "mette", [one, two]);
  codings.foresee([entry("r1", "/api/retract", { ids: [String(one.id)] }), entry("r2", "/api/change", { id: String(two.id), start: 10, end: 15 })]);
  assert.deepEqual(shown(codings), ["10-15 b?"]);
  codings.foresee([]);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b"]);
});

test("an undo takes back the latest thing that waits; with nothing waiting it is the server's to say", () => {
  const one = coding(0, 5, "a");
  const codings = new Codings("d", "mette", [one]);
  const undo = (uid) => entry(uid, "/api/undo", {});
  codings.foresee([code("r1", 10, 20, ["b"]), entry("r2", "/api/retract", { ids: [String(one.id)] }), undo("r3")]);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b?"]);
  codings.foresee([code("r1", 10, 20, ["b"]), entry("r2", "/api/retract", { ids: [String(one.id)] }), undo("r3"), undo("r4"), undo("r5")]);
  assert.deepEqual(shown(codings), ["0-5 a"]);
  codings.foresee([code("r1", 10, 20, ["b"]), entry("r6", "/api/undo", { action: 7 })]);
  assert.deepEqual(shown(codings), ["0-5 a", "10-20 b?"], "doing a certain thing again takes back nothing that waits");
});

test("codings of others are in view when they are asked for, and counted by code and coder", () => {
  const codings = new Codings("d", "mette", [coding(0, 5, "a"), coding(0, 9, "a", { coder: "bo" }), coding(2, 4, "b", { coder: "bo" })]);
  assert.deepEqual(shown(codings), ["0-5 a"]);
  assert.deepEqual([...codings.byCoder], [["mette", 1], ["bo", 2]]);
  assert.equal(codings.toggle("bo"), true);
  assert.deepEqual([...codings.counts], [["a", 2], ["b", 1]]);
  assert.deepEqual(codings.at(3).map((one) => one.end), [4, 5, 9], "the shortest first");
  assert.deepEqual(codings.at(9), [], "the end does not belong to a span");
  assert.deepEqual([...codings.ownOn({ start: 0, end: 5 })], ["a"]);
  assert.deepEqual([...codings.ownOn({ start: 0, end: 9 })], [], "another's coding is not one's own");
  assert.deepEqual(codings.own.map((one) => one.code), ["a"]);
  assert.equal(codings.toggle("bo"), false);
  assert.deepEqual(shown(codings), ["0-5 a"]);
});

test("what others take away goes, what they do in other documents is no concern", () => {
  const one = coding(0, 5, "a");
  const codings = new Codings("d", "mette", [one]);
  codings.apply(change("x", [coding(1, 2, "b", { document: "another" })], [one.id]));
  assert.deepEqual(shown(codings), []);
});
