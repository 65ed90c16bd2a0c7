"""Books by COPY."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Refused

from .. import services
from ..models import ComputerSet, Equipment, Land, Room, Utilities
from ..permissions import EDIT_FACILITIES, VIEW_FACILITIES
from ..records import ROOMS
from . import builders


@pytest.mark.django_db
def test_rows_of_all_books_are_loaded_with_what_follows_from_them() -> None:
    with database.acting(access.system()):
        school = builders.school()
        rows = [
            ComputerSet(school=school, name="Bộ máy", kind="desktop", purpose="informatics", quantity=20, usable=19,
                        levels=["primary"]),
            Room(school=school, name="Phòng Đ", kind="classroom", build_class="solid", area_m2=Decimal("48.5")),
            Room(school=school, name="Phòng A\t\\ 1", kind="library", build_class="solid", levels=[]),
            Land(school=school, name="Khu chính", area_m2=Decimal(5000), tenure="allocated"),
            Utilities(school=school, water_source="piped", power_source="grid"),
            Equipment(school=school, name="Loa", kind="sound", quantity=2, usable=2),
        ]  # fmt: skip
        loaded = services.load_books(access.system(), rows, at=builders.AT)
        assert loaded["facilities_room"] == 2
        assert sum(loaded.values()) == 6
        room = Room.objects.get(kind="classroom")
        assert {name: getattr(room, name) for name in ("search", "sort_key")} == ROOMS.derive(room)
        assert (room.area_m2, room.version, room.levels) == (Decimal("48.5"), 1, [])
        assert Room.objects.get(kind="library").name == "Phòng A\t\\ 1"
        assert ComputerSet.objects.get().levels == ["primary"]


@pytest.mark.django_db
def test_constraints_and_reach_hold_while_loading() -> None:
    with database.acting(access.system()):
        school, other = builders.school(), builders.school("Trường Tiểu học Lê Lợi")
        wrong = Equipment(school=school, name="Loa", kind="sound", quantity=1, usable=2)
        with pytest.raises(DatabaseError), transaction.atomic():
            services.load_books(access.system(), [wrong], at=builders.AT)
    clerk = testing.actor(VIEW_FACILITIES, EDIT_FACILITIES, units=[school.pk])
    foreign = Room(school=other, name="Phòng", kind="classroom", build_class="solid")
    with database.acting(clerk), pytest.raises(DatabaseError), transaction.atomic():
        services.load_books(clerk, [foreign], at=builders.AT)
    reader = testing.actor(VIEW_FACILITIES, units=[school.pk])
    with database.acting(reader), pytest.raises(Refused):
        services.load_books(reader, [], at=builders.AT)
