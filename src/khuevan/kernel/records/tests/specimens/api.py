from ninja import Router

from .records import PLANTS, TOOLS

router = Router(tags=["specimens"])
router.add_router("", PLANTS.router())
router.add_router("", TOOLS.router())
