"""The migration of the counting: views that say what the tables of counts say."""

TABLES = ""
APPEND_ONLY: tuple[str, ...] = ()


def _by_document(name: str, path: str, about: str) -> str:
    return f"""
-- One row for each code, document and coder; {about}; words covered twice count once.
CREATE VIEW {name} AS
WITH reached AS (
    SELECT p.ancestor AS code, c.coder, c.revision, c.word_start, c.word_end, MAX(c.word_end) OVER (
        PARTITION BY p.ancestor, c.coder, c.revision ORDER BY c.word_start, c.word_end
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM live_coding c JOIN {path} p ON p.descendant = c.code
)
SELECT code.key AS code, code.label_da AS label, r.name AS document, coder.name AS coder, COUNT(*) AS codings,
       SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0)))) AS words,
       1.0 * SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0))))
           / NULLIF(r.informant_words, 0) AS share_of_words
FROM reached
JOIN code ON code.id = reached.code
JOIN coder ON coder.id = reached.coder
JOIN current_revision r ON r.id = reached.revision
GROUP BY code.id, r.id, coder.id
ORDER BY coder.name, code.position, r.document;
"""


VIEWS = (
    _by_document("code_by_document", "code_path", "a code includes the codes under it")
    + _by_document(
        "own_code_by_document",
        "(SELECT id AS ancestor, id AS descendant FROM code)",
        "every code by itself, without the codes under it",
    )
    + """
-- Pairs of codings of two codes that share at least one informant's word, as one coder made them. Each pair of codes
-- stands once, in the order of the codebook.
CREATE VIEW code_cooccurrence AS
SELECT one.key AS code, other.key AS other, coder.name AS coder, COUNT(*) AS pairs
FROM live_coding a
JOIN live_coding b ON b.coder = a.coder AND b.revision = a.revision AND b.code <> a.code
    AND b.word_start < a.word_end AND b.word_end > a.word_start
JOIN code one ON one.id = a.code
JOIN code other ON other.id = b.code AND other.position > one.position
JOIN coder ON coder.id = a.coder
WHERE a.word_start < a.word_end AND b.word_start < b.word_end
  AND a.revision IN (SELECT id FROM current_revision)
GROUP BY one.id, other.id, coder.id
ORDER BY coder.name, one.position, other.position;
"""
)
