from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ui import Entry

from . import home, views
from .permissions import OWN_JOBS

app_name = "jobs"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("<int:run_id>", views.run, name="run"),
    path("<int:run_id>/cancel", views.cancel, name="cancel"),
    path("<int:run_id>/retry", views.retry, name="retry"),
]
NAVIGATION = (
    Entry(
        "jobs:runs",
        _("Công việc nền"),
        icon="loader",
        group=_("Hệ thống"),
        order=70,
        permission=OWN_JOBS,
    ),
)
HOME = (home.open_work,)
