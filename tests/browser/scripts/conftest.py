"""Calling functions of our scripts in a browser, one module at a time."""

import pytest


@pytest.fixture
def blank_page(new_page):
    """A page that loads no script."""
    page = new_page(language="en")
    page.goto("/en/modules/")
    return page


@pytest.fixture
def run(blank_page):
    """A function (module, function, *arguments) that returns the browser's result.

    `module` is a name without “studio/”; `function` is JavaScript that takes the
    module and the arguments.
    """

    def run_function(module, function, *arguments):
        return blank_page.evaluate(
            f"""async (given) => {{
              const module = await import("studio/{module}");
              return await ({function})(module, ...given);
            }}""",
            list(arguments),
        )

    return run_function
