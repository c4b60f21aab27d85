"""What a file is made from, known by a digest and read only when it must be.

An edition bears the digest of its record, so that a file of it that is kept is
found without reading the plan. The record of a live plan is read and hashed once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaire.lib.canonical import digest
from questionnaire.models import Edition, Project
from questionnaire.plan.edition_changes import pair_of_records
from questionnaire.plan.record import read_record, record_digest
from questionnaire.plan.review_record import read_review_record


@dataclass(frozen=True)
class Source:
    """A plan record, or a pair of them to be compared, of one project."""

    project: Project
    digest: str
    read: Callable[[], dict]
    # The edition that the file belongs to and is kept with; None for a live plan.
    edition: Edition | None = None
    # Whether the record is the edition's own, as it is frozen.
    is_frozen: bool = False
    # The digest by which earlier releases named the same content, if another.
    read_former_digest: Callable[[], str] | None = None


def live_plan(project, *, with_review=False):
    """The plan as it stands now, with the record of its review when asked for."""
    record = read_record(project.pk)
    if with_review:
        record = {**record, "review": read_review_record(record)}
    return Source(project, record_digest(record), lambda: record)


def frozen_plan(edition, *, with_review=False):
    """An edition; with its review, what had happened when it was finished."""
    if not with_review:
        return Source(
            edition.project,
            edition.sha256,
            lambda: edition.plan,
            edition=edition,
            is_frozen=True,
        )
    review = read_review_record(edition.plan, edition.finished_at)
    record = {**edition.plan, "review": review}
    return Source(
        edition.project, record_digest(record), lambda: record, edition=edition
    )


def comparison(old, new=None):
    """What changed from the edition `old` to the edition `new`, or to the plan now.

    It is named by the digests of both.
    """
    other = live_plan(old.project) if new is None else frozen_plan(new)

    def read():
        return pair_of_records(old.plan, other.read())

    return Source(
        old.project,
        digest({"old": old.sha256, "new": other.digest}),
        read,
        edition=new,
        read_former_digest=lambda: digest(read()),
    )
