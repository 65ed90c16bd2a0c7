"""Templates: the built-in ones to download and edit, the own ones, the words that they may say, taking one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, audit, clock, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Trust
from khuevan.kernel.documents import Kind, Word
from khuevan.kernel.files.kinds import DOCX
from khuevan.kernel.records import Invalid, export

from .. import queries, services
from ..choices import Tier
from ..models import Template
from ..outlines import OUTLINES, template_file, vocabulary
from ..permissions import OPEN_CAMPAIGNS, VIEW_REPORTS
from .words import trail

LARGEST = 20 * 1024**2


@dataclass(frozen=True)
class TemplatesPage:
    built_in: Sequence[tuple[str, str, str, str, Sequence[tuple[str, str]]]]
    own: Sequence[tuple[Template, bool]]
    may_add: bool
    name: str = ""
    problems: Sequence[str] = ()
    errors: dict[str, str] = field(default_factory=dict)
    breadcrumbs: Sequence[tuple[str, str]] = ()


@requires(VIEW_REPORTS)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@requires(OPEN_CAMPAIGNS)
def template_add(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    upload, name = request.FILES.get("file"), request.POST.get("name", "")
    if upload is None or (upload.size or 0) > LARGEST:
        said = _("Chọn một tệp .docx, lớn nhất %(most)d MB.") % {"most": LARGEST // 1024**2}
        return _shown(request, name=name, errors={"file": said})
    if actor.home_unit_id is None:
        raise Http404
    try:
        made = services.add_template(
            actor, at=clock.now(), unit_id=actor.home_unit_id, name=name, content=upload.read(),
            is_public=request.POST.get("is_public") == "1",
        )  # fmt: skip
    except services.TemplateHasProblems as bad:
        return _shown(request, name=name, problems=bad.sentences)
    except Invalid as invalid:
        return _shown(request, name=name, errors=invalid.errors)
    messages.success(request, _("Đã nhận mẫu, phiên bản %(number)s.") % {"number": made.number})
    return redirect("reports:templates")


@require_POST
@requires(OPEN_CAMPAIGNS)
def template_end(request: HttpRequest, template_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.end_template(actor, at=clock.now(), template_id=template_id)
    messages.success(request, _("Mẫu không được chọn cho đợt mới nữa."))
    return redirect("reports:templates")


@requires(VIEW_REPORTS)
@require_safe
def template_of(request: HttpRequest, outline: str, tier: str) -> HttpResponse:
    """A built-in template as .docx."""
    found = OUTLINES.get(outline)
    if found is None or tier not in Tier.values or not found.text(Tier(tier)):
        raise Http404
    return _file(request, template_file(outline, Tier(tier)), f"mau {found.label} {Tier(tier).label}")


@requires(VIEW_REPORTS)
@require_safe
def template_download(request: HttpRequest, template_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.template(actor, template_id)
    return _file(request, queries.content_of(found.pk), f"mau {found.name} {found.number}")


def _file(request: HttpRequest, content: bytes, title: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    audit.export(actor, "reports.report:export", at=clock.now(), rows=1, filter=title[:200], file="docx")
    name = export.file_name(title, clock.today(), "docx")
    return HttpResponse(
        content, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _shown(
    request: HttpRequest,
    *,
    name: str = "",
    problems: Sequence[str] = (),
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    built_in = [
        (
            code, str(one.label), str(one.source), str(Trust(one.source.trust).label),
            [(tier.value, str(tier.label)) for tier in Tier if one.text(tier)],
        )
        for code, one in OUTLINES.items()
    ]  # fmt: skip
    page = TemplatesPage(
        built_in=built_in,
        own=[(one, queries.may_end(actor, one)) for one in queries.templates(actor)],
        may_add=access.decide(actor, OPEN_CAMPAIGNS).allowed and actor.home_unit_id is not None,
        name=name,
        problems=problems,
        errors=errors or {},
        breadcrumbs=trail((_("Mẫu báo cáo"), "")),
    )
    return ui.render(request, "reports/templates.html", page, status=422 if problems or errors else 200)


@dataclass(frozen=True)
class WordRow:
    written: str
    label: str
    kind: str


@dataclass(frozen=True)
class WordsPage:
    rows: Sequence[WordRow]
    listing: ui.Listing
    slice: ui.Slice
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Everything that a template may say, as it is typed in Word."""
    every = [
        row
        for word in vocabulary(clock.today()).words.values()
        if not word.is_personal
        for row in _rows(word)
    ]
    listing = ui.Listing.of(request)
    asked = text.search_words(listing.text)
    found = [
        row for row in every if all(one in text.search_text(f"{row.written} {row.label}") for one in asked)
    ]
    page = WordsPage(
        rows=every,
        listing=listing,
        slice=ui.take_of(found, listing),
        breadcrumbs=trail((_("Mẫu báo cáo"), "/reports/templates"), (_("Từ dùng trong mẫu"), "")),
    )
    return ui.render(request, "reports/words.html", page)


def _rows(word: Word) -> list[WordRow]:
    kinds = {
        Kind.VALUE: _("trong câu"), Kind.LIST: _("hàng lặp của bảng"), Kind.BLOCK: _("đoạn riêng"),
        Kind.CHART: _("biểu đồ, đoạn riêng"),
    }  # fmt: skip
    kind = kinds[word.kind]
    if word.columns:
        return [WordRow(_braced(f"{word.name}.{column}"), str(word.label), kind) for column in word.columns]
    if word.arguments is None:
        return [WordRow(_braced(word.name), str(word.label), kind)]
    if not word.arguments:
        return [WordRow(_braced(f"{word.name}: …"), str(word.label), kind)]
    return [WordRow(_braced(f"{word.name}: {code}"), label, kind) for code, label in word.arguments.items()]


def _braced(words: str) -> str:
    return "{{" + words + "}}"
