"""Two windows have different texts of one answer: compare, choose or combine."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import project_view
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.two_versions import (
    SavedTextMoved,
    ServerText,
    merge_versions,
    server_text,
)
from questionnaire.actions.errors import NotInTemplate
from questionnaire.content.blocks import rows_apart
from questionnaire.content.comparing import ParagraphChange, compare_blocks
from questionnaire.content.kinds import KINDS
from questionnaire.content.prose import blocks_to_html
from questionnaire.errors import Invalid
from questionnaire.forms.answer import AnswerForm, field_name
from questionnaire.models import AnswerVersion, Part
from questionnaire.permissions import Permission
from questionnaire.queries.answering.worksheet import read_worksheets
from questionnaire.refusals import answer_refusal
from questionnaire.views.pages import project_context

# The names of the hidden fields of an answer's form.
PROTOCOL = ("save_id", "base", "language")
LEFT, RIGHT, BOTH = "left", "right", "both"


@dataclass(frozen=True)
class Row:
    """A paragraph or table row on either side, and which side is chosen."""

    name: str
    change: ParagraphChange
    choice: str
    is_decided: bool  # only one side changed it since both began
    # The values that each side adds to the result; none where it has nothing.
    old_pieces: tuple = ()
    new_pieces: tuple = ()

    @property
    def is_same(self):
        return self.change.kind == "same"

    @property
    def is_departure(self):
        return _follows(self.change)

    @property
    def old_html(self):
        return blocks_to_html(self.change.old_blocks, rel=None)

    @property
    def new_html(self):
        return blocks_to_html(self.change.new_blocks, rel=None)

    @property
    def old_for_script(self):
        return _for_script(self.old_html, self.old_pieces)

    @property
    def new_for_script(self):
        return _for_script(self.new_html, self.new_pieces)

    @property
    def pieces(self):
        """The values that this row adds to the result."""
        old, new = self.old_pieces, self.new_pieces
        if self.is_same:
            return new
        return {LEFT: old, RIGHT: new, BOTH: old + new}[self.choice]


@dataclass(frozen=True)
class PartRows:
    """A part of the question on both sides; an indivisible value is taken whole."""

    part: Part
    rows: tuple[Row, ...]
    saved: object
    mine: object

    @property
    def is_divisible(self):
        return KINDS[self.part.kind].is_divisible

    @property
    def result(self):
        """The value that results from the choices."""
        if self.is_divisible:
            pieces = [piece for row in self.rows for piece in row.pieces]
            return KINDS[self.part.kind].merge(pieces)
        takes_saved = any(row.choice == LEFT for row in self.rows)
        return self.saved if takes_saved else self.mine


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.ANSWER_SAVE_OWN)
def two_versions(request, access, slug):
    """Compare the saved text with the one a window sent, and merge them."""
    if request.method == "GET":
        # After signing in again: the text is still on the page that it came from.
        return redirect("question", access.project.pk, slug)
    access.require(Permission.ANSWER_SAVE_OWN)
    outline, sheets = read_worksheets(
        access, request.user, slugs=[slug], language=request.POST.get("language")
    )
    if not sheets:
        raise NotInTemplate(slug)
    sheet = sheets[0]
    mine = AnswerForm(
        request.POST,
        question_label=sheet.entry.label,
        parts=sheet.parts,
        language=sheet.language,
        prefix=request.POST.get("prefix") or None,
    )
    if not mine.is_valid():
        said = " ".join(error for found in mine.errors.values() for error in found)
        return answer_refusal(
            request, Invalid(said), message=said, kept=mine.readable_parts()
        )
    own = OwnAnswer(
        project_id=access.project.pk,
        question=sheet.question,
        parts=sheet.parts,
        language=sheet.language,
        author=request.user,
    )
    saved = server_text(own)
    decision = request.POST.get("decision")
    if decision in ("result", "saved", "mine"):
        merged = _merge(request, own, sheet, mine, saved, decision)
        if merged:
            return merged
    return _page(request, access, outline, sheet, mine, saved)


def _merge(request, own, sheet, mine, saved, decision):
    """Save the result; None when it is refused or the saved text has changed."""
    content = mine.content()
    if decision == "result":
        result = _result_form(sheet, request.POST)
        if not result.is_valid():
            return None
        content = result.content()
    elif decision == "saved":
        content = saved.content
    try:
        done = merge_versions(
            own,
            mine=mine.content(),
            result=content,
            compared=request.POST.get("compared"),
        )
    except SavedTextMoved as refusal:
        messages.warning(request, refusal.message)
        return None
    if done.version:
        messages.success(
            request,
            _("Saved as version %(number)s; both texts are among the versions.")
            % {"number": done.version.number},
        )
    response = redirect("question", own.project_id, sheet.entry.slug)
    response["Location"] += f"?in={sheet.language}"
    return response


def _page(request, access, outline, sheet, mine, saved):
    parts = _compare(access.project, sheet, mine, saved, request.POST, request.user)
    rows = [row for part in parts for row in part.rows if not row.is_same]
    result = _result_form(sheet, None, {part.part.key: part.result for part in parts})
    context = {
        **project_context(access),
        "outline": outline,
        "sheet": sheet,
        "entry": sheet.entry,
        "saved": saved,
        "parts": parts,
        "carried": _carried(mine),
        "started_from": request.POST.get("started_from", ""),
        "result": result,
        "differs": bool(rows),
        "was_combined": bool(rows) and all(row.is_decided for row in rows),
    }
    return render(request, "questionnaire/answering/two_versions.html", context)


def _compare(project, sheet, mine, saved: ServerText, data, author):
    start = _start(project, sheet, mine, author)
    content = mine.content()
    return [
        PartRows(
            part,
            tuple(_rows(part, saved.content, content, start, sheet.language, data)),
            saved.content.get(part.key),
            content.get(part.key),
        )
        for part in sheet.parts
    ]


def _rows(part, saved, mine, start, language, data):
    """The rows of a part; `start` is the content that both windows started from."""
    kind = KINDS[part.kind]
    left, right, base = (
        _blocks(kind, part, side.get(part.key), language)
        for side in (saved, mine, start or {})
    )
    base = None if start is None else rows_apart(base)
    old_pieces, new_pieces = (
        iter(kind.split(side[part.key]) if side.get(part.key) is not None else ())
        for side in (saved, mine)
    )
    changes = compare_blocks(left, right).paragraphs
    for place, change in zip(_places_of_choice(changes), changes, strict=True):
        old = tuple(next(old_pieces, None) for _block in change.old_blocks)
        new = tuple(next(new_pieces, None) for _block in change.new_blocks)
        yield _row(f"choice-{part.key}-{place}", change, old, new, base, data)


def _places_of_choice(changes):
    """Where each of the changes is chosen: what moved, where it stands now."""
    arrivals = {
        change.old_number: index
        for index, change in enumerate(changes)
        if change.is_moved and not change.is_departure
    }
    for index, change in enumerate(changes):
        yield arrivals.get(change.old_number, index) if _follows(change) else index


def _follows(change):
    """Whether its choice is made elsewhere: at the other place where it stands."""
    return change.is_departure and bool(change.blocks_elsewhere)


def _row(name, change, old, new, base, data):
    """`base` is the text that both windows started from; None when unknown."""
    decided = None if base is None else _only_change(change, base)
    choice = data.get(name)
    if choice not in (LEFT, RIGHT, BOTH):
        choice = decided or RIGHT
    return Row(name, change, choice, decided is not None, old, new)


def _for_script(html, pieces):
    """What the page's script puts into the editor: HTML, or table rows as JSON."""
    is_table = any(isinstance(piece, list) for piece in pieces)
    return json.dumps(pieces[0], ensure_ascii=False) if is_table else html


def _only_change(change, base):
    """The side that changed this paragraph, if the other one left it alone.

    Of one that stands at two places, both places follow the same side.
    """
    old, new = change.old_blocks, change.new_blocks
    if change.blocks_elsewhere:
        old, new = old or change.blocks_elsewhere, new or change.blocks_elsewhere
    old_is_new, new_is_new = (any(b not in base for b in side) for side in (old, new))
    if not old:
        return RIGHT if new_is_new else LEFT
    if not new:
        return LEFT if old_is_new else RIGHT
    if old_is_new and new_is_new:
        return None
    if change.is_moved and not (old_is_new or new_is_new):
        return None
    return LEFT if old_is_new else RIGHT


def _start(project, sheet, mine, author):
    """The content both windows started from; None when its version is unknown."""
    number = mine.data.get("started_from") or str(mine.cleaned_data["base"])
    if number == "0":
        return {}
    if not number.isdecimal():
        return None
    version = AnswerVersion.objects.filter(
        answer__project=project,
        answer__question=sheet.question,
        answer__author=author,
        answer__language=sheet.language,
        number=int(number[:9]),
    )
    return version.values_list("content", flat=True).first()


def _result_form(sheet, data, content=None):
    """The editable result: the question's parts, under separate field names."""
    return AnswerForm(
        data,
        question_label=sheet.entry.label,
        parts=sheet.parts,
        language=sheet.language,
        content=content,
        prefix="result",
    )


def _blocks(kind, part, value, language):
    return () if value is None else tuple(kind.blocks(value, part.options, language))


def _carried(form):
    """Hidden (name, value) pairs that resend the window's text."""
    protocol = [(name, form.cleaned_data[name]) for name in PROTOCOL]
    return protocol + [
        KINDS[part.kind].to_form_data(name, form.cleaned_data[name])
        for part, name in ((part, field_name(part.key)) for part in form.parts)
    ]
