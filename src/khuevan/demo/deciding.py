"""Acts on schools of the demo: decisions of the last year, and how some of them are reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from khuevan.kernel import database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries, services


def rename(actor: Actor, unit_id: int, name: str, *, at: datetime) -> None:
    named = f"{name} (cơ sở 2)" if "cơ sở" not in name else f"{name} mới"
    order = services.RenameUnit(decree=_decree(date(2026, 1, 1), "15/QĐ-UBND"), unit_id=unit_id, name=named)
    services.rename_unit(actor, order, at=at)


def merge(actor: Actor, unit_id: int, *, into: int, at: datetime) -> None:
    decree = _decree(date(2026, 8, 1), "412/QĐ-UBND")
    services.merge_units(
        actor, services.MergeUnits(decree=decree, source_ids=(unit_id,), into_id=into), at=at
    )


def reach(actor: Actor, unit_ids: Sequence[int], *, at: datetime) -> None:
    """Nobody's number, and no address that somebody could own."""
    for place, unit_id in enumerate(unit_ids, 1):
        with database.acting(actor):
            unit = queries.unit(actor, unit_id)
            services.edit_contacts(
                actor, unit, phone=f"0263 0000 00{place}", email=f"vanthu@truong{place}.example",
                website=f"https://truong{place}.example", expected_version=unit.version, at=at,
            )  # fmt: skip


def _decree(effective_on: date, number: str) -> services.Decree:
    return services.Decree(
        effective_on=effective_on, decision_number=number, deciding_body="Ủy ban nhân dân tỉnh Lâm Đồng",
        note="Số liệu mẫu",
    )  # fmt: skip
