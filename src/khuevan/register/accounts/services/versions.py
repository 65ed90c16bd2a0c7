"""Telling the cached actors that what they rest on has changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from khuevan.kernel import text

from ..models import Account


def accounts_changed(account_ids: Iterable[int]) -> None:
    """The next request of these accounts builds its actor anew. Runs inside the caller's transaction.

    Whoever may change a grant may see the account, except a stand-in from another unit: through a door of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute("select accounts_touch(id) from unnest(%s::integer[]) id", [sorted(set(account_ids))])


def actors_changed(*, person_ids: Iterable[int]) -> None:
    """For rooms above (assignments) and below (guardianships): the actors of these people are built anew.

    Run it as the platform or within a reach that holds the people's accounts.
    """
    Account.objects.filter(person_id__in=list(person_ids)).update(grants_version=F("grants_version") + 1)


def take_persons_name(person_id: int) -> None:
    """After a correction of the person's name: what accounts repeat of it. Runs as the platform."""
    for account in Account.objects.filter(person_id=person_id).select_related("person"):
        name = account.person.full_name
        Account.objects.filter(pk=account.pk).update(
            display_name=name,
            search=text.fold(f"{name} {account.username}"),
            sort_key=text.name_sort_key(name),
            grants_version=F("grants_version") + 1,
        )
