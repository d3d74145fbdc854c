"""Who is who: what the importer says of speakers, by options or in a mapping file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kodning.model import Note, Role, Transcript
from kodning.reading.labels import key_of_given
from kodning.reading.notes import in_order

ROLE_WORDS: Mapping[str, Role] = {
    "interviewer": "interviewer",
    "informant": "informant",
    "interviewperson": "informant",
    "respondent": "informant",
    "ukendt": "unknown",
    "unknown": "unknown",
}
"""What a mapping may say of a role."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What the importer says of the speakers.

    Attributes:
        interviewers: Labels of those who interview; a file in which one of them does not speak is refused.
        names: A label's key to the name that it stands for, such as `speaker_00` to `Formand`.
        roles: A label's key to its role.
    """

    interviewers: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)

    def applied(self, transcript: Transcript, path: Path) -> Transcript:
        """The transcript with the names and roles of the mapping; it may name speakers of other files."""
        del path
        if not self.names and not self.roles:
            return transcript
        turns = tuple(
            turn
            if turn.speaker is None
            else turn._replace(
                speaker=self.names.get(key_of_given(turn.speaker), turn.speaker),
                role=self._role(turn.speaker, turn.role),
            )
            for turn in transcript.turns
        )
        notes = transcript.notes
        if all(turn.role != "unknown" for turn in turns if turn.speaker):
            notes = tuple(note for note in notes if "--interviewer" not in note.en)
        spoken = {key_of_given(turn.speaker) for turn in transcript.turns if turn.speaker}
        if not spoken & {*self.names, *self.roles}:
            notes = in_order(
                [
                    *notes,
                    Note(
                        None,
                        "Ingen af talerne står i listen over talere.",
                        "None of the speakers stands in the list of speakers.",
                    ),
                ]
            )
        return transcript._replace(turns=turns, notes=notes)

    def _role(self, speaker: str, role: Role) -> Role:
        key = key_of_given(speaker)
        if key in self.roles:
            return self.roles[key]
        # Once somebody is said to interview, an unknown other is interviewed.
        return "informant" if role == "unknown" and "interviewer" in self.roles.values() else role
