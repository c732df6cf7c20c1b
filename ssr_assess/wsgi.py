"""The door for a WSGI server: gunicorn ssr_assess.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssr_assess.settings")

application = get_wsgi_application()
