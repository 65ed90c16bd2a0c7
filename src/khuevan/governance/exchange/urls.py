"""Addresses under /exchange/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from .permissions import VIEW_CHANGES, VIEW_PACKAGES
from .views import changes, checks, packages

app_name = "exchange"
urlpatterns = [
    path("changes", changes.changes, name="changes"),
    path("changes/<int:seq>", changes.change, name="change"),
    path("packages", packages.packages, name="packages"),
    path("packages/make", packages.make_package, name="make_package"),
    path("packages/check", checks.check_package, name="check_package"),
    path("packages/<int:package_id>", packages.package, name="package"),
    path("packages/<int:package_id>/file", packages.download, name="download"),
    path("packages/checks/<int:check_id>", checks.check, name="check"),
]
GROUP = gettext_lazy("Dữ liệu")
NAVIGATION = (
    ui.Entry(
        "exchange:changes", gettext_lazy("Thay đổi dữ liệu"), icon="history", group=GROUP,
        permission=VIEW_CHANGES, order=60,
    ),
    ui.Entry(
        "exchange:packages", gettext_lazy("Gói dữ liệu"), icon="package", group=GROUP,
        permission=VIEW_PACKAGES, order=70,
    ),
)  # fmt: skip
