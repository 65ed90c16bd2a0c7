"""The dossier of recognition: checked by the territory itself, submitted with frozen figures, recognised or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import Invalid, typed_words
from khuevan.register.organisations import queries as organisations

from .. import queries, rules
from ..choices import DossierState, RoundState, Standard, Step, Tier
from ..models import Dossier, DossierStep
from ..permissions import DECIDE, SUBMIT, SUBMIT_PROVINCE
from ..queries.dossiers import TIER_OF, canonical, digest_of
from ..queries.provisions import written as written_provisions
from ..rules import Verdict

OPEN = (DossierState.DRAFT, DossierState.RETURNED)


def permission_of(tier: str) -> Permission:
    """Who prepares a dossier of the tier."""
    return SUBMIT if tier == Tier.COMMUNE else SUBMIT_PROVINCE


def tier_of(actor: Actor, unit_id: int) -> Tier:
    """Raises Invalid for a unit of which nothing is recognised."""
    unit = organisations.unit_if_seen(actor, unit_id)
    tier = TIER_OF.get(unit.kind) if unit is not None else None  # type: ignore[call-overload]
    if tier is None:
        raise Invalid({"unit": _("Chỉ xã, phường, đặc khu, huyện trước đây và tỉnh có hồ sơ phổ cập.")})
    return tier


def check_dossier(actor: Actor, *, at: datetime, unit_id: int, year: int) -> Dossier:
    """Computes the standards as of 30 September of the year (or today, where that day is to come) and writes them into
    the dossier, made if there is none. Raises Refused, Invalid."""
    tier = tier_of(actor, unit_id)
    access.demand(actor, permission_of(tier), on=unit_id)
    found = queries.dossier_of(unit_id, tier, year)
    if found is not None and found.state not in OPEN:
        raise Invalid(_("Hồ sơ đã nộp; số liệu không đổi nữa."))
    figures, met = _figures(actor, unit_id, tier, year, at)
    with audit.act(actor, "universalisation.dossier:check", at=at, unit_id=unit_id) as act:
        if found is None:
            found = Dossier.objects.create(unit_id=unit_id, tier=tier, year=year)
        found.figures, found.asked, found.checked_at, found.digest = canonical(figures), met, at, ""
        found.save_checked(found.version, fields=["figures", "asked", "checked_at", "digest"])
        act.on(found)
        _step(found, Step.CHECKED, actor, at, digest=digest_of(found.figures))
    return found


def submit_dossier(actor: Actor, one: Dossier, *, at: datetime, version: int) -> None:
    """Freezes the figures that were shown. Raises Refused, Invalid where they are not those of the records any more,
    ChangedMeanwhile."""
    access.demand(actor, permission_of(one.tier), on=one)
    if one.state not in OPEN:
        raise Invalid(_("Hồ sơ này đã nộp."))
    if not one.figures or not one.asked:
        raise Invalid(
            _("Chưa có tiêu chuẩn nào đạt theo lần tự kiểm tra; hãy tự kiểm tra lại sau khi bổ sung.")
        )
    if one.tier == Tier.COMMUNE:
        survey = queries.round_of(one.unit_id, one.year)
        if survey is None or survey.state != RoundState.CLOSED:
            raise Invalid(_("Hãy chốt đợt điều tra của năm trước khi nộp hồ sơ."))
    figures, met = _figures(actor, one.unit_id, Tier(one.tier), one.year, at)
    if canonical(figures) != one.figures:
        raise Invalid(_("Số liệu đã khác lần tự kiểm tra; hãy tự kiểm tra lại, xem kết quả rồi nộp."))
    with audit.act(actor, "universalisation.dossier:submit", at=at, on=one, unit_id=one.unit_id):
        one.digest, one.state, one.submitted_at, one.reason = (
            digest_of(one.figures),
            DossierState.SUBMITTED,
            at,
            "",
        )
        one.asked = met
        one.save_checked(version, fields=["digest", "state", "submitted_at", "reason", "asked"])
        _step(one, Step.SUBMITTED, actor, at, digest=one.digest)


def return_dossier(actor: Actor, one: Dossier, *, at: datetime, version: int, reason: str) -> None:
    """Raises Refused, Invalid, ChangedMeanwhile."""
    _demand_deciding(actor, one)
    short = _("Ghi lý do trả lại để đơn vị biết phải sửa gì.")
    reason = typed_words(reason, "reason", most=500, least=1, short=short)
    with audit.act(
        actor, "universalisation.dossier:return", at=at, on=one, unit_id=one.unit_id, why=reason[:300]
    ):
        one.state, one.reason = DossierState.RETURNED, reason
        one.save_checked(version, fields=["state", "reason"])
        _step(one, Step.RETURNED, actor, at, note=one.reason, digest=one.digest)


def recognise_dossier(
    actor: Actor, one: Dossier, *, at: datetime, version: int, standards: Sequence[str], decision_number: str,
    decision_on: date | None,
) -> None:  # fmt: skip
    """Raises Refused, Invalid, ChangedMeanwhile."""
    _demand_deciding(actor, one)
    errors: dict[str, str] = {}
    if not standards:
        errors["standards"] = _("Chọn ít nhất một tiêu chuẩn được công nhận.")
    elif set(standards) - set(one.asked):
        errors["standards"] = _("Chỉ công nhận tiêu chuẩn mà đơn vị đề nghị.")
    if not decision_number.strip():
        errors["decision_number"] = _("Ghi số quyết định.")
    if decision_on is None:
        errors["decision_on"] = _("Ghi ngày quyết định.")
    elif decision_on > clock.on(at) or decision_on < rules.period_of(one.year)[1]:
        errors["decision_on"] = _("Ngày quyết định từ 30/09 của năm đến hôm nay.")
    if not queries.is_whole(one):
        errors[""] = _("Số liệu của hồ sơ không khớp mã băm lúc nộp; không công nhận được hồ sơ này.")
    if errors:
        raise Invalid(errors)
    with audit.act(actor, "universalisation.dossier:recognise", at=at, on=one, unit_id=one.unit_id) as act:
        one.state = DossierState.RECOGNISED
        one.recognised = [code for code in Standard.values if code in set(standards)]
        one.decision_number, one.decision_on = decision_number.strip()[:60], decision_on
        one.save_checked(version, fields=["state", "recognised", "decision_number", "decision_on"])
        act.note(decision=one.decision_number)
        _step(one, Step.RECOGNISED, actor, at, note=one.decision_number, digest=one.digest)


def _demand_deciding(actor: Actor, one: Dossier) -> None:
    """Raises Refused, Invalid. The Ministry's decision about a province is written down by the department."""
    access.demand(actor, DECIDE, on=one)
    if one.state != DossierState.SUBMITTED:
        raise Invalid(_("Hồ sơ này không ở trạng thái chờ kiểm tra."))
    if one.tier == Tier.COMMUNE and actor.home_unit_id == one.unit_id:
        raise Invalid(_("Đơn vị không tự công nhận hồ sơ của mình."))


def _step(one: Dossier, kind: Step, actor: Actor, at: datetime, *, note: str = "", digest: str = "") -> None:
    DossierStep.objects.create(
        dossier=one,
        unit_id=one.unit_id,
        kind=kind,
        at=at,
        by=actor.name[:120],
        note=note[:500],
        digest=digest,
    )


# --- figures ---------------------------------------------------------------------------------------------------------


def as_of(year: int, today: date) -> date:
    """30 September of the year, or today where that day is to come."""
    return min(today, rules.period_of(year)[1])


def _figures(
    actor: Actor, unit_id: int, tier: Tier, year: int, at: datetime
) -> tuple[dict[str, Any], list[str]]:
    """What is written down, and the standards that are met."""
    on = as_of(year, clock.on(at))
    name = organisations.names([unit_id]).get(unit_id, "")
    base: dict[str, Any] = {
        "unit": unit_id,
        "name": name,
        "tier": tier.value,
        "year": year,
        "as_of": on.isoformat(),
    }
    if tier is Tier.COMMUNE:
        survey = queries.round_of(unit_id, year)
        if survey is None:
            raise Invalid({"year": _("Chưa mở đợt điều tra của năm này.")})
        found = queries.assessment(actor, unit_id, on=on, is_special=survey.is_special)
        forms = queries.progress(unit_id, year)
        clashes = queries.clash_counts(queries.clashes(actor, unit_id, on=on))
        base |= {
            "is_special": survey.is_special, "residents": found.residents, "obliged": found.obliged,
            "households": forms.households, "visited": forms.visited,
            "clashes": {kind.value: number for kind, number in clashes.items()},
            "provisions": written_provisions(queries.provisions(actor, unit_id, on=on)),
        }  # fmt: skip
        verdicts, rows = found.verdicts, [row for group in found.rows.values() for row in group]
    else:
        rows = queries.conditions_on(tier, on)
        below = queries.province_units(unit_id, on)
        meeting = _meeting([number for number, _name in below], year)
        verdicts = rules.territorial(
            [row.condition for row in rows], len(below), {one: len(names) for one, names in meeting.items()}
        )
        base |= {"units": len(below), "meeting": {one.value: sorted(names) for one, names in meeting.items()}}
    base["standards"] = [_written(verdict, rows) for verdict in verdicts.values()]
    return base, [one.value for one, verdict in verdicts.items() if verdict.is_met]


def _meeting(units: list[int], year: int) -> dict[Standard, list[str]]:
    """Names of the recognised units by standard; a unit recognised for a higher level meets the lower ones too."""
    found: dict[Standard, list[str]] = {standard: [] for standard in Standard}
    held = Dossier.objects.filter(year=year, unit_id__in=units, state=DossierState.RECOGNISED)
    for one in held.select_related("unit"):
        for standard in _with_presupposed(one.recognised):
            found[standard].append(one.unit.name)
    return found


def _with_presupposed(codes: Sequence[str]) -> set[Standard]:
    found: set[Standard] = set()
    waiting = [Standard(code) for code in codes if code in Standard.values]
    while waiting:
        standard = waiting.pop()
        found.add(standard)
        waiting += [one for one in rules.NEEDS.get(standard, ()) if one not in found]
    return found


def _written(verdict: Verdict, rows: Sequence[queries.MeasureRow]) -> dict[str, Any]:
    sources = {(row.condition.standard, *row.condition.key): row for row in rows}
    return {
        "standard": verdict.standard.value,
        "met": verdict.is_met,
        "lacking": [one.value for one in verdict.lacking],
        "requirements": [
            {
                "measure": one.condition.measure.value, "age_from": one.condition.age_from,
                "age_to": one.condition.age_to, "upper": one.value.upper, "lower": one.value.lower,
                "least": float(one.condition.least), "met": one.is_met,
                "instrument": sources[one.condition.standard, *one.condition.key].instrument,
                "trust": sources[one.condition.standard, *one.condition.key].trust,
            }
            for one in verdict.requirements
        ],
    }  # fmt: skip
