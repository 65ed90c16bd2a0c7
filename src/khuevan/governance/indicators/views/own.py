"""Defining an indicator without code: choose records, filters, a measure; somebody else approves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.facts import Facts, Kind
from khuevan.kernel.measures import rows_of, usable_columns
from khuevan.kernel.measures.definitions import OPERATORS
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..models import OwnIndicator, OwnState
from ..permissions import DECIDE_OWN, PROPOSE_OWN, VIEW_VALUES
from .words import start

FILTERS = 4
MEASURES = {
    "count": gettext_lazy("Đếm số hồ sơ"),
    "share": gettext_lazy("Tỉ lệ phần trăm"),
    "sum": gettext_lazy("Tổng của một cột"),
    "mean": gettext_lazy("Trung bình của một cột"),
    "median": gettext_lazy("Trung vị của một cột"),
    "distinct": gettext_lazy("Số giá trị khác nhau của một cột"),
}
OPERATOR_WORDS = {
    "one": gettext_lazy("là một trong"),
    "not_one": gettext_lazy("không phải"),
    "between": gettext_lazy("từ … đến …"),
    "yes": gettext_lazy("có"),
    "no": gettext_lazy("không"),
}
TONES = {OwnState.PROPOSED: "warning", OwnState.APPROVED: "success", OwnState.REFUSED: "danger"}


@dataclass(frozen=True)
class OwnListPage:
    rows: Sequence[OwnIndicator]
    facts: Sequence[tuple[str, str]]
    tones: Mapping[OwnState, str]
    may_propose: bool
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FilterRow:
    """A line of the form: of the rows (`where`) or of a share's upper part (`of`)."""

    prefix: str
    column: str
    operator: str
    values: str


@dataclass(frozen=True)
class DefinePage:
    """columns: (name, label) that may be read; known: by column, the words of its values."""

    facts: Facts
    given: Mapping[str, Any]
    columns: Sequence[tuple[str, str]]
    known: Sequence[tuple[str, str]]
    measures: Sequence[tuple[str, Any]]
    operators: Sequence[tuple[str, Any]]
    splits: Sequence[tuple[str, str]]
    where: Sequence[FilterRow]
    of: Sequence[FilterRow]
    breadcrumbs: Sequence[tuple[str, str]]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnPage:
    """may_decide: why not, "" where the reader may."""

    own: OwnIndicator
    sentence: str
    facts: str
    splits: str
    tone: str
    versions: Sequence[OwnIndicator]
    may_decide: bool
    why_not: str
    may_propose: bool
    value_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_VALUES)
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = OwnListPage(
        rows=queries.own_indicators(),
        facts=[(one.code, str(one.label)) for one in queries.used_facts() if usable_columns(one)],
        tones=TONES,
        may_propose=access.decide(actor, PROPOSE_OWN).allowed,
        breadcrumbs=[start(), (_("Chỉ tiêu tự định nghĩa"), "")],
    )
    return ui.render(request, "indicators/own_list.html", page)


@requires(PROPOSE_OWN)
def own_define(request: HttpRequest) -> HttpResponse:
    """A new one over the facts that the address names, or the next version of `from`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    before = _before(request)
    facts = queries.facts_to_count(request.GET.get("facts", before.facts if before else ""))
    if facts is None:
        return redirect("indicators:own_list")
    given, errors = _given_of(before), {}
    if request.method == "POST":
        given = {**request.POST.dict(), "splits": request.POST.getlist("splits")}
        try:
            made = services.propose_indicator(
                actor=actor, at=clock.now(), word=given.get("word", ""), label=given.get("label", ""),
                unit=given.get("unit", ""), decimals=_whole(given.get("decimals", "0")), facts=facts.code,
                definition=_definition(facts, given), splits=given["splits"], purpose=given.get("purpose", ""),
            )  # fmt: skip
        except Invalid as invalid:
            errors = {name: str(text) for name, text in invalid.errors.items()}
        else:
            messages.success(request, _("Đã gửi đề nghị. Chỉ tiêu được tính khi một người khác duyệt."))
            return redirect("indicators:own", made.pk)
    page = _define_page(facts, given, errors)
    return ui.render(request, "indicators/own_define.html", page, status=422 if errors else 200)


@requires(VIEW_VALUES)
@require_GET
def own(request: HttpRequest, own_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_indicator(own_id)
    if found is None:
        raise Http404
    built = queries.indicator_of_row(found)
    waits = found.state == OwnState.PROPOSED
    may = access.decide(actor, DECIDE_OWN).allowed
    is_own = found.proposed_by_id == actor.account_id
    in_force = queries.indicators(on=clock.today()).get(found.code)
    page = OwnPage(
        own=found,
        sentence=sentence(built.measure) if built else _("Không đọc được nữa: hồ sơ đã khai báo khác."),
        facts=str(built.facts[0].label) if built else found.facts,
        splits=", ".join(str(one.label) for one in built.splits) if built else "",
        tone=TONES[OwnState(found.state)],
        versions=queries.versions_of(found.word),
        may_decide=may
        and (found.state == OwnState.APPROVED and found.valid_until is None or waits and not is_own),
        why_not=_("Bạn là người đề nghị: một người khác phải duyệt.") if waits and is_own and may else "",
        may_propose=access.decide(actor, PROPOSE_OWN).allowed,
        value_url=reverse("indicators:value", args=[found.code]) if in_force is built and built else "",
        breadcrumbs=[
            start(),
            (_("Chỉ tiêu tự định nghĩa"), reverse("indicators:own_list")),
            (found.label, ""),
        ],
    )
    return ui.render(request, "indicators/own.html", page)


@require_POST
@requires(DECIDE_OWN)
def own_decide(request: HttpRequest, own_id: int) -> HttpResponse:
    """Approve, refuse or end, as the button says."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if queries.own_indicator(own_id) is None:
        raise Http404
    verdict, remark = request.POST.get("verdict", ""), request.POST.get("remark", "")
    day = ui.DateField(required=False)
    try:
        if verdict == "end":
            services.end_indicator(actor=actor, at=clock.now(), own_id=own_id, remark=remark)
        elif verdict in ("approve", "refuse"):
            services.decide_indicator(
                actor=actor, at=clock.now(), own_id=own_id, approves=verdict == "approve", remark=remark,
                valid_from=_day(day, request.POST.get("valid_from", "")),
            )  # fmt: skip
        else:
            raise Invalid({"verdict": _("Chọn duyệt hoặc không duyệt.")})
    except Invalid as invalid:
        messages.error(request, " ".join(str(one) for one in invalid.errors.values()))
    else:
        messages.success(request, _("Đã lưu."))
    return redirect("indicators:own", own_id)


def _day(form_field: ui.DateField, word: str) -> Any:
    from django.core.exceptions import ValidationError

    try:
        return form_field.clean(word)
    except ValidationError as wrong:
        raise Invalid({"valid_from": " ".join(wrong.messages)}) from None


def _before(request: HttpRequest) -> OwnIndicator | None:
    word = request.GET.get("from", "")
    return queries.own_indicator(int(word)) if word.isascii() and word.isdigit() and len(word) < 10 else None


def _define_page(facts: Facts, given: Mapping[str, Any], errors: Mapping[str, str]) -> DefinePage:
    columns = usable_columns(facts)
    how = rows_of(facts)
    words = (how.words or {}) if how else {}
    known = [
        (str(one.label), ", ".join(f"{key} = {said}" for key, said in list(words[one.name].items())[:60]))
        for one in columns
        if one.name in words
    ]
    return DefinePage(
        facts=facts, given=given, columns=[(one.name, f"{one.label} ({one.name})") for one in columns], known=known,
        measures=list(MEASURES.items()), operators=[("", "–"), *((one, OPERATOR_WORDS[one]) for one in OPERATORS)],
        splits=[(one.column, str(one.label)) for one in queries.splits_over(facts)],
        where=[_row(given, "where", number) for number in range(FILTERS)],
        of=[_row(given, "of", number) for number in range(FILTERS)],
        breadcrumbs=[start(), (_("Chỉ tiêu tự định nghĩa"), reverse("indicators:own_list")), (_("Định nghĩa"), "")],
        errors=errors,
    )  # fmt: skip


def _row(given: Mapping[str, Any], kind: str, number: int) -> FilterRow:
    prefix = f"{kind}{number}"
    return FilterRow(
        prefix,
        given.get(f"{prefix}_column", ""),
        given.get(f"{prefix}_is", ""),
        given.get(f"{prefix}_values", ""),
    )


def _definition(facts: Facts, given: Mapping[str, Any]) -> dict[str, Any]:
    """The form as data. Values are read by their names as well as by their codes."""
    how = rows_of(facts)
    words = (how.words or {}) if how else {}

    def filters(kind: str) -> list[dict[str, Any]]:
        found = []
        for number in range(FILTERS):
            row = _row(given, kind, number)
            if row.column and row.operator:
                codes = {str(said).casefold(): str(key) for key, said in words.get(row.column, {}).items()}
                separator = ";" if ";" in row.values or row.operator == "between" else ","
                values = [one.strip() for one in row.values.split(separator)] if row.values.strip() else []
                read = [_code(facts, row.column, codes.get(one.casefold(), one)) for one in values]
                found.append({"column": row.column, "is": row.operator, "values": read})
        return found

    said: dict[str, Any] = {"measure": given.get("measure", ""), "where": filters("where")}
    if said["measure"] == "share":
        said["of"] = filters("of")
    elif said["measure"] != "count":
        said["column"] = given.get("column", "")
    return said


def _code(facts: Facts, column: str, word: str) -> str:
    """Days as people write them become ISO; everything else stays."""
    known = facts.by_name.get(column)
    if known is not None and known.kind is Kind.DATE and word.count("/") == 2:
        day, month, year = word.split("/")
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    return word


def _given_of(before: OwnIndicator | None) -> dict[str, Any]:
    """The form of the version before."""
    if before is None:
        return {"splits": [], "decimals": "0", "measure": "count"}
    said = before.definition
    given: dict[str, Any] = {
        "word": before.word, "label": before.label, "unit": before.unit, "decimals": str(before.decimals),
        "purpose": before.purpose, "splits": before.splits, "measure": said.get("measure", ""),
        "column": said.get("column", ""),
    }  # fmt: skip
    for kind in ("where", "of"):
        for number, one in enumerate((said.get(kind) or [])[:FILTERS]):
            given[f"{kind}{number}_column"], given[f"{kind}{number}_is"] = one["column"], one["is"]
            given[f"{kind}{number}_values"] = "; ".join(str(value) for value in one.get("values", []))
    return given


def _whole(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 3 else -1
