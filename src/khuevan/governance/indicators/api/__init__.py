"""Indicators over HTTP: /api/v1/indicators/. Within the caller's scope; what is public is everybody's."""

from ninja import Router

from .own import router as own
from .public import router as public
from .tables import router as tables
from .values import router as values

router = Router(tags=["indicators"])
router.add_router("", public)
router.add_router("", own)
router.add_router("", tables)
router.add_router("", values)
