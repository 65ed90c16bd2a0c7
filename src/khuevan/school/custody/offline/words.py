"""Stands for `django.utils.translation` and `django.utils.functional` inside the single file: Vietnamese as written."""

from __future__ import annotations


class Promise:
    """No sentence waits for a language here."""


def gettext(message: str) -> str:
    return message


def gettext_lazy(message: str) -> str:
    return message
