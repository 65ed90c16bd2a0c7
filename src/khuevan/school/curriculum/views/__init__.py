"""The ways in."""

from .browse import programme

__all__ = ["programme"]
