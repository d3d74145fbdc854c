"""Which units to double-code: seeded, proportional by document and attribute, from the informants' words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from kodning.errors import UnknownAttributeError
from kodning.intercoder.sample_size import Plan, Size, sample_size
from kodning.intercoder.units import Unit, informant_units, reviewing_coders, unit_table
from kodning.intercoder.work import CodingWork
from kodning.project import Project

_NEW = 0.2  # prevalence of a code of which nothing is known
_SPEC = {"segment": "s", "paragraph": "p", "turn": "t"}


class SampledUnit(NamedTuple):
    """A unit to double-code.

    Attributes:
        document: Name of its document.
        place: As a span is written in commands: `s40`, `p3` or `t12`.
        start: Where it begins in the text.
        end: One past its end.
        text: Its words.
        stratum: The document's value of the attribute; empty without one.
    """

    document: str
    place: str
    start: int
    end: int
    text: str
    stratum: str


class Sample(NamedTuple):
    """Units to double-code, and why so many.

    Attributes:
        unit: The layer.
        seed: Which of all possible samples.
        by: The attribute it is stratified by besides documents; None without one.
        plan: What the size was computed from.
        size: The size.
        used_codes: How many codes the prevalence is the median of; None where it was given, 0 where no code is used yet.
        interviews: Documents with units.
        units: The units, in the order of the text.
    """

    unit: Unit
    seed: int
    by: str | None
    plan: Plan
    size: Size
    used_codes: int | None
    interviews: int
    units: Sequence[SampledUnit]

    def record(self) -> dict[str, Any]:
        """The sample as programs get it."""
        return {
            "unit": self.unit,
            "seed": self.seed,
            "by": self.by,
            **self.settings(),
            "units": [one._asdict() for one in self.units],
        }

    def settings(self) -> dict[str, Any]:
        """What the size was computed from, and what came of it."""
        return {
            **self.plan._asdict(),
            "prevalence_from_codes": self.used_codes,
            "interviews": self.interviews,
            "size": self.size._asdict(),
        }


def draw_sample(
    project: Project,
    unit: Unit = "segment",
    plan: Plan | None = None,
    *,
    prevalence: float | None = None,
    by: str | None = None,
    seed: int = 1,
    size: int | None = None,
) -> Sample:
    """Draw units to double-code.

    The order in which units are drawn hangs on the seed, the document's name and the unit's place alone: the same on
    every computer, and a larger sample holds the smaller one of the same seed where nothing else changes.

    Args:
        project: The project.
        unit: The layer of units.
        plan: What the sample is for.
        prevalence: Share of units with a code; None: the median of the codes used so far, else 0.2.
        by: An attribute to stratify by besides documents.
        seed: Which of all possible samples.
        size: As many units, whatever the plan says.

    Raises:
        SampleSettingError: A plan that cannot be.
        UnknownAttributeError: An attribute that no document has.
    """
    strata = _strata(project, by)
    revisions = {document.name: project.revision(document.name) for document in project.documents()}
    found = {name: informant_units(project, revision, unit) for name, revision in revisions.items()}
    found = {name: places for name, places in found.items() if places}
    used = None
    if prevalence is None:
        prevalence, used = usual_prevalence(project, unit)
    settled = (plan or Plan())._replace(prevalence=prevalence)
    available = sum(map(len, found.values()))
    counted = sample_size(settled, available, max(1, len(found)), size)
    shares = _shares({name: len(places) for name, places in found.items()}, strata, counted.drawn)
    units = [
        SampledUnit(name, f"{_SPEC[unit]}{number}", start, end, revisions[name].text[start:end], strata[name])
        for name, places in found.items()
        for number, start, end in _drawn(name, places, shares[name], seed)
    ]
    return Sample(unit, seed, by, settled, counted, used, len(found), units)


def _strata(project: Project, by: str | None) -> dict[str, str]:
    """Each document's value of the attribute, empty without one."""
    values = project.attributes()
    names = [document.name for document in project.documents()]
    if by is None:
        return dict.fromkeys(names, "")
    known = sorted({name for attributes in values.values() for name in attributes})
    if by not in known:
        raise UnknownAttributeError(by, known)
    return {name: values.get(name, {}).get(by, "") for name in names}


def _shares(units: Mapping[str, int], strata: Mapping[str, str], total: int) -> dict[str, int]:
    """How many units of each document: proportional among the strata, then among the documents of each."""
    whole: dict[str, int] = {}
    for name, count in units.items():
        whole[strata[name]] = whole.get(strata[name], 0) + count
    shares: dict[str, int] = {}
    for stratum, share in proportional(whole, total).items():
        inside = {name: count for name, count in units.items() if strata[name] == stratum}
        shares |= proportional(inside, share)
    return shares


def proportional(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Share a total out by size: whole numbers, the largest remainders rounded up (Hamilton's method)."""
    whole = sum(sizes.values())
    exact = {name: Fraction(total * size, whole) for name, size in sizes.items()} if whole else {}
    found = {name: int(share) for name, share in exact.items()}
    rest = sorted(exact, key=lambda name: found[name] - exact[name])  # stable: the earlier of two equals
    for name in rest[: total - sum(found.values())]:
        found[name] += 1
    return found


def _drawn(
    document: str, places: Sequence[tuple[int, int, int]], count: int, seed: int
) -> list[tuple[int, int, int]]:
    """As many of a document's (number, start, end) as are wanted, in the order of the text."""

    def lot(place: tuple[int, int, int]) -> bytes:
        return sha256(f"{seed}\x00{document}\x00{place[1]}\x00{place[2]}".encode()).digest()

    return sorted(sorted(places, key=lot)[:count])


def usual_prevalence(project: Project, unit: Unit) -> tuple[float, int]:
    """The median prevalence of the codes used so far and how many they are; 0.2 and 0 where none is."""
    revisions = tuple(project.revision(document.name) for document in project.documents())
    # What the viewer may see: in a blind pass her own codings.
    work = CodingWork(project.codings(), project.reviews(), project.codes(), None, revisions)
    if not reviewing_coders(project, work):
        return _NEW, 0
    table = unit_table(project, unit, fewest=1, work=work)
    shares = [table.matrix(code) for code in range(len(table.codes))]
    used = [float(np.nanmean(matrix)) for matrix in shares if np.nansum(matrix) > 0]
    usual = median(used) if used else _NEW
    return (usual, len(used)) if usual < 1 else (_NEW, 0)
