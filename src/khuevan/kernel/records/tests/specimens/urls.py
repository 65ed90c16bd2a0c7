from .records import PLANTS, TOOLS

app_name = "specimens"
urlpatterns = [*PLANTS.urls(), *TOOLS.urls()]
