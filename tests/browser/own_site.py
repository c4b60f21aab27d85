"""A separate trial site, whose web server and workers are processes to be killed."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request

from django.conf import settings

from tests.browser.waiting import wait_until

_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "LANG", "TMPDIR")


class OwnSite:
    """The site in `folder`, on SQLite, for one test."""

    def __init__(self, folder, **environment):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "dmp_site.settings",
            "VAR_DIR": str(folder / "var"),
            "DATABASE_URL": "",
            "SECRET_KEY": "",
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "SITE_URL": self.url,
            **environment,
        }
        self._processes = []

    def manage(self, *arguments):
        """Run a command of manage.py to its end."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self._environment,
            check=True,
            capture_output=True,
        )

    def serve(self):
        """Start the web server and wait until it answers."""
        self._start(
            "-m", "gunicorn", "dmp_site.wsgi",
            "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--threads", "4",
            "--no-control-socket", "--log-level", "warning",
        )  # fmt: skip
        wait_until(self._answers, seconds=120)

    def work(self):
        """Start a worker; returns its process."""
        return self._start(
            "manage.py", "db_worker", "--no-reload", "--no-startup-delay",
            "--interval", "0.5", "-v", "0",
        )  # fmt: skip

    def rows(self, query):
        """The rows that a query of the site's database returns."""
        connection = sqlite3.connect(self.folder / "var/studio.sqlite3", timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def stop(self):
        """End every process that was started here and is still running."""
        for process in self._processes:
            kill(process)

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5):  # noqa: S310
                return True
        except (urllib.error.URLError, OSError):
            return False

    def _start(self, *arguments):
        log = (self.folder / "site.log").open("a")
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self._environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._processes.append(process)
        return process


def kill(process):
    """SIGKILL a process and its children, as if the machine failed."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
