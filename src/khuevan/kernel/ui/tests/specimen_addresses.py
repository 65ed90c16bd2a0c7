from django.urls import include, path

from . import specimen_room

urlpatterns = [path("ui/", include("khuevan.kernel.ui.urls")), path("specimen/", include(specimen_room))]
