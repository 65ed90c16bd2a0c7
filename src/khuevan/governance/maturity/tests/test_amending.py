"""A decision changes an index: what was handed in keeps its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import Kind
from khuevan.governance.maturity.services import CriterionOrder
from khuevan.kernel import clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for

from .builders import AT, EDITION, ON, World

pytestmark = pytest.mark.django_db
NINTH = CriterionOrder(
    edition=EDITION,
    code="2.3.9",
    kind=Kind.COMPONENT,
    name="Quản lý hồ sơ công việc",
    maximum=Decimal(10),
    cut_basic=None,
    cut_good=None,
    asks="",
    topic="system",
    trust="official",
    note="",
    decision="12/QĐ-BGDĐT",
    valid_from=None,
)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_a_ninth_line_mends_the_sum_from_tomorrow_and_sheets_handed_in_keep_theirs(world: World) -> None:
    one = world.sent()
    with database.acting(world.officer):
        services.amend_criterion(world.officer, NINTH, at=AT)
        edition = queries.edition(EDITION)
        assert [gap.code for gap in queries.index(edition, ON).gaps] == ["2.3"]
        tomorrow = queries.index(edition, ON + timedelta(days=1))
        assert tomorrow.gaps == []
        codes = [row.code for row in tomorrow.rows]
        assert codes[codes.index("2.3.8") + 1] == "2.3.9"
    with clock.frozen(AT + timedelta(days=3)), database.acting(world.head):
        kept = queries.sheet(queries.assessment(world.head, one.pk))
    assert kept.row("2.3.9") is None


def test_a_line_is_changed_and_ended_and_the_rows_before_are_kept(world: World) -> None:
    lowered = replace(
        NINTH, code="1.4", kind=Kind.CRITERION, name="Học liệu số", maximum=Decimal(8), topic="materials"
    )
    with database.acting(world.officer):
        services.amend_criterion(world.officer, lowered, at=AT)
        edition, later = queries.edition(EDITION), ON + timedelta(days=2)
        row = queries.index(edition, later).row("1.4")
        assert row is not None
        assert (row.line.maximum, row.decision) == (8, "12/QĐ-BGDĐT")
        services.amend_criterion(
            world.officer, replace(lowered, ends=True, valid_from=ON + timedelta(days=9)), at=AT
        )
        assert queries.index(edition, ON + timedelta(days=9)).row("1.4") is None
        assert [one.code for one in queries.past_criteria(edition)] == ["1.4", "1.4"]


WRONG = (
    ({"decision": " "}, "decision"), ({"code": "2.3.x"}, "code"), ({"code": "1.2.3.4"}, "code"),
    ({"valid_from": ON - timedelta(days=1)}, "valid_from"), ({"maximum": None}, "maximum"),
    ({"maximum": Decimal(1000)}, "maximum"), ({"kind": "x"}, "kind"), ({"trust": "x"}, "trust"), ({"name": ""}, "name"),
    ({"cut_basic": Decimal(5)}, "cut_good"), ({"ends": True}, "code"), ({"topic": "x"}, "topic"),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_a_decision_cannot_say(world: World, changes: dict[str, object], field: str) -> None:
    with database.acting(world.officer), pytest.raises(Invalid) as refused:
        services.amend_criterion(world.officer, replace(NINTH, **changes), at=AT)  # type: ignore[arg-type]
    assert field in refused.value.errors


def test_only_who_configures_and_over_the_page(world: World) -> None:
    with database.acting(world.commune_officer), pytest.raises(Refused):
        services.amend_criterion(world.commune_officer, NINTH, at=AT)
    client = client_for(world.officer)
    url = f"/maturity/editions/{EDITION}/amend"
    assert 'value="10"' in client.get(f"{url}?line=1.4").content.decode()
    sent = {
        "code": "1.4",
        "kind": "criterion",
        "name": "Học liệu",
        "maximum": "12,5",
        "trust": "official",
        "decision": "9/QĐ",
        "topic": "materials",
        "valid_from": "01/12/2026",
    }
    wrong = client.post(url, {**sent, "decision": "", "maximum": "mười"})
    assert wrong.status_code == 422
    assert 'value="mười"' in wrong.content.decode()
    assert client.post(url, sent).status_code == 302
    assert "Dòng đã thay" in client.get(f"/maturity/editions/{EDITION}").content.decode()
    assert client_for(world.commune_officer).get(url).status_code == 403
