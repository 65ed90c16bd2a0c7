"""`kill -9` while people sign, seal, pack and submit. Fifty moments: `make bench ONLY=cards_kill`."""

from __future__ import annotations

from typing import Any

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.testing.server import on_a_clone
from khuevan.school.reportcards.models import Card

from .killing import kill_at_random_moments, wrong

pytestmark = pytest.mark.process


def test_whoever_is_killed_leaves_every_card_whole(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), on_a_clone("killed"):
        deaths = kill_at_random_moments(5, seed=5)
        assert deaths.killed == 5
        assert deaths.wrong == []
        assert deaths.last is not None
        with database.acting(access.system()):
            Card.objects.filter(class_group=deaths.last.group).update(issued_at=None)
        found = wrong(deaths.last)
        assert len(found) == 2, "what is half issued would be seen"
        assert all("half issued" in words for words in found)
