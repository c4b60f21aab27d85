"""Closing, merging and erasing accounts."""

import datetime
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from questionnaire.actions.people.accounts import (
    AccountRefusal,
    deactivate_account,
    name_administrator,
    reactivate_account,
    remove_administrator,
)
from questionnaire.actions.people.erasing import DELETED_WITH_ACCOUNT, erase_account
from questionnaire.actions.people.merging import KEPT, MOVED, merge_accounts
from questionnaire.actions.projects.projects import finish_plan, submit_plan
from questionnaire.former_members import FORMER_MEMBER
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Comment,
    Draft,
    EditionFile,
    Event,
    FormDraft,
    InstitutionRole,
    Invitation,
    Membership,
    Notice,
    RecoveredDraft,
    SiteEvent,
    User,
)
from questionnaire.permissions import Forbidden
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record, record_digest
from questionnaire.vocabulary import FormName, Role, SiteVerb, Verb


@pytest.fixture
def admin(people):
    return User.objects.create_user("admin@example.org", name="Ada", is_staff=True)


@pytest.fixture
def second(people, project):
    """Paul’s second account, a viewer of Amina’s project."""
    second = User.objects.create_user("p.martin@example.org", name="P. Martin")
    Membership.objects.create(project=project, user=second, role=Role.VIEWER)
    return second


@pytest.fixture
def paul(people, project):
    Membership.objects.create(
        project=project,
        user=people.paul,
        role=Role.CONTRIBUTOR,
        credit_roles=["software"],
    )
    return people.paul


def _draft(version, text):
    return Draft.objects.create(
        answer=version.answer,
        content={"answer": f"<p>{text}</p>"},
        content_digest=uuid.uuid4().hex,
    )


# --- Closing ------------------------------------------------------------------


def test_a_closed_account_is_signed_out_everywhere_and_old_sessions_stay_dead(
    client, people, admin
):
    client.force_login(people.omar)
    other = Client()
    other.force_login(people.paul)
    deactivate_account(user_id=people.omar.pk, by=admin)

    assert client.get(reverse("profile")).status_code == 302
    assert other.get(reverse("profile")).status_code == 200
    reactivate_account(user_id=people.omar.pk, by=admin)
    assert client.get(reverse("profile")).status_code == 302
    assert [event.verb for event in SiteEvent.objects.all()] == [
        SiteVerb.USER_REACTIVATED,
        SiteVerb.USER_DEACTIVATED,
    ]


def test_nobody_closes_their_own_account_or_an_administrators(people, admin):
    name_administrator(user_id=people.omar.pk, by=admin)
    for user in (people.omar, admin):
        with pytest.raises(AccountRefusal):
            deactivate_account(user_id=user.pk, by=admin)
    with pytest.raises(AccountRefusal):
        remove_administrator(user_id=admin.pk, by=admin)
    remove_administrator(user_id=people.omar.pk, by=admin)
    people.omar.refresh_from_db()
    assert not people.omar.is_staff


@pytest.mark.parametrize(
    "action",
    [
        deactivate_account,
        reactivate_account,
        name_administrator,
        remove_administrator,
        erase_account,
    ],
)
def test_only_an_administrator_manages_other_accounts(people, action):
    with pytest.raises(Forbidden):
        action(user_id=people.omar.pk, by=people.louise)
    with pytest.raises(Forbidden):
        merge_accounts(old_id=people.omar.pk, kept_id=people.paul.pk, by=people.louise)


# --- Merging ------------------------------------------------------------------


def test_the_kept_account_gets_the_memberships_answers_and_the_rest(
    project, people, paul, second, admin, answer, institution
):
    mine = answer("1.1", "<p>Paul.</p>", by=paul)
    _draft(mine, "Brouillon.")
    theirs = Answer.objects.create(
        project=project, question=mine.answer.question, author=second, language="fr"
    )
    version = AnswerVersion.objects.create(
        answer=theirs,
        number=1,
        content={"answer": "<p>P. Martin.</p>"},
        content_digest="-",
        save_id=uuid.uuid4(),
    )
    moved = answer("1.2", "<p>Paul.</p>", by=paul)
    comment = Comment.objects.create(
        project=project,
        question=mine.answer.question,
        author=paul,
        body="Bonjour.",
        save_id=uuid.uuid4(),
    )
    for member in (paul, second):
        Assignment.objects.create(
            project=project,
            question=moved.answer.question,
            member=member,
            assigned_by=people.amina,
        )
    InstitutionRole.objects.create(user=paul, institution=institution, role="librarian")
    offered = Invitation.objects.create(
        project=project,
        email=second.email,
        role=Role.VIEWER,
        language="fr",
        token_digest="-",
        invited_by=people.amina,
        expires_at="2099-01-01T00:00Z",
    )

    merged = merge_accounts(old_id=paul.pk, kept_id=second.pk, by=admin)

    assert (merged.answers, merged.kept_answers) == (1, 1)
    membership = Membership.objects.get(project=project, user=second)
    assert (membership.role, membership.credit_roles) == (
        Role.CONTRIBUTOR,
        ["software"],
    )
    assert not Membership.objects.filter(user=paul).exists()
    for row in (moved.answer, mine.answer, comment, offered):
        row.refresh_from_db()
    assert moved.answer.author == second
    assert comment.author == second
    assert Assignment.objects.get(member=second)
    assert InstitutionRole.objects.filter(user=second).exists()
    # Both answered 1.1: the old answer stays, and its unsaved text is recovered.
    assert mine.answer.author == paul
    assert theirs.versions.get() == version
    assert RecoveredDraft.objects.get().answer == theirs
    paul.refresh_from_db()
    assert (paul.name, paul.merged_into, paul.is_active) == ("P. Martin", second, False)
    # The kept account’s own invitation is unchanged.
    assert offered.email == second.email
    assert Event.objects.filter(project=project, verb=Verb.MEMBER_MERGED).count() == 1
    assert SiteEvent.objects.get().data["old"] == paul.pk


def test_the_kept_account_gets_the_text_of_forms_and_its_own_stays_in_use(
    people, paul, second, admin
):
    for owner, key, reason in (
        (paul, "/a/#reopening", "Ancien"),
        (second, "/a/#reopening", "Gardé"),
        (paul, "/b/#reopening", "Ailleurs"),
    ):
        _form_draft(owner, key, reason)

    merge_accounts(old_id=paul.pk, kept_id=second.pk, by=admin)

    drafts = FormDraft.objects.filter(owner=second).order_by("pk")
    assert [(each.fields["reason"], each.is_set_aside) for each in drafts] == [
        ("Ancien", True),
        ("Gardé", False),
        ("Ailleurs", False),
    ]
    assert not FormDraft.objects.filter(owner=paul).exists()


def _form_draft(owner, key, reason):
    return FormDraft.objects.create(
        owner=owner,
        form=FormName.REOPENING,
        key=key,
        fields={"reason": reason},
        kept_until=timezone.now() + datetime.timedelta(days=1),
    )


def test_an_invitation_to_the_old_address_goes_to_the_kept_account(
    project, people, admin
):
    offered = Invitation.objects.create(
        project=project,
        email=people.omar.email,
        role=Role.VIEWER,
        language="fr",
        token_digest="-",
        invited_by=people.amina,
        expires_at="2099-01-01T00:00Z",
    )
    merge_accounts(old_id=people.omar.pk, kept_id=people.paul.pk, by=admin)
    offered.refresh_from_db()

    assert offered.email == people.paul.email
    assert offered.token_digest == Invitation.digest_of(offered.token)


def test_a_merge_is_refused_twice_for_oneself_and_for_administrators(
    people, second, admin
):
    merge_accounts(old_id=second.pk, kept_id=people.paul.pk, by=admin)
    for old, kept, reason in (
        (second, people.omar, "merged"),
        (people.omar, second, "merged"),
        (admin, people.omar, "oneself"),
        (people.omar, people.omar, "same"),
    ):
        with pytest.raises(AccountRefusal) as refused:
            merge_accounts(old_id=old.pk, kept_id=kept.pk, by=admin)
        assert refused.value.reason == reason
    name_administrator(user_id=people.omar.pk, by=admin)
    with pytest.raises(AccountRefusal) as refused:
        merge_accounts(old_id=people.omar.pk, kept_id=people.paul.pk, by=admin)
    assert refused.value.reason == "administrator"


# --- Erasing ------------------------------------------------------------------


def test_erasing_leaves_the_record_and_nothing_that_identifies_the_person(
    client, project, people, paul, answer, admin, institution
):
    version = answer("1.1", "<p>De Paul.</p>", by=paul)
    _draft(version, "Secret.")
    _form_draft(paul, "/#reopening", "Secret.")
    EmailAddress.objects.create(user=paul, email=paul.email, verified=True)
    Notice.objects.create(recipient=paul, project=project, kind="comment")
    InstitutionRole.objects.create(user=paul, institution=institution, role="librarian")
    Assignment.objects.create(
        project=project,
        question=version.answer.question,
        member=paul,
        assigned_by=people.amina,
    )
    paul.orcid, paul.institution_claimed = "0000-0002-1825-0097", "Rives"
    paul.save()
    client.force_login(paul)
    erase_account(user_id=paul.pk, by=admin)
    paul.refresh_from_db()

    assert (paul.name, paul.orcid, paul.institution_claimed) == (FORMER_MEMBER, "", "")
    assert paul.email.endswith("@erased.invalid")
    assert not paul.is_active
    assert not paul.has_usable_password()
    assert not Session.objects.filter(pk=client.session.session_key).exists()
    for model, lookup in DELETED_WITH_ACCOUNT:
        assert not model.objects.filter(**{lookup: paul}).exists(), model
    assert not Membership.objects.filter(user=paul).exists()
    assert AnswerVersion.objects.get() == version
    event = SiteEvent.objects.get()
    assert (event.verb, event.actor) == (SiteVerb.USER_ERASED, admin)
    assert "Paul" not in str(event.data)


def test_the_live_plan_says_former_member_in_its_language_and_editions_stay(
    project, people, paul, answer, admin
):
    answer("1.1", "<p>De Paul.</p>", by=paul)
    submit_plan(project_id=project.pk, by=people.amina)
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    kept = _file(project, edition)
    live = _file(project, None)
    before = (edition.plan, edition.sha256)
    erase_account(user_id=paul.pk, by=admin)
    edition.refresh_from_db()

    assert (edition.plan, edition.sha256) == before
    assert record_digest(edition.plan) == edition.sha256
    assert "Paul Martin" in str(edition.plan)
    assert EditionFile.objects.filter(pk=kept.pk).exists()
    assert not EditionFile.objects.filter(pk=live.pk).exists()
    record = read_record(project.pk)
    assert "Paul" not in str(
        record["sections"][0]["questions"][0]["answers"]["fr"]["authors"]
    )
    for language, words in (("fr", "Ancien membre"), ("en", "Former member")):
        question = compose_plan(record, language).sections[0].questions[0]
        assert question.authors == (words,)
        with translation.override(language):
            paul.refresh_from_db()
            assert str(paul) == words


def _file(project, edition):
    return EditionFile.objects.create(
        key=uuid.uuid4().hex,
        project=project,
        edition=edition,
        format="pdf",
        language="fr",
        content=b"Paul Martin",
    )


def test_the_only_principal_investigator_hands_over_first(project, people, paul, admin):
    for by in (people.amina, admin):
        with pytest.raises(AccountRefusal) as refused:
            erase_account(user_id=people.amina.pk, by=by)
        assert (refused.value.reason, refused.value.projects) == ("sole_pi", [project])
    people.amina.refresh_from_db()
    assert people.amina.name == "Amina Diallo"
    Membership.objects.filter(user=paul).update(role=Role.PI)
    erase_account(user_id=people.amina.pk, by=people.amina)


def test_erasing_includes_the_accounts_that_were_merged(people, second, admin):
    merge_accounts(old_id=second.pk, kept_id=people.paul.pk, by=admin)
    erase_account(user_id=people.paul.pk, by=admin)
    second.refresh_from_db()

    assert second.name == FORMER_MEMBER
    assert second.email.endswith("@erased.invalid")
    with pytest.raises(AccountRefusal):
        erase_account(user_id=people.paul.pk, by=admin)


def test_the_last_administrator_cannot_be_erased(admin, people):
    with pytest.raises(AccountRefusal) as refused:
        erase_account(user_id=admin.pk, by=admin)
    assert refused.value.reason == "last_administrator"


# --- Relations to an account --------------------------------------------------


def test_merging_and_erasing_cover_every_relation_to_an_account():
    """Each new foreign key to User is to be considered, and added here."""
    moved = {(model, field) for model, field in MOVED}
    handled = {
        "memberships",
        "answers",
        "assignments",
        "institution_roles",
        "saved_views",
        "calendar_feed",
        "form_drafts",
        "mentioned_in",
        "merged_from",
    }
    # Addresses of the closed account, and a log that this site never writes.
    of_libraries = {"emailaddress", "logentry"}
    unknown = [
        relation.get_accessor_name() or relation.name
        for relation in User._meta.related_objects
        if (relation.related_model, relation.field.name) not in moved
        and (relation.related_name or relation.name)
        not in KEPT | handled | of_libraries
    ]

    assert unknown == []
