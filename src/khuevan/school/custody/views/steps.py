"""The steps of a package and of a handover, each a small form of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Permission, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.choices import Means

from .. import queries, services
from ..forms import ReasonForm, SealForm, StepForm
from ..models import Package
from ..permissions import CHECK_PACKAGES, DECIDE_PACKAGES, MAKE_PACKAGES, SUBMIT_PACKAGES
from ..services.desk_works import SIGN_PACKAGE
from .packages import step_words
from .words import trail


@dataclass(frozen=True)
class StepPage:
    """needs_seal: the step cannot be done before the reader has a seal of the unit."""

    title: str
    lead: str
    form: Any
    submit: str
    cancel: str
    danger: bool = False
    needs_seal: bool = False
    is_upload: bool = False
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


class AtTheDesk(Exception):  # noqa: N818 - the name is what happened
    """The certificate that was chosen signs on the user's computer: the step is asked for there."""

    def __init__(self, certificate: Any) -> None:
        super().__init__()
        self.certificate = certificate


def at_the_desk(
    request: HttpRequest, form: Any, code: str, desk: AtTheDesk, given: dict[str, Any], title: str
) -> HttpResponse | None:
    """To the page with the digests; None where the step was refused, with the sentence in the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = tried(
        request,
        form,
        lambda: signatures.ask_work(
            actor, code=code, certificate=desk.certificate, title=title, at=clock.now(),
            given=given | {"certificate": desk.certificate.pk},
        ),
    )  # fmt: skip
    return None if order is None else redirect("signing:desk_order", order.pk)


@contextmanager
def opened_signer(actor: Actor, form: Any) -> Iterator[signatures.Signer]:
    """By the certificate that was chosen, for one gesture. Raises SignerFailed."""
    given = form.cleaned_data
    certificate = signing.own_certificate(actor, given["certificate"])
    if certificate.means == Means.DESK:
        raise AtTheDesk(certificate)
    with signatures.opened_signer(
        certificate, at=clock.now(), pin=given.get("pin", ""), bearer=given.get("bearer", "")
    ) as signer:
        yield signer


def tried(request: HttpRequest, form: Any, act: Callable[[], Any]) -> Any:
    """What the act gives; None where it was refused, with the sentence in the form."""
    try:
        return act()
    except Invalid as invalid:
        form.take(invalid)
    except (signatures.SignerFailed, signatures.NoStamp) as failed:
        form.add_error("certificate" if "certificate" in form.fields else None, failed.reason)
    except ChangedMeanwhile:
        form.add_error(None, _("Hồ sơ đã đổi trong lúc bạn xem. Hãy tải lại trang rồi làm lại."))
    return None


def _step(step: str, permission: Permission) -> Callable[..., HttpResponse]:
    @requires(permission)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, package_id: int) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        found = queries.package(actor, package_id)
        access.demand(actor, permission, on=found)
        form = _form(request, actor, step, found)
        if request.method == "POST" and form.is_valid():
            done, asked = None, None
            try:
                done = tried(request, form, lambda: _do(actor, found, step, form))
            except AtTheDesk as desk:
                given = {"package": found.pk, "version": form.cleaned_data["version"]}
                title = f"{step_words(step)}: {found.class_group.name}"
                asked = at_the_desk(request, form, SIGN_PACKAGE, desk, given, title)
            if asked is not None:
                return asked
            if done is not None:
                _tell(request, step, done)
                return redirect("custody:package", found.pk)
        return _show(request, step, found, form)

    view.__name__ = step
    return view


def _form(request: HttpRequest, actor: Actor, step: str, found: Package) -> Any:
    posted = request.POST if request.method == "POST" else None
    initial = {"version": found.version}
    if step == "sign":
        return SealForm(
            posted, seals=signing.usable_seals(actor, found.school_id, clock.now()), initial=initial
        )
    kind = ReasonForm if step in ("send_back", "withdraw") else StepForm
    return kind(posted, initial=initial)


def _do(actor: Actor, found: Package, step: str, form: Any) -> Package:
    given, at = form.cleaned_data, clock.now()
    version = given["version"] if given["version"] is not None else -1
    if step == "sign":
        with opened_signer(actor, form) as signer:
            return services.sign_package(
                actor, found, certificate_id=given["certificate"], signer=signer, version=version, at=at
            )
    if step in ("send_back", "withdraw"):
        act = services.send_back if step == "send_back" else services.withdraw_package
        return act(actor, found, reason=given["reason"], version=version, at=at)
    plain = {
        "submit": services.submit_package,
        "check": services.check_package,
        "accept": services.accept_package,
    }
    return plain[step](actor, found, version=version, at=at)


def _tell(request: HttpRequest, step: str, done: Package) -> None:
    if step == "check" and done.faults:
        words = _("Gói có %(count)s điểm không đạt, xem danh sách bên dưới.")
        messages.error(request, words % {"count": len(done.faults)})
        return
    told = {
        "sign": _("Đã ký gói. Bước tiếp theo: hiệu trưởng nộp gói lên Sở."),
        "submit": _("Đã nộp gói. Sở kiểm tra rồi nhận vào kho hoặc trả lại."),
        "check": _("Gói đạt: đủ, không học bạ nào bị sửa, mọi chữ ký hợp lệ."),
        "accept": _("Đã nhận vào kho."),
        "send_back": _("Đã trả lại gói cho trường."),
        "withdraw": _("Đã rút gói; các học bạ trong gói đóng được vào gói khác."),
    }
    messages.success(request, told[step])


def _show(request: HttpRequest, step: str, found: Package, form: Any) -> HttpResponse:
    leads = {
        "sign": _("Con dấu số của trường được đặt lên bản kê: từng học bạ, số đếm và mã băm."),
        "submit": _("Sau khi nộp, học bạ trong gói không vào gói khác cho đến khi Sở trả lại hoặc trường rút gói."),
        "check": _("Kiểm tra bản kê, mã băm và mọi chữ ký của từng học bạ. Có thể mất khoảng một phút với lớp đông."),
        "accept": _("Gói được kiểm tra lần nữa rồi từng học bạ vào kho của Sở."),
        "send_back": _("Trường đọc được lý do và danh sách điểm không đạt."),
        "withdraw": _("Sở thấy gói đã được rút và lý do."),
    }  # fmt: skip
    own = reverse("custody:package", args=[found.pk])
    title = step_words(step)
    page = StepPage(
        title=title,
        lead=f"{found.class_group.name}, {found.school.name}. {leads[step]}",
        form=form,
        submit=title,
        cancel=own,
        danger=step in ("send_back", "withdraw"),
        needs_seal=step == "sign" and not form.fields["certificate"].choices,
        breadcrumbs=trail((found.class_group.name, own), (title, "")),
    )
    return ui.render(request, "custody/step.html", page, status=422 if form.errors else 200)


sign, submit = _step("sign", MAKE_PACKAGES), _step("submit", SUBMIT_PACKAGES)
check, accept = _step("check", CHECK_PACKAGES), _step("accept", DECIDE_PACKAGES)
send_back, withdraw = _step("send_back", DECIDE_PACKAGES), _step("withdraw", SUBMIT_PACKAGES)
