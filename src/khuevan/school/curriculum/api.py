"""The JSON API of the room."""

from ninja import Router

from .records import LINES, POINTS, SETS, SUBJECTS

router = Router(tags=["curriculum"])
for record in (SUBJECTS, LINES, SETS, POINTS):
    router.add_router("", record.router())
