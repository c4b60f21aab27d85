"""A handmade plan with everything that an export must handle."""

from dataclasses import replace
from datetime import UTC, date, datetime

from questionnaire.content.blocks import List, Paragraph, Quotation, Run
from questionnaire.plan.document import (
    Guidance,
    Person,
    Plan,
    PlanPart,
    PlanQuestion,
    PlanSection,
    TemplateInfo,
)

PROJECT_ID = "6f1f3a52-9d0e-4c35-8a6b-2f0c7f1f3a52"
LONG_WORD = "Donau" * 60
LONG_ADDRESS = "https://example.org/" + "jeu-de-donnees/" * 12
ENDING = {"fr": "Fin de la réponse 1.1.", "en": "End of answer 1.1."}

TITLES = {
    "fr": [
        "Responsabilités et ressources",
        "Collecte de données",
        "Documentation et métadonnées",
        "Stockage et sauvegarde",
        "Partage, réutilisation et préservation",
        "Conformité éthique et juridique",
    ],
    "en": [
        "Responsibilities and resources",
        "Data collection",
        "Documentation and metadata",
        "Storage and backup",
        "Sharing, reuse and preservation",
        "Ethics and legal compliance",
    ],
}
QUESTIONS = {
    "fr": [
        "Qui sera responsable de la gestion des données? Le chercheur principal "
        "sera-t-il entièrement responsable de celle-ci pendant et après le projet?",
        "Qui remplacera le chercheur principal si celui-ci quitte le projet?",
        "Quels types de données allez-vous recueillir, créer, acquérir ou consigner?",
        "Comment documenterez-vous vos données?",
        "Comment et où vos données seront-elles stockées et sauvegardées?",
        "Quelles données allez-vous partager, et sous quelle forme?",
        "Manipulez-vous de l’information sensible ou nominative?",
    ],
    "en": [
        "Who will be responsible for managing the data? Will the principal "
        "investigator be fully responsible for this during and after the project?",
        "Who will replace the principal investigator if they leave the project?",
        "What types of data will you collect, create, acquire or record?",
        "How will you document your data?",
        "How and where will your data be stored and backed up?",
        "What data will you share, and in what form?",
        "Do you handle sensitive or identifying information?",
    ],
}
PROSE = {
    "fr": (
        "Amélie Gagnon, chercheuse principale, répond de l’ensemble du plan pendant "
        "le projet et pendant les sept années suivantes. Sofia Roy, coordonnatrice, "
        "tient à jour le plan et l’inventaire des fichiers, et elle vérifie les "
        "sauvegardes chaque mois. Dans chacune des trois universités partenaires, "
        "une personne désignée est responsable de la collecte et de la "
        "documentation des données locales. "
    ),
    "en": (
        "Amélie Gagnon, principal investigator, answers for the whole plan during "
        "the project and for the seven years that follow. Sofia Roy, coordinator, "
        "keeps the plan and the file inventory up to date and checks the backups "
        "every month. At each of the three partner universities, one named person "
        "is responsible for collecting and documenting the local data. "
    ),
}


def sample_plan(language="fr", edition=2, **changes):
    """A plan of six sections in `language`; a draft when `edition` is None."""
    plan = Plan(
        language=language,
        project_id=PROJECT_ID,
        title="Chez nous ici\N{NO-BREAK SPACE}: "
        "logement et appartenance dans trois villes moyennes",
        short_title="Chez nous ici",
        title_language="fr",
        summary="Le projet étudie le logement dans trois villes.\n\nIl dure cinq ans.",
        institution="Université du Fleuve" if language == "fr" else "River University",
        funder="CRSH",
        grant_number="895-2026-1011",
        starts_on=date(2026, 9, 1),
        ends_on=date(2031, 8, 31),
        people=_people(language),
        template=_template(language),
        sections=_sections(language),
        edition=edition,
        as_of=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    return replace(plan, **changes)


def text(*words, **style):
    """A paragraph with a run for each of `words`, all in one style."""
    return Paragraph(tuple(Run(word, **style) for word in words))


def nested_list(depth):
    """A list in a list in a list…, `depth` deep; each item names its level."""
    blocks = ()
    for level in range(depth, 0, -1):
        blocks = (List(((text(f"Level {level}"), *blocks),)),)
    return blocks


def _people(language):
    roles = {
        "fr": ("Chercheuse principale", "Collaboration", "Consultation"),
        "en": ("Principal investigator", "Contributor", "Viewer"),
    }[language]
    return (
        Person(
            "Amélie Gagnon", "pi", roles[0], "0000-0002-1825-0097", "Université Laval"
        ),
        Person("Sofia Roy", "contributor", roles[1], "", "Université Laval"),
        Person("ᐃᓄᒃ Daniel Okafor", "contributor", roles[1]),
        Person("Vera Wong", "viewer", roles[2]),
    )


def _template(language):
    title = {
        "fr": "Modèle de plan de gestion des données\N{NO-BREAK SPACE}: "
        "Les flux de travail en science ouverte",
        "en": "Data Management Plan Template: Open Science Workflows",
    }
    return TemplateInfo(
        title=title[language],
        version="1.0",
        doi="10.5281/zenodo.4092122",
        licence="CC BY 4.0",
        summary=(),
        summary_heading="",
    )


def _sections(language):
    titles, questions, prose = (words[language] for words in (TITLES, QUESTIONS, PROSE))
    other = "en" if language == "fr" else "fr"
    rich = (
        text(prose),
        Paragraph(
            (
                Run("Le code est en "),
                Run("gras", bold=True),
                Run(", en "),
                Run("italique", italic=True),
                Run(", ou "),
                Run("les deux", bold=True, italic=True),
                Run("; voir "),
                Run("la politique", href="https://example.org/politique?a=1&b=2"),
                Run(".\nUne autre ligne <b>&amp; rien de plus</b>."),
            )
        ),
        List(
            (
                (text("Premier point"), *nested_list(8)),
                (text("Deuxième point"), text("et son second paragraphe")),
                (
                    text("Troisième", " point"),
                    List(((text("sept"),), (text("huit"),)), True, 7),
                ),
            )
        ),
        List(((text("Copie locale"),), (text("Copie distante"),)), ordered=True),
        Quotation((text("« Rien n’est déposé sans son accord. »"),)),
        text(ENDING[language]),
    )
    hard = (
        text(f"Un mot sans fin : {LONG_WORD}."),
        Paragraph((Run(LONG_ADDRESS, href=LONG_ADDRESS),)),
        text("هذا نص باللغة العربية عن إدارة البيانات البحثية."),
        text("עברית: תוכנית לניהול נתונים."),
        text("ᐃᓄᒃᑎᑐᑦ et emoji 🗂️ 🔒 ✓; bell \x07, tab\t, page\x0c."),
    )
    answers = (
        _question("1.1", questions[0], (_part("", rich),), language),
        _question("1.2", questions[1], (_part("", ()),), language, status="start"),
        _question("2.1", questions[2], (_part("", hard),), language),
        _question(
            "3.1",
            questions[3],
            (
                _part("A", (text(prose),), "Volet A : les fichiers?"),
                _part("B", (), "Volet B : les variables?"),
                _part("C", (text(prose), text(prose)), "Volet C : le code?"),
            ),
            language,
            authors=("Sofia Roy",),
        ),
        _question(
            "4.1",
            questions[4],
            (_part("", (text(PROSE[other]), text(PROSE[other] * 3))),),
            other,
            may_be_out_of_date=True,
            authors=("Jean Tremblay",),
        ),
        _question("5.1", questions[5], (_part("", (text(prose * 12),)),), language),
        _question("6.1", questions[6], (_part("", ()),), language, status="decide"),
    )
    return tuple(
        PlanSection(
            number=number,
            slug=f"section-{number}",
            title=title,
            questions=tuple(
                question
                for question in answers
                if question.label.startswith(f"{number}.")
            ),
        )
        for number, title in enumerate(titles, 1)
    )


def _question(label, words, parts, language, status="agreed", **fields):
    return PlanQuestion(
        label=label,
        slug=f"question-{label.replace('.', '-')}",
        text=words,
        guidance=(
            Guidance(
                f"Conseil {label}",
                (
                    text("Désignez les personnes responsables. " * 3),
                    List(((text("une"),), (text("deux"),))),
                ),
            ),
        ),
        parts=parts,
        answer_language=language,
        status=status,
        **{"authors": ("Amélie Gagnon",), **fields},
    )


def _part(letter, blocks, label=""):
    return PlanPart(
        key=letter.lower() or "text",
        letter=letter,
        label=label,
        kind="prose",
        blocks=blocks,
    )
