"""The CPU time that the web server spends on sending a stored file, by its size.

Serves the site as `make run` does, on a separate database, with an edition of a long
plan whose files are stored, and downloads them one by one.

    .venv/bin/python benchmarks/kept_file.py [--database postgresql] [--rounds 50]
"""

import argparse
import hashlib
import http.client
import os
import sys
import uuid
from pathlib import Path

from served_site import ServedSite

# The files of one edition, each in another format or language.
SIZES = {
    ("pdf", "fr"): 100_000,
    ("pdf", "en"): 5_000_000,
    ("docx", "fr"): 50_000_000,
}
# The target in milliseconds of CPU, for a file of the largest size that exports have.
TARGET = 10
LONG_ANSWER = "<p>{}</p>".format(" ".join(f"mot{n}" for n in range(10_000)))


def main():
    options = _options()
    site = ServedSite(options.database)
    edition, session = _fill()
    print(f"plan record of {_record_size(edition):,} bytes; milliseconds a download")
    is_slow = False
    with site:
        for (file_format, language), size in SIZES.items():
            address = (
                f"/fr/projects/{edition.project_id}/editions/{edition.number}"
                f"/plan.{file_format}?language={language}"
            )
            download = _Download(site.web.port, address, session)
            assert download() == size
            before = _cpu_seconds(site.web)
            for _round in range(options.rounds):
                download()
            taken = (_cpu_seconds(site.web) - before) / options.rounds * 1000
            unchanged = _unchanged(site.web, download, options.rounds)
            print(f"{size:>12,} bytes {taken:7.1f}   known already {unchanged:5.1f}")
            is_slow |= size <= 5_000_000 and taken > TARGET
    return is_slow


class _Download:
    """Fetches one address repeatedly; returns the number of bytes received."""

    def __init__(self, port, address, session):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._address = address
        self._headers = {"Cookie": f"sessionid={session}", "Host": "localhost"}

    def __call__(self, **headers):
        self._connection.request(
            "GET", self._address, headers={**self._headers, **headers}
        )
        response = self._connection.getresponse()
        self.etag, self.status = response.headers["ETag"], response.status
        received = 0
        while piece := response.read(1024 * 1024):
            received += len(piece)
        return received


def _unchanged(web, download, rounds):
    """Milliseconds of CPU for a client that already has the file: 304."""
    etag = download.etag
    before = _cpu_seconds(web)
    for _round in range(rounds):
        download(**{"If-None-Match": etag})
        assert download.status == 304
    return (_cpu_seconds(web) - before) / rounds * 1000


def _cpu_seconds(web):
    """The CPU seconds of all the server's processes so far. Linux only."""
    return sum(
        int(path.read_text().split()[0]) / 1e9
        for process in web.processes()
        for path in Path(f"/proc/{process}/task").glob("*/schedstat")
    )


def _fill():
    """(edition of a long plan whose files are stored, key of its owner's session)."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from questionnaire.actions.answering.answers import VersionSave, save_version
    from questionnaire.actions.answering.own_answer import OwnAnswer
    from questionnaire.actions.projects.projects import create_project, finish_plan
    from questionnaire.models import PlanTemplate, Question, User

    user = User.objects.create_user("amina@example.org", name="Amina Diallo")
    template = PlanTemplate.objects.get()
    project = create_project(by=user, template=template, title="Lichens", language="fr")
    questions = Question.objects.filter(section__template=template)
    for question in questions.prefetch_related("parts"):
        prose = [part for part in question.parts.all() if part.kind == "prose"]
        answer = OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=question.parts.all(),
            language="fr",
            author=user,
        )
        content = {part.key: LONG_ANSWER for part in prose}
        save_version(answer, VersionSave(content, save_id=uuid.uuid4(), base=0))
    edition = finish_plan(project_id=project.pk, by=user, accept_gaps=True)
    for wanted, size in SIZES.items():
        _keep(edition, *wanted, os.urandom(size))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "questionnaire.accounts.EmailBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return edition, session.session_key


def _keep(edition, file_format, language, content):
    from django.utils import timezone

    from questionnaire.exports.store.files import file_key
    from questionnaire.models import EditionFile
    from questionnaire.plan.document import ExportOptions

    options = ExportOptions(guidance=False)
    EditionFile.objects.create(
        key=file_key(edition.sha256, file_format, language, options),
        project=edition.project,
        edition=edition,
        format=file_format,
        language=language,
        options=options.as_data(),
        state="done",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=f"plan_{language}.{file_format}",
        finished_at=timezone.now(),
    )


def _record_size(edition):
    from questionnaire.lib.canonical import canonical_json

    return len(canonical_json(edition.plan))


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    parser.add_argument("--rounds", type=int, default=50)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
