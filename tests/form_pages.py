"""The forms on a page of the site, read from its HTML and filled in as people do."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TEXTS = {"text", "search", "url", "tel"}


@dataclass
class PageForm:
    """A form that is sent by POST: where to, and its fields as they are sent."""

    page: str
    action: str
    button: str = ""
    fields: dict = field(default_factory=dict)
    # What was typed into it here.
    typed: list = field(default_factory=list)
    # The names of fields that the page fills in for itself.
    hidden: set = field(default_factory=set)
    has_password: bool = False
    buttons: list = field(default_factory=list)

    @property
    def sent(self):
        """The fields with those of its first button."""
        return {**self.fields, **(dict([self.buttons[0]]) if self.buttons else {})}

    def add(self, name, value):
        self.fields.setdefault(name, []).append(value)


class PageForms(HTMLParser):
    """The links of a page, and its forms, each empty field filled in."""

    def __init__(self, address, page):
        super().__init__(convert_charrefs=True)
        self.address, self.forms = address, []
        self.links = []
        self.form = self.textarea = self.select = None
        self.by_id, self.outside = {}, []
        self.feed(page)
        for form_id, name, value in self.outside:
            if form_id in self.by_id and name != "csrfmiddlewaretoken":
                self.by_id[form_id].add(name, value)
        self.forms = [form for form in self.forms if form is not None]

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("hx-get"):
            self.start_a({"href": values["hx-get"]})
        handler = getattr(self, f"start_{tag}", None)
        if handler:
            handler(values)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def start_a(self, values):
        if values.get("href"):
            self.links.append(
                urlsplit(urljoin(self.address, values["href"]))
                ._replace(fragment="", scheme="", netloc="")
                .geturl()
            )

    def start_form(self, values):
        self.form = None
        if values.get("method", "get").lower() == "post":
            action = urljoin(self.address, values.get("action") or "")
            self.form = PageForm(self.address, action)
            self.forms.append(self.form)
            if "id" in values:
                self.by_id[values["id"]] = self.form

    def start_input(self, values):
        name, kind = values.get("name"), values.get("type", "text")
        form = self._form_of(values)
        if form is None or not name or "disabled" in values or kind == "file":
            return
        if kind == "password":
            form.has_password = True
        value = values.get("value") or ""
        if kind == "hidden":
            form.hidden.add(name)
        if kind in ("checkbox", "radio"):
            if kind == "checkbox" or "checked" in values or name not in form.fields:
                if kind == "radio":
                    form.fields.pop(name, None)
                form.add(name, value or "on")
        elif kind == "email":
            form.add(name, self._type(form, "nouvelle@rives.example"))
        elif kind in TEXTS and not value:
            form.add(name, self._type(form, "Mots de rivière"))
        else:
            form.add(name, value)

    def start_textarea(self, values):
        form = self._form_of(values)
        if form and values.get("name"):
            self.textarea = (form, values["name"], [])

    def handle_data(self, data):
        if self.textarea:
            self.textarea[2].append(data)

    def start_select(self, values):
        form = self._form_of(values)
        self.select = (form, values.get("name"), []) if form else None

    def start_option(self, values):
        if self.select:
            self.select[2].append((values.get("value") or "", "selected" in values))

    def start_button(self, values):
        form = self._form_of(values)
        is_own = "formaction" not in values
        if form and values.get("name") and is_own:
            form.buttons.append((values["name"], [values.get("value") or ""]))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.textarea:
            form, name, pieces = self.textarea
            self.textarea = None
            text = "".join(pieces).removeprefix("\n")
            is_data = text.startswith(("[", "<"))
            form.add(name, text if is_data else self._type(form, f"{text} Mots."))
        elif tag == "select" and self.select:
            form, name, options = self.select
            self.select = None
            chosen = [value for value, is_chosen in options if is_chosen and value]
            chosen = chosen or [value for value, _is in options if value]
            if name and chosen:
                form.add(name, chosen[0])

    def _form_of(self, values):
        if "form" in values:
            return self.by_id.get(values["form"])
        return self.form

    def _type(self, form, text):
        text = text.strip()
        form.typed.append(text)
        return text
