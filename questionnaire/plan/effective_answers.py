"""The answers that the plan carries, for readers who don’t write any themselves."""

from questionnaire.content.kinds import Content
from questionnaire.models import AnswerVersion, Project
from questionnaire.plan.reading import resolutions
from questionnaire.vocabulary import Language


def read_effective_answers(
    project: Project, language: str
) -> dict[int, tuple[Content, str]]:
    """{question id: (content, its language)}: in `language` or else in the other.

    Three queries.
    """
    found: dict[int, tuple[int, str]] = {}
    for (_project, question), resolution in resolutions([project.pk]).items():
        for each in (language, Language(language).other.value):
            if each in resolution.effective:
                found[question] = resolution.effective[each].version_id, each
                break
    texts = AnswerVersion.objects.in_bulk(
        [version for version, _each in found.values()]
    )
    return {
        question: (texts[version].content, each)
        for question, (version, each) in found.items()
    }
