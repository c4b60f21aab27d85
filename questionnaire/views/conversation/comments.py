"""The comments on a question: a page of their own, or part of the question’s."""

import uuid
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.conversation import comments as actions
from questionnaire.actions.errors import SaveIdReused
from questionnaire.bilingual import both
from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.kinds import readable_parts
from questionnaire.forms.comment import (
    CommentForm,
    EditForm,
    PassageForm,
    ReplyForm,
)
from questionnaire.lib.ids import read_id
from questionnaire.models import AnswerVersion, Comment, User
from questionnaire.permissions import InvalidState, Permission, ProjectRole
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.queries.conversation.threads import read_discussion
from questionnaire.refusals import answer_refusal
from questionnaire.views.pages import project_context


@require_http_methods(["GET", "POST"])
@project_view(Permission.COMMENT_READ, writing=Permission.COMMENT_ADD)
def comments(request, access, slug):
    """Read the comments on a question, and post one."""
    question = get_question(access, slug)
    if request.method == "GET":
        return _show(request, access, question)
    parent = read_id(request.POST.get("parent", ""))
    if parent:
        form = ReplyForm(request.POST, name=f"reply-{parent}", parent=parent)
    else:
        form = CommentForm(
            request.POST, name="comment", members=_colleagues(access, request.user)
        )
    comment = _post(request, access, question, form)
    if isinstance(comment, Comment):
        focus = f"reply-{parent}-open" if parent else "comment-body"
        return _done(request, access, question, comment, _("Comment added"), focus)
    return comment or _show(request, access, question, refused=form)


@require_http_methods(["GET", "POST"])
@project_view(Permission.COMMENT_ADD)
def comment_passage(request, access, slug, version_id):
    """Comment on a version, or on a passage of it."""
    question = get_question(access, slug)
    version = get_object_or_404(
        AnswerVersion.objects.select_related("answer__author"),
        pk=version_id,
        answer__project=access.project,
        answer__question=question,
    )
    if version.answer.author_id != request.user.pk:
        access.require(Permission.ANSWER_READ_OTHER_MEMBER)
    data = request.POST if request.method == "POST" else None
    form = PassageForm(data, name="passage", members=_colleagues(access, request.user))
    if data is not None:
        comment = _post(request, access, question, form, version_id=version.pk)
        if isinstance(comment, Comment):
            return redirect(_address(access, question, comment))
        if comment is not None:
            return comment
    context = {
        "access": access,
        "project": access.project,
        "question": question,
        "version": version,
        "parts": readable_parts(
            version.content, question.parts.all(), version.answer.language
        ),
        "left_of_texts": LeftOfTexts(access.project).of_each(question, [version]),
        "form": form,
    }
    return render(
        request,
        "questionnaire/conversation/comment_passage.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("comments")
@project_view(Permission.COMMENT_READ, writing=Permission.COMMENT_EDIT_OWN)
def comment_edit(request, access, slug, comment_id):
    """Edit one's own comment."""
    question = get_question(access, slug)
    form = EditForm(request.POST, name=f"edit-{comment_id}")
    try:
        access.require(Permission.COMMENT_EDIT_OWN)
        if not form.is_valid():
            return _show(request, access, question, refused=form)
        comment = actions.edit_comment(
            project_id=access.project.pk,
            comment_id=comment_id,
            by=request.user,
            body=form.cleaned_data["body"],
        )
    except InvalidState as refusal:
        return answer_refusal(request, refusal, kept=_kept(form))
    focus = f"comment-{comment.pk}"
    return _done(request, access, question, comment, _("Comment corrected"), focus)


@form_of("comments")
@project_view(Permission.COMMENT_RESOLVE)
def comment_resolve(request, access, slug, comment_id):
    """Mark a thread as resolved."""
    return _change(
        request,
        access,
        slug,
        comment_id,
        actions.resolve_comment,
        _("Resolved"),
        "comments-resolved",
    )


@form_of("comments")
@project_view(Permission.COMMENT_RESOLVE)
def comment_reopen(request, access, slug, comment_id):
    """Reopen a resolved thread."""
    focus = f"comment-{comment_id}"
    words = _("Reopened")
    return _change(
        request, access, slug, comment_id, actions.reopen_comment, words, focus
    )


@form_of("comments")
@project_view(Permission.COMMENT_HIDE_OTHER)
def comment_hide(request, access, slug, comment_id):
    """Hide the text of a comment."""
    focus = f"comment-{comment_id}"
    words = _("Comment hidden")
    return _change(
        request, access, slug, comment_id, actions.hide_comment, words, focus
    )


def _change(request, access, slug, comment_id, action, announced, focus):
    question = get_question(access, slug)
    comment = action(
        project_id=access.project.pk, comment_id=comment_id, by=request.user
    )
    return _done(request, access, question, comment, announced, focus)


def _post(request, access, question, form, version_id=None):
    """The new Comment, a response if the plan's state forbids it, or None if the form
    has errors."""
    try:
        access.require(Permission.COMMENT_ADD)
        if not form.is_valid():
            return None
        post = actions.CommentPost(
            question=question,
            body=form.cleaned_data["body"],
            save_id=form.cleaned_data["save_id"],
            parent_id=form.cleaned_data["parent"],
            version_id=version_id,
            quote=form.cleaned_data.get("quote", ""),
            mentions=form.cleaned_data.get("mentions", ()),
        )
        where = {"project_id": access.project.pk, "by": request.user}
        try:
            return actions.add_comment(**where, post=post)
        except SaveIdReused:
            # The user left the page and came back: its text now is a new comment.
            post = replace(post, save_id=uuid.uuid4())
            return actions.add_comment(**where, post=post)
    except ValidationError as error:
        form.add_error(None, error)
    except InvalidState as refusal:
        return answer_refusal(request, refusal, kept=_kept(form))
    return None


def _kept(form):
    """The text of a form, as refusals.answer_refusal gives it back."""
    return [(None, (Paragraph((Run(form["body"].value() or ""),)),))]


@dataclass(frozen=True)
class _Line:
    """A comment as shown, with the form to edit it if it is one's own."""

    comment: Comment
    edit_form: EditForm | None


@dataclass(frozen=True)
class _ShownThread:
    first: _Line
    replies: tuple[_Line, ...]
    reply_form: ReplyForm


class _Page:
    """The forms of one page; a refused form replaces the empty one of its name."""

    def __init__(self, access, user, refused):
        self.user, self.refused = user, refused
        self.may_edit = access.may(Permission.COMMENT_EDIT_OWN)

    def thread(self, thread):
        name = f"reply-{thread.first.pk}"
        reply_form = self._refused(name) or ReplyForm(name=name, parent=thread.first.pk)
        replies = tuple(self._line(reply) for reply in thread.replies)
        return _ShownThread(self._line(thread.first), replies, reply_form)

    def _line(self, comment):
        form = None
        is_mine = comment.author_id == self.user.pk
        if is_mine and self.may_edit and not comment.hidden_at:
            name = f"edit-{comment.pk}"
            form = self._refused(name) or EditForm(name=name, body=comment.body)
        return _Line(comment, form)

    def _refused(self, name):
        return self.refused if self.refused and self.refused.name == name else None


def _show(request, access, question, *, refused=None, announced="", focus=""):
    """The page, or just its comments when htmx asks for them."""
    discussion = read_discussion(access.project, question)
    page = _Page(access, request.user, refused)
    remarks = _remarks(access)
    new_form = CommentForm(name="comment", members=_colleagues(access, request.user))
    chosen = read_id(request.GET.get("remark", ""))
    new_form.initial["body"] = next(
        (each.text for each in remarks if each.pk == chosen), ""
    )
    context = {
        **project_context(access),
        "question": question,
        "open_threads": [page.thread(thread) for thread in discussion.unresolved],
        "resolved_threads": [page.thread(thread) for thread in discussion.resolved],
        "new_form": refused if isinstance(refused, CommentForm) else new_form,
        "remarks": remarks,
        "form": refused,
        "announced": announced,
        "focus": focus,
    }
    template = (
        "questionnaire/conversation/partials/comments.html"
        if request.htmx
        else "questionnaire/conversation/comments.html"
    )
    return render(request, template, context, status=422 if refused else 200)


def _remarks(access):
    """The ready remarks, each with its `text` in the project’s language."""
    if access.role is not ProjectRole.LIBRARIAN or not access.may(
        Permission.COMMENT_ADD
    ):
        return []
    remarks = list(access.project.institution.canned_remarks.order_by("title", "id"))
    for remark in remarks:
        remark.text = both(remark, "body")[access.project.language]
    return remarks


def _done(request, access, question, comment, announced, focus):
    """The comments with the focus set; without scripts, a redirect to the comment."""
    if request.htmx:
        return _show(request, access, question, announced=announced, focus=focus)
    return redirect(_address(access, question, comment))


def _address(access, question, comment):
    page = reverse("comments", args=[access.project.pk, question.slug])
    return f"{page}#comment-{comment.pk}"


def _colleagues(access, user):
    return list(
        User.objects.filter(memberships__project=access.project)
        .exclude(pk=user.pk)
        .only("pk", "name", "email")
        .order_by("name", "pk")
    )
