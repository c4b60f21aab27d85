"""The query plans of pages, which are given as {name: address} in JSON in argv.

Reads the database that DATABASE_URL names, as its librarian Louise.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Queried once per request on every page of the site.
COMMON = ("django_session", "questionnaire_institutionrole")


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "dmp_site.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from questionnaire.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(email="louise@example.org"))
    for name, address in json.loads(sys.argv[1]).items():
        print(f"===== {name}: {address}\n")
        client.get(address)
        # Slow figures are cached.
        cache.clear()
        with (
            CaptureQueriesContext(connections["default"]) as written,
            CaptureQueriesContext(connections["reader"]) as read,
        ):
            client.get(address)
        for query in [*written.captured_queries, *read.captured_queries]:
            sql = query["sql"]
            if sql.startswith("SELECT") and not any(each in sql for each in COMMON):
                print(f"{sql}\n")
                with connections["default"].cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
                    print("\n".join(line for (line,) in cursor.fetchall()), "\n")


if __name__ == "__main__":
    main()
