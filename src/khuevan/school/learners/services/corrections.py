"""A family asks that a field of the child's record be put right; the school changes it, or says why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, files
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.records import services as records
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.fields import Choice, Context, Date, Field, Reference, Several, Text, Whole, Yes

from ..choices import CorrectionState
from ..models import CorrectionRequest, Learner
from ..permissions import DECIDE_CORRECTIONS, EDIT_LEARNERS

EVIDENCE: Final = files.Purpose(
    "learners.correction", gettext_lazy("Minh chứng của đề nghị sửa thông tin"), megabytes=10,
    accept=(*files.IMAGES, *files.DOCUMENTS),
)  # fmt: skip
MOST_OPEN: Final = 10
SHORTEST: Final = 10
ASKED: Final = (Text, Choice, Date, Whole, Yes)
"""Kinds of fields that a family can write down; the others need the lists of the school."""


def correctable(learner: Learner) -> list[Field]:
    """Fields of this learner's record that a family may ask about."""
    from ..records import LEARNERS

    return [
        item for item in LEARNERS.enterable(learner)
        if isinstance(item, ASKED) and not isinstance(item, (Reference, Several)) and item.shown
    ]  # fmt: skip


def ask_correction(
    *,
    actor: Actor,
    at: datetime,
    learner: Learner,
    field: str,
    wanted: str,
    reason: str,
    evidence: tuple[str, BinaryIO] | None = None,
) -> CorrectionRequest:
    """For oneself or one's child only (the caller found the learner among them). `evidence`: name and content of a file.

    Raises Invalid, files.FileRefused.
    """
    if learner.person_id not in actor.persons:
        raise access.Refused(_("Chỉ gia đình của người học gửi được đề nghị này."))
    item = next((one for one in correctable(learner) if one.name == field), None)
    if item is None:
        raise Invalid({"field": _("Mục này không đề nghị sửa được ở đây.")})
    reason = " ".join(reason.split())
    errors: dict[str, str] = {}
    if len(reason) < SHORTEST:
        errors["reason"] = _("Hãy ghi lý do rõ ràng, ít nhất 10 ký tự.")
    try:
        value = accepted(item, wanted, actor)
        if value == item.read(learner):
            errors["wanted"] = _("Giá trị này đang được ghi trong hồ sơ rồi.")
    except NotUnderstood as problem:
        errors["wanted"] = str(problem)
    if len(wanted) > 250:
        errors["wanted"] = _("Dài quá 250 ký tự.")
    own = CorrectionRequest.objects.filter(person_id=learner.person_id, state=CorrectionState.OPEN)
    if own.count() >= MOST_OPEN:
        errors["field"] = _("Đã có 10 đề nghị đang chờ; hãy đợi trường trả lời.")
    if errors:
        raise Invalid(errors)
    request = CorrectionRequest(
        learner=learner, person_id=learner.person_id, school_id=learner.school_id, full_name=learner.person.full_name,
        field=field, wanted=wanted, reason=reason[:500], asked_at=at, asked_by=actor.name[:120],
    )  # fmt: skip
    with audit.act(actor, "learners.correction:ask", at=at, unit_id=learner.school_id, why=reason) as act:
        if evidence is not None:
            stored = files.store(
                actor, evidence[1], name=evidence[0], at=at, unit_id=learner.school_id, purpose=EVIDENCE
            )
            request.evidence = stored.pk
        _save_new(request)
        act.on(request, unit_id=learner.school_id)
    return request


def accept_correction(
    *,
    actor: Actor,
    at: datetime,
    request: CorrectionRequest,
    version: int,
    answer: str = "",
    confirmed: bool = False,
) -> CorrectionRequest:
    """Writes the value through the record's own service; the log says on whose request.

    Raises Invalid, ChangedMeanwhile, access.Refused.
    """
    from ..records import LEARNERS

    item = demand_deciding(actor, request)
    _still_open(request)
    learner = Learner.objects.select_related("person", "school").get(person_id=request.person_id)
    why = _("Theo đề nghị của %(who)s: %(why)s") % {"who": request.asked_by, "why": request.reason}
    with audit.act(
        actor, "learners.correction:accept", at=at, on=request, unit_id=request.school_id, why=why[:500]
    ):
        values = {request.field: item.from_form([request.wanted])}
        taken = records.accept(LEARNERS, actor, values, row=learner)
        if confirmed:
            taken["confirmed"] = True
        records.change(LEARNERS, actor, learner, at=at, version=learner.version, values=taken)
        _decide(request, CorrectionState.ACCEPTED, actor, at, version, answer)
    return request


def refuse_correction(
    *, actor: Actor, at: datetime, request: CorrectionRequest, version: int, answer: str
) -> CorrectionRequest:
    """The family reads why. Raises Invalid, ChangedMeanwhile, access.Refused."""
    demand_deciding(actor, request)
    _still_open(request)
    if len(" ".join(answer.split())) < SHORTEST:
        raise Invalid({"answer": _("Hãy ghi vì sao không sửa, ít nhất 10 ký tự.")})
    with audit.act(
        actor, "learners.correction:refuse", at=at, on=request, unit_id=request.school_id, why=answer[:500]
    ):
        _decide(request, CorrectionState.REFUSED, actor, at, version, answer)
    return request


def withdraw_correction(
    *, actor: Actor, at: datetime, request: CorrectionRequest, version: int
) -> CorrectionRequest:
    """By the family. Raises Invalid, ChangedMeanwhile, access.Refused."""
    if request.person_id not in actor.persons:
        raise access.Refused(_("Chỉ gia đình của người học rút được đề nghị này."))
    _still_open(request)
    with audit.act(actor, "learners.correction:withdraw", at=at, on=request, unit_id=request.school_id):
        _decide(request, CorrectionState.WITHDRAWN, actor, at, version, "")
    return request


def demand_deciding(actor: Actor, request: CorrectionRequest) -> Field:
    """The field, for who decides on it: a masked one only for those who may see it. Raises access.Refused, Invalid."""
    from ..records import LEARNERS

    access.demand(actor, DECIDE_CORRECTIONS, on=request.school_id)
    item = LEARNERS.by_name.get(request.field)
    if item is None:
        raise Invalid({"field": _("Mục này không còn trong hồ sơ.")})
    if item.sensitive:
        access.demand(actor, item.sensitive, on=request.school_id)
    return item


def accepted(item: Field, wanted: str, actor: Actor) -> Any:
    """The typed text as a value of the field. Raises NotUnderstood."""
    return item.accept(item.from_form([wanted]), Context(actor, EDIT_LEARNERS, Learner))


def _save_new(request: CorrectionRequest) -> None:
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        if "learners_correction_open_once" in str(error):
            raise Invalid({"field": _("Mục này đã có đề nghị đang chờ trường trả lời.")}) from error
        raise


def _still_open(request: CorrectionRequest) -> None:
    if request.state != CorrectionState.OPEN:
        raise Invalid({"": _("Đề nghị này đã được trả lời.")})


def _decide(
    request: CorrectionRequest, state: CorrectionState, actor: Actor, at: datetime, version: int, answer: str
) -> None:
    request.state, request.answer = state, " ".join(answer.split())[:500]
    request.decided_at, request.decided_by = at, actor.name[:120]
    request.save_checked(version, fields=["state", "answer", "decided_at", "decided_by"])
