"""The pages of saving, recovered text and two versions, in every variant."""

import uuid

import pytest
from playwright.sync_api import expect

from questionnaire.actions.answering.drafts import stash
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import Question
from tests.browser.answering import visit_question
from tests.browser.variants import VARIANTS, expect_to_fit
from tests.questions import page_address


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_pages_of_saving_are_accessible(
    new_page, sign_in, check_accessibility, people, project, answer, variant
):
    answer("1.1", "<p>Premier paragraphe.</p><p>Second, enregistré.</p>")
    question = Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )
    stash(
        OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=question.parts.all(),
            language="fr",
            author=people.amina,
        ),
        {"answer": "<p>Un texte laissé de côté.</p>"},
    )
    page = new_page(*variant)
    sign_in(page, people.amina)
    question = page_address("question", project, "1.1") + "?in=fr"
    visit_question(page, variant.address(question))
    page.evaluate(
        """([words, banner]) => {
          const states = document.querySelectorAll(words);
          const line = document.querySelector("span[data-save-line]");
          for (const state of states) line.append(state.content.cloneNode(true));
          const found = document.querySelector(banner).content.cloneNode(true);
          document.querySelector("[data-saving]").prepend(found);
        }""",
        ["template[data-state]", "template[data-banner]"],
    )
    check_accessibility(page)
    expect_to_fit(page)

    show_two_versions(page)
    expect(page.locator(".two-versions__row").first).to_be_visible()
    expect(page.locator(".prose-editor.is-ready")).to_be_visible()
    check_accessibility(page)
    expect_to_fit(page)

    page.goto(variant.address("/en/account/recovered/"))
    expect(page.get_by_text("Un texte laissé de côté.")).to_be_visible()
    check_accessibility(page)
    expect_to_fit(page)


def show_two_versions(page):
    """Send another text from the question's page, as “See both” does."""
    # Leaving would send it as a draft first, and there would be nothing to compare.
    for address in ("**/save/", "**/draft/"):
        page.route(address, lambda route: route.fulfill(json={}))
    with page.expect_navigation():
        page.evaluate(
            """([saveId]) => {
              const form = document.querySelector("[data-answer-form]");
              form.querySelector("[name=save_id]").value = saveId;
              const field = form.querySelector("textarea[name$='-html']");
              field.value = "<p>Premier paragraphe.</p><p>Second, ici.</p>";
              form.action = form.dataset.twoVersions;
              form.submit();
            }""",
            [str(uuid.uuid4())],
        )
