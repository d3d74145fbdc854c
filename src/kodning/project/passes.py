"""Passes, blind passes, decisions on disagreements, samples: what agreement between coders is made of."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kodning import store
from kodning.codebook import UnknownCodeError
from kodning.errors import BadSpanError, KodningError, did_you_mean
from kodning.model import NewCoding
from kodning.project.base import checked_name
from kodning.project.coding_writer import Texts
from kodning.project.following import ProjectFollowing
from kodning.project.forgetting import ProjectForgetting
from kodning.store.connection import writing as write
from kodning.wording import listing

if TYPE_CHECKING:
    from kodning.store.blind import BlindRow, BlindState
    from kodning.store.decisions import DecisionRow, NewDecision, SampleRow
    from kodning.store.passes import PassRow


class NameTakenError(KodningError):
    """A pass or a sample of that name is there; it is never written over."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Navnet »{name}« er brugt. Det, der er gemt under det, ændres aldrig; vælg et andet navn.",
            f"The name “{name}” is taken. What is kept under it never changes; choose another name.",
        )


class UnknownPassError(KodningError):
    """A pass that is not there."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        da, en = did_you_mean(wanted, known)
        super().__init__(
            f"Der er intet frosset gennemløb »{wanted}«. {da} Et gennemløb fryses med »kodning agree --freeze NAVN«.",
            f"There is no frozen pass “{wanted}”. {en} A pass is frozen with “kodning agree --freeze NAME”.",
        )


class ChangedPassError(KodningError):
    """A pass that is no longer what was frozen."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Gennemløbet »{name}« er ikke længere det, der blev frosset: et andet program har ændret filen. "
            "Intet regnes på det; hent en sikkerhedskopi. Se også »kodning check«.",
            f"The pass “{name}” is no longer what was frozen: another program has changed the file. "
            "Nothing is computed on it; get a backup. See also “kodning check”.",
        )


class NothingToFreezeError(KodningError):
    """Nobody has reviewed anything, or one of those named has not."""

    def __init__(self, idle: Sequence[str]) -> None:
        who = listing(list(idle))
        super().__init__(
            f"Der er intet at fryse: {who or 'ingen'} har {'ikke ' if idle else ''}markeret noget som gennemgået. "
            "Det gøres med »kodning reviewed DOKUMENT --coder NAVN«.",
            f"There is nothing to freeze: nothing is marked as reviewed{f' by {who}' if idle else ''}. "
            "That is done with “kodning reviewed DOCUMENT --coder NAME”.",
        )


class BlindStateError(KodningError):
    """A blind pass is begun twice, or ended or broken without having begun."""

    def __init__(self, coder: str, *, begun: bool) -> None:
        super().__init__(
            f"»{coder}« koder allerede blindt." if begun else f"»{coder}« koder ikke blindt.",
            f"“{coder}” is coding blind already." if begun else f"“{coder}” is not in a blind pass.",
        )


class NoReasonError(KodningError):
    """A blind pass is broken without a word on why."""

    def __init__(self) -> None:
        super().__init__(
            "Blindingen brydes ikke uden grund: --reason HVORFOR.",
            "A blind pass is not broken without a reason: --reason WHY.",
        )


class AdjudicatorError(KodningError):
    """Settled codings would be mixed with those of somebody who codes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"»{name}« koder selv; afgjorte kodninger skal stå under et andet navn (--as NAVN).",
            f"“{name}” is a coder; settled codings must stand under another name (--as NAME).",
        )


class Project(ProjectForgetting, ProjectFollowing):
    """A project: the one door to everything in it."""

    def freeze(self, name: str, coder: str, coders: Sequence[str] = ()) -> "PassRow":
        """Keep coders' work as it is now, for ever.

        Args:
            name: Name of the pass.
            coder: Who freezes it.
            coders: Whose work; else that of everybody who has reviewed something.

        Raises:
            NameTakenError: There is a pass of that name.
            NothingToFreezeError: Nobody has reviewed anything, or one of those named has not.
            UnknownCoderError: A coder who is not in the project.
        """
        clean, who = checked_name(name), self._doer(coder)
        with write(self.connection, self.store_path):
            self._refuse_taken(clean)
            reviewers = list(dict.fromkeys(review[1] for review in self.reviews()))
            chosen = list(dict.fromkeys(map(self.coder, coders))) if coders else reviewers
            if not chosen or not set(chosen) <= set(reviewers):
                raise NothingToFreezeError([one for one in chosen if one not in reviewers])
            action = store.writing.add_action(self.connection, "freeze", who, clean)
            store.passes.add_pass(
                self.connection, action, clean, store.passes.in_force(self.connection, chosen)
            )
        return self.find_pass(clean)

    def refuse_taken_pass(self, name: str) -> None:
        """Refuse a name for a pass that another has.

        Raises:
            NameTakenError: There is a pass of that name.
        """
        self._refuse_taken(checked_name(name))

    def _refuse_taken(self, name: str) -> None:
        taken = [found.name for found in store.passes.pass_rows(self.connection)]
        if name.casefold() in {one.casefold() for one in taken}:
            raise NameTakenError(name)

    def passes(self) -> "list[PassRow]":
        """The passes, oldest first; to a coder in a blind pass only those of her own work."""
        whose = self.only(None)
        found = store.passes.pass_rows(self.connection)
        return [row for row in found if whose is None or row.coders == (whose,)]

    def find_pass(self, wanted: str) -> "PassRow":
        """A pass by its name, in any case.

        Raises:
            UnknownPassError: With the nearest name.
            BlindError: The viewer is in a blind pass, and others' work is in it.
        """
        clean = unicodedata.normalize("NFC", wanted).strip()
        for row in store.passes.pass_rows(self.connection):
            if row.name.casefold() == clean.casefold():
                for coder in row.coders:
                    self.only(coder)
                return row
        raise UnknownPassError(wanted, [row.name for row in self.passes()])

    def whole_pass(self, wanted: str) -> "PassRow":
        """A pass by its name, after its hash was found right.

        Raises:
            ChangedPassError: It is not what was frozen.
        """
        found = self.find_pass(wanted)
        if not store.passes.is_whole(self.connection, found):
            raise ChangedPassError(found.name)
        return found

    def begin_blind(self, coder: str, by: str) -> None:
        """From now on this coder is handed her own work only."""
        self._set_blind(coder, by, "begun")

    def break_blind(self, coder: str, reason: str, by: str) -> None:
        """Let a coder see others' work before her blind pass has ended; this is on record.

        Raises:
            BlindStateError: She is in no blind pass.
            NoReasonError: Without a reason.
        """
        if not reason.strip():
            raise NoReasonError
        self._set_blind(coder, by, "broken", " ".join(reason.split()))

    def end_blind(self, coder: str, by: str) -> None:
        """A coder has done her blind pass."""
        self._set_blind(coder, by, "ended")

    def _set_blind(self, coder: str, by: str, state: "BlindState", reason: str = "") -> None:
        doer = checked_name(by)
        with write(self.connection, self.store_path):
            there = self._in_blind_pass(coder)
            if (there is None) != (state == "begun"):
                raise BlindStateError(there or checked_name(coder), begun=state == "begun")
            who = there or self._known(checked_name(coder))
            kind = {"begun": "blind begin", "broken": "blind break", "ended": "blind end"}[state]
            action = store.writing.add_action(
                self.connection, kind, doer, f"{who}: {reason}" if reason else who
            )
            store.blind.add_blind(self.connection, action, who, state, reason)

    def _known(self, coder: str) -> str:
        """The name of a coder who is here already, in any case; else the name as it is."""
        known = store.queries.all_coders(self.connection)
        match = [name for name in known if name.casefold() == coder.casefold()]
        return coder if coder in known or len(match) != 1 else match[0]

    def blind_passes(self) -> "list[BlindRow]":
        """Blind passes begun, broken and ended, oldest first."""
        whose = self.only(None)
        found = store.blind.blind_rows(self.connection)
        return [row for row in found if whose in {None, row.coder}]

    def decide(
        self, decisions: "Iterable[NewDecision]", coder: str, base: "PassRow | None" = None
    ) -> "list[DecisionRow]":
        """Keep decisions on disagreements, all of them or none. A later one counts instead of an earlier one.

        Args:
            decisions: What was decided.
            coder: Who writes them down.
            base: The pass whose disagreements they settle; its texts are those that the spans lie in.

        Raises:
            UnknownDocumentError: A document that is not here.
            UnknownCodeError: A code that is in no version of the codebook.
            BadSpanError: A span outside the text.
            BlindError: The viewer is in a blind pass.
        """
        self.refuse_blind()
        who = self._doer(coder)
        rows = [] if base is None else store.passes.revisions_of_pass(self.connection, base.id)
        texts = {row.name: row for row in rows}
        ready = [(self._checked(new, texts), new) for new in decisions]
        if not ready:
            return self.decisions()
        with write(self.connection, self.store_path):
            ids = listing([new.disagreement for _, new in ready], 3)
            action = store.writing.add_action(self.connection, "decide", who, ids)
            store.decisions.add_decisions(self.connection, action, ready)
        return self.decisions()

    def _checked(self, new: "NewDecision", texts: Texts) -> int:
        revision = texts.get(new.document) or self.revision(new.document)
        codes = [row[0] for row in self.connection.execute("SELECT key FROM code")]
        for code, start, end in new.outcome:
            if code not in codes:
                raise UnknownCodeError(code, [row.key for row in self.codes()])
            if not 0 <= start < end <= len(revision.text):
                da = f"tekststykket skal ligge mellem 0 og {len(revision.text)}."
                en = f"the span must lie between 0 and {len(revision.text)}."
                raise BadSpanError(new.document, f"{start}:{end}", da, en)
        checked_name(new.decided_by)
        return revision.id

    def decisions(self) -> "list[DecisionRow]":
        """Decisions in force, one for each disagreement that is decided.

        Raises:
            BlindError: The viewer is in a blind pass; decisions tell what others coded.
        """
        self.refuse_blind()
        return store.decisions.decisions(self.connection)

    def adjudicate(
        self,
        name: str,
        base: "PassRow",
        settled: Sequence[NewCoding],
        decisions: "Sequence[DecisionRow]",
        coder: str,
        adjudicator: str,
    ) -> "PassRow":
        """Write what came of settling disagreements: codings under a name of their own, and a pass of them.

        Codings of an earlier adjudication of the same base by the same name that no longer follow are retracted;
        in that earlier pass they stay.

        Args:
            name: Name of the new pass.
            base: The frozen pass whose disagreements were settled.
            settled: The codings: what was agreed and what was decided; their coder is the adjudicator.
            decisions: What they came of.
            coder: Who does it.
            adjudicator: Under whose name the codings stand.

        Raises:
            NameTakenError: There is a pass of that name.
            AdjudicatorError: The adjudicator is somebody who codes.
        """
        self.refuse_blind()
        clean, who = checked_name(name), self._doer(coder)
        with write(self.connection, self.store_path):
            self._refuse_taken(clean)
            self.refuse_coding(adjudicator)
            # On the texts that were compared, also where one has been corrected since.
            texts = {row.name: row for row in store.passes.revisions_of_pass(self.connection, base.id)}
            there = self._there(settled, texts)
            missing = [new for new in settled if new[:5] not in there]
            action = store.writing.add_action(self.connection, "adjudicate", who, clean)
            key = store.writing.coder_id(self.connection, adjudicator)
            codings = {*there.values(), *self._add_codings(action, missing, "adjudication", texts)}
            gone = self._earlier(base, key) - codings
            store.writing.add_retractions(self.connection, action, sorted(gone), clean)
            contents = store.passes.in_force(self.connection, [adjudicator])._replace(
                revisions=sorted(row.id for row in texts.values()),
                codings=sorted(codings),
                reviews=(),
                decisions=[decision.id for decision in decisions],
            )
            store.passes.add_pass(self.connection, action, clean, contents, base)
            self.carry_all(action)
        return self.find_pass(clean)

    def _earlier(self, base: "PassRow", adjudicator: int) -> set[int]:
        """Codings in force of earlier adjudications of a pass under the same name."""
        rows = self.connection.execute(
            "SELECT x.coding FROM pass_coding x JOIN pass p ON p.id = x.pass"
            " JOIN live_coding c ON c.id = x.coding WHERE p.base = ? AND c.coder = ?",
            (base.id, adjudicator),
        )
        return {row[0] for row in rows}

    def refuse_coding(self, adjudicator: str) -> None:
        """Refuse a name for settled codings that is a coder's.

        Raises:
            AdjudicatorError: Somebody of that name has coded or reviewed.
        """
        reads = any(review[1] == adjudicator for review in self.reviews())
        codes = any(coding.origin != "adjudication" for coding in self.codings(coder=adjudicator))
        if reads or codes:
            raise AdjudicatorError(adjudicator)

    def keep_sample(
        self,
        name: str,
        unit: str,
        seed: int,
        settings: Mapping[str, Any],
        units: Iterable[tuple[str, int, int]],
        coder: str,
    ) -> None:
        """Keep a sample of units to double-code; `units` are (document, start, end).

        Raises:
            NameTakenError: There is a sample of that name.
        """
        clean = checked_name(name)
        places = [(self.revision(document).id, start, end) for document, start, end in units]
        with self.action("sample", coder, clean) as action:
            if clean.casefold() in {sample.name.casefold() for sample in self.samples()}:
                raise NameTakenError(clean)
            store.decisions.add_sample(self.connection, action, clean, unit, seed, settings, places)

    def samples(self) -> "list[SampleRow]":
        """The samples, oldest first."""
        return store.decisions.samples(self.connection)
