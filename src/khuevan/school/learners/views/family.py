"""Parents and guardians of a learner."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.views import row_or_404

from .. import services
from ..forms import GuardianForm
from ..permissions import EDIT_LEARNERS
from ..records import LEARNERS


@dataclass(frozen=True)
class GuardianPage:
    name: str
    form: GuardianForm
    cancel: str
    breadcrumbs: list[tuple[str, str]]


@requires(EDIT_LEARNERS)
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, learner_id: int) -> HttpResponse:
    """A parent is entered in one go: who they are, what they are to the learner, what they work."""
    actor = request.actor  # type: ignore[attr-defined]
    learner = row_or_404(LEARNERS, request, learner_id)
    access.demand(actor, EDIT_LEARNERS, on=learner)
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_guardian(
                actor, learner, form.facts(), at=clock.now(), confirmed=form.cleaned_data["confirmed"]
            )
        except Invalid as invalid:
            form.take(invalid)
        else:
            messages.success(request, _("Đã ghi «%(name)s».") % {"name": form.cleaned_data["full_name"]})
            return redirect(f"{LEARNERS.url('detail', pk=learner.pk)}#family")
    name = learner.person.full_name
    address = LEARNERS.url("detail", pk=learner.pk)
    page = GuardianPage(
        name=name,
        form=form,
        cancel=address,
        breadcrumbs=[
            (str(LEARNERS.plural), LEARNERS.url("list")),
            (name, address),
            (_("Thêm cha mẹ, người giám hộ"), ""),
        ],
    )
    return ui.render(request, "learners/guardian.html", page, status=422 if form.errors else 200)
