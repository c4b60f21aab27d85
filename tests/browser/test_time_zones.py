"""The clock of who reads, as their browser tells it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.answering import save_line, visit_question, write
from tests.questions import page_address


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/St_Johns"])
def test_the_line_and_the_versions_tell_the_time_of_the_browser(
    new_page, sign_in, people, project, zone
):
    page = new_page("en", time_zone=zone)
    sign_in(page, people.amina)
    page.goto("/en/")
    visit_question(page, page_address("question", project, "1.1"))
    write(page)
    page.get_by_role("button", name="Save", exact=True).click()
    hour = page.evaluate(
        "new Intl.DateTimeFormat('en', { hour: 'numeric' }).format().split(' ')[0]"
    )
    expect(save_line(page)).to_contain_text(re.compile(rf"Version 1, .*\b{hour}:"))

    page.goto(page_address("versions", project, "1.1"))

    expect(page.get_by_role("main")).to_contain_text(re.compile(rf"\b{hour}:\d\d"))
    place = zone.split("/")[1].replace("_", " ")
    expect(page.get_by_role("main")).to_contain_text(f"Times are those of {place}")
