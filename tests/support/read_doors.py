"""The doors for other programs (harvesters, mirrors, OpenRefine) on a real server."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from smartland.domain.resource import Json
from smartland.web.app import create_app
from smartland.wiring import Services
from support.browser import serving


@dataclass(frozen=True)
class Reply:
    """What a real server answered."""

    status: int
    headers: Message
    body: bytes
    url: str = ""

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Json:
        return json.loads(self.body)

    @property
    def xml(self) -> ET.Element:
        """The root of the document, which must be well-formed."""
        return ET.fromstring(self.body)  # noqa: S314 - our own answer


@dataclass(frozen=True)
class Door:
    """One address of a running server."""

    address: str

    def get(self, path: str, headers: Mapping[str, str] | None = None, /, **given: object) -> Reply:
        """GET with query arguments."""
        query = f"?{urlencode(given, doseq=True)}" if given else ""
        return self._send(f"{self.address}{path}{query}", None, headers or {})

    def post(self, path: str, form: Mapping[str, object]) -> Reply:
        """POST of a form."""
        return self._send(f"{self.address}{path}", urlencode(form, doseq=True).encode(), {})

    def post_json(self, path: str, body: Json) -> Reply:
        """POST of JSON."""
        headers = {"Content-Type": "application/json"}
        return self._send(f"{self.address}{path}", json.dumps(body).encode(), headers)

    def _send(self, url: str, data: bytes | None, headers: Mapping[str, str]) -> Reply:
        asked = urllib.request.Request(url, data, dict(headers))
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return Reply(answer.status, answer.headers, answer.read(), url)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.headers, error.read(), url)


@contextmanager
def read_doors(services: Services) -> Iterator[Door]:
    """A real server over ``services``."""
    with serving(create_app(services)) as address:
        yield Door(address)
