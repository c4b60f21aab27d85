"""The WSGI entry point for production web servers: gunicorn dmp_site.wsgi."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from dmp_site.production import EXIT_CODE, NotReadyToStart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmp_site.settings")

try:
    application = get_wsgi_application()
except NotReadyToStart as error:
    # Without a traceback, which would hide what it says.
    print(error, file=sys.stderr)
    sys.exit(EXIT_CODE)
