// The shapes that the server sends. Types only.

/** @typedef {{id: number | null, uid: string, document: string, start: number, end: number, code: string, coder: string, created: string, memo: string, origin: string}} Coding */
/** @typedef {{number: number, start: number, end: number, speaker: string | null, role: string, time_start: number | null, time_end: number | null}} Turn */
/** @typedef {{id: number, created: string, coder: string, document: string | null, start: number | null, end: number | null, code: string | null, coding: number | null, text: string}} Memo */
/** @typedef {{id: number, document: string, start: number, end: number, sentence_start: number, sentence_end: number, code: string, rank: number, score: number, method: string, calibrated: boolean, evidence: [number, number, string][], why?: string, coder: string, state: string}} Suggestion */
/** @typedef {{coder: string, start: number, end: number}} Review */
/** @typedef {{name: string, title: string, hash: string, revision: number, text: string, turns: Turn[], paragraphs: number[][], sentences: number[][], codings: Coding[], reviews: Review[], memos: Memo[], attributes: Record<string, string>, suggestions: Suggestion[], action: number}} DocumentData */
/** @typedef {{id: string, label: string, labels: Record<string, string>, parent: string | null, depth: number, color: string, in_codebook: boolean, codings: number, documents: number, codings_below: number, documents_below: number, definition: string, include: string[], exclude: string[], examples: string[], example_places: ({document: string, place: string, note: string} | null)[], terms: string[], negative_terms: string[], memo: string, aliases: string[], exclusive: boolean, scale: string[], retired: string}} Code */
/** @typedef {{id: string, labels: Record<string, string>, codes: string[], ordered: boolean}} CodeGroup */
/** @typedef {{source: string, hash: string, codes: Code[], groups: CodeGroup[], action: number}} CodebookData */
/** @typedef {{name: string, title: string, revision: number, words: number, informant_words: number, created: string, codings: number, mine: number, reviewed_by: string[], reviewed: number, attributes: Record<string, string>}} DocumentRow */
/** @typedef {{coder: string, role: string, blind: boolean, may_code: boolean, may_administer: boolean, read_only: boolean, incognito: boolean, passwords: boolean, language: string, title: string, project: string, coders: string[], version: string, warnings: string[], csrf: string, action: number}} Me */
/** @typedef {{action: number, uid: string, coder: string, kind: string, summary: string, documents: string[], codings: Coding[], gone: number[]}} Change */
/** @typedef {{change: Change | null, action: number | null, repeated: boolean, undone?: {kind: string, summary: string, action: number} | null}} Done */
/** @typedef {{start: number, end: number}} Span */

export {};
