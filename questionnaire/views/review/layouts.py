"""What a template needs for the way in which a reviewer reads the answers."""

from questionnaire.lib.ids import read_id
from questionnaire.queries.review.layouts import (
    COLUMNS,
    LAYOUTS,
    PASSAGES,
    layout_of,
    read_columns,
    said_in,
)


def layout_context(asked, access, review):
    """The context of the layout that `asked`, an address or a form, names."""
    is_comparison = "from" in asked or "to" in asked
    layout = layout_of(review, asked.get("layout", ""), is_comparison=is_comparison)
    context = {"layout": layout, "layouts": LAYOUTS}
    if layout == PASSAGES:
        said = said_in(review)
        context |= {"said": said, "names": said.ticked}
    elif layout == COLUMNS:
        ids = [pk for text in asked.getlist("column") if (pk := read_id(text))]
        context["columns"] = read_columns(access.project, review, ids)
    return context
