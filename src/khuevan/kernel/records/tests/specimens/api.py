from ninja import Router

from .records import FOREST, PLANTS, TOOLS

router = Router(tags=["specimens"])
router.add_router("", PLANTS.router())
router.add_router("", FOREST.router())
router.add_router("", TOOLS.router())
