"""Save from several windows at once, and check that no acknowledged save is lost.

    python benchmarks/saves.py [--database postgresql] [--kill web|database]

Run it with the Python of .venv. It starts its own site, on this machine only, and
exits with 1 when the history lacks something that was acknowledged. See
benchmarks/README.md for what the figures mean.
"""

import argparse
import itertools
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass

from clients import Window, run_together
from history import judge
from served_site import ServedSite

LABELS = ("1.1", "1.2", "2.1")
# The question whose answer all windows of one person write concurrently.
SHARED_LABEL = "2.2"


@dataclass(frozen=True)
class Person:
    """A member of the project, signed in."""

    id: int
    cookies: str
    csrf: str


class Load:
    """One project and its team, with what their windows saved."""

    def __init__(self, site, clients):
        from django.urls import reverse
        from django.utils import translation

        from questionnaire.plan.templates import read_template

        self.site = site
        self.project = _make_project(clients)
        self.people = [
            _sign_in(membership.user)
            for membership in self.project.memberships.select_related("user")
        ]
        self.parts = _first_parts(self.project)
        asked = read_template(self.project.template_id).by_label
        with translation.override("fr"):
            self.addresses = {
                (name, label): reverse(name, args=[self.project.pk, asked[label].slug])
                for name in ("save", "draft")
                for label in self.parts
            }
        self.saves, self.windows = [], []

    def different(self, per_client, seconds):
        """Everybody saves their own answers, one after the other."""

        def work(window, saves):
            bases = dict.fromkeys(LABELS, 0)
            for label in itertools.islice(itertools.cycle(LABELS), per_client):
                save = self._save(window, label, bases[label])
                saves.append(save)
                if save.acknowledged is None:
                    break
                bases[label] = save.number

        return self._storm(self.people, work, seconds)

    def same(self, per_client, seconds):
        """The windows of one person save one answer, each over what it last saw."""

        def work(window, saves):
            base = 0
            for _number in range(per_client):
                save = self._save(window, SHARED_LABEL, base)
                saves.append(save)
                if save.acknowledged is None:
                    break
                base = save.number

        return self._storm([self.people[0]] * len(self.people), work, seconds)

    def autosave(self, per_client, seconds):
        """Everybody types: each draft replaces the last; returns their seconds."""
        newest = {save.answer: save.number for save in self.saves if save.acknowledged}
        taken = []

        def work(window, _saves):
            label, revision = LABELS[0], 0
            base = newest.get((window.person.id, label), 0)
            for number in range(per_client):
                kept = window.autosave(
                    self.addresses["draft", label],
                    f"<p>{'Je tape encore. ' * 40}{number}</p>",
                    self.parts[label],
                    base,
                    revision,
                )
                if kept is None or time.monotonic() > window.deadline:
                    break
                took, revision = kept
                taken.append(took)

        _saves, elapsed = self._storm(self.people, work, seconds)
        return taken, elapsed

    def _save(self, window, label, base):
        return window.save(
            self.addresses["save", label],
            (window.person.id, label),
            self.parts[label],
            base,
        )

    def _storm(self, people, work, seconds):
        """(saves, seconds taken)."""
        started = time.monotonic()
        windows = [
            Window(self.site.web.port, person, started + seconds) for person in people
        ]
        saves = []
        run_together(lambda w=window: work(w, saves) for window in windows)
        self.windows += windows
        self.saves += saves
        return saves, time.monotonic() - started

    def complaints(self):
        """Faults of the history, and answers that no client should get."""
        from django.db import connections

        from questionnaire.models import AnswerVersion, Event

        # Connections are broken if the database was killed.
        connections.close_all()
        histories = {}
        rows = AnswerVersion.objects.filter(
            answer__project=self.project
        ).select_related("answer__question__section")
        for version in rows.order_by("answer", "number"):
            question = version.answer.question
            key = (version.answer.author_id, question.label)
            text = version.content[self.parts[question.label]]
            histories.setdefault(key, []).append((version.number, text))
        events = Event.objects.filter(project=self.project, verb="answer.saved")
        return judge(self.saves, histories, events.count()) + [
            f"unexpected answer: {failure}"
            for window in self.windows
            for failure in window.failures
        ]


def _make_project(clients):
    from questionnaire.actions.projects.projects import create_project
    from questionnaire.models import Membership, PlanTemplate, User

    users = [
        User.objects.create_user(f"client{number}@example.org", name=f"Client {number}")
        for number in range(clients)
    ]
    project = create_project(
        by=users[0],
        template=PlanTemplate.objects.get(),
        title="Sous charge",
        language="fr",
    )
    for user in users[1:]:
        Membership.objects.create(project=project, user=user, role="contributor")
    return project


def _sign_in(user):
    """Create a session directly: signing in is slow on purpose."""
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils.crypto import get_random_string

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    csrf = get_random_string(32)
    cookies = (
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}; "
        f"{settings.CSRF_COOKIE_NAME}={csrf}"
    )
    return Person(user.pk, cookies, csrf)


def _first_parts(project):
    """{label: key of the first part written in prose}."""
    from questionnaire.models import Part

    parts = Part.objects.filter(
        kind="prose", question__section__template=project.template_id
    ).select_related("question__section")
    found = {}
    for part in parts.order_by("-position"):
        found[part.question.label] = part.key
    return {label: found[label] for label in (*LABELS, SHARED_LABEL)}


# --- Kills ------------------------------------------------------------------


class Kills(threading.Thread):
    """Kill the web server or the database again and again while clients save."""

    def __init__(self, site, what, count):
        super().__init__()
        self.site, self.what, self.count = site, what, count
        # For each kill, how long the site took to recover.
        self.seconds_until_back = []

    def run(self):
        for number in range(self.count):
            time.sleep(1)
            moment = time.monotonic()
            if self.what == "web":
                self._kill_web(number)
            else:
                self._kill_database(number)
            self.site.web.wait_until_up()
            self.seconds_until_back.append(time.monotonic() - moment)
        time.sleep(1)

    def _kill_web(self, number):
        if number % 2:
            self.site.web.kill_worker()
        else:
            self.site.web.kill_all()
            self.site.web.start()

    def _kill_database(self, number):
        self.site.database.kill(("immediate", "kill")[number % 2])
        # As long as a service manager waits before a restart.
        time.sleep(0.5)
        self.site.database.start()


def storm_with_kills(load, what, count, seconds):
    """Everybody saves until the site has recovered from the last kill."""
    kills = Kills(load.site, what, count)
    kills.start()

    def work(window, saves):
        bases = dict.fromkeys(LABELS, 0)
        for label in itertools.cycle(LABELS):
            save = load._save(window, label, bases[label])
            saves.append(save)
            if save.acknowledged is None or not kills.is_alive():
                break
            bases[label] = save.number

    saves, elapsed = load._storm(load.people, work, seconds)
    kills.join()
    return saves, elapsed, kills.seconds_until_back


# --- Reports ----------------------------------------------------------------


def report(what, taken, elapsed):
    """Print one line of figures: count, rate, p50, p95, p99."""
    cuts = statistics.quantiles(taken, n=100)
    marks = ", ".join(f"p{n} {cuts[n - 1] * 1000:.0f} ms" for n in (50, 95, 99))
    print(
        f"{what}: {len(taken)} acknowledged, {len(taken) / elapsed:.0f}/s, {marks}",
        flush=True,
    )


def seconds_of(saves):
    """How long each acknowledged save took, its retries included."""
    return [save.seconds for save in saves if save.acknowledged]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--saves", type=int, default=2000, help="in each phase")
    parser.add_argument("--kill", choices=["web", "database"])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=60, help="at most, a phase")
    options = parser.parse_args()
    if options.kill == "database" and options.database == "sqlite":
        parser.error("SQLite is no process of its own: kill web instead")

    with ServedSite(options.database) as site:
        load = Load(site, options.clients)
        print(f"{options.database}, {options.clients} clients", flush=True)
        if options.kill:
            saves, elapsed, back = storm_with_kills(
                load, options.kill, options.kills, options.seconds
            )
            report(f"{len(back)} kills ({options.kill})", seconds_of(saves), elapsed)
            print(f"back after {max(back):.1f} s at most")
        else:
            per_client = options.saves // options.clients
            saves = load.different(per_client, options.seconds)
            report("different answers", seconds_of(saves[0]), saves[1])
            # Most attempts meet a newer version here: a quarter of them takes as long.
            saves = load.same(per_client // 4, options.seconds)
            report("same answer", seconds_of(saves[0]), saves[1])
            report("autosave", *load.autosave(per_client, options.seconds))
        return _verdict(load)


def _verdict(load):
    statuses = Counter()
    for window in load.windows:
        statuses.update(window.statuses)
    unknown = sum(save.acknowledged is None for save in load.saves)
    retried = sum(save.tries > 1 for save in load.saves)
    conflicts = sum(window.conflicts for window in load.windows)
    print("answers: " + ", ".join(f"{key}: {n}" for key, n in statuses.items()))
    print(f"asked again: {retried}; newer version met: {conflicts}; unknown: {unknown}")
    complaints = load.complaints()
    print("\n".join(complaints[:20]) or "every acknowledged save is there, once")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
