"""Whether a card or a copy is right: for everybody, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, database, ui
from khuevan.kernel.ui.errors import too_many
from khuevan.school.custody.services import verifier

from .. import queries, services
from ..forms import VerifyForm

LARGEST = 20 * 1024 * 1024
RATE = {"verify": "60/m/ip"}
TONES = {"valid": "success", "remarks": "warning", "invalid": "danger", "wrong": "danger", "doubt": "warning",
         "note": "info"}  # fmt: skip


@dataclass(frozen=True)
class VerifyPage:
    """asked: a code was given. answers: tone and sentence, the most important first."""

    form: VerifyForm
    asked: bool = False
    told: queries.Told | None = None
    facts: Sequence[tuple[str, object]] = ()
    answers: Sequence[tuple[str, str]] = ()
    report: Any = None
    tones: Any = None


@access.public("verification of report cards is for everybody: shows only what the holder chose")
@never_cache
@require_http_methods(["GET", "POST"])
@csrf_exempt
@ui.for_everybody_anew
def verify(request: HttpRequest) -> HttpResponse:
    """By code or by file."""
    return _answered(request, "")


@access.public("verification of report cards is for everybody: shows only what the holder chose")
@never_cache
@require_http_methods(["GET", "POST"])
@csrf_exempt
@ui.for_everybody_anew
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR opens."""
    return _answered(request, code)


@access.public("the verifier as one file; no data")
@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """For those who want to verify without us."""
    answer = HttpResponse(verifier(), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="khuevan-verify.pyz"'
    return answer


def _answered(request: HttpRequest, code: str) -> HttpResponse:
    if not ratelimit.consume(request, app="copies", action="verify", config=RATE, limit_get=True):
        return too_many(request, _("Quá nhiều lượt xác minh từ một nơi. Hãy thử lại sau một phút."))
    form = VerifyForm(request.POST or None, request.FILES or None, initial={"code": code})
    content = b""
    if request.method == "POST":
        if not form.is_valid():
            return ui.render(request, "copies/verify.html", VerifyPage(form), status=422)
        code = form.cleaned_data["code"] or code
        sent = form.cleaned_data["file"]
        if sent is not None and sent.size > LARGEST:
            form.add_error("file", _("Tệp quá lớn: tối đa 20 MB."))
        elif sent is None and not code:
            form.add_error("code", _("Nhập mã xác minh hoặc chọn một tệp."))
        elif sent is not None:
            content = sent.read()
        if form.errors:
            return ui.render(request, "copies/verify.html", VerifyPage(form), status=422)
    if not code and not content:
        return ui.render(request, "copies/verify.html", VerifyPage(form))
    with database.acting(access.system("xác minh học bạ")):
        page = _page(code, content)
    return ui.render(request, "copies/verify.html", page)


def _page(code: str, content: bytes) -> VerifyPage:
    now = clock.now()
    copy = queries.copy_of_code(code) if code else queries.copy_of_file(content)
    answers: list[tuple[str, str]] = []
    found, report = None, None
    if copy is not None:
        services.note_look(copy, at=now)
        found = queries.told(copy, clock.on(now))
    if code and found is None:
        answers.append(("danger", _("Không có bản sao nào mang mã này. Hãy đọc lại mã dưới mã QR.")))
    if content:
        answers.extend(_of_file(found, content))
        if copy is None or found is None or copy.digest != queries.digest_of(content):
            file = queries.file_told(content, now)
            report = file.report
            answers.extend(_of_state(file.state))
    if found is not None and (not content or found.copy.digest == queries.digest_of(content)):
        answers.append(_of_copy(found))
    return VerifyPage(
        VerifyForm(initial={"code": code}),
        bool(code),
        found,
        _facts(found) if found else (),
        answers,
        report,
        TONES,
    )


def _of_file(found: queries.Told | None, content: bytes) -> list[tuple[str, str]]:
    if found is None:
        return []
    if found.copy.digest == queries.digest_of(content):
        return [("success", _("Tệp này đúng từng byte là bản sao mà trường đã cấp."))]
    return [
        (
            "danger",
            _("Tệp này KHÔNG phải là bản sao mang mã đó: nội dung đã bị sửa, hoặc mã QR lấy từ học bạ khác."),
        )
    ]


def _of_state(state: str) -> list[tuple[str, str]]:
    return {
        "stands": [("success", _("Tệp này đúng là học bạ mà trường đã phát hành và còn hiệu lực."))],
        "replaced": [
            ("warning", _("Học bạ này đã được đính chính: bản mới đã thay hoặc đang thay bản này."))
        ],
        "recalled": [("danger", _("Học bạ này đã bị trường thu hồi."))],
        "elsewhere": [
            (
                "success",
                _(
                    "Học bạ này mang con dấu đúng của trường ghi trong đó. Hệ thống này không phát hành tệp này "
                    "nên không biết sau đó có đính chính hay thu hồi."
                ),
            )
        ],
        "unknown": [
            (
                "warning",
                _(
                    "Hệ thống này không phát hành tệp này. Chữ ký bên dưới chỉ cho biết ai đã ký, không cho biết "
                    "nội dung có đúng là của trường hay không: hãy hỏi trường."
                ),
            )
        ],
    }.get(state, [])


def _of_copy(found: queries.Told) -> tuple[str, str]:
    return {
        "stands": ("success", _("Bản sao này do trường cấp và còn hiệu lực.")),
        "withdrawn": ("danger", _("Bản sao này đã bị trường thu hồi.")),
        "expired": ("warning", _("Bản sao này do trường cấp nhưng đã hết thời hạn xác minh.")),
        "recalled": ("danger", _("Bản sao do trường cấp, nhưng học bạ gốc đã bị thu hồi.")),
        "replaced": ("warning", _("Bản sao do trường cấp, nhưng học bạ gốc đã được đính chính sau đó.")),
    }[found.state]


def _facts(found: queries.Told) -> list[tuple[str, object]]:
    said = [
        (_("Trường"), found.school),
        (_("Năm học"), found.year),
        (_("Họ tên viết tắt"), found.initials),
        (_("Năm sinh"), found.birth_year),
        (_("Cấp ngày"), f"{found.issued_on:%d/%m/%Y}"),
        (_("Nội dung"), found.copy.get_shows_display()),
        *found.chosen,
    ]
    return [(label, value) for label, value in said if value]
