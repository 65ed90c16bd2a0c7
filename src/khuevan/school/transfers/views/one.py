"""One transfer: what was asked and answered, and the step that is next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import Actor, Permission, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.school.schoolyear import queries as years

from .. import queries, services
from ..choices import Paper
from ..forms import AcceptForm, PlaceForm, ReleaseForm, WhyForm
from ..models import Transfer
from ..permissions import DECIDE_TRANSFER, REQUEST_TRANSFER, VIEW_TRANSFERS
from ..rules import act_refusals
from ..services.answering import sides_of
from .lists import TONES, due


@dataclass(frozen=True)
class TransferPage:
    transfer: Transfer
    tone: str
    due: object
    facts: list[tuple[str, object]]
    steps: list[tuple[str, str, str]]
    """Verb, label, icon of what this reader may do now."""
    learner_url: str
    history: list[Any]
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class StepPage:
    title: str
    lead: str
    form: Any
    submit: str
    danger: bool
    cancel: str
    breadcrumbs: list[tuple[str, str]]


@requires(VIEW_TRANSFERS)
@require_GET
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.transfer_for(actor, transfer_id)
    row = queries.row_of(actor, found, clock.today())
    labels = {
        "accept": (_("Đồng ý tiếp nhận"), "check"),
        "release": (_("Trả hồ sơ, cho chuyển đi"), "arrow-right"),
        "place": (_("Xếp lớp"), "users-group"),
        "refuse": (_("Không đồng ý"), "x"),
        "withdraw": (_("Rút đề nghị"), "arrow-back-up"),
    }
    steps = [(verb, *labels[verb]) for verb in labels if _may(actor, found, verb)]
    page = TransferPage(
        transfer=found,
        tone=TONES[found.state],
        due=due(found.due_on, row.left),
        facts=_facts(found),
        steps=steps,
        learner_url=_learner_url(actor, found),
        history=list(audit.history(actor, found)),
        breadcrumbs=[(_("Chuyển trường"), reverse("transfers:transfers")), (found.full_name, "")],
    )
    return ui.render(request, "transfers/transfer.html", page)


def _facts(found: Transfer) -> list[tuple[str, object]]:
    to_day = lambda day: "" if day is None else f"{day:%d/%m/%Y}"  # noqa: E731
    papers = {code: str(label) for code, label in Paper.choices}
    return [
        (_("Ngày sinh"), to_day(found.birth_date)),
        (_("Năm học"), found.school_year.code),
        (_("Khối"), found.get_grade_display()),
        (_("Trường đang học"), found.sending_name),
        (_("Lớp đang học"), found.from_class),
        (_("Trường nhận"), found.receiving_name),
        (_("Lớp mới"), found.to_class),
        (_("Lý do"), found.reason),
        (_("Giấy tờ đã nộp"), ", ".join(papers[code] for code in found.papers)),
        (_("Ngày đề nghị"), to_day(found.requested_on)),
        (_("Bên đề nghị"), found.get_opened_by_display()),
        (_("Ngày trả lời"), to_day(found.answered_on)),
        (_("Ghi chú trả lời"), found.answer_note),
        (_("Ngày trả hồ sơ"), to_day(found.released_on)),
        (_("Ngày chuyển"), to_day(found.effective_on)),
        (_("Lý do dừng"), found.close_reason),
        (_("Căn cứ thời hạn"), str(found.rule) if found.rule else _("Chưa có quy định đã đọc")),
    ]


def _learner_url(actor: Actor, found: Transfer) -> str:
    """The learner's page, for the school that has the learner now."""
    moved = found.state in ("moved", "done") and found.receiving_id is not None
    school = found.receiving_id if moved else found.sending_id
    return reverse("learners:learner_detail", args=[found.learner_id]) if school in actor.reach else ""


def _may(actor: Actor, found: Transfer, verb: str) -> bool:
    permission = REQUEST_TRANSFER if verb == "withdraw" else DECIDE_TRANSFER
    sides = sides_of(actor, permission, found)
    return bool(sides) and not act_refusals(verb, found.state, sides, found.opened_by)


Act = Callable[[Actor, Transfer, Any], object]


def step(verb: str) -> Callable[..., HttpResponse]:
    """The page of one act: asks what it needs, then does it."""
    permission: Permission = REQUEST_TRANSFER if verb == "withdraw" else DECIDE_TRANSFER

    @requires(permission)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, transfer_id: int) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        found = queries.transfer_for(actor, transfer_id)
        if not sides_of(actor, permission, found):
            access.demand(actor, permission, on=found.receiving_id or found.sending_id)
        form = _form(request, verb, found)
        if request.method == "POST" and form.is_valid():
            try:
                _do(actor, found, verb, form.cleaned_data)
            except Invalid as invalid:
                form.take(invalid)
            except ChangedMeanwhile as changed:
                form.add_error(None, str(changed))
            else:
                messages.success(request, _("Đã ghi."))
                return redirect("transfers:transfer", found.pk)
        return _show(request, verb, found, form)

    return view


def _form(request: HttpRequest, verb: str, found: Transfer) -> Any:
    posted = request.POST or None
    initial: dict[str, Any] = {"version": found.version}
    if verb in ("accept", "place"):
        classes = years.classes_for(found.receiving_id or 0, found.school_year_id, found.grade)
        kind = AcceptForm if verb == "accept" else PlaceForm
        return kind(posted, classes=[(one.pk, one.name) for one in classes], initial=initial)
    if verb == "release":
        return ReleaseForm(posted, initial={**initial, "effective_on": clock.today()})
    return WhyForm(posted, initial=initial)


def _do(actor: Actor, found: Transfer, verb: str, said: dict[str, Any]) -> None:
    at, version = clock.now(), said["version"]
    if verb == "accept":
        group = years.class_of(said["class_group"])
        services.accept_transfer(actor, found, version=version, at=at, class_group=group, note=said["note"])
    elif verb == "place":
        group = years.class_of(said["class_group"])
        services.place_learner(actor, found, version=version, at=at, class_group=group)
    elif verb == "release":
        services.release_learner(
            actor, found, version=version, at=at, effective_on=said["effective_on"], note=said["note"]
        )
    elif verb == "refuse":
        services.refuse_transfer(actor, found, version=version, at=at, why=said["why"])
    else:
        services.withdraw_transfer(actor, found, version=version, at=at, why=said["why"])


def _show(request: HttpRequest, verb: str, found: Transfer, form: Any) -> HttpResponse:
    titles = {
        "accept": (_("Đồng ý tiếp nhận"), _("Sau bước này, trường đang học trả hồ sơ.")),
        "release": (
            _("Trả hồ sơ, cho chuyển đi"),
            _("Sau bước này, hồ sơ của em thuộc trường nhận; trường chỉ còn dòng trong sổ đăng bộ."),
        ),
        "place": (_("Xếp lớp"), _("Việc chuyển trường kết thúc khi em có lớp mới.")),
        "refuse": (_("Không đồng ý"), _("Hai trường và cơ quan quản lý đều đọc được lý do.")),
        "withdraw": (_("Rút đề nghị"), _("Em tiếp tục học ở trường đang học.")),
    }
    title, lead = titles[verb]
    page = StepPage(
        title=title,
        lead=f"{found.full_name}: {found.sending_name} → {found.receiving_name}. {lead}",
        form=form,
        submit=title,
        danger=verb in ("refuse", "withdraw"),
        cancel=reverse("transfers:transfer", args=[found.pk]),
        breadcrumbs=[
            (_("Chuyển trường"), reverse("transfers:transfers")),
            (found.full_name, reverse("transfers:transfer", args=[found.pk])),
            (title, ""),
        ],
    )
    return ui.render(request, "transfers/step.html", page, status=422 if form.errors else 200)


accept, release, place = step("accept"), step("release"), step("place")
refuse, withdraw = step("refuse"), step("withdraw")
