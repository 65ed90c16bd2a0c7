"""The peer of `requests`: a Django project with one empty view that gives HTML of a given size. Nothing else."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SIZE = int(os.environ.get("SITE_SIZE", "10000"))
BODY = ("<!doctype html><title>.</title>" + "x" * SIZE)[:SIZE]

settings.configure(SECRET_KEY="peer", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], USE_TZ=True)


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", empty)]
application = get_wsgi_application()
