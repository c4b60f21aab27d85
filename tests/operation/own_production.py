"""A site in production of its own, run as an operator runs it: by commands."""

import os
import subprocess
import sys

from django.conf import settings

KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "LANG", "TMPDIR")
COMPLETE = {
    "SECRET_KEY": "of-fifty-characters-which-nobody-could-ever-guess-1",
    "ALLOWED_HOSTS": "pgd.example.ca,.internal.example.ca",
    "SITE_URL": "https://pgd.example.ca",
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "DEFAULT_FROM_EMAIL": "pgd@example.ca",
    "DATABASE_URL": "",
    "COLLECTED_STATIC_FILES": "off",
}


class OwnProduction:
    """The site whose files are in `folder`, with these variables set."""

    def __init__(self, folder, **variables):
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment = {
            **kept,
            **COMPLETE,
            "DJANGO_SETTINGS_MODULE": "dmp_site.settings",
            "VAR_DIR": str(folder),
            **variables,
        }

    def run(self, *arguments):
        """Run Python with these arguments to its end; returns the outcome."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def manage(self, *arguments):
        """Run a command of manage.py to its end; returns the outcome."""
        return self.run("manage.py", *arguments)

    def start(self, *arguments, log):
        """Start Python with these arguments; returns the process."""
        with open(log, "a") as file:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
