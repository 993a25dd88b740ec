"""How good a run is, where the truth is known. Definitions: docs/scorecard.md; `accountgraph.evaluate` judges."""

from .card import Scorecard

__all__ = ["Scorecard"]
