"""How findings become a score. Pure functions on values."""

from .scores import WEIGHTS, score, tone_of, weight

__all__ = ["WEIGHTS", "score", "tone_of", "weight"]
