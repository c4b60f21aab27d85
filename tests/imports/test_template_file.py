"""Reading plan template files and reporting their mistakes."""

import pytest

from questionnaire.actions.templates.description import Text
from questionnaire.imports.template_file import TemplateFileError, read_template_file
from tests.template_samples import line_of, readme_sample, write_sample


def problems_of(path):
    with pytest.raises(TemplateFileError) as caught:
        read_template_file(path)
    return [str(problem) for problem in caught.value.problems]


def problems_of_text(tmp_path, text):
    path = tmp_path / "template.yaml"
    path.write_text(text, encoding="utf-8")
    return problems_of(path)


def test_the_sample_in_the_documentation_is_read_whole(tmp_path):
    description = read_template_file(write_sample(tmp_path))

    first, second = description.questions
    assert first.text == Text(
        "Où gardez-vous vos notes?", "Where do you keep your notes?"
    )
    assert [(part.key, part.kind, part.letter) for part in first.parts] == [
        ("answer", "prose", "")
    ]
    assert first.guidance[0].title == Text()
    assert first.addition.guidance_titles == {"paper": {"fr": "Papier", "en": "Paper"}}
    assert [(part.key, part.kind, part.letter) for part in second.parts] == [
        ("shared", "choice", "A"),
        ("with-whom", "prose", "B"),
        ("copies", "table", "C"),
    ]
    assert second.parts[0].options["choices"][1] == {
        "value": "no",
        "label": {"fr": "Non", "en": "No"},
    }
    assert (second.parts[0].required, second.parts[1].required) == (True, False)
    assert description.source == {"publisher": "…", "errata": []}


def test_a_table_carries_the_choices_of_its_vocabulary(tmp_path):
    table = read_template_file(write_sample(tmp_path)).questions[0].addition.table

    assert table["columns"][0]["choices"] == [
        {"value": "office", "label": {"fr": "Bureau", "en": "Office"}},
        {"value": "home", "label": {"fr": "Domicile", "en": "Home"}},
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{fr: Notes, en: Notes}", "{fr: Notes}", "“en” is missing"),
        ("{fr: Notes, en: Notes}", "{fr: Notes, en: ''}", "the text is empty"),
        ("{fr: Notes, en: Notes}", "Notes", "expected keys with values (fr, en)"),
        ("slug: notes", "slug: Mes notes", "may hold only a–z, 0–9 and hyphens"),
        ("slug: sharing-notes", "slug: keeping-notes", "“keeping-notes” is used twice"),
        (
            "kind: choice        #",
            "kind: essay #",
            "“essay” is not one of: prose, choice",
        ),
        ("https://archives.example/fr", "javascript:alert(1)", "is not an http"),
        ("https://archives.example/fr", "https:///fr", "is not an http"),
        ("https://archives.example/fr", "mailto:nobody", "is not an http"),
        ("Le papier brûle.", "[Feu](ftp://feu.example)", "is not an http"),
        ("Le papier brûle.", "[Feu](https://feu.example", "a Markdown link is not"),
        ("Le papier brûle.", "<https://>", "is not an http"),
        ("letter: B", "letter: C", "expected B, found C"),
        ("number: 2", "number: 3", "expected 2, found 3"),
        ("number: 1                   #", "number: 2 #", "expected 1, found 2"),
        ('value: "no"', 'value: "yes"', "“yes” is used twice"),
        ("vocabulary: places,", "vocabulary: rooms,", "there is no vocabulary “rooms”"),
        ("kind: date", "kind: dates", "“dates” is not one of"),
        ("origin: printed", "origin: seen", "“seen” is not one of: printed, supplied"),
        ("required: false", "required: perhaps", "expected true or false"),
        ("hint: {", "hints: {", "unknown key “hints”"),
        ("format: 1", "format: 2", "this program reads format 1 only"),
        ('version: "1.0"', "version: 1", "expected text"),
        ("slug: notes", f"slug: {'n' * 81}", "longer than 80 characters"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path, old, new, reason):
    (problem,) = problems_of(write_sample(tmp_path, (old, new)))

    assert problem.startswith(f"line {line_of(old)}: ")
    assert reason in problem


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        ("slug: keeping-notes", "“slug” is missing"),
        ('text: {fr: "Répondez :", en: "Answer:"}', "“text” is missing"),
        (
            "additions:\n              title: {fr: Papier, en: Paper}",
            "guidance without",
        ),
    ],
)
def test_what_is_required_may_not_be_left_out(tmp_path, old, reason):
    problems = problems_of(write_sample(tmp_path, (old, "")))

    assert len(problems) == 1
    assert reason in problems[0]


def test_choices_are_required_of_a_choice_and_of_nothing_else(tmp_path):
    path = write_sample(tmp_path, ("kind: choice        #", "kind: prose #"))

    (problem,) = problems_of(path)

    assert "a part of kind “prose” has no choices" in problem


def test_a_part_of_kind_table_says_its_columns_and_its_title(tmp_path):
    part = read_template_file(write_sample(tmp_path)).questions[1].parts[2]

    assert [(each["key"], each["kind"]) for each in part.options["columns"]] == [
        ("medium", "text"),
        ("copies", "number"),
    ]
    assert part.options["columns"][1]["total"] is True
    assert part.options["title"] == {"fr": "Copies", "en": "Copies"}


MEDIUM = "{key: medium, kind: text, label: {fr: Support, en: Medium}}"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kind: table ", "kind: prose ", "a part of kind “prose” has no columns"),
        ("kind: number", "kind: text", "a column of kind “text” has no total"),
        ("Medium}}", "Medium}, total: true}", "the first column can’t have a total"),
        (MEDIUM, MEDIUM.replace("text", "choice"), "“vocabulary” is missing"),
        (MEDIUM, MEDIUM.replace("medium", "copies"), "“copies” is used twice"),
        ("{fr: Copies, en: Copies}", "{fr: Copies}", "“en” is missing"),
        (
            "title: {fr: Copies, en: Copies}",
            "fixed_rows: {column: medium, values: [tape]}",
            "fixed rows need a column of kind “choice”",
        ),
        (
            MEDIUM,
            "\n              - ".join(
                MEDIUM.replace("medium", f"m{number}") for number in range(12)
            ),
            "a table has 12 columns at most",
        ),
    ],
)
def test_mistakes_in_a_part_of_kind_table_are_told(tmp_path, old, new, reason):
    problems = problems_of(write_sample(tmp_path, (old, new)))

    assert any(reason in problem for problem in problems), problems


def test_a_table_needs_columns(tmp_path):
    text = readme_sample()
    start = text.index("            columns:\n              - {key: medium")
    columns = text[start : text.index("\nadditions:")]

    (problem,) = problems_of_text(tmp_path, text.replace(columns, ""))
    assert "“columns” is missing" in problem


def test_a_template_without_sections_is_refused(tmp_path):
    text = readme_sample()
    sections = text[text.index("sections:") : text.index("\nadditions:")]

    assert problems_of_text(tmp_path, text.replace(sections, "sections: []\n")) == [
        f"line {line_of('sections:')}: the list is empty"
    ]


def test_all_problems_are_reported_at_once_in_the_order_of_the_file(tmp_path):
    path = write_sample(
        tmp_path,
        ("{fr: Papier, en: Paper}", "{fr: Papier}"),
        ("slug: field-notes", "slug: Field Notes"),
        ("number: 2", "number: 7"),
    )

    assert [problem.partition(":")[0] for problem in problems_of(path)] == [
        f"line {line_of('slug: field-notes')}",
        f"line {line_of('{fr: Papier, en: Paper}')}",
        f"line {line_of('number: 2')}",
    ]


def test_a_bad_link_deep_in_a_text_is_found_on_its_own_line(tmp_path):
    path = write_sample(
        tmp_path,
        (
            '{fr: "Le papier brûle.", en: "Paper burns."}',
            "\n              fr: |-\n                Le papier\n\n"
            "                [brûle](www.feu.example)\n              en: Paper burns.",
        ),
    )

    (problem,) = problems_of(path)

    assert problem.startswith(f"line {line_of('Le papier brûle') + 4}: ")


def test_a_key_given_twice_is_refused(tmp_path):
    path = write_sample(tmp_path, ("slug: notes", "slug: notes\n    slug: others"))

    assert problems_of(path) == [
        f"line {line_of('slug: notes') + 1}: the key “slug” is given twice"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file is empty."),
        ("- a\n- list\n", "line 1: expected keys with values"),
        ("a: b: c\n", "line 1: not valid YAML"),
        ("format: 1\nb: [1, 2\n", "line 3: not valid YAML"),
        ("format: 1\nb: \x07\n", "line 2: not valid YAML"),
        ("format: 1\nb: &all x\nc: *all\n", "line 2: anchors and aliases"),
        ("format: 1\nb: !!python/name:os.system x\n", "line 2: tags (!)"),
        ("format: 1\nb: " + "[" * 5000, "line 2: nested too deeply"),
        ("format: 1\n? [a]\n: b\n", "line 2: a key must be a word"),
    ],
)
def test_what_is_no_template_at_all_is_refused(tmp_path, text, problem):
    problems = problems_of_text(tmp_path, text)

    assert problems[0].startswith(problem)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    binary = tmp_path / "template.yaml"
    binary.write_bytes(b"\xff\xfe\x00")

    assert "can’t be read" in problems_of(tmp_path / "absent.yaml")[0]
    assert "can’t be read" in problems_of(tmp_path)[0]
    assert "is not text in UTF-8" in problems_of(binary)[0]


def test_words_that_other_yaml_readers_take_for_values_stay_text(tmp_path):
    path = write_sample(
        tmp_path,
        ("{fr: Domicile, en: Home}", "{fr: Non, en: No}"),
        ('"1.0"', "2026-01-01"),
    )

    description = read_template_file(path)

    assert description.version == "2026-01-01"
    columns = description.questions[0].addition.table["columns"]
    assert columns[0]["choices"][1]["label"]["en"] == "No"


def test_a_question_may_have_one_part_without_a_letter(tmp_path):
    text = readme_sample()
    parts = text[text.index("          - letter: A") : text.index("\nadditions:")]
    only = "          - {key: amount, kind: prose}\n"
    path = tmp_path / "template.yaml"
    path.write_text(text.replace(parts, only), encoding="utf-8")

    (part,) = read_template_file(path).questions[1].parts

    assert (part.key, part.letter, part.label) == ("amount", "", Text())
