"""A librarian's desk with 100 plans and with 100,000, measured alternately.

Runs two sites on one PostgreSQL, each served as by `make run`. They are put under
load in turn, a few seconds at a time, so that whatever else the machine does affects
both alike.

    .venv/bin/python benchmarks/desk.py [--plans 100000] [--versions 10000000]

Needs about 15 GB of disk and several minutes to fill the databases; `--folder` keeps
them for another run. With `--explain FILE`, the query plans of each kind of request
are written to that file.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from served_site import ROOT, PostgreSQL, WebServer

CLIENTS = 8
TARGET_RATIO = 1.5
FEW = 100
VERSIONS_A_PLAN = 100

# The requests of a librarian, with their relative frequency.
KINDS = {
    "opening": (3, [{}]),
    "all plans": (2, [{"show": "all"}]),
    "filters": (
        4,
        [
            {"show": "all", "status": "finished", "language": "fr"},
            {"show": "all", "department": "Médecine"},
            {"show": "all", "department": "Biologie", "status": "in_review"},
            {"show": "all", "funder": "Mitacs", "language": "en"},
            {"show": "all", "funder": "Fondation 152"},
            {"show": "deposited"},
            {
                "show": "all",
                "finished_from": "2026-03-01",
                "finished_to": "2026-05-31",
            },
        ],
    ),
    "search": (
        3,
        [
            {"show": "all", "q": "lichens arctic"},
            {"show": "all", "q": "Hélène Tremblay"},
            {"show": "all", "q": "capenment"},
            {"show": "all", "q": "rivieres", "status": "finished"},
            {"show": "all", "q": "introuvable"},
            {"show": "all", "q": '"lichens arctic" OR rivieres -caribou'},
        ],
    ),
    "sorting": (
        2,
        [
            {"show": "all", "sort": "title"},
            {"show": "all", "sort": "changed"},
            {"show": "all", "sort": "title", "status": "finished"},
        ],
    ),
    "jumps": (
        1,
        [{"show": "all", "page": "9"}, {"show": "all", "sort": "title", "page": "40"}],
    ),
    # Follows the link to the next page in the previous one.
    "paging": (3, [{"show": "all"}, {"show": "all", "sort": "title"}]),
}


class Site:
    """One database, its web server, and the data that clients need."""

    def __init__(self, name, database, folder, plans, versions):
        self.name = f"{plans:,} plans"
        self.url = database.url.replace("/postgres?", f"/{name}?")
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "dmp_site.settings",
            "VAR_DIR": str(folder / f"var-{name}"),
            "DATABASE_URL": self.url,
            "SECRET_KEY": "",
            "EMAIL_URL": "dummymail://",
        }
        kept = folder / f"{name}.json"
        if not kept.exists():
            made = self.run("benchmarks/many_plans.py", str(plans), str(versions))
            kept.write_text(made)
        self.run("manage.py", "migrate", "--verbosity=0")
        self.facts = json.loads(kept.read_text())
        self.times = {kind: [] for kind in KINDS}
        self.faults = []
        self.web = WebServer(folder)

    def run(self, *command):
        """The output of a program of the project, run on this site."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def start(self):
        before = dict(os.environ)
        os.environ.update(self.environment)
        self.web.start()
        os.environ.clear()
        os.environ.update(before)
        self.web.wait_until_up()

    def address(self, query=None, page=""):
        pairs = urlencode(query or {})
        where = f"/fr/library/{self.facts['institution']}/{page}"
        return f"{where}?{pairs}" if pairs else where

    def load(self, seconds, seed):
        """Let eight clients request pages, each as fast as it gets answers."""
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._client, args=(until, seed * CLIENTS + place))
            for place in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.faults:
            raise SystemExit(self.faults[0])

    def _client(self, until, seed):
        dice = random.Random(seed)
        names = list(KINDS)
        weights = [KINDS[name][0] for name in names]
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=60)
        while time.monotonic() < until and not self.faults:
            kind = dice.choices(names, weights)[0]
            address = self.address(dice.choice(KINDS[kind][1]))
            if kind == "paging":
                for _page in range(dice.randrange(1, 4)):
                    _taken, body = self.get(connection, address)
                    following = _following(body)
                    if not following:
                        break
                    address = self.address() + following
            taken, _body = self.get(connection, address)
            self.times[kind].append(taken)
        connection.close()

    def get(self, connection, address):
        """(milliseconds, page); any status but 200 is an error."""
        start = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": self.facts["cookie"]})
        response = connection.getresponse()
        body = response.read()
        taken = (time.perf_counter() - start) * 1_000
        if response.status != 200:
            self.faults.append(f"{address} answered {response.status}")
        return taken, body

    def statistics(self):
        """Milliseconds of the statistics page: computed by each process, and cached."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=60)
        taken = sorted(
            self.get(connection, self.address(page="statistics/"))[0]
            for _time in range(12)
        )
        return taken[-1], taken[0]


def _following(body):
    """The query of the link to the next page, or None."""
    start = body.find(b'rel="next"')
    if start < 0:
        return None
    link = body[body.rfind(b"<a", 0, start) : body.find(b">", start)]
    href = link.split(b'href="', 1)[1].split(b'"', 1)[0]
    return href.decode().replace("&amp;", "&").partition("#")[0]


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else 0


def report(few, many):
    """Print the table; return whether the large site is within its target."""
    print(f"{'milliseconds':<12} {few.name:>24} {many.name:>24} {'p95':>8}")
    print(f"{'':<12} {'p50':>12}{'p95':>12} {'p50':>12}{'p95':>12} {'ratio':>8}")
    everything = [(kind, few.times[kind], many.times[kind]) for kind in KINDS] + [
        ("all", *(sum(site.times.values(), []) for site in (few, many)))
    ]
    for kind, low, high in everything:
        ratio = percentile(high, 0.95) / (percentile(low, 0.95) or 1)
        print(
            f"{kind:<12} {percentile(low, 0.5):12.0f}{percentile(low, 0.95):12.0f}"
            f" {percentile(high, 0.5):12.0f}{percentile(high, 0.95):12.0f}"
            f" {ratio:8.2f}"
        )
    print(f"load of the machine, last 5 minutes: {os.getloadavg()[1]:.1f}")
    print(f"{'requests':<12} {len(everything[-1][1]):>24} {len(everything[-1][2]):>24}")
    return ratio <= TARGET_RATIO


def explain(site, path):
    """Write the query plans of one request of each kind."""
    requests = {
        f"{kind} {number}": site.address(query)
        for kind, (_weight, queries) in KINDS.items()
        for number, query in enumerate(queries, 1)
    }
    requests["statistics"] = site.address(page="statistics/")
    path.write_text(site.run("benchmarks/explain_pages.py", json.dumps(requests)))
    print(f"plans of all queries: {path}")


def main():
    options = _options()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="dmp-studio-desk-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    database = PostgreSQL(folder)
    try:
        return measure(options, folder, database)
    finally:
        database.stop()
        if not options.folder:
            subprocess.run(["rm", "-rf", str(folder)], check=True)


def measure(options, folder, database):
    _prepare(database, folder)
    few = Site("few", database, folder, FEW, FEW * VERSIONS_A_PLAN)
    many = Site("many", database, folder, options.plans, options.versions)
    sites = (few, many)
    try:
        for site in sites:
            site.start()
            site.load(options.seconds, seed=-1)
            site.times = {kind: [] for kind in KINDS}
        for turn in range(options.turns):
            # The order alternates.
            for site in sites if turn % 2 else reversed(sites):
                site.load(options.seconds, seed=turn)
        is_quick = report(few, many)
        for site in sites:
            anew, kept = site.statistics()
            print(f"statistics, {site.name}: {anew:.0f} ms anew, {kept:.0f} ms kept")
    finally:
        for site in sites:
            site.web.stop()
    if options.explain:
        explain(many, options.explain)
    return 0 if is_quick else 1


def _prepare(database, folder):
    """Save disk writes while filling; this data need not survive a crash."""
    import psycopg2

    connection = psycopg2.connect(database.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for setting in ("fsync = off", "max_wal_size = '8GB'"):
            cursor.execute(f"ALTER SYSTEM SET {setting}")
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("SELECT datname FROM pg_database")
        there = {name for (name,) in cursor.fetchall()}
        for name in {"few", "many"} - there:
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--versions", type=int, default=10_000_000)
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--explain", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
