"""Many codings into one action: what they name is looked up once, and each is a plain row on its way to the store."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kodning import store
from kodning.model import NewCoding

if TYPE_CHECKING:
    from kodning.project.carrying import ProjectCarrying

Texts = Mapping[str, "store.queries.RevisionRow"]


class CodingWriter:
    """Writes codings that are not there yet into an action; runs inside a transaction.

    Args:
        project: The project.
        action: What they belong to.
        texts: The texts that their places are in, by document; else the current ones.
    """

    def __init__(self, project: "ProjectCarrying", action: int, texts: Texts | None = None) -> None:
        self._project = project
        self._connection = project.connection
        self._action = action
        self._texts = texts
        # Also a code that has left the codebook, or had another name: a pass or a decision may hold it still.
        codes = dict(self._connection.execute("SELECT key, id FROM code").fetchall())
        codes |= {name: codes[key] for name, key in store.codes.other_names(self._connection).items()}
        self._codes: dict[str, int] = codes
        self._coders: dict[str, int] = {}
        (self._version,) = self._connection.execute("SELECT MAX(id) FROM codebook_version").fetchone()

    def meet(self, new: Sequence[NewCoding]) -> None:
        """See to it that the store knows all who coded these."""
        for name in dict.fromkeys(coding.coder for coding in new):
            if name not in self._coders:
                self._coders[name] = store.writing.coder_id(self._connection, name)

    def write(self, new: Sequence[NewCoding], origin: str) -> None:
        """Write codings, document by document, each document's in the order given.

        Raises:
            KeyError: A code that the store does not know.
            UnknownDocumentError: No such document.
        """
        self.meet(new)
        by_document: dict[str, list[NewCoding]] = {}
        for coding in new:
            by_document.setdefault(coding.document, []).append(coding)
        from kodning.store.ids import new_uids

        rows = self._rows(by_document, origin, iter(new_uids(sum(not coding.uid for coding in new))))
        store.writing.insert_codings(self._connection, rows, len(new))

    def _rows(
        self, by_document: Mapping[str, Sequence[NewCoding]], origin: str, uids: Iterator[str]
    ) -> Iterator[tuple[object, ...]]:
        from hashlib import sha256  # loads OpenSSL, which reading commands do not need

        from kodning.store.ids import utc_now

        codes, coders, now = self._codes, self._coders, utc_now()
        version, action = self._version, self._action
        for name, own in by_document.items():
            revision = self._project.revision(name) if self._texts is None else self._texts[name]
            key, text, before = revision.id, revision.text, self._project.word_index(revision).before
            for _, start, end, code, coder, created, memo, uid in own:
                yield (
                    uid or next(uids),
                    key,
                    start,
                    end,
                    # As `text.words_hash`, on the way of a million codings.
                    sha256(text[start:end].encode("utf-8", "surrogatepass")).hexdigest()[:16],
                    before(start),
                    before(end),
                    codes[code],
                    coders[coder],
                    memo,
                    created or now,
                    origin,
                    version,
                    action,
                )
