"""A page with two editors, to test them outside the site's own pages."""

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from questionnaire.content.prose.field import ProseField

# What the page shows and saves, for tests to set and read.
stored = {"answer": "", "note": ""}

PAGE = """{% load crispy_forms_filters i18n scripts static %}
{% get_current_language as language %}
<!doctype html>
<html lang="{{ language }}-CA">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Editors</title>
    <link rel="icon" href="{% static 'questionnaire/favicon.svg' %}">
    <link rel="stylesheet" href="{% static 'questionnaire/css/site.css' %}">
    <link rel="stylesheet" href="{% static 'questionnaire/css/answering.css' %}">
    <link rel="stylesheet" href="{% static 'questionnaire/css/editor.css' %}">
    {% import_map %}
    <script src="{% static 'questionnaire/js/site/theme.js' %}"></script>
    {# Modules, not a bundle: tests call functions of the modules that the page uses. #}
    <script type="module" nonce="{{ CSP_NONCE }}">
      import { startEditors } from "studio/content/fields";
      import { startEveryPage } from "studio/site/everywhere";
      startEveryPage();
      startEditors();
    </script>
  </head>
  <body>
    {% include "questionnaire/partials/icons.html" %}
    <main class="page-width">
      <h1>Editors</h1>
      {% if form.errors %}<p><a href="#id_answer">To the error</a></p>{% endif %}
      <form method="post" novalidate>
        {% csrf_token %}
        {{ form.answer|as_crispy_field }}
        {{ form.note|as_crispy_field }}
        <button class="btn btn-primary" type="submit">Save</button>
      </form>
      {% include "questionnaire/partials/link_dialog.html" %}
      <div class="visually-hidden" id="announce" aria-live="polite"></div>
    </main>
  </body>
</html>
"""


class EditorForm(forms.Form):
    answer = ProseField(label="Answer", help_text="Say it all.", language="fr")
    note = ProseField(label="Note", language="ar", required=False)


def editors(request):
    """Show what is stored and store what is sent."""
    form = EditorForm(request.POST or None, initial=stored)
    if form.is_valid():
        stored.update(form.cleaned_data)
        return redirect(request.path)
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"form": form}, request))


urlpatterns = i18n_patterns(
    path("editors/", editors, name="editors"),
    # Whoever sends a form and is led there is asked to sign in: nobody is, here.
    path("login/", editors, name="account_login"),
)
