"""What the page of a section has around each answer, as the page of a question does."""

from django.urls import reverse

from tests.questions import page_address


def section(client, project):
    address = reverse("section", args=[project.pk, 1])
    return client.get(f"{address}?in=fr").content.decode()


def test_versions_and_marks_unfold_below_each_answer(as_amina, project, answer):
    answer("1.1")
    answer("1.1", "<p>Mieux dit.</p>", base=1)

    page = section(as_amina, project)

    _before, question, *_after = page.split('class="question-block"')
    assert "Version 2</a>" in question
    assert page_address("versions", project, "1.1") in question
    assert page_address("marks", project, "1.1") in question
    assert "No version yet." not in question
    assert "No version yet." in page


def test_an_answer_that_one_wants_to_come_back_to_is_marked(as_amina, project):
    assert "to come back to" not in section(as_amina, project)
    address = page_address("marks", project, "1.1")

    as_amina.post(f"{address}?in=en", {"part": "answer", "marked": "yes"})

    assert section(as_amina, project).count("to come back to") == 1


def test_who_opens_the_marks_reads_what_they_are_for(as_amina, project):
    page = as_amina.get(page_address("marks", project, "1.1")).content.decode()

    assert "only you see" in page
