"""Errors of the API as RFC 9457 problem details, in the user's language, with the names of the fields.

`type` is a URN of ours where a program may want to act on it, about:blank where the status says all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
URN = "urn:khuevan:problem:"


class FieldProblem(Schema):
    field: str = Field(description="Tên trường; rỗng nếu lỗi thuộc về cả bản ghi")
    detail: str = Field(description="Câu cho người đọc")


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    errors: list[FieldProblem] = []


def problem(
    request: HttpRequest,
    status: int,
    *,
    kind: str = "",
    detail: str = "",
    errors: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """more: extension members, such as who changed a record meanwhile."""
    body = {
        "type": f"{URN}{kind}" if kind else "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": [{"field": name, "detail": text} for name, text in (errors or {}).items()],
        **more,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str), status=status, content_type=MEDIA_TYPE
    )


def title_of(status: int) -> str:
    titles = {
        400: _("Yêu cầu không đọc được"),
        401: _("Bạn chưa đăng nhập."),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        405: _("Không dùng được phương thức này ở đây"),
        409: _("Có người vừa sửa trước bạn"),
        422: _("Dữ liệu chưa đúng"),
        429: _("Quá nhiều yêu cầu"),
        500: _("Hệ thống gặp lỗi"),
    }
    return titles.get(status, _("Không thực hiện được"))


def in_words(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Field -> sentence, from the validator's errors. The first one of a field counts."""
    found: dict[str, str] = {}
    for error in errors:
        found.setdefault(_field(error.get("loc", ())), _sentence(error))
    return found


def _field(place: Sequence[Any]) -> str:
    """("body", "payload", "name") -> "name"; ("query", "limit") -> "limit"; ("path", "pk") -> "pk"."""
    parts = [str(part) for part in place]
    skipped = 2 if parts[:1] == ["body"] else 1
    return ".".join(parts[skipped:])


def _sentence(error: Mapping[str, Any]) -> str:
    kind, facts = str(error.get("type", "")), error.get("ctx") or {}
    sentences = {
        "missing": _("Chưa nhập."),
        "extra_forbidden": _("Không có trường này."),
        "json_invalid": _("Không phải JSON."),
        "string_type": _("Cần chữ."),
        "string_unicode": _("Có ký tự không hợp lệ."),
        "list_type": _("Cần một danh sách."),
        "literal_error": _("Chỉ nhận: %(expected)s.") % {"expected": facts.get("expected", "")},
        "enum": _("Chỉ nhận: %(expected)s.") % {"expected": facts.get("expected", "")},
        "string_too_long": _("Nhiều nhất %(max)s ký tự.") % {"max": facts.get("max_length", "")},
        "string_too_short": _("Cần ít nhất %(min)s ký tự.") % {"min": facts.get("min_length", "")},
        "greater_than_equal": _("Phải từ %(least)s trở lên.") % {"least": facts.get("ge", "")},
        "less_than_equal": _("Nhiều nhất là %(most)s.") % {"most": facts.get("le", "")},
        "too_long": _("Nhiều nhất %(max)s mục.") % {"max": facts.get("max_length", "")},
    }
    if kind in sentences:
        return sentences[kind]
    for start, sentence in (
        ("int", _("Cần số nguyên.")),
        ("decimal", _("Cần một số.")),
        ("float", _("Cần một số.")),
        ("finite", _("Cần một số.")),
        ("bool", _("Cần true hoặc false.")),
        ("datetime", _("Cần thời điểm dạng 2025-09-05T07:30:00+07:00.")),
        ("timezone", _("Cần thời điểm dạng 2025-09-05T07:30:00+07:00.")),
        ("date", _("Cần ngày dạng 2025-09-05.")),
        ("model", _("Cần một đối tượng JSON.")),
    ):
        if kind.startswith(start):
            return sentence
    return _("Giá trị không hợp lệ.")
