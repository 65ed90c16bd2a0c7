"""A unit's profile, and signatures on frozen states."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import Snapshot, SnapshotSeal
from khuevan.governance.indicators.store import frozen_store
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.testing import client_for
from khuevan.kernel.testing.queries import assert_queries
from khuevan.register.organisations.choices import Line
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests.builders import person
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.permissions import REGISTER_CERTIFICATE

from .builders import AT, ON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def test_a_profile_stands_beside_commune_and_department(world: World) -> None:
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.school, Line.MANAGING, on=ON)
        assert place is not None
        found = queries.profile(world.officer, place, on=ON)
    assert found is not None
    assert [unit for unit, _name in found.others][0] == world.commune
    rows = {row.indicator.code: row for _group, every, _more in found.groups for row in every}
    girls = next(row for code, row in rows.items() if row.indicator.unit == "%" and row.figures[0].lower == 3)
    assert girls.is_comparable
    page = client_for(world.officer).get(f"/indicators/units/{world.school}").content.decode()
    assert "Trường Tiểu học Kim Đồng" in page
    assert "/indicators/values/" in page


def test_a_profile_shows_no_unit_above_the_own_scope(world: World) -> None:
    client = client_for(world.head)
    page = client.get(f"/indicators/units/{world.school}").content.decode()
    assert "Xã Di Linh" not in page
    for unit in (world.commune, world.other, 99_999_999):
        assert client.get(f"/indicators/units/{unit}").status_code == 404


def test_a_profile_asks_few_statements(world: World) -> None:
    client = client_for(world.officer)
    client.get(f"/indicators/units/{world.school}")
    with assert_queries(14, at_most=True):
        client.get(f"/indicators/units/{world.department}")


@pytest.fixture
def signer(world: World) -> tuple[Actor, Any]:
    """The department's officer, who works there and has a certificate."""
    who = person(world.department, "Lê Văn Chốt", "staff", born=BirthDate(date(1985, 4, 3)), sex="male")
    made = dataclasses.replace(
        world.officer, person_id=who.pk, home_unit_id=world.department,
        holdings=(*world.officer.holdings, access.Holding(frozenset({REGISTER_CERTIFICATE.code}), world.officer.reach)),
    )  # fmt: skip
    with database.acting(made):
        return made, signatures.issue_test_certificate(made, seal=False, at=AT)


def sealed(signer: tuple[Actor, Any]) -> Snapshot:
    who, certificate = signer
    frozen = services.freeze(actor=who, at=AT, period="Đầu năm học 2026-2027")
    with database.acting(who), signatures.opened_signer(certificate, at=AT) as opened:
        services.seal_snapshot(
            actor=who, snapshot_id=frozen.pk, certificate_id=certificate.pk, signer=opened, at=AT
        )
    return frozen


def test_a_frozen_state_is_signed_and_the_signature_verified(signer: tuple[Actor, Any]) -> None:
    frozen = sealed(signer)
    seen = queries.seals_of(frozen, at=AT)
    assert [(one.is_about, one.report.outcome) for one in seen] == [(True, seen[0].report.outcome)]
    assert seen[0].report.outcome.value != "invalid"
    page = client_for(signer[0]).get(f"/indicators/snapshots/{frozen.pk}").content.decode()
    assert frozen.digest in page
    assert "Chưa ai ký kỳ này" not in page
    answer = client_for(signer[0]).get(f"/indicators/snapshots/{frozen.pk}/seals/{seen[0].seal.pk}")
    assert signing.verify(answer.content, signing.trust(AT), at=AT).outcome.value != "invalid"


def test_a_signature_of_another_state_or_changed_in_a_byte_does_not_hold(signer: tuple[Actor, Any]) -> None:
    frozen = sealed(signer)
    other = services.freeze(actor=signer[0], at=AT, period="Cuối học kỳ I")
    with database.acting(access.system()):
        seal = SnapshotSeal.objects.get(snapshot=frozen)
        content = bytes(seal.content)
        SnapshotSeal.objects.filter(pk=seal.pk).update(snapshot=other)
    assert [one.is_about for one in queries.seals_of(other, at=AT)] == [False]
    with database.acting(access.system()):
        changed = content.replace(frozen.digest.encode(), frozen.digest[::-1].encode(), 1)
        SnapshotSeal.objects.filter(pk=seal.pk).update(snapshot=frozen, content=changed)
    seen = queries.seals_of(frozen, at=AT)
    assert [(one.holds, one.report.outcome.value) for one in seen] == [(False, "invalid")]


def test_what_is_not_whole_is_not_signed(world: World, signer: tuple[Actor, Any]) -> None:
    who, certificate = signer
    frozen = services.freeze(actor=who, at=AT, period="Giữa kỳ")
    file = next(Path(frozen_store(frozen.folder).root).glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    client = client_for(who)
    answer = client.post(f"/indicators/snapshots/{frozen.pk}", {"certificate": certificate.pk})
    assert answer.status_code == 422
    with pytest.raises(Refused):
        services.seal_snapshot(
            actor=world.reader, snapshot_id=frozen.pk, certificate_id=1, signer=object(), at=AT
        )  # type: ignore[arg-type]
    assert client_for(world.reader).post(f"/indicators/snapshots/{frozen.pk}", {}).status_code == 403


def test_signing_on_the_page(signer: tuple[Actor, Any]) -> None:
    who, certificate = signer
    frozen = services.freeze(actor=who, at=AT, period="Đầu năm")
    address = f"/indicators/snapshots/{frozen.pk}"
    assert client_for(who).post(address, {"certificate": certificate.pk}).status_code == 302
    assert SnapshotSeal.objects.count() == 1
