"""What a form that waits to be sent says, in plain words: what, where, which texts.

Of a project only what this person may see of it now: they may have lost it meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BooleanField
from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.carrying import CarriedForm
from questionnaire.content.blocks import Block
from questionnaire.content.prose import prose_blocks, sanitise, text_blocks
from questionnaire.content.tables import typed_text
from questionnaire.errors import Refusal
from questionnaire.lib.addresses import with_language
from questionnaire.lib.ids import read_id
from questionnaire.models import AnswerVersion, Institution, Membership, User
from questionnaire.permissions import (
    InstitutionPermission,
    Permission,
    ProjectAccess,
    get_project_access,
    open_institution,
)
from questionnaire.plan.templates import read_template
from questionnaire.views.site.carried_actions import ACTIONS, UNNAMED, Action
from questionnaire.vocabulary import Language

# Fields that pages fill in for themselves, in which nobody typed anything.
TECHNICAL = frozenset(
    """
    act action_add action_remove action_send back base base_en base_fr batch beside
    built choice compared confirmed decision do edition form_draft form_draft_follows
    form_draft_revision form_draft_sending from gap in instead_of language layout marked
    muted number order parent part prefix project query question repeats revision
    save_id seen shown source started_from take template then to unsent up_to user view
    withdraw
    """.split()
)


@dataclass(frozen=True)
class FormWords:
    """One form in words; `rows` are [(label, blocks)] of what was typed or chosen."""

    form: CarriedForm
    action: str | Promise
    places: list[str]
    rows: list[tuple[str | Promise, tuple[Block, ...]]]


def describe(form: CarriedForm, user: User) -> FormWords:
    """The words for a form, for this person to confirm or to copy."""
    path = with_language(form.address, get_language()).split("?")[0]
    match = resolve(path)
    action = ACTIONS.get(match.view_name, UNNAMED)
    place = _Place(match.kwargs, match.view_name, user)
    return FormWords(
        form=form,
        action=action.words(list(form.fields)),
        places=list(place.names()),
        rows=list(_rows(form, action, place)),
    )


class _Place:
    """Where a form was sent, as far as this person may know."""

    def __init__(self, kwargs: dict, view_name: str, user: User):
        self.kwargs, self.view_name, self.user = kwargs, view_name, user
        self.access = self._access()

    def _access(self) -> ProjectAccess | None:
        if "project_id" not in self.kwargs:
            return None
        try:
            return get_project_access(self.user, self.kwargs["project_id"])
        except Refusal:
            return None

    def names(self) -> Iterator[str]:
        """The project, institution, question and member, from large to small."""
        if self.access:
            yield self.access.project.title
            if question := self.question(self.kwargs.get("slug", "")):
                yield _("Question %(label)s") % {"label": question.label}
            if member := self._members().filter(pk=self.kwargs.get("member_id")):
                yield str(member[0].user)
        elif "project_id" in self.kwargs:
            yield _("A project that you cannot open")
        elif "institution_id" in self.kwargs:
            yield from self._institution()
        elif self.view_name.startswith("admin:") and self.user.is_staff:
            yield from self._administered()

    def _institution(self) -> Iterator[str]:
        try:
            access = open_institution(
                self.user, self.kwargs["institution_id"], InstitutionPermission.DESK
            )
        except Refusal:
            return
        yield str(access.institution)

    def _administered(self) -> Iterator[str]:
        pk = self.kwargs.get("pk")
        is_person = "person" in self.view_name
        is_institution = not is_person and "project" not in self.view_name
        if isinstance(pk, int) and (is_person or is_institution):
            model = User if is_person else Institution
            yield from map(str, model.objects.filter(pk=pk))

    def question(self, slug: str):
        """The question with this slug in the project’s template, if there is one."""
        if not self.access:
            return None
        return read_template(self.access.project.template_id).by_slug.get(slug)

    def versions(self, value: str) -> tuple[Block, ...]:
        """The versions with these ids, as “12-15” for an answer in both languages."""
        found = filter(None, map(self._version, value.split("-")))
        return tuple(block for words in found for block in text_blocks(words))

    def _version(self, value: str) -> str:
        """A version by its id: whose, which number, in which language.

        "" if it may not be seen.
        """
        version = (
            AnswerVersion.objects.filter(
                pk=read_id(value) or 0, answer__project=self.kwargs["project_id"]
            )
            .select_related("answer__author")
            .first()
        )
        if not version or not self.access:
            return ""
        is_own = version.answer.author == self.user
        if not is_own and not self.access.may(Permission.ANSWER_READ_OTHER_MEMBER):
            return ""
        words = {"name": version.answer.author, "number": version.number}
        if version.answer.language == Language.FR:
            return _("%(name)s, version %(number)s in French") % words
        return _("%(name)s, version %(number)s in English") % words

    def member(self, value: str) -> str:
        """A member by the id of the account; "" if there is none."""
        found = self._members().filter(user=read_id(value) or 0)
        return str(found[0].user) if found else ""

    def _members(self):
        may_list = self.access and self.access.may(Permission.MEMBER_LIST)
        if not may_list:
            return Membership.objects.none()
        return Membership.objects.filter(project=self.access.project).select_related(
            "user"
        )


def _rows(form: CarriedForm, action: Action, place: _Place):
    names = {name for name, _value in form.fields}
    labelled: set[str] = set()
    for name, value in form.fields:
        if not value.strip() or f"{name}-html" in names:
            continue
        label, blocks = _row(name, value, action, place, dict(form.fields))
        if blocks:
            # The label once, above all the choices made under it.
            yield ("" if label and label in labelled else label), blocks
            labelled.add(label)


def _row(name, value, action, place, fields):
    if "part_" in name:
        return _part_label(name, place, fields), _part_blocks(name, value)
    if name in ("version", "versions"):
        return _("Answer"), place.versions(value)
    if name.startswith("translation-"):
        is_of_the_chosen = name == f"translation-{fields.get('versions')}"
        return _("Translation"), place.versions(value) if is_of_the_chosen else ()
    if name == "sections":
        return _("Whole sections"), text_blocks(value)
    if name == "questions":
        question = place.question(value)
        return _("Questions"), text_blocks(question.label if question else "")
    if name in action.ticks:
        return "", text_blocks(str(action.ticks[name]))
    field = action.form.base_fields.get(name) if action.form else None
    label = field.label if field else None
    if name in ("member", "mentions"):
        return label or "", text_blocks(place.member(value))
    if label:
        return label, text_blocks(_chosen(field, value))
    if name.rpartition("-")[2] in TECHNICAL:
        return "", ()
    return "", text_blocks(value)


def _part_blocks(name: str, value: str) -> tuple[Block, ...]:
    if name.endswith("-html"):
        return prose_blocks(sanitise(value))
    return text_blocks(typed_text(value))


def _part_label(name: str, place: _Place, fields: dict[str, str]) -> str:
    """The question’s number, where one form answers several, and the part’s label."""
    prefix, _part, key = name.partition("part_")
    slug = fields.get(f"{prefix}question") or place.kwargs.get("slug", "")
    question = place.question(slug)
    if question is None:
        return ""
    label = next(
        (part.label for part in question.parts.all() if part.key == key.split("-")[0]),
        "",
    )
    number = question.label if "slug" not in place.kwargs else ""
    return " ".join(filter(None, (number, str(label))))


def _chosen(field, value: str) -> str:
    """What was chosen, as the form says it; other text as it was typed."""
    if isinstance(field, BooleanField):
        return _("Yes")
    for known, words in getattr(field, "choices", ()):
        if str(known) == value:
            return str(words)
    return value
