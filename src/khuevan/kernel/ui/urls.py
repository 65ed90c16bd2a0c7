from django.urls import path

from . import views

app_name = "ui"

urlpatterns = [
    path("health", views.health, name="health"),
    path("away.js", views.away, name="away"),
    path("palette", views.palette, name="palette"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("gallery", views.gallery, name="gallery"),
    path("gallery/branch", views.gallery_branch, name="gallery_branch"),
    path("gallery/reveal", views.gallery_reveal, name="gallery_reveal"),
    path("gallery/progress", views.gallery_progress, name="gallery_progress"),
]
