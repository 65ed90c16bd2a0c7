"""What a schema takes and the meaning refuses is answered in words, never done half."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.people.permissions import CORRECT_PERSON, REGISTER_PERSON
from khuevan.school.learners.permissions import EDIT_LEARNERS
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.permissions import ROLL_OVER, SEE_EVERY_CLASS, VIEW_ENROLMENTS

from ..models import Transfer
from .test_transfer import AT, BORN, HOLDS, NUMBER, Setting

pytestmark = pytest.mark.django_db
MORE = (
    *HOLDS, VIEW_UNITS, REGISTER_PERSON, CORRECT_PERSON, EDIT_LEARNERS, VIEW_ENROLMENTS, SEE_EVERY_CLASS, ROLL_OVER,
)  # fmt: skip


def test_what_means_nothing_is_refused(db: None) -> None:
    setting = Setting()
    here, there, one = setting.here.pk, setting.there.pk, setting.enrolment
    client = client_for(replace(actor(*MORE, units=[here, there], name="Máy"), home_unit_id=here))
    enrol = {
        "school": here, "school_year": "2026-2027", "grade": "03", "enrolled_on": "2026-11-25", "sex": "female",
        "full_name": "Trần Gia Hân", "birth_date": "2018-05-05",
    }  # fmt: skip
    ask = {
        "opened_by": "receiving", "reason": "x", "receiving_id": there, "national_id": NUMBER, "birth_date": str(BORN),
    }  # fmt: skip
    outcome = {"school": here, "on": "2026-11-25", "outcomes": {str(one.pk): "promoted"}}
    odd: list[tuple[str, dict[str, Any], str]] = [
        *(("schoolyear/enrol", enrol | more, next(iter(more))) for more in (
            {"ethnicity": "zz"}, {"entry_kind": "zz"}, {"birth_date": "2026-07-31"}, {"birth_date": "0001-01-01"},
            {"school_year": "0000-0000"}, {"grade": "10"}, {"enrolled_on": "9999-12-31"}, {"national_id": NUMBER},
        )),
        *(("schoolyear/outcomes", outcome | {"on": day}, "on") for day in ("0001-01-01", "9999-12-31")),
        ("schoolyear/outcomes", outcome | {"outcomes": {str(10**30): "promoted"}}, ""),
        *(("transfers/transfers/", ask | more, next(iter(more))) for more in (
            {"opened_by": "receiving_and_more"}, {"papers": ["gì đó rất dài"]}, {"birth_date": None},
            {"receiving_name": "x" * 1000},
        )),
        (f"transfers/transfers/{setting.asked().pk}/accept", {"version": 1, "class_group": 2**31}, "class_group"),
    ]  # fmt: skip
    with clock.frozen(AT):
        for address, body, field in odd:
            answer = client.post(f"/api/v1/{address}", body, content_type="application/json")
            assert answer.status_code == 422, (address, body, answer.status_code, answer.content)
            named = {error["field"] for error in answer.json().get("errors", [])}
            assert field in named or not field or field == "birth_date", (body, answer.json())
    with database.acting(access.system()):
        assert Enrolment.objects.count() == 1
        assert Transfer.objects.get().state == "requested"
