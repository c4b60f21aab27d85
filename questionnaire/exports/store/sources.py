"""What a file is made from, identified by a digest and read only when needed.

An edition has the digest of its record, so that its stored files are found without
reading the plan. The record of a live plan is read and hashed once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaire.lib.canonical import digest
from questionnaire.models import Edition, Project
from questionnaire.plan.edition_changes import pair_of_records
from questionnaire.plan.record import Record, read_record, record_digest
from questionnaire.plan.review_record import read_review_record


@dataclass(frozen=True)
class Source:
    """A plan record, or a pair of them to be compared, of one project."""

    project: Project
    digest: str
    read: Callable[[], Record]
    # The edition that the file belongs to; None for a live plan.
    edition: Edition | None = None
    # Whether the record is the frozen one of the edition itself.
    is_frozen: bool = False
    # The digest that earlier releases gave the same content, if it was different.
    read_former_digest: Callable[[], str] | None = None


def live_plan(project: Project, *, with_review: bool = False) -> Source:
    """The plan as it is now, on request with the record of its review."""
    record = read_record(project.pk)
    if with_review:
        record = {**record, "review": read_review_record(record)}
    return Source(project, record_digest(record), lambda: record)


def frozen_plan(edition: Edition, *, with_review: bool = False) -> Source:
    """An edition, on request with its review up to the moment it was finished."""
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


def comparison(old: Edition, new: Edition | None = None) -> Source:
    """What changed from the edition `old` to the edition `new`, or to the plan now.

    It is identified by the digests of both.
    """
    other = live_plan(old.project) if new is None else frozen_plan(new)

    def read() -> Record:
        return pair_of_records(old.plan, other.read())

    return Source(
        old.project,
        digest({"old": old.sha256, "new": other.digest}),
        read,
        edition=new,
        read_former_digest=lambda: digest(read()),
    )
