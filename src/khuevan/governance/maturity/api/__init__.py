"""Maturity over HTTP: /api/v1/maturity/. The same services as the pages."""

from ninja import Router

from .appeals import router as appeals
from .assessments import router as assessments
from .evidence import router as evidence
from .external import router as external

router = Router(tags=["maturity"])
router.add_router("", assessments)
router.add_router("", evidence)
router.add_router("", external)
router.add_router("", appeals)
