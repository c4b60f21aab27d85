"""The WSGI entry point for production web servers: gunicorn dmp_site.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmp_site.settings")

application = get_wsgi_application()
