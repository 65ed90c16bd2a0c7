"""Staff over HTTP: /api/v1/staff/. Everything within the caller's scope."""

from ninja import Router

from ..records import RECORDS
from . import acts, assignments, moves

router = Router(tags=["staff"])
for record in RECORDS:
    router.add_router("", record.router())
for part in (acts, moves, assignments):
    router.add_router("", part.router)
