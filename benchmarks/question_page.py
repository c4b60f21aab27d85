"""The CPU time of a question's page, in milliseconds per request.

    .venv/bin/python benchmarks/question_page.py [--against PATH] [--rounds 15]

Measures this checkout, a bare view that reads the same rows but renders no page, and
the checkout at PATH, for example of an earlier commit. They take turns, so that
whatever else the machine does affects all alike. Each has its own process and a
database with the demo data. Run it with the Python of .venv, which is used for PATH
too.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    options = _options()
    if options.serve:
        return serve(options.serve)
    sides = {"this checkout": (ROOT, "page"), "bare view": (ROOT, "bare")}
    if options.against:
        sides["against"] = (options.against.resolve(), "page")
    with tempfile.TemporaryDirectory() as folder:
        sites = {
            name: Site(Path(folder) / str(number), *side)
            for number, (name, side) in enumerate(sides.items())
        }
        taken = {name: [] for name in sites}
        for _round in range(options.rounds):
            for name, site in sites.items():
                taken[name].append(site.milliseconds())
        for site in sites.values():
            site.close()
    report(taken)
    return 0


def report(taken):
    """The median of each side, and how they compare."""
    medians = {name: statistics.median(figures) for name, figures in taken.items()}
    for name, figures in taken.items():
        print(f"{name:<14} {medians[name]:6.2f} ms of CPU, least {min(figures):6.2f}")
    if "against" in medians:
        ratios = [
            now / before
            for now, before in zip(
                taken["this checkout"], taken["against"], strict=True
            )
        ]
        print(f"this checkout / against: {statistics.median(ratios):.2f}")


class Site:
    """A checkout in its own process, which measures on request."""

    def __init__(self, folder, checkout, what):
        folder.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), "--serve", what],
            cwd=checkout,
            env={
                **os.environ,
                "VAR_DIR": str(folder),
                "COLLECTED_STATIC_FILES": "yes",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def milliseconds(self):
        """The CPU time of one request: the mean over all questions."""
        print("measure", file=self.process.stdin, flush=True)
        return float(self._answer())

    def close(self):
        self.process.communicate()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("A site could not be measured; its error is above.")
        return line


# --- In the process of a site ---------------------------------------------------------


def serve(what):
    """Measure `what` of the checkout in the current folder, once per line of input."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dmp_site.settings"
    sys.path.insert(0, os.getcwd())
    import django

    django.setup()
    client, addresses = _demonstration()
    if what == "bare":
        addresses = _bare(addresses)
    for _time in range(3):
        _look_at(client, addresses)
    print("ready", flush=True)
    for _line in sys.stdin:
        started = time.process_time()
        _look_at(client, addresses)
        taken = time.process_time() - started
        print(taken / len(addresses) * 1000, flush=True)
    return 0


def _look_at(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, (address, response)


def _demonstration():
    """(client of a signed-in person, addresses of all questions of her project).

    Calls only what every version of the code has, so it asks for questions by their
    numbers and follows redirects.
    """
    from io import StringIO

    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from questionnaire.models import Question, User

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", stdout=StringIO())
    user = User.objects.get(email="amelie.gagnon@rives.example")
    project = user.memberships.earliest("pk").project
    client = Client()
    client.force_login(user)
    questions = Question.objects.filter(section__template=project.template_id)
    numbers = [question.label for question in questions.select_related("section")]
    return client, [
        client.get(
            f"/fr/projects/{project.pk}/questions/{number}/", follow=True
        ).request["PATH_INFO"]
        for number in numbers
    ]


def _bare(addresses):
    """Addresses of a view that reads what the page reads, and renders little."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    from dmp_site.urls import urlpatterns
    from questionnaire.access import project_view
    from questionnaire.permissions import Permission
    from questionnaire.queries.answering.worksheet import read_worksheets

    @project_view(Permission.PROJECT_READ)
    def bare(request, access, slug):
        _outline, (sheet,) = read_worksheets(
            access, request.user, slugs=[slug], with_drafts=True
        )
        return HttpResponse(f"{sheet.question.text} {sheet.editor_content}")

    settings.ROOT_URLCONF = (
        path("bare/fr/projects/<uuid:project_id>/questions/<slug:slug>/", bare),
        *urlpatterns,
    )
    return [f"/bare{address}" for address in addresses]


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--serve", choices=["page", "bare"], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
