"""Ten thousand versions of one answer: the time of its pages and of a save.

Runs in this process, on a temporary SQLite database, or on the empty one that
DATABASE_URL names.

    .venv/bin/python benchmarks/many_versions.py [--versions 10000] [--rounds 100]
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = "<p>{}</p>".format(" ".join(f"mot{n}" for n in range(200)))
# The target for the 95th percentile, in milliseconds.
TARGETS = {"current text": 100, "history page": 300, "save": 200}


def main():
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "dmp_site.settings"
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        times = measure(options.versions, options.rounds)
    print(f"{options.versions} versions, {options.rounds} rounds, milliseconds")
    is_slow = False
    for name, taken in times.items():
        p95 = sorted(taken)[int(len(taken) * 0.95) - 1]
        target = TARGETS.get(name)
        is_slow |= bool(target) and p95 > target
        print(
            f"{name:<14} median {sorted(taken)[len(taken) // 2]:6.1f}"
            f"   p95 {p95:6.1f}" + (f"   target {target}" if target else "")
        )
    return is_slow


def measure(versions, rounds):
    """{name of a request: [milliseconds]} for a member's requests."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command(
        "load_template",
        str(ROOT / "fixtures/plan_templates/open-science-workflows.yaml"),
        verbosity=0,
    )
    user, answer = _fill(versions)
    client = Client()
    client.force_login(user)
    at = [answer.project_id, answer.question.slug]
    newest = answer.versions.order_by("-number")[0].pk
    oldest = answer.versions.order_by("number")[0].pk
    pages = {
        "current text": reverse("question", args=at),
        "history page": reverse("versions", args=at),
        "older page": f"{reverse('versions', args=at)}?before={oldest + 60}",
        "comparison": f"{reverse('versions_compare', args=at)}"
        f"?from={oldest}&to={newest}",
    }
    for page in pages.values():
        client.get(page)
    times = {
        name: [_time(client.get, 200, page) for _ in range(rounds)]
        for name, page in pages.items()
    }
    part = answer.question.parts.get()
    times["save"] = [
        _time(
            client.post,
            302,
            pages["current text"],
            {
                f"part_{part.key}": "",
                f"part_{part.key}-html": TEXT.replace("mot7 ", f"neuf{number} "),
                "save_id": str(uuid.uuid4()),
                "base": number,
                "language": answer.language,
            },
        )
        for number in range(versions, versions + rounds)
    ]
    return times


def _fill(versions):
    """A member with one answer that has `versions` versions."""
    from questionnaire.actions.answering.answers import VersionSave, save_version
    from questionnaire.actions.answering.own_answer import OwnAnswer
    from questionnaire.actions.projects.projects import create_project
    from questionnaire.lib.canonical import digest
    from questionnaire.models import AnswerVersion, PlanTemplate, Question, User

    user = User.objects.create_user("amina@example.org", name="Amina", language="fr")
    template = PlanTemplate.objects.get()
    project = create_project(by=user, template=template, title="Essai", language="fr")
    question = Question.objects.select_related("section").get(
        section__position=1, number=1
    )
    part = question.parts.get()
    first = save_version(
        OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=[part],
            language="fr",
            author=user,
        ),
        VersionSave(content={part.key: TEXT}, save_id=uuid.uuid4(), base=0),
    ).version
    rows = []
    for number in range(2, versions + 1):
        content = {part.key: TEXT.replace("mot5 ", f"cinq{number} ")}
        rows.append(
            AnswerVersion(
                answer=first.answer,
                number=number,
                content=content,
                content_digest=digest(content),
                save_id=uuid.uuid4(),
                words_added=1,
                words_removed=1,
            )
        )
    AnswerVersion.objects.bulk_create(rows, batch_size=1_000)
    return user, first.answer


def _time(request, status, *arguments):
    start = time.perf_counter()
    response = request(*arguments)
    taken = (time.perf_counter() - start) * 1_000
    if response.status_code != status:
        raise SystemExit(f"{arguments[0]} answered {response.status_code}")
    return taken


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--versions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
