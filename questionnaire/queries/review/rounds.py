"""A round of review: what a reviewer has decided and asked for, not yet told.

It is read from the trail: the reviewer's deeds since the review was last sent, as
far as they still stand.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from questionnaire.models import Comment, Decision, Event, User
from questionnaire.plan.reading import newest_choices, read_sources
from questionnaire.vocabulary import Verb

_DEEDS = (Verb.ANSWER_AGREED, Verb.CHANGES_REQUESTED)
LONGEST_REASON = 300


@dataclass
class MemberRound:
    """What one member is to be told."""

    member: User
    used: list[str] = field(default_factory=list)  # labels: agreed as they wrote it
    combined: list[str] = field(default_factory=list)  # labels: agreed in part
    requests: list[Comment] = field(default_factory=list)

    def as_data(self):
        """The same as JSON, for a notice."""
        return {
            "used": self.used,
            "combined": self.combined,
            "requests": [
                {
                    "label": request.question.label,
                    "comment": request.pk,
                    "reason": request.body[:LONGEST_REASON],
                }
                for request in self.requests
            ],
        }


def read_round(project, reviewer):
    """[MemberRound] of everybody who is to be told something, by name.

    Seven queries at most, however long the round.
    """
    deeds = _deeds(project, reviewer)
    decisions = _standing_decisions(
        project, {deed.data["decision"] for deed in deeds if "decision" in deed.data}
    )
    requests = list(
        Comment.objects.change_requests()
        .filter(pk__in=[deed.data.get("comment", 0) for deed in deeds])
        .filter(project=project, resolved_at=None)
        .filter(question__section__template=project.template_id)
        .select_related("question__section", "version__answer__author")
        .order_by("question__section__position", "question__number", "id")
    )
    present = set(project.memberships.values_list("user_id", flat=True))
    rounds = {}

    def of(member):
        return rounds.setdefault(member.pk, MemberRound(member))

    for decision, sources in decisions:
        label = decision.question.label
        author = decision.version.answer.author
        of(author).used.append(label)
        for source in sources:
            if source.pk != author.pk:
                of(source).combined.append(label)
    for request in requests:
        of(request.version.answer.author).requests.append(request)
    found = [each for pk, each in rounds.items() if pk in present and pk != reviewer.pk]
    for each in found:
        each.used = list(dict.fromkeys(each.used))
        each.combined = list(dict.fromkeys(each.combined))
    return sorted(found, key=lambda each: (each.member.name, each.member.pk))


def _deeds(project, reviewer):
    """The reviewer’s decisions and requests since the review was last sent."""
    mine = Event.objects.filter(project=project, actor=reviewer)
    last = (
        mine.filter(verb__in=(Verb.REVIEW_SENT, Verb.PROJECT_FINISHED))
        .order_by("-id")
        .values_list("id", flat=True)
        .first()
    )
    deeds = mine.filter(verb__in=_DEEDS)
    return list(deeds.filter(pk__gt=last) if last else deeds)


def _standing_decisions(project, ids):
    """[(decision, [author of a source])] of those that nobody replaced.

    A decision that was carried over to a newer version of the template is the same.
    """
    standing = {
        choice.decision_id
        for choices in newest_choices([project.pk]).values()
        for choice in choices
    }
    decisions = list(
        Decision.objects.filter(Q(pk__in=ids) | Q(carried_from__in=ids))
        .filter(pk__in=standing, question__section__template=project.template_id)
        .exclude(version=None)
        .select_related("question__section", "version__answer__author")
        .defer("version__content")
        .order_by("question__section__position", "question__number", "id")
    )
    sources = read_sources([decision.version_id for decision in decisions])
    return [
        (each, [source.answer.author for source in sources[each.version_id]])
        for each in decisions
    ]
