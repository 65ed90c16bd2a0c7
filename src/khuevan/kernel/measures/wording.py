"""A measure as a sentence, for the page that opens a figure."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.facts import Facts

from .conditions import Between, Both, Condition, Either, Is, Not
from .declarations import rows_of
from .formulas import Count, Distinct, Measure, Median, Part, Ratio, Sum


def sentence(measure: Measure) -> str:
    """What is computed, in words."""
    match measure:
        case Count() | Sum():
            return part_words(measure)
        case Ratio(upper, lower, scale):
            said = (
                _("%(upper)s, chia cho %(lower)s")
                if scale == 1
                else _("%(upper)s, tính phần trăm của %(lower)s")
            )
            return said % {"upper": part_words(upper), "lower": _lowered(part_words(lower))}
        case Median(facts, column, where):
            said = _("Trung vị của «%(column)s» trong: %(rows)s")
            return said % {"column": _label(facts, column), "rows": _lowered(_rows(facts, where))}
        case Distinct(facts, column, where):
            said = _("Số giá trị khác nhau của «%(column)s» trong: %(rows)s")
            return said % {"column": _label(facts, column), "rows": _lowered(_rows(facts, where))}


def part_words(one: Part) -> str:
    if isinstance(one, Count):
        return _("Số dòng của %(rows)s") % {"rows": _rows(one.facts, one.where)}
    return _("Tổng «%(column)s» của %(rows)s") % {
        "column": _label(one.facts, one.column), "rows": _rows(one.facts, one.where),
    }  # fmt: skip


def _rows(facts: Facts, where: Condition | None) -> str:
    name = f"«{facts.label}»"
    return (
        name
        if where is None
        else _("%(rows)s mà %(condition)s") % {"rows": name, "condition": words(where, facts)}
    )


def words(condition: Condition, facts: Facts) -> str:
    """A condition in words; codes are said as pages say them where the room tells how."""
    match condition:
        case Is(column, values) if values in ((True,), (False,)):
            said = _("có «%(column)s»") if values == (True,) else _("không có «%(column)s»")
            return said % {"column": _label(facts, column)}
        case Is(column, values):
            listed = _(" hoặc ").join(_value(facts, column, value) for value in values)
            return _("«%(column)s» là %(values)s") % {"column": _label(facts, column), "values": listed}
        case Between(column, least, most):
            return _between(_label(facts, column), _shown(least), _shown(most))
        case Not(one):
            return _("không phải (%(condition)s)") % {"condition": words(one, facts)}
        case Both(parts):
            return _(" và ").join(words(one, facts) for one in parts)
        case Either(parts):
            return "(" + _(" hoặc ").join(words(one, facts) for one in parts) + ")"


def _between(column: str, least: str, most: str) -> str:
    if least and most:
        said = _("«%(column)s» từ %(least)s đến %(most)s")
    elif not least and not most:
        said = _("có ghi «%(column)s»")
    else:
        said = _("«%(column)s» từ %(least)s trở lên") if least else _("«%(column)s» đến %(most)s")
    return said % {"column": column, "least": least, "most": most}


def _value(facts: Facts, column: str, value: object) -> str:
    rows = rows_of(facts)
    named = (rows.words or {}).get(column, {}) if rows else {}
    return f"«{named.get(value, value)}»"


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _label(facts: Facts, column: str) -> str:
    return str(facts.by_name[column].label or column)


def _lowered(said: str) -> str:
    return said[:1].lower() + said[1:]
