"""For the family: who was given a copy of the report card, and what whoever has its code is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in

from .. import queries, services
from ..choices import Shows
from ..forms import OwnPartsForm
from ..models import Copy
from .words import parts_words

WHY = "copies of one's own report card, and of those of whom one is guardian"


@dataclass(frozen=True)
class OwnCopiesPage:
    copies: Sequence[tuple[Copy, str]]
    """With what its code tells."""


@dataclass(frozen=True)
class OwnCopyPage:
    copy: Copy
    facts: Sequence[tuple[str, object]]
    form: OwnPartsForm
    breadcrumbs: Sequence[tuple[str, str]]


@signed_in(WHY)
@require_safe
def own_copies(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = OwnCopiesPage([(one, parts_words(one)) for one in queries.own_copies(actor)])
    return ui.render(request, "copies/own_copies.html", page)


@signed_in(WHY)
@require_http_methods(["GET", "POST"])
def own_copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Choosing is done here; what was chosen holds from then on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_copy(actor, copy_id)
    form = OwnPartsForm(
        request.POST if request.method == "POST" else None,
        initial={"parts": found.parts},
        has_marks=found.shows != Shows.RESULT,
    )
    if form.is_valid():
        try:
            services.choose_own_parts(actor, found, parts=form.cleaned_data["parts"], at=clock.now())
        except services.CannotCopy as error:
            for name, words in error.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, _("Đã ghi lựa chọn; trang xác minh theo lựa chọn này từ bây giờ."))
            return redirect("copies:own_copy", found.pk)
    page = OwnCopyPage(
        found, _facts(found), form,
        [(_("Bản sao học bạ của gia đình"), reverse("copies:own_copies")), (found.name, "")],
    )  # fmt: skip
    return ui.render(request, "copies/own_copy.html", page, status=422 if form.errors else 200)


def _facts(found: Copy) -> list[tuple[str, object]]:
    said = [
        (_("Học bạ"), f"{found.card.full_name}, {found.card.school_year.code}"),
        (_("Trường"), found.school.name),
        (_("Cấp cho"), found.recipient),
        (_("Để làm gì"), found.purpose),
        (_("Nội dung"), found.get_shows_display()),
        (_("Cấp lúc"), ui.formatters.day_and_time(found.issued_at)),
        (_("Xác minh được đến hết ngày"), found.valid_until and f"{found.valid_until:%d/%m/%Y}"),
        (_("Người có mã được thấy thêm"), parts_words(found)),
        (_("Lượt người ngoài xác minh"), found.looks),
        (_("Xác minh lần cuối"), found.last_look_at and ui.formatters.day_and_time(found.last_look_at)),
    ]
    return [(label, value) for label, value in said if value is not None]
