"""The steward's queue: pairs that may be one person, with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, clock, jobs, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import nfc
from khuevan.register.people.permissions import MERGE_PEOPLE

from .. import services, tasks
from ..choices import PairState
from ..models import Pair
from ..permissions import DECIDE_DUPLICATES
from .words import breadcrumbs

BY = ("weight", "id")


@dataclass(frozen=True)
class QueuePage:
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class PairPage:
    """`evidence`: (field, what was found, weight in bits)."""

    pair: Pair
    evidence: Sequence[tuple[str, str, float]]
    chart: ui.Chart
    why: str
    merge_url: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(DECIDE_DUPLICATES)
def duplicates(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(request, filters=("state",))
    chosen = listing.chosen("state")
    state = chosen if chosen in PairState.values else PairState.WAITING
    if state == PairState.MERGED:
        return redirect("people:merges")
    found = Pair.objects.filter(state=state).select_related("low", "high").order_by("-weight", "id")
    page = QueuePage(
        listing=listing,
        slice=ui.take(found, listing),
        filters=[
            ui.choice("state", _("Trạng thái"), [("", PairState.WAITING.label), *PairState.choices[1:]])
        ],
        breadcrumbs=breadcrumbs((_("Hồ sơ nghi trùng"), "")),
    )
    return ui.render(request, "quality/duplicates.html", page)


@require_POST
@requires(DECIDE_DUPLICATES)
def find(request: HttpRequest) -> HttpResponse:
    """Links all learners, in the background."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    run = jobs.start(actor, tasks.find_duplicates, at=clock.now())
    messages.success(request, _("Đã bắt đầu tìm hồ sơ nghi trùng."))
    return redirect("jobs:run", run.pk)


@requires(DECIDE_DUPLICATES)
def pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if pair_id >= 2**63:
        raise Http404
    plain = Pair.objects.filter(pk=pair_id).first()
    if plain is not None and plain.state == PairState.MERGED:
        return redirect("people:merged", plain.merge_id)
    found = Pair.objects.select_related("low", "high").filter(pk=pair_id).first()
    if found is None:
        raise Http404
    errors: dict[str, str] = {}
    why, version = nfc(request.POST.get("why", found.why)), request.POST.get("version", "")
    if request.method == "POST":
        seen = int(version) if version.isdecimal() and len(version) < 10 else 0
        try:
            if "later" in request.POST:
                services.put_off_pair(actor=actor, at=clock.now(), pair=found, version=seen, why=why)
            elif "reopen" in request.POST:
                services.reopen_pair(actor=actor, at=clock.now(), pair=found, version=seen)
            else:
                services.decide_different(actor=actor, at=clock.now(), pair=found, version=seen, why=why)
        except Invalid as invalid:
            errors = {name: str(text) for name, text in invalid.errors.items()}
        except ChangedMeanwhile as changed:
            errors = {"why": str(changed)}
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("quality:duplicates")
    evidence = _evidence(found)
    page = PairPage(
        pair=found,
        evidence=evidence,
        chart=ui.Chart(
            _("Chứng cứ theo từng trường"), [name for name, _word, _bits in evidence],
            [ui.Series(_("Trọng số"), [bits for _name, _word, bits in evidence])],
            category_label=_("Trường dữ liệu"), decimals=1,
        ),
        why=why,
        merge_url=_merge_url(actor, found),
        errors=errors,
        breadcrumbs=breadcrumbs((_("Hồ sơ nghi trùng"), reverse("quality:duplicates")), (found.low.full_name, "")),
    )  # fmt: skip
    return ui.render(request, "quality/pair.html", page, status=422 if errors else 200)


def _merge_url(actor: Actor, found: Pair) -> str:
    """The record with a number stays; else the older one. "" for those who may not merge these two."""
    if not access.scope(actor, MERGE_PEOPLE).covers(found.units):
        return ""
    kept, gone = (found.high, found.low) if found.high.national_id and not found.low.national_id else (
        found.low, found.high)  # fmt: skip
    return f"{reverse('people:merge')}?kept={kept.pk}&gone={gone.pk}"


def _evidence(found: Pair) -> list[tuple[str, str, float]]:
    fields = {
        "name": _("Họ và tên"), "birth": _("Ngày sinh"), "number": _("Số định danh"), "family": _("Cha mẹ, điện thoại"),
        "commune": _("Xã, phường"), "birthplace": _("Nơi sinh"), "ethnicity": _("Dân tộc"), "sex": _("Giới tính"),
    }  # fmt: skip
    words = {
        "same": _("giống hệt"), "tones": _("chỉ khác dấu"), "sound": _("phát âm như nhau hoặc đảo thứ tự"),
        "given": _("tên gọi khác"), "letter": _("khác một chữ cái"), "letters": _("khác hai chữ cái"),
        "part": _("thiếu một phần tên"), "other": _("khác nhau"), "unknown": _("không so được"),
        "swapped": _("đảo ngày và tháng"), "digit": _("khác một chữ số"), "january": _("một nơi chỉ ghi năm sinh"),
        "year": _("cùng năm sinh"), "parents": _("cùng cha và mẹ"), "parent_phone": _("cùng cha hoặc mẹ và điện thoại"),
        "parent": _("cùng cha hoặc mẹ, người kia chưa ghi"), "phone": _("cùng điện thoại"),
        "one_differs": _("cùng một người, người kia khác"),
    }  # fmt: skip
    return [
        (fields.get(step["name"], step["name"]), words.get(step["word"], step["word"]), step["weight"])
        for step in found.evidence
    ]
