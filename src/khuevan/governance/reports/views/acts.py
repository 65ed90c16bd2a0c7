"""What is done with a report: each a form on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock, documents
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from .. import queries, services
from ..permissions import DECIDE_REPORTS, PUBLISH_REPORTS, SUBMIT_REPORTS, WRITE_REPORTS
from .documents import certificates_of, show
from .words import number_of


@require_POST
@requires(WRITE_REPORTS)
def section(request: HttpRequest, document_id: int) -> HttpResponse:
    """A part; with a suggestion added where its button was pressed."""
    key, body, seen = (request.POST.get(name, "") for name in ("key", "body", "seen"))
    added = request.POST.get("add", "").strip()
    if added:
        body = f"{body.rstrip()}\n{added}".strip()
    anchor = request.POST.get("anchor", "")[:20]

    def act(actor: Actor) -> Any:
        return services.write_section(
            actor, at=clock.now(), report_id=document_id, key=key, body=body, seen=number_of(seen)
        )

    return _done(request, document_id, _("Đã lưu."), act, typed={"key": key, "body": body}, anchor=anchor)


@require_POST
@requires(WRITE_REPORTS)
def details(request: HttpRequest, document_id: int) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("number", "place", "signer_title", "signer_name")}
    return _done(
        request, document_id, _("Đã lưu thể thức."),
        lambda actor: services.set_details(actor, at=clock.now(), report_id=document_id, details=given), anchor="details",
    )  # fmt: skip


@require_POST
@requires(WRITE_REPORTS)
def comment(request: HttpRequest, document_id: int) -> HttpResponse:
    key, body = request.POST.get("key", ""), request.POST.get("comment", "")
    return _done(
        request, document_id, _("Đã ghi góp ý."),
        lambda actor: services.comment(actor, at=clock.now(), report_id=document_id, key=key, body=body),
        anchor=request.POST.get("anchor", "")[:20],
    )  # fmt: skip


@require_POST
@requires(WRITE_REPORTS)
def settle(request: HttpRequest, document_id: int) -> HttpResponse:
    number = number_of(request.POST.get("comment", ""))
    return _done(
        request, document_id, _("Đã đánh dấu xử lý xong."),
        lambda actor: services.settle(actor, at=clock.now(), report_id=document_id, comment_id=number),
        anchor=request.POST.get("anchor", "")[:20],
    )  # fmt: skip


@require_POST
@requires(WRITE_REPORTS)
def hand_over(request: HttpRequest, document_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, document_id, _("Đã trình ký."),
        lambda actor: services.hand_over(actor, at=clock.now(), report_id=document_id, reason=reason),
        typed={"reason": reason}, anchor="send",
    )  # fmt: skip


@require_POST
@requires(WRITE_REPORTS)
def take_back(request: HttpRequest, document_id: int) -> HttpResponse:
    return _done(
        request, document_id, _("Đã lấy về viết tiếp."),
        lambda actor: services.take_back(actor, at=clock.now(), report_id=document_id),
    )  # fmt: skip


@require_POST
@requires(WRITE_REPORTS)
def correct(request: HttpRequest, document_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request,
        document_id,
        _("Đã mở lần mới; lần trước giữ nguyên."),
        lambda actor: services.correct(actor, at=clock.now(), report_id=document_id, reason=reason),
        typed={"reason": reason},
    )


@require_POST
@requires(DECIDE_REPORTS)
def accept(request: HttpRequest, document_id: int) -> HttpResponse:
    return _done(
        request, document_id, _("Đã nhận báo cáo."),
        lambda actor: services.accept_report(actor, at=clock.now(), report_id=document_id),
    )  # fmt: skip


@require_POST
@requires(DECIDE_REPORTS)
def send_back(request: HttpRequest, document_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, document_id, _("Đã trả lại báo cáo."),
        lambda actor: services.return_report(actor, at=clock.now(), report_id=document_id, reason=reason),
        typed={"reason": reason},
    )  # fmt: skip


@require_POST
@requires(PUBLISH_REPORTS)
def publish(request: HttpRequest, document_id: int) -> HttpResponse:
    is_confirmed = request.POST.get("confirmed") == "1"
    return _done(
        request, document_id, _("Đã công khai báo cáo."),
        lambda actor: services.publish_report(
            actor, at=clock.now(), report_id=document_id, is_confirmed=is_confirmed
        ),
        anchor="public",
    )  # fmt: skip


@require_POST
@requires(PUBLISH_REPORTS)
def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, document_id, _("Báo cáo không còn công khai."),
        lambda actor: services.withdraw_report(actor, at=clock.now(), report_id=document_id, reason=reason),
        anchor="public",
    )  # fmt: skip


@require_POST
@requires(SUBMIT_REPORTS)
def submit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Signing and sending: one act."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.report(actor, document_id)
    form = signing.GestureForm(request.POST, certificates=certificates_of(actor, found), may_seal=True)
    note, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
    if not form.is_valid():
        return show(request, found, form=form, typed={"reason": note})
    at = clock.now()
    try:
        order = signatures.sign_or_ask(
            actor, form.cleaned_data, code=SUBMIT_REPORTS.code, title=_("Báo cáo"), at=at,
            given={"report": document_id, "seen": seen, "note": note},
            act=lambda signs: services.submit_report(
                actor, at=at, report_id=document_id, seen=seen, signs=signs, note=note
            ),
        )  # fmt: skip
    except (Invalid, signatures.SignerFailed, signatures.NoStamp) as refused:
        left = form.take(refused)
        return show(
            request, queries.report(actor, document_id), error=left, form=form, typed={"reason": note}
        )
    except documents.CannotPrint as failed:
        said = _("Không dàn được trang: %(said)s") % {"said": str(failed)[:300]}
        return show(request, queries.report(actor, document_id), error={"": said}, form=form)
    if order is not None:
        return redirect("signing:desk_order", order.pk)
    messages.success(request, _("Đã ký và gửi báo cáo."))
    return redirect("reports:document", document_id)


def _done(
    request: HttpRequest, document_id: int, said: str, act: Callable[[Actor], Any], *,
    typed: dict[str, str] | None = None, anchor: str = "",
) -> HttpResponse:  # fmt: skip
    """Back to the report; a refusal is said on its page, with what was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        done = act(actor)
    except ChangedMeanwhile as changed:
        words = _("Phần này vừa được %(who)s sửa. Chữ của bạn vẫn ở trong ô; chép lại chỗ cần giữ rồi lưu.")
        who = getattr(changed.record, "edited_by", "") or _("người khác")
        return show(
            request, queries.report(actor, document_id), error={"body": words % {"who": who}}, typed=typed
        )
    except Invalid as invalid:
        return show(request, queries.report(actor, document_id), error=invalid.errors, typed=typed)
    messages.success(request, said)
    pk = done.pk if type(done).__name__ == "Report" else document_id
    return redirect(
        reverse("reports:document", args=[pk]) + (f"#{anchor}" if anchor.replace("-", "").isalnum() else "")
    )
