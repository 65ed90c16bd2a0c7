"""Where a learner of another school is asked for: the room above that transfers learners says it when it is loaded."""

from __future__ import annotations

from django.urls import reverse

_page: list[str] = []


def transfers_begin_at(page: str) -> None:
    """For the room above: the name of its page, which takes `school`, `national_id`, `birth_date` and `step=prefill` by
    POST, so that no number stands in an address."""
    _page[:] = [page]


def transfer_address() -> str:
    """Address of that page; "" where there is none."""
    return reverse(_page[0]) if _page else ""
