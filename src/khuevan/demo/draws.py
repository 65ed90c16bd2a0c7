"""Chance by the million: numbers that follow from a row's number and a word, the same on every machine and version.

The mixing function is SplitMix64 (Steele, Lea, Flood 2014), written in Polars' expressions; arithmetic wraps at 64 bits.
"""

from __future__ import annotations

from zlib import crc32

import polars as pl

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_FULL = 1 << 64


def draw(of: pl.Expr, word: str, seed: int) -> pl.Expr:
    """An unsigned 64-bit number for each row: `of` names the row, `word` what is being drawn."""
    start = (crc32(word.encode()) * _GOLDEN + seed * _SECOND) % _FULL
    mixed = of.cast(pl.UInt64) * _number(_GOLDEN) + _number(start)
    mixed = (mixed ^ (mixed // _number(1 << 30))) * _number(_FIRST)
    mixed = (mixed ^ (mixed // _number(1 << 27))) * _number(_SECOND)
    return mixed ^ (mixed // _number(1 << 31))


def below(of: pl.Expr, word: str, seed: int, limit: pl.Expr | int) -> pl.Expr:
    """A whole number in [0, limit)."""
    return (draw(of, word, seed) // _number(1 << 20)) % (
        _number(limit) if isinstance(limit, int) else limit.cast(pl.UInt64)
    )


def share(of: pl.Expr, word: str, seed: int) -> pl.Expr:
    """A number in [0, 1)."""
    return (draw(of, word, seed) // _number(1 << 11)).cast(pl.Float64) / float(1 << 53)


def pick(words: tuple[str, ...], number: pl.Expr) -> pl.Expr:
    """The word with that number."""
    return pl.lit(pl.Series(words, dtype=pl.String)).gather(number)


def _number(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def number_of(of: int, word: int) -> int:
    """The same mixing for one pair of numbers, without a frame."""
    mixed = (of * _GOLDEN + word * _SECOND) % _FULL
    mixed = (mixed ^ (mixed >> 30)) * _FIRST % _FULL
    mixed = (mixed ^ (mixed >> 27)) * _SECOND % _FULL
    return mixed ^ (mixed >> 31)
