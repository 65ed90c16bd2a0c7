"""The numbers in force on a day, and changing one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.checks import Check, Setting, declared
from khuevan.kernel.records import Invalid

from ..models import LimitChange
from ..permissions import EDIT_LIMITS


def settings_on(checks: Sequence[Check], on: date) -> dict[str, Setting]:
    """Each check's setting on the day: what was declared, and what was decided since."""
    decided: dict[str, dict[str, float]] = {}
    rows = LimitChange.objects.filter(valid_from__lte=on).order_by("valid_from")
    for code, name, value in rows.values_list("check_code", "name", "value"):
        decided.setdefault(code, {})[name] = value
    return {check.code: check.setting(on, decided.get(check.code)) for check in checks}


def change_limit(
    *, actor: Actor, at: datetime, check_code: str, name: str, value: float, valid_from: date, source: str
) -> LimitChange:
    """The number from that day on, for everybody, with the instrument it rests on. Raises Invalid, access.Refused."""
    access.demand(actor, EDIT_LIMITS)
    check = declared().get(check_code)
    if check is None or name not in check.defaults:
        raise Invalid({"name": _("Kiểm tra này không có ngưỡng như vậy.")})
    source = " ".join(source.split())
    if len(source) < 3:
        raise Invalid({"source": _("Hãy ghi văn bản hoặc quyết định làm căn cứ.")})
    if not abs(value) < 1e9:
        raise Invalid({"value": _("Giá trị không hợp lệ.")})
    with audit.act(actor, EDIT_LIMITS.code, at=at, why=source) as act:
        made, _is_new = LimitChange.objects.update_or_create(
            check_code=check_code, name=name, valid_from=valid_from,
            defaults={"value": value, "source": source[:300]},
        )  # fmt: skip
        act.on(made)
    return made
