"""The WSGI application that gunicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from .checks import stop_if_unsafe  # noqa: E402

application = get_wsgi_application()
stop_if_unsafe()
