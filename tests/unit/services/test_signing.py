"""Signatures of webhooks against the worked example of the specification."""

import base64

import pytest

from smartland.services.alerts.signing import headers, new_secret, sign

# the example of the Standard Webhooks specification, also in its reference libraries' tests
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - published
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
TIMESTAMP = 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_of_the_specification() -> None:
    assert sign(SECRET, MESSAGE, TIMESTAMP, BODY) == SIGNATURE
    assert headers(SECRET, MESSAGE, TIMESTAMP, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_a_secret_is_long_and_new_each_time() -> None:
    secrets = {new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert all(24 <= len(base64.b64decode(one.removeprefix("whsec_"))) <= 64 for one in secrets)


@pytest.mark.parametrize("secret", ["", "c2VjcmV0", "whsec_not base64!"])
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sign(secret, MESSAGE, TIMESTAMP, BODY)
