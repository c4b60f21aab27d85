"""Guessing the language of a text: right when it says something, silent in doubt."""

import re

import pytest
import yaml

from questionnaire.content.languages import language_of
from questionnaire.content.markdown import markdown_blocks
from questionnaire.content.misplaced import (
    misplaced_pieces,
    only_pieces,
    without_pieces,
)
from questionnaire.content.prose import blocks_to_text, prose_blocks
from questionnaire.management.commands.demo import DEMO_FILE
from questionnaire.vocabulary import Language
from tests.conftest import SHIPPED_TEMPLATE

FRENCH = [
    "Les données brutes sont conservées sur le serveur chiffré de l’université.",
    "Le sondage en ligne est bilingue (environ 1 200 répondantes et répondants).",
    "Nous produisons aussi un livre de codes et des scripts d’analyse en R.",
    "Le volume total prévu est d’environ 60 Go, dont presque tout est de l'audio.",
    "La chercheuse est responsable; en son absence, c’est la coordonnatrice.",
    "Nous déposerons les fichiers CSV et WAV dans Borealis à la fin du projet.",
    "Il n’y aura aucune donnée personnelle dans les fichiers que nous partagerons.",
    "LES DONNÉES SERONT DÉPOSÉES DANS UN ENTREPÔT PUBLIC À LA FIN DU PROJET.",
    "Nous suivons les principes FAIR (Findable, Accessible, Interoperable, Reusable) "
    "et ceux de PCAP, avec la Première Nation qui est partenaire du projet.",
    "L’équipe utilise le logiciel NVivo pour coder les entrevues; les exports sont en "
    "formats REFI-QDA (.qdpx) et CSV.",
]
ENGLISH = [
    "The raw data are kept on the encrypted server of the university.",
    "The online survey is bilingual (about 1,200 respondents), and takes ten minutes.",
    "We also produce a codebook and analysis scripts in R for the team.",
    "The total volume expected is about 60 GB, nearly all of which is audio.",
    "To put the findings in context, we reuse tables from the 2021 Census of "
    "Population.",
    "The principal investigator is responsible; it’s the coordinator in her absence.",
    "We will deposit the CSV and WAV files in Borealis at the end of the project.",
    "ALL FILES WILL BE DEPOSITED IN A PUBLIC REPOSITORY AT THE END OF THE PROJECT.",
    "The data of the Université de Montréal and of the Université du Québec à "
    "Rimouski are kept by each of them, with the same rules for access.",
]
SILENT = [
    "",
    "Borealis.",
    "WAV, FLAC, CSV, TXT, PDF/A, TIFF, NetCDF, GeoPackage, JSON, XML",
    "audio, transcription, questionnaire, documentation, description, collection",
    "Amélie Gagnon, Sofia Roy, Daniel Okafor, Mathieu Bergeron, Geneviève Tran",
    "Université du Québec à Montréal, Université des Rives, Université de Sherbrooke",
    "Canadian Census of Population and Housing of the Year 2021",
    "CRSH, CRSNG, IRSC, FRQSC, FRQNT, FRQS, INRS, ENAP, UQAM, UQAR, UQTR, TÉLUQ",
    "https://www.dcc.ac.uk/guidance/how-guides/license-research-data/for/the/of/and",
    "for file in *.csv; do if [ -f $file ]; then cat $file; fi; done",
    "SELECT * FROM survey WHERE id IN (SELECT id FROM wave_2) AND age > 18;",
    "data/01_raw/for_the_team/interviews_with_all_of_the_members_2026-10-05_v02.docx",
    "0000-0002-1825-0097 · 10.5683/SP3/ABCDEF · 613-555-0199 · 2026-10-05 · 1 200 Go",
    "CC BY 4.0, CC0 1.0, MIT, Apache 2.0, GPL 3.0, ODbL 1.0, CC BY-NC-SA 4.0",
    # Both, in one paragraph.
    "Les données sont conservées ici. The data are kept here for the whole team.",
    "We keep les données brutes sur le serveur de l’équipe, and all of the rest here.",
    # A quotation is not the author’s own words.
    "« The data will be kept for the whole of the project and then destroyed. »",
    "Formule : “The data will be shared with all of the partners of the project.”",
    "مرحبا بكم في خطة إدارة البيانات الخاصة بمشروع البحث هذا في جامعة الأنهار",
    "Die Daten werden auf dem verschlüsselten Server der Universität aufbewahrt.",
    "Los datos brutos se conservan en el servidor cifrado de la universidad.",
]


@pytest.mark.parametrize("text", FRENCH)
def test_plain_french_is_recognised(text):
    assert language_of(text) is Language.FR


@pytest.mark.parametrize("text", ENGLISH)
def test_plain_english_is_recognised(text):
    assert language_of(text) is Language.EN


@pytest.mark.parametrize("text", SILENT)
def test_where_there_is_doubt_nothing_is_said(text):
    assert language_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["’" * 500, "d’" * 500, "(" * 5000, '«“"' * 90_000, "é" * 999_000, "a." * 90_000],
    ids=["apostrophes", "elisions", "brackets", "quotes", "one word", "dots"],
)
def test_odd_text_is_no_trouble(text):
    assert language_of(text) is None


def _passages(node, language=None):
    """(language, passage) of all that a file says in French or English."""
    if isinstance(node, dict):
        for key, value in node.items():
            inner = key if key in Language.values else language
            yield from _passages(value, inner)
    elif isinstance(node, list):
        for value in node:
            yield from _passages(value, language)
    elif isinstance(node, str) and language:
        text = blocks_to_text(markdown_blocks(node))
        yield from ((language, each) for each in re.split(r"\n+", text) if each)


def _answers():
    """(language, paragraph) of the answers of the demonstration."""
    demo = yaml.safe_load(DEMO_FILE.read_text("utf-8"))
    for project in demo["projects"]:
        for answer in project["answers"]:
            for content in answer["versions"]:
                for value in content.values():
                    if isinstance(value, str):
                        for block in prose_blocks(value):
                            yield answer["language"], blocks_to_text([block])


def _corpus():
    template = yaml.safe_load(SHIPPED_TEMPLATE.read_text("utf-8"))
    return [*_passages(template), *_answers()]


def test_no_passage_of_the_template_or_the_demonstration_raises_a_false_alarm():
    assert [
        passage
        for language, passage in _corpus()
        if language_of(passage) not in (None, language)
    ] == []


def test_nearly_every_longer_passage_of_them_is_recognised():
    longer = [each for each in _corpus() if len(each[1]) >= 80]
    missed = [each for each in longer if language_of(each[1]) is None]

    assert len(longer) > 200
    assert len(missed) < 0.06 * len(longer)


# ---- Answers ---------------------------------------------------------------------


class _Part:
    def __init__(self, key, kind="prose", options=None):
        self.key, self.kind, self.options = key, kind, options or {}


PART = _Part("answer")
TABLE = _Part(
    "datasets",
    "table",
    {
        "columns": [
            {"key": "name", "kind": "text", "label": {"fr": "Nom", "en": "Name"}},
            {"key": "volume", "kind": "number", "label": {"fr": "Go", "en": "GB"}},
        ]
    },
)


def _html(*paragraphs):
    return "".join(f"<p>{each}</p>" for each in paragraphs)


def test_the_one_paragraph_in_the_other_language_is_found():
    content = {"answer": _html(FRENCH[0], ENGLISH[0], FRENCH[1])}

    assert misplaced_pieces(content, [PART], "fr") == {"answer": {1}}
    assert misplaced_pieces(content, [PART], "en") == {"answer": {0, 2}}


def test_short_paragraphs_go_with_those_that_they_stand_among():
    content = {"answer": _html("Borealis.", *FRENCH[:2], "Audio : 60 Go.")}

    assert misplaced_pieces(content, [PART], "en") == {"answer": {0, 1, 2, 3}}
    assert misplaced_pieces(content, [PART], "fr") == {}


def test_a_quotation_is_left_where_it_is():
    content = {
        "answer": f"{_html(FRENCH[0])}<blockquote>{_html(*ENGLISH)}</blockquote>"
    }

    assert misplaced_pieces(content, [PART], "fr") == {}


def test_a_paragraph_copied_to_be_translated_is_where_its_author_wants_it():
    content = {"answer": _html(FRENCH[0], FRENCH[1])}
    sources = {"answer": _html(FRENCH[1], FRENCH[2])}

    assert misplaced_pieces(content, [PART], "en", sources=sources) == {"answer": {0}}


def test_rows_are_judged_by_what_was_typed_in_them():
    rows = [
        {"name": ENGLISH[0], "volume": "12"},
        {"name": "Sondage", "volume": "1"},
        {"name": FRENCH[0], "volume": "2"},
    ]

    assert misplaced_pieces({"datasets": rows}, [TABLE], "fr") == {"datasets": {0}}


def test_choices_are_the_templates_words():
    choice = _Part("kept", "choice", {"choices": []})

    assert misplaced_pieces({"kept": "yes"}, [choice], "fr") == {}


def test_what_is_taken_out_and_what_stays_make_up_the_whole():
    content = {"answer": _html(FRENCH[0], ENGLISH[0], FRENCH[1])}
    places = misplaced_pieces(content, [PART], "fr")

    assert only_pieces(content, [PART], places) == {"answer": _html(ENGLISH[0])}
    assert without_pieces(content, [PART], places) == {
        "answer": _html(FRENCH[0], FRENCH[1])
    }
    everything = {"answer": frozenset({0, 1, 2})}
    assert without_pieces(content, [PART], everything) == {}
