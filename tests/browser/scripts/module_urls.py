"""A page that loads no script: tests import modules into it by their names."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

PAGE = """{% load scripts %}
<!doctype html>
<html lang="{{ language }}-CA">
  <head>
    <meta charset="utf-8">
    <title>Modules</title>
    <link rel="icon" href="data:,">
    {% import_map %}
  </head>
  <body></body>
</html>
"""


def modules(request, language):
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"language": language}, request))


urlpatterns = [path("<str:language>/modules/", modules)]
