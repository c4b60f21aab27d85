"""The fixtures for browser tests detect the faults that they are meant to detect."""

import re
from itertools import cycle, islice

import pytest
from playwright.sync_api import expect

from questionnaire.models import Draft
from tests.browser import variants
from tests.browser.answering import TEXT, visit_question, write
from tests.browser.waiting import finish
from tests.questions import page_address


@pytest.fixture
def page_with_faults(new_page):
    """A page whose picture has no text, whose buttons are specks, and that logs."""
    page = new_page(language="en", expected_errors=["said on purpose"])
    page.set_content(
        "<html lang=en><title>Faults</title><main><h1>Faults</h1>"
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
        "<style>button{display:block;width:9px;height:9px;padding:0}</style>"
        "<button>1</button><button>2</button></main>"
        "<script>console.error('said on purpose')</script>"
    )
    return page


def test_accessibility_faults_are_reported_in_words(
    page_with_faults, check_accessibility
):
    with pytest.raises(AssertionError) as failure:
        check_accessibility(page_with_faults)

    assert "image-alt" in str(failure.value)
    assert "target-size" in str(failure.value)


def test_a_signed_in_person_is_signed_in(new_page, sign_in, people):
    page = new_page(language="fr")
    sign_in(page, people.amina)

    response = page.goto("/fr/")

    assert response.ok
    expect(page).to_have_url(re.compile("/fr/$"))


def test_a_page_without_javascript_runs_none(new_page):
    page = new_page(javascript=False)
    page.set_content("<title>Before</title><script>document.title='After'</script>")

    expect(page).to_have_title("Before")


def test_a_page_that_is_done_with_has_sent_what_was_typed(
    new_page, sign_in, people, project
):
    page = new_page()
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "1.1"))
    write(page)

    finish(page)

    assert Draft.objects.get().content == {"answer": f"<p>{TEXT}</p>"}


@pytest.mark.parametrize("pages", [3, 4, 7, 30])
def test_three_pages_or_more_are_seen_in_every_two_values_together(pages):
    seen = list(islice(cycle(variants.OPPOSITES), pages))

    every_two = variants.pairs_of_values(variants.VARIANTS)
    assert len(every_two) == 3 * 4
    assert (
        variants.pairs_of_values(variant for pair in seen for variant in pair)
        == every_two
    )
    for field in variants.Variant._fields:
        assert all(
            len({getattr(variant, field) for variant in pair}) == 2 for pair in seen
        )


def test_a_page_that_is_too_wide_is_noticed(new_page):
    page = new_page()
    page.set_content("<div style='width: 1281px'>wide</div>")

    with pytest.raises(AssertionError):
        variants.expect_to_fit(page, seconds=1)
