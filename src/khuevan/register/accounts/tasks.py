"""Long work, and what accounts do when the rooms below tell news."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, database, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.events import subscribe
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.ui.events import LanguageChosen
from khuevan.register.people.events import (
    GuardianshipEnded,
    GuardianshipRecorded,
    MergeUndone,
    PeopleMerged,
    PersonCorrected,
)

from . import queries, services


@jobs.job("accounts.create", label=_("Tạo tài khoản hàng loạt"))
def create_accounts(
    progress: jobs.Progress, *, school_id: int, kind: str, digest: str, title: str
) -> dict[str, Any]:
    """All or none: a kill leaves nothing half-made, and it runs again. Answers the batch of slips."""
    try:
        batch = services.create_accounts(
            progress.actor,
            unit_id=school_id,
            kind=kind,
            digest=digest,
            title=title,
            at=clock.now(),
            progress=lambda done, of: progress.step(done, of, title),
        )
    except Invalid as error:
        raise jobs.JobFailed(str(error)) from error
    return {"batch": batch.pk, "accounts": batch.total}


@jobs.resolver
def actor_of_account(account_id: int) -> Actor | None:
    """What the starter of a job may do now, not when it was started."""
    found = queries.actor_for(account_id, clock.today())
    return found if found.is_known else None


@subscribe(GuardianshipRecorded)
def guardianship_recorded(event: GuardianshipRecorded) -> None:
    _actors_changed(event.guardian_id)


@subscribe(GuardianshipEnded)
def guardianship_ended(event: GuardianshipEnded) -> None:
    _actors_changed(event.guardian_id)


@subscribe(PersonCorrected)
def person_corrected(event: PersonCorrected) -> None:
    """An account is called as its person is."""
    if "full_name" in event.fields:
        with database.acting(access.system()):
            services.take_persons_name(event.person_id)


@subscribe(PeopleMerged)
def people_merged(event: PeopleMerged) -> None:
    """Accounts went from one person to the other: who they act as is found anew."""
    _actors_changed(event.kept_id)


@subscribe(MergeUndone)
def merge_undone(event: MergeUndone) -> None:
    """And back."""
    _actors_changed(event.kept_id)
    _actors_changed(event.gone_id)


@subscribe(LanguageChosen)
def language_chosen(event: LanguageChosen) -> None:
    """The account keeps what its owner chose, for the next machine."""
    actor = queries.actor_for(event.account_id, clock.today())
    if actor.is_known:
        with database.acting(actor):
            services.keep_language(actor, event.language, at=clock.now())


def _actors_changed(person_id: int) -> None:
    with database.acting(access.system()):
        services.actors_changed(person_ids=[person_id])
