"""The browser's fixtures notice what they are there to notice."""

import pytest


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
    assert page.url.endswith("/fr/")


def test_a_page_without_javascript_runs_none(new_page):
    page = new_page(javascript=False)
    page.set_content("<title>Before</title><script>document.title='After'</script>")

    assert page.title() == "Before"
