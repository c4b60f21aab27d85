"""The institutions that take part in a project beside the lead institution."""

from collections.abc import Iterable, Sequence

from questionnaire.models import Partner, Project


def partner_lines(partners: Iterable[Partner]) -> str:
    """The partners as people type them: one a line, with the identifier if any."""
    return "\n".join(
        " ".join(filter(None, (partner.label, partner.identifier)))
        for partner in partners
    )


def set_partners(project: Project, partners: Sequence[Partner]) -> bool:
    """Let these, not saved yet, be the partners; whether that changed anything.

    For the actions that describe a project, which have opened it. Raises
    ValidationError.
    """

    def named(partner: Partner) -> tuple[int | None, str, str]:
        return partner.institution_id, partner.name, partner.ror

    if list(map(named, project.partners.all())) == list(map(named, partners)):
        return False
    project.partners.all().delete()
    for position, partner in enumerate(partners, 1):
        partner.project, partner.position = project, position
        partner.full_clean()
        partner.save(force_insert=True)
    return True
