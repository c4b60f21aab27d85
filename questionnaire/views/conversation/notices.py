"""My notices: the list, opening one, and marking all as read."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from questionnaire.access import form_of
from questionnaire.actions.conversation.reading import mark_all_read, mark_read
from questionnaire.forms.notices import ReadForm
from questionnaire.mail.comment_words import read_comment_words
from questionnaire.mail.links import notice_path
from questionnaire.mail.wording import notice_details, notice_sentence
from questionnaire.queries.conversation.notices import read_notices

NOTICES_PER_PAGE = 25


@require_safe
@login_required
def notices(request):
    """The notices to me, newest first, in the words of their mail."""
    page = Paginator(read_notices(request.user), NOTICES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    words = read_comment_words(request.user, page)
    rows = [
        {
            "notice": notice,
            "sentence": notice_sentence(notice),
            "details": notice_details(notice, words),
            "has_place": bool(notice_path(notice)),
        }
        for notice in page
    ]
    context = {"page": page, "rows": rows}
    return render(request, "questionnaire/conversation/notices.html", context)


@require_safe
@login_required
def notice(request, notice_id):
    """Mark a notice as read, and go to what it is about."""
    found = get_object_or_404(read_notices(request.user), pk=notice_id)
    mark_read(found)
    return redirect(notice_path(found) or "notices")


@form_of("notices")
@login_required
def notices_read(request):
    """Mark as read what the list has shown."""
    form = ReadForm(request.POST)
    if form.is_valid():
        mark_all_read(request.user, **form.cleaned_data)
    return redirect("notices")
