"""Programs on pages of other sites may read and, with a token, write: everything here is public,
and no cookie says who asks."""

from flask import Flask, Response, request

EXPOSED = "Content-Language, ETag, Link, Location, Retry-After, X-Sequence"
ADMITTED = "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match"
DAY = 86_400


def share(app: Flask) -> None:
    """Let browsers hand every answer, redirects and errors too, to pages of any origin."""

    @app.after_request
    def open_up(answer: Response) -> Response:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS":
            answer.headers["Access-Control-Allow-Methods"] = answer.headers.get("Allow", "GET")
            answer.headers["Access-Control-Allow-Headers"] = ADMITTED
            answer.access_control_max_age = DAY
        return answer
