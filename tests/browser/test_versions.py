"""Pages of versions and differences: accessible, and within the screen."""

import pytest
from playwright.sync_api import expect

from questionnaire.actions.answering.versions import name_version
from questionnaire.models import Membership
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def addresses(project, people, answer):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    old = answer(
        "1.1",
        "<p>Déplacé ensuite.</p><p>Sur Borealis, dix ans.</p><p>Inchangé.</p>"
        "<ul><li><p>disque</p></li></ul>",
    )
    new = answer(
        "1.1",
        '<p>Sur <strong>Borealis</strong>, <a href="https://exemple.ca">vingt</a> ans.'
        "</p><p>Inchangé.</p><ul><li><p>disque</p></li><li><p>bande</p></li></ul>"
        "<p>Déplacé ensuite.</p>",
        base=1,
    )
    answer("1.1", "<p>On Borealis.</p>", language="en", by=people.paul)
    name_version(
        project_id=project.pk, version_id=old.pk, by=people.amina, name="au comité"
    )
    pages = [
        page_address("versions", project, "1.1"),
        page_address("version", project, "1.1", "fr", 1),
    ]
    compare = page_address("versions_compare", project, "1.1")
    pages += [
        f"{compare}?from={old.pk}&to={new.pk}&view={view}"
        for view in ("inline", "side", "list")
    ]
    return pages


def test_versions_and_differences_are_accessible_and_fit(
    new_page, sign_in, people, addresses, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    for address in addresses:
        look_at(page, address)


def test_two_versions_are_chosen_and_compared_without_javascript(
    new_page, sign_in, people, addresses
):
    page = new_page("en", javascript=False)
    sign_in(page, people.amina)
    page.goto(addresses[0])

    page.get_by_label("From Amina Diallo, version 1").check()
    page.get_by_label("To Paul Martin, version 1").check()
    page.get_by_role("button", name="Compare the two chosen").click()

    expect(page.get_by_text("One is in French, the other in English")).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
