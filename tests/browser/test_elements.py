"""Pages that show an answer with headings, tables, a tree, raised letters."""

from tests.browser.test_comparisons import look_at_comparison
from tests.questions import page_address

__all__ = ["look_at_comparison"]

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


def test_comparisons_of_all_elements_are_accessible_and_fit(
    look_at_comparison, project, answer
):
    look_at_comparison(project, "1.1", answer("1.1", OLD), answer("1.1", NEW, base=1))


def test_pages_with_all_elements_are_accessible_and_fit(
    new_page, sign_in, people, project, answer, look_at
):
    answer("1.1", OLD)
    answer("2.1", NEW)
    page = new_page()
    sign_in(page, people.amina)

    look_at(page, page_address("plan_read", project))
    look_at(page, page_address("question", project, "1.1") + "?in=fr")
    look_at(page, page_address("team_answers", project, "1.1"))
