"""Addresses of the portal, which stand at the root: search engines look for two of them there."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from .views import engines, home, languages, reports, schools

PREFIX = ""
app_name = "portal"
urlpatterns = [
    path("portal/", home.home, name="home"),
    path("portal/schools/", schools.schools, name="schools"),
    path("portal/schools/map", schools.schools_map, name="map"),
    path("portal/schools/<str:code>", schools.school, name="school"),
    path("portal/reports/", reports.reports, name="reports"),
    path("portal/reports/<int:document_id>", reports.report, name="report"),
    path("portal/reports/<int:document_id>/pdf", reports.report_pdf, name="report_pdf"),
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.site_map, name="site_map"),
    *(
        path(f"{code}/<path:rest>", languages.in_language, {"language": code}, name=f"in_{code}")
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    ),
]
NAVIGATION = (
    ui.Entry(
        "portal:home", gettext_lazy("Cổng công khai"), icon="world", group=gettext_lazy("Điều hành"), order=9
    ),
    ui.Entry("portal:home", gettext_lazy("Trang đầu"), icon="home", place="everybody", order=1),
    ui.Entry("portal:schools", gettext_lazy("Trường học"), icon="school", place="everybody", order=10),
    ui.Entry("portal:reports", gettext_lazy("Báo cáo"), icon="report", place="everybody", order=50),
)
