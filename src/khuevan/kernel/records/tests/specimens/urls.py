from .records import FOREST, PLANTS, TOOLS

app_name = "specimens"
urlpatterns = [*PLANTS.urls(), *FOREST.urls(), *TOOLS.urls()]
