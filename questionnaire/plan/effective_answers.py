"""What the plan says for its questions, to people who have no answers of their own."""

from questionnaire.content.kinds import Content
from questionnaire.models import AnswerVersion, Project
from questionnaire.plan.reading import resolutions
from questionnaire.vocabulary import Language


def read_effective_answers(
    project: Project, language: str
) -> dict[int, tuple[Content, str]]:
    """{question id: (content, its language)}: in `language`, else in the other one.

    Three queries.
    """
    found = {}
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
