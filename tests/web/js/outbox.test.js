import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../../src/kodning/web/static/js/api.js";
import { Outbox } from "../../../src/kodning/web/static/js/outbox.js";

function storage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

function box(post, store = storage()) {
  const waits = [];
  const made = new Outbox("k", { post, storage: store, alone: (task) => task(), wait: async (ms) => void waits.push(ms) });
  return { made, waits, store };
}

test("what is sent arrives in order, each with its own id", async () => {
  const got = [];
  const { made } = box(async (path, body) => got.push([path, body.n, body.uid]));
  await Promise.all([made.send("/a", { n: 1 }), made.send("/b", { n: 2 }), made.send("/c", { n: 3 })]);
  assert.deepEqual(got.map(([path, n]) => [path, n]), [["/a", 1], ["/b", 2], ["/c", 3]]);
  assert.equal(new Set(got.map((one) => one[2])).size, 3);
  assert.deepEqual(made.entries, []);
});

test("a server that is gone costs nothing: the same ids are sent until it answers", async () => {
  const got = [];
  let down = 4;
  const { made, waits } = box(async (_path, body) => {
    got.push(body.uid);
    if (down-- > 0) throw new Refused(down % 2 ? 0 : 503, "offline", "væk");
    return { ok: true };
  });
  const states = [];
  made.watchers.push(() => states.push(made.state));
  assert.deepEqual(await made.send("/a", {}), { ok: true });
  assert.equal(new Set(got).size, 1);
  assert.equal(got.length, 5);
  assert.ok(states.includes("offline"));
  assert.equal(made.state, "ready");
  assert.deepEqual([...waits].sort((a, b) => a - b), waits, "it waits longer each time");
});

test("a server that answers but cannot keep anything says why", async () => {
  let full = 2;
  const { made } = box(async () => {
    if (full-- > 0) throw new Refused(503, "store", "Disken er fuld.");
    return { ok: true };
  });
  const reasons = [];
  made.watchers.push(() => reasons.push(`${made.state}: ${made.reason}`));
  await made.send("/a", {});
  assert.ok(reasons.includes("offline: Disken er fuld."));
  assert.equal(reasons.at(-1), "ready: ");
});

test("a page that was closed meanwhile sends what it kept", async () => {
  const { store } = box(() => new Promise(() => {}));
  const first = box(() => new Promise(() => {}), store).made;
  void first.send("/a", { n: 1 });
  const got = [];
  const second = box(async (path, body) => got.push([path, body]), store).made;
  assert.equal(second.entries.length, 1);
  await second.flush();
  assert.equal(got[0][1].n, 1);
  assert.equal(got[0][1].uid, first.uid ?? got[0][1].uid);
  assert.deepEqual(second.entries, []);
});

test("a refusal is told and does not stop the rest", async () => {
  const refused = [];
  const { made } = box(async (path) => {
    if (path === "/bad") throw new Refused(409, "stale", "ændret");
    return path;
  });
  made.onRefused = (entry, error) => refused.push([entry.path, error.message]);
  const [bad, good] = await Promise.allSettled([made.send("/bad", {}), made.send("/good", {})]);
  assert.equal(bad.status, "rejected");
  assert.equal(good.value, "/good");
  assert.deepEqual(refused, [["/bad", "ændret"]]);
});

test("a session that has ended keeps the work and says so", async () => {
  let out = true;
  const { made } = box(async () => {
    if (out) {
      out = false;
      throw new Refused(401, "login", "log ind");
    }
    return 1;
  });
  const states = [];
  made.watchers.push(() => states.push(made.state));
  assert.equal(await made.send("/a", {}), 1);
  assert.ok(states.includes("login"));
});

test("what lies broken in the browser's storage is no reason to fail", () => {
  const store = storage();
  store.setItem("k", "{");
  assert.deepEqual(box(async () => 1, store).made.entries, []);
});
