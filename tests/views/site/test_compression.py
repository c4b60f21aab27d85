"""Pages are sent compressed; data and files are sent as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from questionnaire.middleware import CompressPagesMiddleware

LONG = "é" * 2_000


def answer(response, **headers):
    request = RequestFactory().get("/", headers=headers)
    return CompressPagesMiddleware(lambda _request: response)(request)


@pytest.mark.django_db
def test_a_page_is_sent_compressed_to_clients_that_accept_it(client):
    response = client.get("/en/account/login/", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert "</html>" in gzip.decompress(response.content).decode()


@pytest.mark.django_db
def test_a_page_is_sent_uncompressed_to_other_clients(client):
    response = client.get("/en/account/login/")

    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    "response",
    [
        JsonResponse({"text": LONG}),
        HttpResponse(LONG, content_type="text/csv"),
        FileResponse([LONG.encode()], content_type="application/zip"),
        StreamingHttpResponse([LONG], content_type="text/html"),
    ],
    ids=lambda response: response["Content-Type"],
)
def test_data_and_files_are_sent_as_they_are(response):
    assert "Content-Encoding" not in answer(response, **{"accept-encoding": "gzip"})
