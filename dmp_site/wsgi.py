"""The WSGI entry point for production web servers: gunicorn dmp_site.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

from dmp_site.production import refusal_in_words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmp_site.settings")

with refusal_in_words():
    application = get_wsgi_application()
