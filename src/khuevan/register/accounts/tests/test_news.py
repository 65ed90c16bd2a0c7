"""News from the rooms below, long work, what an actor sees of people."""

from datetime import timedelta

import pytest
from django.apps import apps

from khuevan.kernel import access, clock, database, jobs
from khuevan.kernel.testing import assert_queries, client_for
from khuevan.register.accounts import permissions, queries, services, tasks
from khuevan.register.accounts.models import Account, Grant
from khuevan.register.accounts.queries.bulk import bulk_plan
from khuevan.register.accounts.sessions import SessionStore
from khuevan.register.people.events import GuardianshipRecorded, PersonCorrected

from .builders import AT, ON, make_account, make_grant, province, somebody
from .test_accounts import staffed
from .test_sessions import opened_for

pytestmark = pytest.mark.django_db


def somebodys_account(unit: int, name: str) -> Account:
    staffed(unit, name)
    person = apps.get_model("people", "Person")
    account = make_account(unit, name=name)
    with database.acting(access.system()):
        found = person.objects.get(full_name=name, units__isnull=False, accounts=None)
        Account.objects.filter(pk=account.pk).update(person=found)
    return queries.account_by_id(account.pk)


def test_a_guardian_sees_oneself_and_ones_wards_for_as_long_as_it_lasts() -> None:
    place = province()
    parent = somebodys_account(place.school, "Lê Thị Mẹ")
    child = somebodys_account(place.other_school, "Lê Văn Con")
    key = opened_for(parent).session_key
    assert queries.actor_of_session(SessionStore(key).opened, ON).persons.ids() == [parent.person_id]
    with database.acting(access.system()):
        bond = apps.get_model("people", "Guardianship").objects.create(
            guardian_id=parent.person_id,
            ward_id=child.person_id,
            relationship="mother",
            valid_from=ON,
            valid_until=ON + timedelta(days=3),
        )
    tasks.guardianship_recorded(GuardianshipRecorded(bond.pk, parent.person_id, child.person_id))
    seen = queries.actor_of_session(SessionStore(key).opened, ON)
    assert seen.persons.ids() == sorted([parent.person_id, child.person_id])
    assert not seen.reach
    later = queries.actor_of_session(SessionStore(key).opened, ON + timedelta(days=3))
    assert later.persons.ids() == [parent.person_id]


def test_an_account_is_called_as_its_person_is() -> None:
    account = somebodys_account(province().school, "Lê Văn Sai")
    with database.acting(access.system()):
        apps.get_model("people", "Person").objects.filter(pk=account.person_id).update(
            full_name="Lê Văn Đúng"
        )
    tasks.person_corrected(PersonCorrected(account.person_id, ("phone",)))
    assert str(queries.account_by_id(account.pk)) == "Lê Văn Sai"
    tasks.person_corrected(PersonCorrected(account.person_id, ("full_name",)))
    corrected = queries.account_by_id(account.pk)
    assert (corrected.display_name, "le van dung" in corrected.search) == ("Lê Văn Đúng", True)


def test_many_accounts_are_made_by_a_job_and_few_at_once() -> None:
    place = province()
    staffed(place.school, *[f"Lê Văn An {number}" for number in range(51)])
    who = somebody(
        permissions.CREATE_ACCOUNTS, permissions.PRINT_SLIPS, permissions.VIEW_ACCOUNTS, units=[place.school]
    )
    with database.acting(who):
        plan = bulk_plan(who, place.school, "learner", clock.today())
    assert len(plan.rows) == 51
    told = {"unit": f"T{place.school}", "kind": "learner", "digest": plan.digest}
    assert client_for(who).post("/accounts/bulk/commit", told).status_code == 302
    with database.acting(access.system()):
        run = jobs.JobRun.objects.get(account_id=who.account_id)
        assert run.arguments["digest"] == plan.digest
        assert not Account.objects.filter(person_id__in=[row.person_id for row in plan.rows]).exists()


def test_a_whole_school_is_made_in_portions_with_progress() -> None:
    place = province()
    staffed(place.school, *[f"Trần Thị Bình {number}" for number in range(120)])
    who = somebody(permissions.CREATE_ACCOUNTS, permissions.PRINT_SLIPS, units=[place.school])
    steps: list[tuple[int, int]] = []
    with database.acting(who):
        plan = bulk_plan(who, place.school, "learner", ON)
        with assert_queries(30, at_most=True):
            batch = services.create_accounts(
                who,
                unit_id=place.school,
                kind="learner",
                digest=plan.digest,
                title="Khối 3",
                at=AT,
                progress=lambda done, of: steps.append((done, of)),
            )
        slips = services.print_slips(who, batch, at=AT)
    assert steps == [(100, 120), (120, 120)]
    assert len({slip.username for slip in slips}) == 120
    assert len({slip.password for slip in slips}) == 120
    with database.acting(access.system()):
        made = Account.objects.filter(unit_id=place.school, kind="learner")
        assert made.count() == 120
        assert Grant.objects.filter(account__in=made, role__code="learner").count() == 120


def test_a_job_acts_with_the_rights_of_now() -> None:
    place = province()
    account = make_account(place.school)
    make_grant(account, "clerk", place.school, first=clock.today())
    assert tasks.actor_of_account(account.pk).holds(permissions.CREATE_ACCOUNTS)
    with database.acting(access.system()):
        services.lock_account(access.system(), account, reason="nghỉ việc", at=AT)
    assert tasks.actor_of_account(account.pk) is None
