"""What a merge brought, in lines."""

from collections.abc import Iterator

from kodning.project.merging import Merged
from kodning.wording import listing, plural, tr

_COUNTED = {
    "document": (("dokument", "dokumenter"), ("document", "documents")),
    "revision": (("tekst", "tekster"), ("text", "texts")),
    "coder": (("koder", "kodere"), ("coder", "coders")),
    "coding": (("kodning", "kodninger"), ("coding", "codings")),
    "retraction": (("tilbagetagning", "tilbagetagninger"), ("retraction", "retractions")),
    "review": (("gennemgang", "gennemgange"), ("review", "reviews")),
    "memo": (("memo", "memoer"), ("memo", "memos")),
    "attribute": (("variabel", "variabler"), ("attribute", "attributes")),
    "code": (("kode", "koder"), ("code", "codes")),
    "pass": (("frosset gennemløb", "frosne gennemløb"), ("frozen pass", "frozen passes")),
    "decision": (("afgørelse", "afgørelser"), ("decision", "decisions")),
    "suggestion_decision": (
        ("svar på et forslag", "svar på forslag"),
        ("answer to a suggestion", "answers to suggestions"),
    ),
    "sample": (("stikprøve", "stikprøver"), ("sample", "samples")),
}
_MOST = 12


def merged_text(done: Merged, *, dry_run: bool = False) -> str:
    """The lines that a person reads."""
    return "\n".join(_lines(done, dry_run=dry_run)) + "\n"


def _lines(done: Merged, *, dry_run: bool) -> Iterator[str]:
    counts = [plural(count, *_COUNTED[name]) for name in _COUNTED if (count := done.fresh.get(name))]
    if not any(done.fresh.values()):
        yield tr(f"{done.other}: intet nyt.", f"{done.other}: nothing new.")
    else:
        yield tr(
            f"{done.other}: nyt her: {listing(counts, 20)}.",
            f"{done.other}: new here: {listing(counts, 20)}.",
        )
    for there, here in done.same_text:
        if there != here:
            yield tr(
                f"  »{there}« er samme tekst som »{here}« her.",
                f"  “{there}” is the same text as “{here}” here.",
            )
    for there, here in done.renamed:
        yield tr(
            f"  »{there}« er en anden end den her, og hedder »{here}«.",
            f"  “{there}” is another than the one here, and is called “{here}”.",
        )
    for difference in done.codes[:_MOST]:
        yield f"  {difference.words}"
    if len(done.codes) > _MOST:
        more = len(done.codes) - _MOST
        yield tr(
            f"  … og {more} forskelle til (--format json).",
            f"  … and {more} more differences (--format json).",
        )
    yield from _to_look_at(done)
    if dry_run:
        yield tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run).")
    elif done.action is not None:
        yield tr(
            f"Fortrydes med »kodning undo {done.action}«.",
            f"Taken out again with “kodning undo {done.action}”.",
        )


def _to_look_at(done: Merged) -> Iterator[str]:
    """What somebody should see to."""
    if done.retracted:
        taken = plural(len(done.retracted), ("kodning", "kodninger"), ("coding", "codings"))
        yield tr(
            f"  {taken}, der gjaldt her, er taget tilbage i det andet projekt.",
            f"  {taken} in force here {'was' if len(done.retracted) == 1 else 'were'} taken back in the other project.",
        )
    if done.followed:
        count = plural(done.followed, ("kodning", "kodninger"), ("coding", "codings"))
        yield tr(
            f"  {count} står nu under en anden kode, som deres er slået sammen med eller delt i.",
            f"  {count} now under another code, which theirs was merged into or split into.",
        )
    if done.forgotten_here:
        left = plural(done.forgotten_here, ("dokument", "dokumenter"), ("document", "documents"))
        yield tr(f"  {left} er glemt her og kom ikke med.", f"  {left} forgotten here did not come along.")
    if done.forgotten_there:
        names = listing(list(done.forgotten_there))
        yield tr(
            f"  Glemt i det andet projekt, men stadig her: {names}. Se »kodning forget«.",
            f"  Forgotten in the other project but still here: {names}. See “kodning forget”.",
        )
    if done.lost:
        lost = plural(done.lost, ("kodning", "kodninger"), ("coding", "codings"))
        yield tr(
            f"  {lost} mangler plads i en rettet tekst: kodning revise --lost.",
            f"  {lost} without a place in a corrected text: kodning revise --lost.",
        )


def merged_record(done: Merged) -> dict[str, object]:
    """What a merge brought, for programs."""
    return {
        "other": done.other,
        "action": done.action,
        "new": {name: count for name, count in done.fresh.items() if count},
        "same_text": [{"there": there, "here": here} for there, here in done.same_text],
        "renamed": [{"there": there, "here": here} for there, here in done.renamed],
        "codes": [difference._asdict() for difference in done.codes],
        "retracted": list(done.retracted),
        "forgotten_here": done.forgotten_here,
        "forgotten_there": list(done.forgotten_there),
        "lost": done.lost,
        "followed": done.followed,
    }
