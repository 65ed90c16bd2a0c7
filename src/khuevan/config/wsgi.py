"""The WSGI application that gunicorn serves: everything is loaded before it forks, so that its processes share it."""

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from .checks import stop_if_database_is_unsafe, stop_if_unsafe  # noqa: E402
from .loading import in_one_go  # noqa: E402

stop_if_unsafe()
with in_one_go():
    application = get_wsgi_application()
    stop_if_database_is_unsafe()
    import_module(settings.ROOT_URLCONF)
