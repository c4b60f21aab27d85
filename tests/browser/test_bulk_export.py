"""A librarian exports the finished plans of a funder, while workers die."""

import csv
import hashlib
import io
import re
import zipfile
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from questionnaire.management.commands.demo import PASSWORD
from tests.browser.own_site import OwnSite, kill
from tests.browser.waiting import wait_until
from tests.conftest import SMALL_TEMPLATE

# More than a page of results, so that all of them are selected in one step.
PLANS, OF_FUNDER = 40, 32
FUNDER = "CRSH"
FILES = OF_FUNDER * 4
# A rendering takes a second or two of CPU time, and the CPU may be busy.
PATIENCE = 1800
LIBRARIAN = "mathieu.bergeron@rives.example"
WORKERS = 2


@pytest.fixture
def site(tmp_path):
    """A site with many finished plans, four of five of one funder."""
    site = OwnSite(tmp_path, BULK_EXPORT_LEASE_SECONDS="20")
    try:
        site.manage("migrate", "-v", "0")
        site.manage("demo")
        site.manage("load_template", str(SMALL_TEMPLATE))
        site.manage(
            "make_finished_projects", "--count", str(PLANS), "--template", "small"
        )
        site.serve()
        yield site
    finally:
        site.stop()


@pytest.fixture
def page(site, browser):
    """The librarian’s browser, signed in."""
    context = browser.new_context(base_url=site.url, locale="fr-CA")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/fr/library/")
    page.get_by_label("Adresse courriel").fill(LIBRARIAN)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ouvrir une session").click()
    page.wait_for_url("**/library/*/")
    yield page
    context.close()


class Clicks:
    """Counts clicks: choosing from a closed list takes two."""

    def __init__(self):
        self.count = 0

    def on(self, locator):
        locator.click()
        self.count += 1

    def choose(self, locator, label):
        locator.select_option(label=label)
        self.count += 2


@pytest.mark.slow
def test_many_plans_are_exported_once_in_six_clicks_although_workers_are_killed(
    site, page, check_accessibility
):
    clicks = Clicks()
    clicks.choose(page.get_by_label("Organisme subventionnaire"), FUNDER)
    clicks.on(page.get_by_role("button", name="Rechercher"))
    clicks.on(
        page.get_by_role("button", name=f"Sélectionner les {OF_FUNDER} résultats")
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Exporter {OF_FUNDER} plans"
    )
    check_accessibility(page)
    workers = [site.work() for _worker in range(WORKERS)]
    clicks.on(page.get_by_role("button", name="Démarrer l’exportation"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Exportation 1")
    check_accessibility(page)

    wait_until(lambda: len(_files(site)) >= FILES * 2 // 5, seconds=PATIENCE)
    for worker in workers:
        kill(worker)
    before = _files(site)
    assert len(before) < FILES
    for _worker in range(WORKERS):
        site.work()

    ready = page.get_by_text(f"{OF_FUNDER} plans sur {OF_FUNDER} ont été exportés")
    expect(ready).to_be_visible(timeout=PATIENCE * 1000)
    check_accessibility(page)
    with page.expect_download() as downloading:
        clicks.on(page.get_by_role("link", name=re.compile("Télécharger le fichier")))
    assert clicks.count == 6
    _check_archive(downloading.value.path())
    _check_nothing_was_made_twice(site, before)
    _check_mail(site)


def _files(site):
    """{key: when it was stored} of all stored files."""
    return dict(
        site.rows(
            "SELECT key, finished_at FROM questionnaire_editionfile"
            " WHERE state = 'done'"
        )
    )


def _check_archive(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        content = {name: archive.read(name) for name in archive.namelist()}
    lines = list(
        csv.DictReader(io.StringIO(content["manifest.csv"].decode("utf-8-sig")))
    )
    assert len(lines) == FILES
    assert {(line["format"], line["language"]) for line in lines} == {
        ("pdf", "fr"), ("pdf", "en"), ("docx", "fr"), ("docx", "en"),
    }  # fmt: skip
    assert len({line["project_id"] for line in lines}) == OF_FUNDER
    beginnings = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}
    for line in lines:
        file = content.pop(line["path"])
        assert hashlib.sha256(file).hexdigest() == line["sha256"]
        assert file.startswith(beginnings[line["format"]])
    assert set(content) == {"manifest.csv", "manifest.json"}


def _check_nothing_was_made_twice(site, before):
    after = _files(site)
    assert len(after) == FILES
    # Files that were stored when the workers died were not made again…
    assert before.items() <= after.items()
    # …and of the others, only those in progress were started a second time.
    attempts = [count for (count,) in site.rows(
        "SELECT attempts FROM questionnaire_bulkexportitem"
    )]  # fmt: skip
    assert len(attempts) == FILES
    assert sum(attempts) <= FILES + WORKERS
    assert max(attempts) <= 2


def _check_mail(site):
    """The librarian is notified, once; the demo may send other mail, too."""
    subject = f"Votre exportation est prête ({OF_FUNDER} sur {OF_FUNDER})"

    def letters():
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in (site.folder / "mail").glob("*")
        ]
        return [letter for letter in found if letter["Subject"] == subject]

    [letter] = wait_until(letters, seconds=60)
    assert letter["To"] == LIBRARIAN
