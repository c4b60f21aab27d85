"""A person's data: everything that is theirs, nothing that others wrote."""

import io
import json
import uuid
import zipfile

import pytest
from django.utils import timezone

from questionnaire.actions.people.merging import merge_accounts
from questionnaire.actions.people.personal_data import open_personal_data
from questionnaire.exports.personal_data import stream_personal_data
from questionnaire.exports.personal_data_rows import PRIVATE
from questionnaire.models import (
    Comment,
    Draft,
    FormDraft,
    Membership,
    Notice,
    SiteEvent,
    User,
)
from questionnaire.permissions import Forbidden
from questionnaire.vocabulary import FormName, Role


def _read(user, by=None):
    pieces = stream_personal_data(user, by=by or user)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_contains_what_the_person_wrote_and_nothing_by_others(
    project, people, answer
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    first = answer("1.1", "<p>Un.</p>", by=people.paul)
    answer("1.1", "<p>Deux.</p>", base=1, by=people.paul)
    answer("1.1", "<p>Canari d’Amina.</p>")
    Draft.objects.create(answer=first.answer, content={"answer": "<p>Brouillon.</p>"})
    for author, body in ((people.paul, "Ma remarque."), (people.amina, "Canari.")):
        Comment.objects.create(
            project=project,
            question=first.answer.question,
            author=author,
            body=body,
            quote="Canari cité.",
            save_id=uuid.uuid4(),
        )
    Notice.objects.create(
        recipient=people.paul,
        project=project,
        kind="comment",
        actor=people.amina,
        data={"excerpt": "Canari."},
    )
    files = _read(people.paul)
    everything = "".join(files.values())

    assert [row["version"] for row in json.loads(files["answers.json"])] == [1, 2]
    assert "Deux." in files["answers.json"]
    assert "Brouillon." in files["drafts.json"]
    assert json.loads(files["comments.json"])[0]["text"] == "Ma remarque."
    assert json.loads(files["memberships.json"])[0]["role"] == "contributor"
    assert json.loads(files["account.json"])[0]["email"] == people.paul.email
    assert len(json.loads(files["events.json"])) == 2
    assert "Canari" not in everything
    assert "amina@" not in everything
    assert "What DMP Studio holds of you" in files["README.txt"]
    assert "Ce que Studio PGD détient sur vous" in files["README.txt"]


def test_it_includes_the_accounts_that_were_merged(project, people, answer):
    admin = User.objects.create_user("admin@example.org", name="Ada", is_staff=True)
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", "<p>Ancien compte.</p>", by=people.paul)
    merge_accounts(old_id=people.paul.pk, kept_id=people.omar.pk, by=admin)
    files = _read(people.omar)

    assert len(json.loads(files["account.json"])) == 2
    assert "Ancien compte." in files["answers.json"]


@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_the_same_number_of_queries_for_little_and_much(
    project, people, answer, count, django_assert_num_queries
):
    for base in range(count):
        answer("1.1", f"<p>{base}.</p>", base=base)

    # Merged accounts; the account and its addresses; 20 subjects.
    with django_assert_num_queries(23):
        _read(people.amina)


def test_opening_it_is_logged_and_only_for_oneself_or_an_administrator(people):
    open_personal_data(user_id=people.omar.pk, by=people.omar)
    with pytest.raises(Forbidden):
        open_personal_data(user_id=people.omar.pk, by=people.louise)

    assert SiteEvent.objects.get().target == f"user:{people.omar.pk}"


def test_an_administrator_gets_no_unsaved_text(project, people, answer):
    version = answer("1.1")
    FormDraft.objects.create(
        owner=people.amina,
        form=FormName.REOPENING,
        key="/#reopening",
        fields={"reason": "Hidden."},
        kept_until=timezone.now(),
    )
    Draft.objects.create(answer=version.answer, content={"answer": "<p>Secret.</p>"})
    admin = User.objects.create_user("admin@example.org", name="Ada", is_staff=True)
    files = _read(people.amina, by=admin)

    assert "Secret." not in "".join(files.values())
    assert "Hidden." not in "".join(files.values())
    assert not {f"{name}.json" for name in PRIVATE} & set(files)
    assert "Hidden." in _read(people.amina)["form_drafts.json"]
    assert "Secret." in _read(people.amina)["drafts.json"]
