"""Tests in the browser wait for what they look at; none passes or fails by luck.

The syntax tree shows the usual ways to look too early. See tests/browser/waiting.py
for how to wait.
"""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "browser"
# They look at a page again and again, until it is as it should be.
WAITING = {"waiting.py", "keyboard.py"}

PAUSES = {"sleep", "wait_for_timeout"}
# What reads a page at once; `expect` has a waiting assertion for each.
LOOKS = {
    "all_inner_texts", "all_text_contents", "bounding_box", "content", "get_attribute",
    "inner_html", "inner_text", "input_value", "is_checked", "is_disabled",
    "is_editable", "is_enabled", "is_hidden", "is_visible", "text_content",
}  # fmt: skip
LOOKS_WHEN_ASSERTED = {"count", "evaluate", "evaluate_all", "title"}
# What sets something off that ends a moment later…
PRESSES = {"click", "dblclick", "press", "tap"}
ACTIONS = PRESSES | {
    "check", "drag_to", "fill", "insert_text", "press_sequentially", "select_option",
    "set_input_files", "type", "type_into", "uncheck", "write",
}  # fmt: skip
# …and what would cut it short.
DEPARTURES = {"goto", "reload", "go_back", "go_forward"}


def faults(source):
    """(line, what is wrong) of everything that looks or goes on too early."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node)
            if name in PAUSES:
                yield node.lineno, f"{name} waits for a time, not for a condition"
            if name in LOOKS:
                yield node.lineno, f"{name} looks at once"
        if isinstance(node, ast.Assert):
            yield from _hasty_asserts(node)
        for block in ("body", "orelse", "finalbody"):
            yield from _hasty_steps(getattr(node, block, None))


def _hasty_asserts(node):
    for part in ast.walk(node.test):
        if isinstance(part, ast.Attribute) and part.attr == "url":
            yield node.lineno, "url is asserted at once"
        if isinstance(part, ast.Call) and _name(part) in LOOKS_WHEN_ASSERTED:
            if not _is_of_python_or_the_database(part):
                yield node.lineno, f"{_name(part)} is asserted at once"


def _is_of_python_or_the_database(call):
    """Whether it is "Plan".title(), [1].count(1) or Draft.objects.count()."""
    if _name(call) == "count":
        return bool(call.args) or "objects" in ast.dump(call)
    return isinstance(call.func.value, ast.Constant)


def _hasty_steps(block):
    if not isinstance(block, list):
        return
    for step, following in zip(block, block[1:], strict=False):
        action = _name(step.value) if isinstance(step, ast.Expr) else None
        if action not in ACTIONS:
            continue
        if isinstance(following, ast.Assert):
            yield following.lineno, f"asserts right after {action}"
        if isinstance(following, ast.Assign) and "objects" in ast.dump(following):
            yield following.lineno, f"reads the database right after {action}"
        departure = isinstance(following, ast.Expr) and _name(following.value)
        if action in PRESSES and departure in DEPARTURES:
            yield following.lineno, f"leaves the page right after {action}"


def _name(node):
    """What a call calls: "click" of page.locator("a").click()."""
    function = getattr(node, "func", None)
    return getattr(function, "attr", getattr(function, "id", None))


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(FOLDER.rglob("*.py")) if path.name not in WAITING],
    ids=lambda path: str(path.relative_to(FOLDER)),
)
def test_tests_in_the_browser_wait(path):
    assert list(faults(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "page.wait_for_timeout(300)",
        "time.sleep(0.1)",
        "assert page.locator('h1').inner_text() == 'Plan'",
        "text = page.locator('h1').inner_text()",
        "assert page.locator('tr').count() == 2",
        "assert not page.get_by_text('Plan').is_visible()",
        "assert page.url.endswith('/fr/')",
        "assert page.evaluate('scrollY') == 0",
        "page.locator('button').click()\nassert Draft.objects.exists()",
        "page.keyboard.press('Enter')\nversion = AnswerVersion.objects.get()",
        "def test():\n    page.locator('button').click()\n    page.goto('/fr/')",
        "if narrow:\n    page.locator('button').click()\n    page.reload()",
    ],
)
def test_a_hasty_look_is_noticed(source):
    assert len(list(faults(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "expect(page.locator('h1')).to_have_text('Plan')",
        "assert Draft.objects.filter(answer=1).count() == 2",
        "assert titles.count('Plan') == 1",
        "page.locator('button').click()\nexpect(page).to_have_url('/fr/')",
        "page.locator('button').click()\nwait_for_value(saved, rows)\nassert saved()",
        "with page.expect_navigation():\n    page.locator('button').click()\n"
        "assert Draft.objects.exists()",
        "page.locator('input').fill('Plan')\npage.locator('button').click()",
        "page.locator('input').fill('Plan')\npage.reload()",
    ],
)
def test_a_patient_look_is_fine(source):
    assert list(faults(source)) == []
