"""Pure rules of the room: how values are made of parts, and what a question may ask."""

from .asking import Asked, asked_of, value_of
from .figures import Figure, figure_of

__all__ = ["Asked", "Figure", "asked_of", "figure_of", "value_of"]
