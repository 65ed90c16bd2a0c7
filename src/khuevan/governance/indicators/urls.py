"""Addresses under /indicators/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from .permissions import PUBLISH, VIEW_VALUES
from .views import (
    catalogue,
    changes,
    dashboard,
    explorer,
    own,
    profile,
    publishing,
    records,
    snapshot,
    snapshots,
    value,
)

app_name = "indicators"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("rebuild", catalogue.rebuild, name="rebuild"),
    path("values/<str:code>", value.value, name="value"),
    path("values/<str:code>/export", value.export_values, name="value_export"),
    path("values/<str:code>/records", records.records, name="records"),
    path("values/<str:code>/changes", changes.changes, name="changes"),
    path("dashboard", dashboard.dashboard, name="dashboard"),
    path("explorer", explorer.explorer, name="explorer"),
    path("explorer/keep", explorer.explorer_keep, name="explorer_keep"),
    path("explorer/export/<str:kind>", explorer.explorer_export, name="explorer_export"),
    path("explorer/views/<int:saved_id>", explorer.explorer_view, name="explorer_view"),
    path("explorer/views/<int:saved_id>/drop", explorer.explorer_drop, name="explorer_drop"),
    path("own", own.own_list, name="own_list"),
    path("own/define", own.own_define, name="own_define"),
    path("own/<int:own_id>", own.own, name="own"),
    path("own/<int:own_id>/decide", own.own_decide, name="own_decide"),
    path("public/", publishing.public_list, name="public_list"),
    path("public/<str:code>", publishing.public_figure, name="public"),
    path("publishing", publishing.publishing, name="publishing"),
    path("publishing/<int:publication_id>/stop", publishing.unpublish, name="unpublish"),
    path("snapshots", snapshots.snapshots, name="snapshots"),
    path("snapshots/<int:snapshot_id>", snapshot.snapshot, name="snapshot"),
    path("snapshots/<int:snapshot_id>/seals/<int:seal_id>", snapshot.snapshot_seal, name="snapshot_seal"),
    path("units/<int:unit_id>", profile.profile, name="profile"),
    path("snapshots/freeze", snapshots.freeze, name="freeze"),
]
NAVIGATION = (
    ui.Entry(
        "indicators:catalogue", gettext_lazy("Chỉ tiêu, số liệu"), icon="chart-bar", group=gettext_lazy("Dữ liệu"),
        permission=VIEW_VALUES, order=5,
    ),
    ui.Entry(
        "indicators:dashboard", gettext_lazy("Bảng điều hành"), icon="dashboard", group=gettext_lazy("Dữ liệu"),
        permission=VIEW_VALUES, order=4,
    ),
    ui.Entry(
        "indicators:explorer", gettext_lazy("Khám phá số liệu"), icon="chart-dots", group=gettext_lazy("Dữ liệu"),
        permission=VIEW_VALUES, order=6,
    ),
    ui.Entry(
        "indicators:publishing", gettext_lazy("Công bố chỉ tiêu"), icon="world", group=gettext_lazy("Dữ liệu"),
        permission=PUBLISH, order=9,
    ),
    ui.Entry("indicators:public_list", gettext_lazy("Số liệu"), icon="chart-bar", place="everybody", order=40),
)  # fmt: skip
