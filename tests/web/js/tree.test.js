// The tree of codes: what is shown, where a code may be put, how the tree looks afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { begins, drop, family, moved, step, visible } from "../../../src/kodning/web/static/js/codebook/tree.js";

const BOOK = [["økonomi", null], ["løn", "økonomi"], ["støtte", "økonomi"], ["tips", "støtte"], ["tid", null], ["ventetid", "tid"], ["sted", null]];

/** @param {(string | null)[][]} pairs */
function codes(pairs) {
  /** @type {Map<string | null, number>} */
  const depth = new Map([[null, -1]]);
  return pairs.map(([id, parent]) => {
    depth.set(id, (depth.get(parent) ?? -1) + 1);
    return { id, parent, depth: depth.get(id), label: `${id[0].toUpperCase()}${id.slice(1)}`, labels: { da: id }, terms: id === "løn" ? ["hyre"] : [], aliases: [], in_codebook: true };
  });
}
const outline = (/** @type {readonly any[]} */ found) => found.map((code) => `${"  ".repeat(code.depth)}${code.id}`).join("\n");
const rowsOf = (/** @type {any} */ found, closed = new Set(), typed = "") => visible(found, closed, typed);

test("rows carry level, place among siblings and whether they are open", () => {
  const rows = rowsOf(codes(BOOK), new Set(["støtte"]));
  assert.deepEqual(rows.map((row) => [row.code.id, row.level, row.position, row.size, row.parent, row.open]), [
    ["økonomi", 0, 1, 3, true, true], ["løn", 1, 1, 2, false, false], ["støtte", 1, 2, 2, true, false],
    ["tid", 0, 2, 3, true, true], ["ventetid", 1, 1, 1, false, false], ["sted", 0, 3, 3, false, false]]);
});

test("a filter shows what fits with what stands above it, also by term, and opens what is closed", () => {
  const rows = rowsOf(codes(BOOK), new Set(["økonomi"]), "hyre");
  assert.deepEqual(rows.map((row) => [row.code.id, row.hit]), [["økonomi", false], ["løn", true]]);
});

test("a code moves with all under it and keeps their order", () => {
  assert.equal(outline(moved(codes(BOOK), "støtte", { before: "tid" })), "økonomi\n  løn\nstøtte\n  tips\ntid\n  ventetid\nsted");
  assert.equal(outline(moved(codes(BOOK), "støtte", { under: "ventetid" })), "økonomi\n  løn\ntid\n  ventetid\n    støtte\n      tips\nsted");
  assert.equal(outline(moved(codes(BOOK), "sted", { after: "økonomi" })), "økonomi\n  løn\n  støtte\n    tips\nsted\ntid\n  ventetid");
  assert.equal(outline(moved(codes(BOOK), "økonomi", { under: null })), "tid\n  ventetid\nsted\nøkonomi\n  løn\n  støtte\n    tips");
});

test("a move into itself, beside itself, to nowhere or to where it stands gives the same codes back", () => {
  const book = codes(BOOK);
  for (const [id, place] of /** @type {[string, any][]} */ ([["økonomi", { under: "tips" }], ["støtte", { after: "tips" }], ["tid", { before: "tid" }], ["tid", { after: "økonomi" }], ["løn", { under: "findes ikke" }], ["findes ikke", { under: null }]])) {
    assert.equal(moved(book, id, place), book, `${id} ${JSON.stringify(place)}`);
  }
});

test("codes that have left the file stay last", () => {
  const book = [...codes(BOOK), { ...codes([["væk", null]])[0], in_codebook: false }];
  assert.equal(outline(moved(book, "løn", { under: null })).split("\n").slice(-2).join(), "løn,væk");
  assert.equal(drop(rowsOf(book), 7, 0.5, 0), null);
});

test("keys move among siblings, in under the code before, and out after the one above", () => {
  const book = codes(BOOK);
  assert.deepEqual(step(book, "støtte", "up"), { before: "løn" });
  assert.deepEqual(step(book, "løn", "down"), { after: "støtte" });
  assert.deepEqual(step(book, "støtte", "in"), { under: "løn" });
  assert.deepEqual(step(book, "tips", "out"), { after: "støtte" });
  assert.deepEqual([step(book, "økonomi", "up"), step(book, "sted", "down"), step(book, "løn", "in"), step(book, "tid", "out")], [null, null, null, null]);
});

test("in and out again brings a code back to where it stood", () => {
  const book = codes(BOOK);
  const inside = moved(book, "sted", /** @type {any} */ (step(book, "sted", "in")));
  assert.equal(outline(moved(inside, "sted", /** @type {any} */ (step(inside, "sted", "out")))), outline(book));
});

test("where a code would fall hangs on the third of the row and, at a branch's end, on the indentation", () => {
  const rows = rowsOf(codes(BOOK));
  assert.deepEqual(drop(rows, 4, 0.1, 0)?.place, { before: "tid" });
  assert.deepEqual(drop(rows, 4, 0.5, 0)?.place, { under: "tid" });
  assert.deepEqual(drop(rows, 0, 0.9, 0)?.place, { before: "løn" }, "after an open code is before the first under it");
  assert.deepEqual(drop(rows, 3, 0.9, 2)?.place, { after: "tips" });
  assert.deepEqual(drop(rows, 3, 0.9, 1)?.place, { after: "støtte" });
  assert.deepEqual(drop(rows, 3, 0.9, 0), { place: { after: "økonomi" }, row: 3, kind: "after", level: 0 });
  assert.deepEqual(drop(rows, 1, 0.9, 0)?.place, { after: "løn" }, "further out there is no room: another follows");
});

test("a drop that is shown is where the code comes to stand", () => {
  const book = codes(BOOK);
  const rows = rowsOf(book);
  for (const id of BOOK.map(([one]) => /** @type {string} */ (one))) for (let at = 0; at < rows.length; at += 1) for (const share of [0.1, 0.5, 0.9]) for (let level = 0; level < 4; level += 1) {
    const found = drop(rows, at, share, level);
    const after = found && moved(/** @type {any} */ (book), id, found.place);
    if (!found || after === /** @type {any} */ (book)) continue;
    assert.equal(after?.length, book.length);
    assert.equal(after?.find((code) => code.id === id)?.depth, found.level, `${id} ${JSON.stringify(found)}`);
    assert.equal(new Set(after?.map((code) => code.id)).size, book.length);
  }
});

test("a family is a code with all under it", () => {
  assert.deepEqual([...family(/** @type {any} */ (codes(BOOK)), "økonomi")], ["økonomi", "løn", "støtte", "tips"]);
});

test("typing goes to the next name that begins so, and round", () => {
  const rows = rowsOf(codes(BOOK));
  const at = (/** @type {number} */ from, /** @type {string} */ typed) => rows[begins(rows, from, typed)]?.code.id;
  assert.deepEqual([at(0, "t"), at(3, "t"), at(4, "t"), at(3, "ti"), at(0, "st"), at(0, "q")], ["tips", "tid", "tips", "tips", "støtte", undefined]);
});
