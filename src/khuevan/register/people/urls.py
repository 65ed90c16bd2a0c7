"""Addresses under /people/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import CORRECT_PERSON, MERGE_PEOPLE, REGISTER_PERSON, VIEW_PEOPLE
from .queries.matching import CAP
from .views import edits, lists, merging, one

app_name = "people"
urlpatterns = [
    path("", lists.people, name="people"),
    path("export", lists.people_export, name="export"),
    path("register", edits.register, name="register"),
    path("merge", merging.merge, name="merge"),
    path("merges", merging.merges, name="merges"),
    path("merges/<int:merge_id>", merging.merged, name="merged"),
    path("<int:person_id>", one.person, name="person"),
    path("<int:person_id>/edit", edits.edit, name="edit"),
    path("<int:person_id>/death", edits.death, name="death"),
    path("<int:person_id>/affiliate", edits.affiliate, name="affiliate"),
    path("<int:person_id>/guardian", edits.guardian, name="guardian"),
    path("<int:person_id>/uncover/<slug:name>", one.uncover, name="uncover"),
    path("<int:person_id>/<slug:tab>", one.person, name="person_tab"),
    path("affiliations/<int:affiliation_id>/end", edits.end_affiliation, name="end_affiliation"),
    path("guardianships/<int:guardianship_id>/end", edits.end_guardianship, name="end_guardianship"),
]

NAVIGATION = (
    ui.Entry(
        "people:people",
        gettext_lazy("Con người"),
        icon="users",
        group=gettext_lazy("Sổ bộ"),
        permission=VIEW_PEOPLE,
        order=20,
    ),
    ui.Entry(
        "people:merges",
        gettext_lazy("Hồ sơ đã gộp"),
        icon="arrow-merge",
        group=gettext_lazy("Sổ bộ"),
        permission=MERGE_PEOPLE,
        order=21,
    ),
    ui.Entry(
        "people:register",
        gettext_lazy("Lập hồ sơ người mới"),
        icon="user-plus",
        permission=REGISTER_PERSON,
        place="start",
        order=10,
    ),
)


def people_by_words(actor: Actor, text: str, limit: int) -> list[ui.Found]:
    """People of the actor's scope for the palette."""
    if not access.decide(actor, VIEW_PEOPLE):
        return []
    return [
        ui.Found(
            person.full_name,
            str(person.born or ""),
            reverse("people:person", args=[person.pk]),
            "user",
            _("Người"),
        )
        for person in queries.search(actor, text, limit)
    ]


def missing_card(actor: Actor, on: date) -> ui.Card | None:
    """How many people in the scope still have no personal number."""
    return _card(
        actor,
        "missing",
        _("Người chưa có số định danh"),
        _("Bổ sung số định danh cá nhân để liên thông dữ liệu"),
        "id-off",
        20,
    )


def doubtful_card(actor: Actor, on: date) -> ui.Card | None:
    """How many numbers have to be looked at again."""
    return _card(
        actor,
        "doubtful",
        _("Số định danh cần kiểm tra"),
        _("Số có dấu hiệu gõ sai hoặc thiếu thông tin để đối chiếu"),
        "id",
        15,
    )


def _card(actor: Actor, number: str, title: str, detail: str, icon: str, order: int) -> ui.Card | None:
    if not access.decide(actor, CORRECT_PERSON):
        return None
    counted = queries.missing_numbers(actor) if number == "missing" else queries.doubtful_numbers(actor)
    if not counted:
        return None
    figure: str | int = counted if counted <= CAP else _("hơn 1.000")
    return ui.Card(
        title, figure, detail, f"{reverse('people:people')}?number={number}", icon, "warning", order
    )


PALETTE = (people_by_words,)
HOME = (doubtful_card, missing_card)
