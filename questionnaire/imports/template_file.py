"""Plan template files: read whole, check everything, describe the template.

The format is described in fixtures/README.md.
"""

import string
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from questionnaire.actions.templates.description import (
    AdditionDescription,
    GuidanceDescription,
    PartDescription,
    QuestionDescription,
    SectionDescription,
    TemplateDescription,
    Text,
)
from questionnaire.bilingual import LANGUAGES
from questionnaire.content.kinds import KINDS, Options
from questionnaire.errors import Invalid
from questionnaire.imports.checker import Checker
from questionnaire.imports.located_yaml import (
    Located,
    Problem,
    UnreadableYaml,
    read_yaml,
)
from questionnaire.imports.template_tables import (
    Vocabularies,
    read_choices,
    read_table,
    read_table_part,
    read_vocabularies,
)

FORMAT = 1
# The key and kind of the only part of a question that has no lettered parts.
ONLY_PART = PartDescription(position=1, key="answer", kind="prose")
# Fields that only parts of one kind have: {key: kind}.
_OF_KINDS = {
    "choices": "choice",
    "columns": "table",
    "title": "table",
    "fixed_rows": "table",
}
# What this project may add to a question.
_ADDED = ("hint", "example", "invented", "table")
# Where a link's address comes from.
LINK_ORIGINS = ("printed", "supplied")
LINK_CONFIDENCES = ("known", "uncertain")


class TemplateFileError(Invalid):
    """Raised for a file with mistakes; `problems` lists all of them, in order."""

    code = "template_file"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.message: str = "\n".join(str(problem) for problem in problems)
        super().__init__(self.message)
        self.problems = problems


def read_template_file(path: str | Path) -> TemplateDescription:
    """Read a plan template file into a TemplateDescription.

    Raises TemplateFileError with every problem found and its line.
    """
    try:
        located = read_yaml(path)
    except UnreadableYaml as error:
        raise TemplateFileError(error.problems) from error
    reader = _TemplateReader()
    description = reader.read(located)
    if reader.problems:
        raise TemplateFileError(
            sorted(reader.problems, key=lambda problem: problem.line or 0)
        )
    return description


class _TemplateReader(Checker):
    """Reads one file from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.vocabularies: Vocabularies = {}
        self.question_slugs: set[str] = set()

    def read(self, value: Located) -> TemplateDescription:
        found = self.fields(
            value, ("format", "template", "sections"), ("source", "errata", "additions")
        )
        if "format" in found and found["format"].data != FORMAT:
            reason = _("this program reads format %(format)d only")
            self.report(found["format"].line, reason, format=FORMAT)
        additions = self.fields(found.get("additions"), (), ("vocabularies",))
        self.vocabularies = read_vocabularies(self, additions.get("vocabularies"))
        return self._read_template(found)

    def _read_template(self, found: dict[str, Located]) -> TemplateDescription:
        about = self.fields(
            found.get("template"),
            ("slug", "version", "title", "summary_heading", "summary", "audience"),
            ("links", "doi", "licence"),
        )
        return TemplateDescription(
            slug=self.slug(about.get("slug"), set(), longest=50),
            version=self.text(about.get("version"), 20),
            title=self.both(about.get("title"), 300),
            summary_heading=self.both(about.get("summary_heading"), 100),
            summary=self.markdown(about.get("summary")),
            audience=self.both(about.get("audience")),
            links=self._read_links(about.get("links")),
            doi=self.text(about.get("doi"), 200),
            licence=self.text(about.get("licence"), 300),
            source=self._read_source(found),
            sections=self._read_sections(found.get("sections")),
        )

    def _read_source(self, found: dict[str, Located]) -> dict[str, Any]:
        """The source of the text: free keys, kept as written."""
        source: dict[str, Any] = {}
        if "source" in found:
            if isinstance(found["source"].data, dict):
                source = found["source"].plain()
            else:
                self.report(found["source"].line, _("expected keys with values"))
        if "errata" in found:
            source["errata"] = [item.plain() for item in self.items(found["errata"])]
        return source

    def _read_sections(self, value: Located | None) -> tuple[SectionDescription, ...]:
        taken: set[str] = set()
        return tuple(
            self._read_section(item, position, taken)
            for position, item in enumerate(self.items(value, at_least_one=True), 1)
        )

    def _read_section(
        self, value: Located, position: int, taken: set[str]
    ) -> SectionDescription:
        found = self.fields(value, ("number", "slug", "title", "questions"))
        questions = self.items(found.get("questions"), at_least_one=True)
        return SectionDescription(
            position=self.in_order(found.get("number"), position),
            slug=self.slug(found.get("slug"), taken),
            title=self.both(found.get("title"), 300),
            questions=tuple(
                self._read_question(item, number)
                for number, item in enumerate(questions, 1)
            ),
        )

    def _read_question(self, value: Located, number: int) -> QuestionDescription:
        found = self.fields(
            value, ("number", "slug", "text"), ("parts", "guidance", "additions")
        )
        guidance, titles = self._read_guidance(found.get("guidance"))
        return QuestionDescription(
            number=self.in_order(found.get("number"), number),
            slug=self.slug(found.get("slug"), self.question_slugs),
            text=self.both(found.get("text")),
            parts=self._read_parts(found.get("parts")),
            guidance=guidance,
            addition=self._read_addition(found.get("additions"), titles),
            invented=self._read_invented(found.get("additions")),
        )

    def _read_parts(self, value: Located | None) -> tuple[PartDescription, ...]:
        if value is None:
            return (ONLY_PART,)
        items = self.items(value, at_least_one=True)
        taken: set[str] = set()
        if len(items) == 1:
            return (self._read_part(items[0], 1, "", taken),)
        if len(items) > len(string.ascii_uppercase):
            self.report(value.line, _("more than 26 parts"))
        return tuple(
            self._read_part(item, position, letter, taken)
            for position, (item, letter) in enumerate(
                zip(items, string.ascii_uppercase, strict=False), 1
            )
        )

    def _read_part(
        self, value: Located, position: int, letter: str, taken: set[str]
    ) -> PartDescription:
        asked = ("letter", "label") if letter else ()
        found = self.fields(
            value,
            ("key", *asked),
            ("label", "kind", "help", "required", *_OF_KINDS),
        )
        kind = ONLY_PART.kind
        if "kind" in found:
            kind = self.one_of(found["kind"], list(KINDS))
        return PartDescription(
            position=position,
            key=self.slug(found.get("key"), taken),
            kind=kind,
            letter=self.in_order(found.get("letter"), letter),
            label=self.both(found.get("label")),
            help=self.both(found.get("help")),
            required=self.flag(found.get("required"), True),
            options=self._read_options(value, found, kind),
        )

    def _read_options(
        self, value: Located, found: dict[str, Located], kind: str
    ) -> Options:
        for key, owner in _OF_KINDS.items():
            if key in found and kind in KINDS and kind != owner:
                reason = _("a part of kind “%(kind)s” has no %(key)s")
                self.report(found[key].line, reason, kind=kind, key=key)
        if kind == "choice":
            if "choices" not in found:
                self.report(value.line, _("“%(key)s” is missing"), key="choices")
            return {"choices": read_choices(self, found.get("choices"))}
        if kind == "table":
            return read_table_part(self, value, found, self.vocabularies)
        return {}

    def _read_guidance(
        self, value: Located | None
    ) -> tuple[tuple[GuidanceDescription, ...], dict[str, Any]]:
        """The guidance blocks, and our own titles for those printed without one."""
        taken: set[str] = set()
        blocks: list[GuidanceDescription] = []
        titles: dict[str, Any] = {}
        for position, item in enumerate(self.items(value), 1):
            found = self.fields(item, ("slug", "title", "body"), ("links", "additions"))
            slug = self.slug(found.get("slug"), taken)
            title = found.get("title")
            has_title = title is not None and title.data is not None
            added = self.fields(found.get("additions"), (), ("title",))
            if "title" in added:
                titles[slug] = asdict(self.both(added["title"], 300))
            elif title is not None and not has_title:
                reason = _("guidance without a title needs one under “additions”")
                self.report(title.line, reason)
            block = GuidanceDescription(
                position=position,
                slug=slug,
                title=self.both(title, 300) if has_title else Text(),
                body=self.markdown(found.get("body")),
                links=self._read_links(found.get("links")),
            )
            blocks.append(block)
        return tuple(blocks), titles

    def _read_addition(
        self, value: Located | None, titles: dict[str, Any]
    ) -> AdditionDescription | None:
        found = self.fields(value, (), _ADDED)
        if not found and not titles:
            return None
        table = found.get("table")
        return AdditionDescription(
            hint=self.both(found.get("hint")),
            example=self.both(found.get("example")),
            guidance_titles=titles,
            table=read_table(self, table, self.vocabularies) if table else {},
        )

    def _read_invented(self, value: Located | None) -> dict[str, list[str]]:
        """What the example makes up, by language; each passage stands in it."""
        if value is None or not isinstance(value.data, dict):
            return {}
        listed, example = value.data.get("invented"), value.data.get("example")
        if listed is None:
            return {}
        texts = self.both(example)
        passages: dict[str, list[str]] = {}
        for code, items in self.fields(listed, LANGUAGES).items():
            passages[code] = [self.text(item) for item in self.items(items)]
            for item, passage in zip(self.items(items), passages[code], strict=True):
                if passage and passage not in getattr(texts, code):
                    reason = _("“%(passage)s” is not in the example")
                    self.report(item.line, reason, passage=passage)
        return passages

    def _read_links(self, value: Located | None) -> list[dict[str, Any]]:
        taken: set[str] = set()
        return [self._read_link(item, taken) for item in self.items(value)]

    def _read_link(self, value: Located, taken: set[str]) -> dict[str, Any]:
        found = self.fields(
            value,
            ("key", "label", "url", "confidence", "origin"),
            ("target_language", "note"),
        )
        url = self.fields(found.get("url"), ("fr", "en"))
        link: dict[str, Any] = {
            "key": self.slug(found.get("key"), taken),
            "label": asdict(self.both(found.get("label"))),
            "url": {code: self.address(each) for code, each in url.items()},
            "confidence": self.one_of(found.get("confidence"), LINK_CONFIDENCES),
            "origin": self.one_of(found.get("origin"), LINK_ORIGINS),
        }
        if "target_language" in found:
            link["target_language"] = self.one_of(
                found["target_language"], ("fr", "en")
            )
        if "note" in found:
            link["note"] = self.text(found["note"])
        return link
