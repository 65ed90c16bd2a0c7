"""Khuê Văn: the open platform on which a province runs its education sector."""

__version__ = "0.1.0"
