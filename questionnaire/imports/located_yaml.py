"""YAML in which every value knows its line, so that errors can point at it.

A small, predictable subset: scalars stay text (a date is text, `no` is text), and
repeated keys, anchors, aliases and tags are refused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

# A plan template needs about ten levels.
DEEPEST = 30
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, and on which line (None: with all of it)."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        if self.line is None:
            return self.reason
        return _("line %(line)d: %(reason)s") % {
            "line": self.line,
            "reason": self.reason,
        }


class UnreadableYaml(Exception):
    """Raised for a file that can't be read as YAML; `problems` says why and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Located:
    """A value of the file: `data` holds a scalar, or a dict or list of Located."""

    data: Any
    line: int
    # Where the text of a block scalar (`|`) starts; else the same as `line`.
    text_line: int

    def plain(self) -> Any:
        """The same value without lines."""
        if isinstance(self.data, dict):
            return {key: value.plain() for key, value in self.data.items()}
        if isinstance(self.data, list):
            return [value.plain() for value in self.data]
        return self.data


def read_yaml(path: str | Path) -> Located:
    """Read a file of one YAML document. Raises UnreadableYaml."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        reason = _("The file “%(path)s” can’t be read: %(detail)s.")
        raise UnreadableYaml(
            [Problem(None, reason % {"path": path, "detail": error.strerror})]
        ) from error
    except UnicodeDecodeError as error:
        reason = _("The file “%(path)s” is not text in UTF-8.") % {"path": path}
        raise UnreadableYaml([Problem(None, reason)]) from error
    return parse_yaml(text)


def parse_yaml(text: str) -> Located:
    """Read one YAML document into a Located value. Raises UnreadableYaml."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _unreadable(line, error.problem or error.context) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _unreadable(line, error.reason) from error
    if node is None:
        raise UnreadableYaml([Problem(None, _("The file is empty."))])
    problems: list[Problem] = []
    located = _locate(node, problems)
    if problems:
        raise UnreadableYaml(problems)
    return located


class _Loader(yaml.BaseLoader):
    """Composes nodes, within limits; never constructs objects."""

    peek_event: Callable[[], Any]

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        self._refuse(
            isinstance(event, yaml.AliasEvent) or event.anchor is not None,
            _("anchors and aliases (& and *) are not allowed"),
        )
        self._refuse(event.tag is not None, _("tags (!) are not allowed"))
        self._refuse(self.depth == DEEPEST, _("nested too deeply"))
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, is_wrong: bool, reason: str) -> None:
        if is_wrong:
            line = self.peek_event().start_mark.line + 1
            raise UnreadableYaml([Problem(line, reason)])


def _unreadable(line: int, detail: str | None) -> UnreadableYaml:
    reason = _("not valid YAML (%(detail)s); check indentation, colons and quotes")
    return UnreadableYaml([Problem(line, reason % {"detail": detail})])


def _locate(node: yaml.Node, problems: list[Problem]) -> Located:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        items = [_locate(item, problems) for item in node.value]
        return Located(items, line, line)
    if isinstance(node, yaml.MappingNode):
        return Located(_locate_pairs(node, problems), line, line)
    text_line = line + 1 if getattr(node, "style", None) in ("|", ">") else line
    return Located(_scalar(node), line, text_line)


def _locate_pairs(
    node: yaml.MappingNode, problems: list[Problem]
) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(line, _("a key must be a word")))
            continue
        key = key_node.value
        if key in found:
            reason = _("the key “%(key)s” is given twice") % {"key": key}
            problems.append(Problem(line, reason))
        found[key] = _locate(value_node, problems)
    return found


def _scalar(node: Any) -> Any:
    if node.style is not None:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _WHOLE_NUMBER.fullmatch(node.value):
        return int(node.value)
    return node.value
