"""Why an act of attendance was refused, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.records.errors import Invalid


class AttendanceError(Invalid):
    """An act that the rules of the room do not allow; names fields where it can."""


def day_problem(group: object, on: date, today: date) -> str:
    """Why no roll can be called on this day; empty where it can."""
    year = group.school_year  # type: ignore[attr-defined]
    if on > today:
        return _("Chưa đến ngày %(on)s.") % {"on": f"{on:%d/%m/%Y}"}
    if not year.starts_on <= on <= year.ends_on:
        return _("Ngày %(on)s không thuộc năm học %(year)s của lớp này.") % {
            "on": f"{on:%d/%m/%Y}", "year": year.code,
        }  # fmt: skip
    return ""
