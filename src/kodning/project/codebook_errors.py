"""What can be wrong with a change of the codebook."""

from kodning.errors import KodningError

EDITABLE = (
    "label", "definition", "include", "exclude", "examples", "terms", "negative_terms", "color", "exclusive",
    "scale", "memo", "aliases", "retired",
)  # fmt: skip


class CodeTakenError(KodningError):
    """An id or alias that another code has."""

    def __init__(self, wanted: str, owner: str) -> None:
        super().__init__(
            f"»{wanted}« er allerede navn på koden »{owner}«. Vælg et andet id, eller slå de to sammen: "
            f"kodning codebook merge … {owner}",
            f"“{wanted}” is a name of the code “{owner}” already. Choose another id, or merge the two: "
            f"kodning codebook merge … {owner}",
        )


class BadCodeIdError(KodningError):
    """An id that a code cannot have."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"{wanted!r} kan ikke være en kodes id: 1 til 200 tegn, ingen linjeskift eller styretegn.",
            f"{wanted!r} cannot be a code's id: 1 to 200 characters, no line ends or control characters.",
        )


class CodeTreeError(KodningError):
    """A code would come to stand where it cannot."""


class UnknownCodeKeyError(KodningError):
    """A key that `edit_code` does not set."""

    def __init__(self, wanted: str) -> None:
        names = ", ".join(EDITABLE)
        super().__init__(
            f"»{wanted}« kan ikke rettes sådan. Der er: {names}.",
            f"“{wanted}” cannot be edited like that. There are: {names}.",
        )


class UnknownGroupError(KodningError):
    """A group that does not stand under `groups:`."""

    def __init__(self, wanted: str, hint: tuple[str, str]) -> None:
        super().__init__(
            f"Gruppen »{wanted}« står ikke under »groups:«. {hint[0]}",
            f"No group “{wanted}” under “groups:”. {hint[1]}",
        )
