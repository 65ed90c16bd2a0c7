"""Staff over HTTP: /api/v1/staff/. Everything within the caller's scope."""

from ninja import Router

from .records import RECORDS

router = Router(tags=["staff"])
for record in RECORDS:
    router.add_router("", record.router())
