from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ui import Entry

from . import views
from .permissions import VIEW_AUDIT

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:entry_id>", views.entry, name="entry"),
]
NAVIGATION = (
    Entry(
        "audit:entries",
        _("Nhật ký hoạt động"),
        icon="history",
        group=_("Hệ thống"),
        permission=VIEW_AUDIT,
        order=80,
    ),
)
