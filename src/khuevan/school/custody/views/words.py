"""Badges, trails and faults in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import ui

from ..choices import FAULTS
from ..rules import Fault, FaultKind

TONES = {
    "made": "neutral", "signed": "info", "submitted": "warning", "checked": "info", "accepted": "success",
    "sent_back": "danger", "withdrawn": "neutral", "sealed": "warning", "proven": "success",
    "cancelled": "neutral", "held": "warning", "countersigned": "success", "refused": "danger",
    "current": "success", "replaced": "neutral", "recalled": "danger",
}  # fmt: skip


def state_badge(row: Any) -> Markup:
    return ui.badge(row.get_state_display(), TONES[row.state])


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Gói học bạ số"), reverse("custody:packages")), *more]


def handover_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Học bạ chuyển trường"), reverse("custody:handovers")), *more]


def fault_rows(faults: Iterable[Fault | Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """(what, which file, what was found)."""
    rows = []
    for one in faults:
        fault = one if isinstance(one, Fault) else Fault(FaultKind(one["kind"]), one["file"], one["detail"])
        rows.append((str(FAULTS[fault.kind]), fault.file, fault.detail))
    return rows
