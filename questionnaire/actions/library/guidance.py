"""An institution's own guidance on the questions of a template."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.actions.common import write_site_event
from questionnaire.actions.opening import open_institution_for_writing
from questionnaire.actions.shared_texts import EditedMeanwhile, Plain, merge_edit
from questionnaire.bilingual import LANGUAGES
from questionnaire.errors import NotFound
from questionnaire.lib.text import normalise_newlines, trimmed, validate_text
from questionnaire.models import LocalGuidance, Question, User
from questionnaire.permissions import InstitutionPermission
from questionnaire.vocabulary import SiteVerb

LONGEST = 20_000


class NewerGuidanceExists(EditedMeanwhile):
    """Somebody else has changed the text in the same language: `newest`."""

    code = "newer_guidance"

    def __init__(
        self, clashing: Sequence[str], shown: Plain, newest: LocalGuidance | None
    ) -> None:
        super().__init__(clashing, shown, _body_of(newest))
        self.newest = newest


class NoSuchQuestion(NotFound):
    """No published template has this question."""

    code = "no_such_question"


@dataclass(frozen=True)
class SavedGuidance:
    """The newest text, and whether this save created it."""

    guidance: LocalGuidance | None
    is_new: bool


@dataclass(frozen=True)
class GuidanceText:
    """An institution's own guidance on a question, in both languages.

    `base` is the number of the text that it is based on, 0 for none.
    """

    template_slug: str
    question_slug: str
    body_fr: str
    body_en: str
    base: int


@transaction.atomic
def write_guidance(
    *, institution_id: int, by: User, text: GuidanceText
) -> SavedGuidance:
    """Save the institution's guidance on a question, under the next number.

    Two empty texts withdraw the guidance; an unchanged text creates nothing. What
    others have saved since `base` in a language that this text does not change stays.
    Returns SavedGuidance. Raises NoSuchQuestion, NewerGuidanceExists, and
    ValidationError by field for a text that is missing in one language or cannot be
    stored.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.EDIT_GUIDANCE
    )
    if not Question.objects.filter(
        section__template__slug=text.template_slug,
        section__template__published_at__isnull=False,
        slug=text.question_slug,
    ).exists():
        raise NoSuchQuestion(text.question_slug)
    body = clean_guidance(text.body_fr, text.body_en)
    rows = LocalGuidance.objects.filter(
        institution=institution_id,
        template_slug=text.template_slug,
        question_slug=text.question_slug,
    )
    newest = rows.order_by("-number").first()
    if body == _body_of(newest):
        return SavedGuidance(newest, is_new=False)
    if text.base != (newest.number if newest else 0):
        body = _merge(body, rows.filter(number=text.base).first(), newest)
    number = newest.number + 1 if newest else 1
    written = LocalGuidance.objects.create(
        institution=access.institution,
        template_slug=text.template_slug,
        question_slug=text.question_slug,
        number=number,
        written_by=by,
        **body,
    )
    write_site_event(
        by=by,
        verb=SiteVerb.GUIDANCE_WRITTEN,
        target=f"institution:{institution_id}",
        template=text.template_slug,
        question=text.question_slug,
        number=number,
    )
    return SavedGuidance(written, is_new=True)


def clean_guidance(body_fr: str, body_en: str) -> dict[str, str]:
    """{"body_fr": …, "body_en": …} as it is stored. Raises ValidationError by field."""
    body = {
        "body_fr": trimmed(normalise_newlines(body_fr)),
        "body_en": trimmed(normalise_newlines(body_en)),
    }
    errors: dict[str, ValidationError] = {}
    for name, text in body.items():
        try:
            validate_text(text)
        except ValidationError as error:
            errors[name] = error
        if len(text) > LONGEST:
            errors[name] = ValidationError(
                _("Write at most %(count)s characters."),
                params={"count": LONGEST},
                code="too_long",
            )
    if any(body.values()):
        for name, text in body.items():
            if not text:
                errors[name] = ValidationError(
                    _("Write both languages, or empty both to take the text back."),
                    code="one_language",
                )
    if errors:
        raise ValidationError(errors)
    return body


def _merge(
    body: dict[str, str], base: LocalGuidance | None, newest: LocalGuidance | None
) -> dict[str, str]:
    """What a text changed of its `base`, and what the newest one says else.

    Raises NewerGuidanceExists.
    """
    now, shown = _body_of(newest), _body_of(base)
    try:
        changed = merge_edit(body, now=now, shown=shown)
    except EditedMeanwhile as found:
        raise NewerGuidanceExists(found.clashing, shown, newest) from found
    return clean_guidance(**{**now, **{name: body[name] for name in changed}})


def _body_of(guidance: LocalGuidance | None) -> dict[str, str]:
    if guidance is None:
        return {f"body_{code}": "" for code in LANGUAGES}
    return {f"body_{code}": getattr(guidance, f"body_{code}") for code in LANGUAGES}
