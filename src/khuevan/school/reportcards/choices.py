"""States and kinds of report cards. Codes are stored and exchanged, labels are read."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardState(models.TextChoices):
    """How far a card is: the chain in order, then what may happen to an issued one, and to one that never was."""

    GENERATED = "generated", _("Chờ giáo viên bộ môn ký")
    SUBJECTS_SIGNED = "subjects", _("Chờ giáo viên chủ nhiệm ký")
    HOMEROOM_SIGNED = "homeroom", _("Chờ hiệu trưởng ký")
    HEAD_SIGNED = "head", _("Chờ đóng dấu")
    ISSUED = "issued", _("Đã phát hành")
    RECALLED = "recalled", _("Đã thu hồi")
    CANCELLED = "cancelled", _("Đã hủy")


OPEN: Final = (
    CardState.GENERATED, CardState.SUBJECTS_SIGNED, CardState.HOMEROOM_SIGNED, CardState.HEAD_SIGNED,
)  # fmt: skip
"""Not issued yet: composed again whenever something changes."""


class SlotKind(models.TextChoices):
    """Whose signature: `rules.slots`."""

    SUBJECT = "subject", _("Giáo viên bộ môn")
    HOMEROOM = "homeroom", _("Giáo viên chủ nhiệm")
    HEAD = "head", _("Hiệu trưởng")
    SEAL = "seal", _("Con dấu của trường")


class Origin(models.TextChoices):
    """Why a version was made."""

    FIRST = "first", _("Lập lần đầu")
    CHANGED = "changed", _("Dữ liệu thay đổi trước khi phát hành")
    CORRECTED = "corrected", _("Đính chính sau khi phát hành")


class ActKind(models.TextChoices):
    """What is done to an issued card, by a signed act."""

    CORRECT = "correct", _("Đính chính")
    RECALL = "recall", _("Thu hồi")


class Hindrance(models.TextChoices):
    """Why the cards of a class could not be made, or cannot be signed by everyone yet."""

    OPEN_BOOKS = "open_books", _("Chưa khóa sổ điểm")
    NOBODY = "nobody", _("Chưa phân công người ký")
    EMPTY = "empty", _("Không có học sinh")
    OTHER = "other", _("Không lập được")
