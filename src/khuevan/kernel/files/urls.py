from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ui import Entry

from . import views
from .permissions import VIEW_FILES

app_name = "files"
urlpatterns = [
    path("", views.stored_files, name="files"),
    path("<int:file_id>", views.download, name="download"),
]
NAVIGATION = (
    Entry("files:files", _("Tệp"), icon="file", group=_("Hệ thống"), permission=VIEW_FILES, order=72),
)
