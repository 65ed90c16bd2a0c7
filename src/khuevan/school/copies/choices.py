"""What a copy shows. Codes are stored, labels are read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shows(models.TextChoices):
    """The holder's choice; the codes are those of the paper."""

    WHOLE = "whole", _("Toàn bộ học bạ của năm học")
    RESULT = "result", _("Chỉ kết quả, không gồm điểm và nhận xét từng môn")
