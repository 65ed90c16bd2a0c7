"""Addresses under /universalisation/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from .permissions import VIEW_SURVEY
from .records import DEADLINES, PROVISIONS, THRESHOLDS
from .views import assessing, board, clashes, dossiers, households, mapping, survey

app_name = "universalisation"
urlpatterns = [
    path("", board.board, name="board"),
    path("map/", mapping.communes_map, name="map"),
    path("export/", board.board_export, name="board_export"),
    path("communes/<int:commune_id>/", survey.commune, name="commune"),
    path("communes/<int:commune_id>/rounds/open/", survey.open_round, name="open_round"),
    path("communes/<int:commune_id>/rounds/<int:year>/close/", survey.close_round, name="close_round"),
    path("communes/<int:commune_id>/rounds/<int:year>/reopen/", survey.reopen_round, name="reopen_round"),
    path("communes/<int:commune_id>/forms/", survey.forms, name="forms"),
    path("communes/<int:commune_id>/forms.pdf", survey.paper_forms, name="paper_forms"),
    path("communes/<int:commune_id>/population/", survey.population, name="population"),
    path("communes/<int:commune_id>/assessment/", assessing.assessment, name="assessment"),
    path("communes/<int:commune_id>/people/", assessing.people, name="people"),
    path("communes/<int:commune_id>/clashes/", clashes.clashes, name="clashes"),
    path("communes/<int:commune_id>/clashes/tie/", clashes.tie, name="tie"),
    path("communes/<int:commune_id>/clashes/follow/", clashes.follow, name="follow"),
    path("communes/<int:commune_id>/clashes/place/", clashes.place, name="place"),
    path("communes/<int:commune_id>/households/", households.households, name="households"),
    path("communes/<int:commune_id>/households/add/", households.add_household, name="add_household"),
    path("households/<int:household_id>/", households.household, name="household"),
    path("households/<int:household_id>/edit/", households.edit_household, name="edit_household"),
    path("households/<int:household_id>/visit/", households.visit, name="visit"),
    path("households/<int:household_id>/close/", households.close, name="close_household"),
    path("households/<int:household_id>/members/add/", households.add_member, name="add_member"),
    path("households/<int:household_id>/members/<int:resident_id>/", households.edit_member, name="edit_member"),
    path("dossiers/check/", dossiers.check, name="check_dossier"),
    path("dossiers/<int:dossier_id>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:dossier_id>/submit/", dossiers.submit, name="submit"),
    path("dossiers/<int:dossier_id>/return/", dossiers.give_back, name="return"),
    path("dossiers/<int:dossier_id>/recognise/", dossiers.recognise, name="recognise"),
    path("dossiers/<int:dossier_id>/file.<str:kind>", dossiers.printed, name="printed"),
    *(page for record in (THRESHOLDS, PROVISIONS, DEADLINES) for page in record.urls()),
]  # fmt: skip
GROUP = gettext_lazy("Phổ cập giáo dục")
NAVIGATION = (
    ui.Entry(
        "universalisation:board", gettext_lazy("Phổ cập, xóa mù chữ"), icon="clipboard-list", group=GROUP,
        permission=VIEW_SURVEY, order=60, also=gettext_lazy("điều tra hộ phiếu xóa mù chữ phổ cập"),
    ),
    *(
        ui.Entry(
            f"universalisation:{record.name}_list", record.plural, icon=record.icon, group=GROUP,
            permission=VIEW_SURVEY, order=61 + number,
        )
        for number, record in enumerate((THRESHOLDS, PROVISIONS, DEADLINES))
    ),
)  # fmt: skip
