"""Why a cell or an act of the gradebook was refused, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.records.errors import Invalid


class GradebookError(Invalid):
    """An act that the rules of the room do not allow; names fields where it can."""


WRONG_VALUES: Final = {
    "text": gettext_lazy("Không phải điểm. Hãy nhập số từ 0 đến 10, ví dụ 8 hoặc 8,5."),
    "range": gettext_lazy("Điểm phải từ 0 đến 10."),
    "digits": gettext_lazy("Điểm có nhiều nhất một chữ số thập phân, ví dụ 8,5."),
    "whole": gettext_lazy("Điểm bài kiểm tra định kỳ của tiểu học là số nguyên."),
    "zero": gettext_lazy("Điểm bài kiểm tra định kỳ của tiểu học từ 1 đến 10."),
    "word": gettext_lazy("Không có mức này. Môn đánh giá bằng nhận xét: Đ hoặc CĐ; tiểu học: T, H hoặc C."),
    "long": gettext_lazy("Nhận xét dài quá 500 ký tự."),
}


def closed_words(class_name: str, term: int) -> str:
    return _("Sổ điểm học kỳ %(term)d của lớp %(name)s đã khóa. Hãy đề nghị mở lại.") % {
        "term": term,
        "name": class_name,
    }


def not_yours_words(class_name: str, subject: str) -> str:
    return _("Bạn không được phân công dạy môn %(subject)s lớp %(name)s.") % {
        "subject": subject,
        "name": class_name,
    }
