"""Pages that show an answer with headings, tables, a tree, raised letters."""

import pytest
from django.urls import reverse

from questionnaire.models import AnswerVersion

OLD = (
    "<h3>Where</h3><p>About 10<sup>6</sup> reads of NO<sub>3</sub></p>"
    "<table><tr><th>Data</th><th>Format</th><th>Until</th></tr>"
    "<tr><td>Plates</td><td></td><td>2034</td></tr>"
    "<tr><td>Logbooks</td><td>PDF/A<br>TXT</td><td></td></tr></table>"
    "<h4>Folders</h4><pre>reef\n├── raw\n│   └── b.csv\n└── docs</pre>"
    "<table><tr><td>one</td><td>two</td></tr></table>"
)
NEW = (
    OLD.replace("2034", "2035")
    .replace("<th>Format</th>", "<th>File format</th>")
    .replace("<h3>Where</h3>", "<h4>Where</h4>")
    .replace("└── docs", "├── docs\n└── code")
)


@pytest.mark.parametrize("view", ["inline", "side", "list"])
def test_comparisons_of_all_elements_are_accessible_and_fit(
    new_page, sign_in, team, save_answer, look_at, view
):
    for base, html in enumerate((OLD, NEW)):
        save_answer(html, base=base)
    old, new = AnswerVersion.objects.order_by("id")
    page = new_page()
    sign_in(page, team.amina)

    args = [team.project.pk, old.answer.question.slug]
    address = reverse("versions_compare", args=args)
    look_at(page, f"{address}?from={old.pk}&to={new.pk}&view={view}")


def test_pages_with_all_elements_are_accessible_and_fit(
    new_page, sign_in, team, save_answer, look_at
):
    save_answer(OLD)
    version = AnswerVersion.objects.get()
    slug = version.answer.question.slug
    page = new_page()
    sign_in(page, team.amina)

    look_at(page, reverse("plan_read", args=[team.project.pk]))
    look_at(page, reverse("question", args=[team.project.pk, slug]))
    sign_in(page, team.paul)
    look_at(page, reverse("review_question", args=[team.project.pk, slug]))
