"""The API of the gradebook: /api/v1/gradebook/… The same services as the pages, within the caller's scope."""

from . import arrivals, conclusions, summer
from .books import router

__all__ = ["arrivals", "conclusions", "router", "summer"]
