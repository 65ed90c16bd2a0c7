"""The acts on report cards."""

from .errors import CardError
from .generating import Generated, generate_class
from .refreshing import Refreshed, refresh_class
from .signing import Gesture, sign_waiting

__all__ = [
    "CardError",
    "Generated",
    "Gesture",
    "Refreshed",
    "generate_class",
    "refresh_class",
    "sign_waiting",
]
