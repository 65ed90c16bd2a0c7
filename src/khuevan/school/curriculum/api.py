"""The JSON API of the room."""

from ninja import Router

from .records import LINES, SETS, SUBJECTS

router = Router(tags=["curriculum"])
for record in (SUBJECTS, LINES, SETS):
    router.add_router("", record.router())
