"""The forms of answers on the pages of questions: showing, reading and saving them."""

import re
import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from questionnaire.actions.answering.answers import save_version
from questionnaire.actions.errors import NewerVersionExists, SaveIdReused
from questionnaire.content.kinds import KINDS
from questionnaire.forms.answer import AnswerForm, examples_by_letter, field_name
from questionnaire.permissions import Permission

_NOTE_WAITS = gettext_lazy(
    "The text had not changed, so that there is no new version for this note. It goes "
    "with the next one."
)
_PREFIX = re.compile(r"(q[0-9]{1,2}-[0-9]{1,2})-question")


def prefix_of(sheet):
    """The prefix of a question’s fields where there are several on a page."""
    return f"q{sheet.question.label}".replace(".", "-")


def named_questions(data):
    """{prefix: slug} of the questions on the page of a section that is sent."""
    return {
        found[1]: slug
        for name, slug in data.items()
        if (found := _PREFIX.fullmatch(name))
    }


def form_of_sheet(sheet, data=None, prefix=None, beside=None):
    """The form of a worksheet, with what it opens with; or with `data`, as sent."""
    return AnswerForm(
        data,
        question_label=sheet.question.label,
        parts=sheet.parts,
        language=sheet.language,
        base=sheet.base,
        revision=sheet.revision,
        content=sheet.editor_content,
        translates=beside and beside.source.version.pk,
        prefix=prefix,
    )


def save_form(request, access, question, form):
    """Save one form: (Saved, None), or (None, the newer version if there is one)."""
    access.require(Permission.ANSWER_SAVE_OWN)
    if not form.is_valid():
        return None, None
    own = form.own_answer(access.project, question, request.user)
    save = form.version_save()
    try:
        try:
            saved = save_version(own, save)
        except SaveIdReused:
            # The user left the page and came back: its text now is a new save.
            saved = save_version(own, replace(save, save_id=uuid.uuid4()))
    except ValidationError as error:
        form.add_content_errors(error)
        return None, None
    except NewerVersionExists as error:
        form.start_again_from(error.newest.number)
        return None, error.newest
    if not saved.has_note(save.note):
        form.add_error("note", _NOTE_WAITS)
        return None, None
    return saved, None


def say_saved(request, done):
    """Tell which of the saved answers are new versions; `done` has Saved ones."""
    new = [saved for saved in done if saved.is_new]
    if len(new) == 1:
        text = _("Your answer is saved, as version %(number)s.")
        messages.success(request, text % {"number": new[0].version.number})
    elif new:
        text = ngettext(
            "%(count)s answer is saved.", "%(count)s answers are saved.", len(new)
        )
        messages.success(request, text % {"count": len(new)})
    elif done:
        messages.info(request, _("Nothing had changed: no new version was needed."))


def examples_of(sheet, prefix=None):
    """[(field name, part, example value)]: our examples, to start an answer from.

    `prefix` is that of the question's form, where there are several on a page.
    """
    text = sheet.addition.example if sheet.addition else ""
    if not text:
        return []
    if len(sheet.parts) == 1:
        by_key = {sheet.parts[0].key: text}
    else:
        by_letter = examples_by_letter(text, [part.letter for part in sheet.parts])
        by_key = {part.key: by_letter.get(part.letter) for part in sheet.parts}
    examples = [
        (
            f"{prefix}-" * bool(prefix) + field_name(part.key),
            part,
            KINDS[part.kind].example(by_key[part.key]),
        )
        for part in sheet.parts
        if by_key.get(part.key)
    ]
    return [example for example in examples if example[2] is not None]
