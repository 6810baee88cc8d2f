"""HTTP connections to servers that are not Elastic's but speak the same language."""

from typing import Any

from elastic_transport import ApiResponseMeta, HttpHeaders, Urllib3HttpNode

_VENDOR = "application/vnd.elasticsearch+"
_PLAIN = "application/"


class OpenNode(Urllib3HttpNode):
    """For OpenSearch, and for Elasticsearch before 7.14: plain media types go out (others are
    answered with 406), and the product header that the client insists on comes in."""

    def perform_request(  # type: ignore[no-untyped-def]  # the library's types are not public
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout=None,  # noqa: ANN001 - the library's type is not public
    ) -> Any:  # noqa: ANN401 - nor is this one
        """One request; as the base class."""
        sent = HttpHeaders({name: _plain(value) for name, value in (headers or {}).items()})
        answer = super().perform_request(method, target, body, sent, request_timeout)
        meta = answer.meta
        received = HttpHeaders(meta.headers)
        received["x-elastic-product"] = "Elasticsearch"
        # Old servers warn in every answer that they have no passwords
        received.pop("warning", None)
        told = ApiResponseMeta(meta.status, meta.http_version, received, meta.duration, meta.node)
        return answer._replace(meta=told)


def _plain(value: str) -> str:
    return value.replace(_VENDOR, _PLAIN).replace("; compatible-with=8", "")
