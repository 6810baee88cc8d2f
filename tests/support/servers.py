"""Real servers of ours on loopback."""

import socket
import time
import urllib.request


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, seconds: float = 60.0) -> None:
    """Until the address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError as error:
            if time.monotonic() > end:
                raise AssertionError(f"{address} did not answer within {seconds} s") from error
            time.sleep(0.1)
        else:
            return
