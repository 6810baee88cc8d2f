"""The WSGI server: granian in front of one worker that holds the projections."""

import logging
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.util import Finalize
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from smartland.settings import Settings, read_settings
from smartland.web.app import create_app
from smartland.wiring import open_services

THREADS = 64
LOOK, LAST = 0.5, 2.5
"""Seconds between two looks for the parent, and for the requests under way when it is gone."""


def create() -> Flask:
    """The application of the worker process: opens everything, follows the truth, serves."""
    _end_with_parent()
    logging.basicConfig(level=logging.INFO)
    services = open_services(read_settings())
    services.steward.start()
    services.exports.start()
    services.alerts.threads.start()
    # granian's worker is a multiprocessing child: those run finalizers, but no atexit functions
    Finalize(None, services.close, exitpriority=10)
    return create_app(services)


def run_server(host: str, port: int, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let requests under way finish."""
    # the worker is a new process and reads its settings from the environment
    os.environ["SMARTLAND_DATA_DIR"] = str(Path(settings.data_dir).resolve())
    os.environ["SMARTLAND_BASE_URL"] = settings.base_url
    Granian(
        "smartland.web.server:create",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        log_access=False,
        workers_kill_timeout=30,
    ).serve()


def _end_with_parent() -> None:
    """Stop serving when granian's main process is gone, as when it asks for it: a server that
    nobody can stop would keep the port and the projections from the next one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_watch, args=(parent.pid,), name="parent", daemon=True)
        watch.start()


def _watch(parent: int | None) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST)
    os._exit(1)
