"""The platform's addresses and, beside them, those of the specimens: the URL configuration of these tests."""

from django.urls import include, path

from khuevan.config import urls
from khuevan.kernel.records.root import build

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
api = build(["khuevan.kernel.records.tests.specimens"])
urlpatterns = [
    path("specimens/", include("khuevan.kernel.records.tests.specimens.urls")),
    path("api/v1/", api.urls),
    *(pattern for pattern in urls.urlpatterns if str(pattern.pattern) != "api/v1/"),
]
