"""The text of forms: kept for its owner alone, never replaced unseen, set aside."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from questionnaire.actions.drafts.form_drafts import (
    FormPlace,
    FormSave,
    NewerFormDraft,
    SentForm,
    discard_form_draft,
    forget_sent_draft,
    restore_form_draft,
    save_form_draft,
    stash_form_text,
)
from questionnaire.errors import NotFound
from questionnaire.models import FormDraft
from questionnaire.queries.drafts.form_drafts import (
    drafts_of_page,
    recovered_form_drafts,
)
from questionnaire.vocabulary import FormName

PAGE = "/projects/new/"


@pytest.fixture
def place(people):
    return FormPlace(people.amina.pk, FormName.PROJECT, f"{PAGE}#project", PAGE)


@pytest.fixture
def save(place):
    """A function that saves a text of Amina's form: (text, revision seen)."""

    def save(text, revision=0, **more):
        fields = {"summary": text} if text else {}
        more.setdefault("save_id", uuid.uuid4())
        return save_form_draft(place, FormSave(fields, revision=revision, **more))

    return save


def in_use():
    draft = FormDraft.objects.filter(is_set_aside=False).first()
    return draft and draft.fields["summary"]


def set_aside():
    drafts = FormDraft.objects.filter(is_set_aside=True).order_by("pk")
    return [draft.fields["summary"] for draft in drafts]


def test_a_form_has_one_draft_that_follows_the_typing(save):
    first = save("Un")
    second = save("Un deux", first.revision)

    assert second.revision > first.revision
    assert in_use() == "Un deux"
    assert FormDraft.objects.count() == 1


def test_a_retry_stores_nothing_twice(save):
    name = uuid.uuid4()
    first = save("Un", save_id=name)

    assert save("Un", save_id=name).revision == first.revision


def test_another_windows_text_is_not_replaced_unseen(save):
    save("De la première fenêtre")
    with pytest.raises(NewerFormDraft) as refused:
        save("De la seconde")

    assert refused.value.draft.fields == {"summary": "De la première fenêtre"}
    assert in_use() == "De la première fenêtre"


def test_a_text_chosen_over_another_windows_sets_that_one_aside(save):
    save("De la première fenêtre")
    save("De la seconde", replaces=True)

    assert in_use() == "De la seconde"
    assert set_aside() == ["De la première fenêtre"]


def test_a_save_that_follows_one_whose_answer_was_lost_goes_on(save):
    first = save("Un")
    save("Un deux", follows=first.save_id)

    assert in_use() == "Un deux"
    assert set_aside() == []


def test_a_form_that_is_emptied_again_has_no_draft(save):
    draft = save("Un")

    assert save("", draft.revision) is None
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "seen",
    [
        lambda draft: SentForm({"summary": "Un deux"}, revision=draft.revision),
        lambda draft: SentForm({"summary": "Un deux"}, follows=[draft.save_id]),
        lambda draft: SentForm({"summary": " Un\r\n", "csrfmiddlewaretoken": "x"}),
    ],
    ids=["its revision", "its save", "the same words"],
)
def test_what_is_sent_needs_no_draft_and_what_was_set_aside_stays(save, place, seen):
    stash_form_text(place, {"summary": "Autre"})
    forget_sent_draft(place, seen(save("Un")))

    assert in_use() is None
    assert set_aside() == ["Autre"]


def test_another_windows_draft_is_set_aside_when_this_one_is_sent(save, place):
    save("Longtemps tapé au bureau")
    forget_sent_draft(place, SentForm({"summary": "Court"}, follows=[uuid.uuid4()]))

    assert in_use() is None
    assert set_aside() == ["Longtemps tapé au bureau"]


def test_a_discarded_draft_is_kept_for_thirty_days_once(save, place):
    for _time in range(2):
        save("Un")
        kept = discard_form_draft(place)

    assert discard_form_draft(place) is None
    assert set_aside() == ["Un"]
    assert kept.kept_until - timezone.now() > datetime.timedelta(days=29)


def test_restoring_a_text_sets_aside_the_one_in_its_place(save, place, people):
    save("Ancien")
    old = discard_form_draft(place)
    new = save("Nouveau")
    restored = restore_form_draft(draft_id=old.pk, by=people.amina)

    assert in_use() == "Ancien"
    assert set_aside() == ["Nouveau"]
    # A window that still has the new text learns that it is no longer the form's.
    assert restored.revision != new.revision
    with pytest.raises(NewerFormDraft):
        save("Nouveau, plus loin", new.revision)


def test_nobody_sees_or_restores_another_persons_text(save, place, people):
    save("Un")
    kept = discard_form_draft(place)
    save("Deux")

    assert drafts_of_page(people.paul, PAGE) == {}
    assert list(recovered_form_drafts(people.paul)) == []
    with pytest.raises(NotFound):
        restore_form_draft(draft_id=kept.pk, by=people.paul)
    assert {each.fields["summary"] for each in recovered_form_drafts(people.amina)} == {
        "Un",
        "Deux",
    }


def test_expired_text_is_neither_shown_nor_restored_and_then_deleted(
    save, place, people
):
    save("Un")
    kept = discard_form_draft(place)
    save("Deux")
    FormDraft.objects.update(kept_until=timezone.now())

    assert drafts_of_page(people.amina, PAGE) == {}
    assert list(recovered_form_drafts(people.amina)) == []
    with pytest.raises(NotFound):
        restore_form_draft(draft_id=kept.pk, by=people.amina)
    call_command("prune_drafts", verbosity=0)
    assert not FormDraft.objects.exists()


def test_an_expired_draft_is_in_nobodys_way(save):
    save("Ancien")
    FormDraft.objects.update(kept_until=timezone.now())
    save("Nouveau")

    assert in_use() == "Nouveau"
    assert FormDraft.objects.count() == 1


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "x" * 1_000_001])
def test_text_that_cannot_be_kept_is_refused_with_a_message(save, place, text):
    with pytest.raises(ValidationError):
        save(text)
    with pytest.raises(ValidationError):
        stash_form_text(place, {"summary": text})
    assert not FormDraft.objects.exists()
