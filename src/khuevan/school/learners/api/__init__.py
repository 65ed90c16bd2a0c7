"""The API of learners: /api/v1/learners/…"""

from ninja import Router

from ..records import CATALOGUE, LEARNERS, REWARDS, VIOLENCE_CASES
from .corrections import router as corrections

router = Router(tags=["learners"])
for _record in (LEARNERS, REWARDS, VIOLENCE_CASES, CATALOGUE):
    router.add_router("", _record.router())
router.add_router("", corrections)
