"""A measure that people wrote, as plain data: read into the closed language, or refused in words.

    {"measure": "share", "column": "", "where": [FILTER, …], "of": [FILTER, …]}
    FILTER = {"column": "sex", "is": "one", "values": ["female"]}

`measure`: count, sum, share, mean, median, distinct. `where`: which rows, all of them must hold; `of`: of a share, which
of these. `is`: one, not_one (of the values), between (two values, either may be empty), yes, no. Only columns that have a
name for people can be read: numbers of persons and of rows have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.facts import Column, Facts, Kind

from .conditions import Between, Condition, Is, Misdeclared, Not, Value, both
from .formulas import Count, Distinct, Measure, Median, Ratio, Sum, share

MEASURES = ("count", "sum", "share", "mean", "median", "distinct")
OPERATORS = ("one", "not_one", "between", "yes", "no")
MOST_FILTERS = 8
MOST_VALUES = 40
LONGEST = 100
NUMBERS = (Kind.WHOLE, Kind.LARGE, Kind.NUMBER)
_NEEDS = {"sum": NUMBERS, "mean": NUMBERS, "median": NUMBERS, "distinct": tuple(Kind)}
_KEYS = {"measure", "column", "where", "of"}


class Unreadable(ValueError):
    """What was written is no measure of these facts; str() says why, in the reader's language."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def usable_columns(facts: Facts) -> list[Column]:
    """Those that have a name for people."""
    return [one for one in facts.columns if one.label]


def read_measure(facts: Facts, said: Mapping[str, Any]) -> Measure:
    """Raises Unreadable."""
    unknown = sorted(set(said) - _KEYS)
    if unknown:
        raise Unreadable("measure", _("Không hiểu «%(words)s».") % {"words": ", ".join(unknown)[:LONGEST]})
    kind, name = said.get("measure"), said.get("column") or ""
    if kind not in MEASURES:
        raise Unreadable("measure", _("Chọn cách tính."))
    where = _all_of(facts, said.get("where") or [], "where")
    if kind == "count":
        return Count(facts, where)
    if kind == "share":
        of = _all_of(facts, said.get("of") or [], "of")
        if of is None:
            raise Unreadable("of", _("Tỉ lệ cần ít nhất một điều kiện cho tử số."))
        return share(facts, of, where)
    column = _column(facts, name, "column")
    if column.kind not in _NEEDS[kind]:
        raise Unreadable("column", _("«%(column)s» không phải là số.") % {"column": column.label})
    match kind:
        case "sum":
            return Sum(facts, column.name, where)
        case "mean":
            known = Between(column.name)
            return Ratio(
                Sum(facts, column.name, where), Count(facts, known if where is None else both(where, known))
            )
        case "median":
            return Median(facts, column.name, where)
        case _:
            return Distinct(facts, column.name, where)


def _all_of(facts: Facts, filters: Any, field: str) -> Condition | None:
    if not isinstance(filters, Sequence) or isinstance(filters, str) or len(filters) > MOST_FILTERS:
        raise Unreadable(field, _("Nhiều nhất %(most)d điều kiện.") % {"most": MOST_FILTERS})
    read = [_condition(facts, one, field) for one in filters]
    if not read:
        return None
    return read[0] if len(read) == 1 else both(*read)


def _condition(facts: Facts, said: Any, field: str) -> Condition:
    if not isinstance(said, Mapping):
        raise Unreadable(field, _("Mỗi điều kiện gồm một cột và các giá trị."))
    column = _column(facts, said.get("column"), field)
    operator, values = said.get("is"), said.get("values") or []
    if operator not in OPERATORS:
        raise Unreadable(field, _("Không hiểu điều kiện cho «%(column)s».") % {"column": column.label})
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > MOST_VALUES:
        raise Unreadable(field, _("Nhiều nhất %(most)d giá trị một điều kiện.") % {"most": MOST_VALUES})
    read = [_value(column, one, field) for one in values]
    try:
        return _built(column, operator, read, field)
    except Misdeclared:
        raise Unreadable(field, _("Giá trị không hợp với «%(column)s».") % {"column": column.label}) from None


def _built(column: Column, operator: str, values: list[Value | None], field: str) -> Condition:
    if operator in ("yes", "no"):
        if column.kind is not Kind.YES:
            raise Unreadable(
                field, _("«%(column)s» không phải là câu hỏi có hay không.") % {"column": column.label}
            )
        return Is(column.name, (operator == "yes",))
    if operator == "between":
        if column.kind not in (*NUMBERS, Kind.DATE) or len(values) != 2:
            raise Unreadable(
                field, _("«%(column)s» cần hai đầu của một khoảng số hoặc ngày.") % {"column": column.label}
            )
        return Between(column.name, values[0], values[1])  # type: ignore[arg-type]
    known = tuple(one for one in values if one is not None)
    if not known:
        raise Unreadable(field, _("Ghi giá trị cho «%(column)s».") % {"column": column.label})
    return Is(column.name, known) if operator == "one" else Not(Is(column.name, known))


def _column(facts: Facts, name: Any, field: str) -> Column:
    found = next((one for one in usable_columns(facts) if one.name == name), None)
    if found is None:
        said = {"facts": facts.label, "column": str(name)[:LONGEST]}
        raise Unreadable(field, _("«%(facts)s» không có cột «%(column)s» để đọc.") % said)
    return found


def _value(column: Column, said: Any, field: str) -> Value | None:
    """None for an open end. Raises Unreadable."""
    word = str(said).strip() if said is not None else ""
    if len(word) > LONGEST or "\x00" in word:
        raise Unreadable(field, _("Giá trị quá dài."))
    if not word and column.kind is not Kind.TEXT:
        return None
    try:
        match column.kind:
            case Kind.WHOLE | Kind.LARGE:
                number = int(word)
                if abs(number) >= 2**31:
                    raise ValueError
                return number
            case Kind.NUMBER:
                decimal = float(word.replace(",", "."))
                if not abs(decimal) < 1e12:
                    raise ValueError
                return decimal
            case Kind.DATE:
                return date.fromisoformat(word)
            case Kind.YES:
                return {"1": True, "0": False}[word]
            case _:
                return word
    except (ValueError, KeyError):
        said_of = {"column": column.label, "value": word}
        raise Unreadable(field, _("«%(value)s» không phải là giá trị của «%(column)s».") % said_of) from None
