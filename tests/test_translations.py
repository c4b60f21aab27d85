"""Every text a person may read exists in both languages, well written."""

import re
from collections import Counter

import polib
import pytest
import yaml
from django.conf import settings

from questionnaire.management.catalogues import compile_catalogues
from questionnaire.management.messages import (
    Message,
    UnreadableMessage,
    find_messages,
    merge,
)
from tests.french_typography import NBSP, typography_faults

ROOT = settings.BASE_DIR
CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")

# Literals in scripts that hold a space and that nobody reads: the directive, media
# queries, lists of hyphenated classes, selectors.
NOT_SAID = re.compile(
    r"use strict"
    r"|\([a-z-]+: [a-z0-9]+\)"
    r"|[\w-]*-[\w-]*(?: [\w-]*-[\w-]*)+"
    r"|[^A-Z]*(?: > |\[|[.#:][a-z])[^A-Z]*"
)
SCRIPT_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|(?P<literal>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`)",
    re.DOTALL,
)
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def translations(entry):
    """(English, French) pairs of an entry, the plural's too."""
    if entry.msgid_plural:
        yield entry.msgid, entry.msgstr_plural[0]
        yield entry.msgid_plural, entry.msgstr_plural[1]
    else:
        yield entry.msgid, entry.msgstr


# --- The catalogue ----------------------------------------------------------


def test_the_catalogue_holds_the_texts_of_the_source_and_no_other(catalogue):
    held = {
        Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural)
        for entry in catalogue
        if not entry.obsolete
    }

    assert held == set(find_messages(ROOT))
    assert catalogue.obsolete_entries() == []


def test_every_text_has_its_french(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_placeholders_and_tags_are_the_same_in_both_languages(catalogue):
    different = []
    for entry in catalogue:
        for number, (english, french) in enumerate(translations(entry)):
            # “One answer” may leave its number out in one language.
            is_singular_of_two = bool(entry.msgid_plural) and number == 0
            placeholders = [Counter(PLACEHOLDER.findall(t)) for t in (english, french)]
            tags = [Counter(TAG.findall(text)) for text in (english, french)]
            if tags[0] != tags[1] or (
                placeholders[0] != placeholders[1] and not is_singular_of_two
            ):
                different.append((english, french))

    assert different == []


def test_spaces_around_a_text_are_the_same_in_both_languages(catalogue):
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [
        pair
        for entry in catalogue
        for pair in translations(entry)
        if edges(pair[0]) != edges(pair[1])
    ] == []


def test_french_texts_follow_canadian_typography(catalogue):
    faults = [
        (french, typography_faults(french))
        for entry in catalogue
        for _english, french in translations(entry)
        if typography_faults(french)
    ]

    assert faults == []


def test_english_texts_have_typographic_apostrophes_and_quotes():
    straight = [
        message.singular
        for message in find_messages(ROOT)
        if re.search(r"['\"]", TAG.sub("", message.singular + message.plural))
    ]

    assert straight == []


# --- Texts elsewhere --------------------------------------------------------


def additions_in_french(data, is_addition=False):
    """French texts under the keys `additions`; the rest is the source's wording."""
    if isinstance(data, list):
        for item in data:
            yield from additions_in_french(item, is_addition)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "fr" and isinstance(value, str):
                if is_addition:
                    yield value
            else:
                yield from additions_in_french(value, is_addition or key == "additions")


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "fixtures/plan_templates").glob("*.yaml")),
    ids=lambda path: path.stem,
)
def test_what_this_project_adds_to_a_template_follows_it_too(path):
    texts = list(additions_in_french(yaml.safe_load(path.read_text("utf-8"))))

    assert [(t, typography_faults(t)) for t in texts if typography_faults(t)] == []
    assert texts


def words_in_script(source):
    """String literals of a script that read like something said to a person."""
    for match in SCRIPT_TOKEN.finditer(source):
        literal = (match["literal"] or "")[1:-1]
        if TWO_WORDS.search(literal) and not NOT_SAID.fullmatch(literal):
            yield literal


def test_scripts_say_nothing_to_people():
    said = {
        path.name: list(words_in_script(path.read_text("utf-8")))
        for path in (ROOT / "static/questionnaire/js").rglob("*.js")
    }

    assert {name: words for name, words in said.items() if words} == {}


# --- The tools --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"Note{NBSP}: 75{NBSP}% des membres ont écrit «{NBSP}oui{NBSP}».",
        f"Êtes-vous d’accord? Coût{NBSP}: 1{NBSP}200{NBSP}$",
        "Voir https://example.org/?a=b",
        "%(count)s réponses <a href='x'>enregistrées</a>",
        "Coût prévu ($ CA)",
    ],
)
def test_well_set_french_has_no_faults(text):
    assert typography_faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Note: oui",
        "Note : oui",
        "%(name)s : oui",
        "« oui »",
        "Vraiment ?",
        f"Vraiment{NBSP}!",
        "75 %",
        "75%",
        "%(percent)s %%",
        "1 200$",
        "L'équipe",
        'Le "plan"',
        "Le “plan”",
        "20 Go",
        "Un instant...",
    ],
)
def test_badly_set_french_is_noticed(text):
    assert typography_faults(text) != []


def test_words_in_a_script_are_noticed():
    source = """
        "use strict"; // what a comment says
        const name = "data-saved"; const at = 'main'; /* "not this one" */
        status.textContent = "Saved just now";
        status.title = `Enregistré il y a ${n} minutes`;
        form.querySelector('main > form').className = "is-open is-saved";
    """

    assert list(words_in_script(source)) == [
        "Saved just now",
        "Enregistré il y a ${n} minutes",
    ]


def test_messages_are_found_in_python_and_in_templates(tmp_path):
    for folder in ("dmp_site", "questionnaire", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "questionnaire/a.py").write_text(
        '_("one " "text"); pgettext_lazy("verb", "open"); other("no")\n'
        'ngettext("%(n)s day", "%(n)s days", n); _(variable)\n'
    )
    (tmp_path / "templates/a.html").write_text(
        "{% translate 'Plan (draft)' context \"noun\" %} {{ x|default:_('none') }}"
        "{% blocktranslate trimmed count n=n with a=b %}\n  {{ n }} (one)\n"
        "{% plural %}\n  {{ n }} of {{ a }}, 5%\n{% endblocktranslate %}"
    )

    assert set(find_messages(tmp_path)) == {
        Message("one text"),
        Message("open", "verb"),
        Message("%(n)s day", plural="%(n)s days"),
        Message("Plan (draft)", "noun"),
        Message("none"),
        Message("%(n)s (one)", plural="%(n)s of %(a)s, 5%%"),
    }


def test_a_translated_f_string_is_refused(tmp_path):
    (tmp_path / "dmp_site").mkdir()
    (tmp_path / "dmp_site/a.py").write_text('_(f"Hello {name}")')

    with pytest.raises(UnreadableMessage):
        find_messages(tmp_path)


def test_merging_keeps_translations_and_drops_what_is_no_longer_used():
    catalogue = polib.POFile()
    catalogue.extend(
        [
            polib.POEntry(msgid="kept", msgstr="gardé"),
            polib.POEntry(msgid="gone", msgstr="parti"),
            polib.POEntry(msgid="guessed", msgstr="deviné", flags=["fuzzy"]),
        ]
    )

    merge(catalogue, {Message(text): {"a.py"} for text in ("kept", "guessed", "new")})

    assert [(entry.msgid, entry.msgstr) for entry in catalogue] == [
        ("guessed", ""),
        ("kept", "gardé"),
        ("new", ""),
    ]


def test_catalogues_are_compiled_once(tmp_path):
    folder = tmp_path / "fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n')

    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert compile_catalogues(tmp_path) == []
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "b"
