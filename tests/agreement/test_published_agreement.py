"""Every worked example in `reference/`: data, printed value, tolerance and source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parent / "reference"
Case = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """A case's data in the shape its statistic takes."""

    ratings: Any
    table: Any
    params: dict[str, Any]


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}:{case['name']} [{case['source'][:48]}]")
        for path in sorted(REFERENCE.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]


def _given(case: Case) -> Given:
    data = case["data"]
    readers: dict[str, Callable[[], Any]] = {
        "ratings": lambda: data["units"],
        "table": lambda: ag.ratings_from_table(data["table"]),
        "counts": lambda: ag.ratings_from_counts(data["counts"]),
    }
    ratings = readers[data["format"]]() if data["format"] in readers else None
    params = {("categories" if key == "q" else key): value for key, value in case["params"].items()}
    return Given(ratings, data.get("table"), params)


def _category_alpha(given: Given) -> float | None:
    category = given.params["category"]
    present = [[None if v is None else v == category for v in row] for row in given.ratings]
    return ag.krippendorff_alpha(present).value


STATISTICS: dict[str, Callable[[Given], float | None]] = {
    "percent_agreement": lambda g: ag.percent_agreement(g.ratings).value,
    "cohen_kappa": lambda g: ag.cohen_kappa(g.ratings, **g.params).value,
    "expected_agreement_cohen": lambda g: ag.cohen_kappa(g.ratings).expected,
    "scott_pi": lambda g: ag.scott_pi(g.ratings).value,
    "fleiss_kappa": lambda g: ag.fleiss_kappa(g.ratings).value,
    "fleiss_kappa_category": lambda g: ag.fleiss_kappa(g.ratings, **g.params).value,
    "fleiss_kappa_se": lambda g: ag.fleiss_kappa(g.ratings).standard_error,
    "conger_kappa": lambda g: ag.conger_kappa(g.ratings, **g.params).value,
    "hubert_kappa": lambda g: ag.conger_kappa(g.ratings).value,
    "brennan_prediger": lambda g: ag.brennan_prediger(g.ratings, **g.params).value,
    "gwet_ac1": lambda g: ag.gwet_ac1(g.ratings).value,
    "gwet_ac1_se": lambda g: ag.gwet_ac2(g.ratings, g.params.get("weights")).standard_error,
    "gwet_ac2": lambda g: ag.gwet_ac2(g.ratings, **g.params).value,
    "krippendorff_alpha": lambda g: ag.krippendorff_alpha(g.ratings, **g.params).value,
    "krippendorff_alpha_nominal": lambda g: ag.krippendorff_alpha(g.ratings).value,
    "krippendorff_alpha_category": _category_alpha,
    "mv_alpha": lambda g: ag.multivalued_alpha(g.ratings).value,
    "pabak": lambda g: ag.two_by_two(g.table).pabak,
    "prevalence_index": lambda g: ag.two_by_two(g.table).prevalence_index,
    "negative_specific_agreement": lambda g: ag.two_by_two(g.table).p_neg,
}


def _compute(case: Case) -> float | None:
    data, statistic = case["data"], case["statistic"]
    if data["format"] == "set_pair":
        return ag.set_distance(data["a"], data["b"], **case["params"])
    if data["format"] == "tables":
        return ag.pooled_kappa(data["tables"]).value
    if data["format"] == "spans":
        coders = {name: [tuple(span) for span in spans] for name, spans in data["coders"].items()}
        family = ag.unitizing_alpha(coders, data["length"])
        return {"u_alpha": family.u, "u_alpha_binary": family.binary}[statistic]
    return STATISTICS[statistic](_given(case))


@pytest.mark.parametrize("case", _cases())
def test_published_value_is_reproduced(case: Case) -> None:
    """Within the tolerance the case itself states; null means undefined."""
    computed = _compute(case)
    if case["expected"] is None:
        assert computed is None
    else:
        assert computed == pytest.approx(case["expected"], abs=case["tolerance"], rel=0)


def test_an_undefined_reference_case_says_why() -> None:
    """The notes of the degenerate cases ask for a reason beside the missing value."""
    for case in json.loads((REFERENCE / "degenerate_behaviour.json").read_text("utf-8")):
        units = case["data"]["units"]
        for statistic in (ag.krippendorff_alpha, ag.percent_agreement):
            result = statistic(units)
            assert result.value is None
            assert result.reason is not None
            assert "no pairable units" in result.reason
