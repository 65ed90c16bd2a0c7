from collections.abc import Iterator

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission
from khuevan.kernel.ui import Entry

from . import views
from .layout import layouts
from .permissions import VIEW_IMPORTS

app_name = "sheets"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/<str:key>", views.upload, name="upload"),
    path("template/<str:key>", views.template, name="template"),
    path("export/<str:key>", views.export, name="export"),
    path("<int:import_id>", views.one, name="import"),
    path("<int:import_id>/columns", views.columns, name="columns"),
    path("<int:import_id>/decide", views.decide, name="decide"),
    path("<int:import_id>/commit", views.commit, name="commit"),
    path("<int:import_id>/undo", views.undo, name="undo"),
    path("<int:import_id>/drop", views.drop, name="drop"),
    path("<int:import_id>/marked", views.marked, name="marked"),
]


def _usable() -> Iterator[Permission]:
    """Whoever may do none of this finds an empty page."""
    yield VIEW_IMPORTS
    for layout in layouts().values():
        yield layout.permission
        if layout.view is not None:
            yield layout.view


NAVIGATION = (
    Entry(
        "sheets:imports",
        _("Nhập, xuất tệp"),
        icon="table-import",
        group=_("Dữ liệu"),
        order=80,
        any_of=_usable,
    ),
)
