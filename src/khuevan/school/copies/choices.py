"""What a copy shows. Codes are stored, labels are read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shows(models.TextChoices):
    """The holder's choice; the codes are those of the paper."""

    WHOLE = "whole", _("Toàn bộ học bạ của năm học")
    RESULT = "result", _("Chỉ kết quả, không gồm điểm và nhận xét từng môn")


class Part(models.TextChoices):
    """What whoever has the code is told besides school, year, initials and year of birth. Nothing, unless the holder or
    the family chose it."""

    NAME = "name", _("Họ và tên")
    BIRTH = "birth", _("Ngày sinh")
    CLASS = "class", _("Lớp")
    RESULT = "result", _("Kết quả cả năm, danh hiệu")
    MARKS = "marks", _("Điểm hoặc mức đạt cả năm của từng môn")
