# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `suffice studio`, or suffice-studio: the page, served to this machine alone."""
from __future__ import annotations

import argparse
import pathlib
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Sequence
from typing import Any

from ..program import ProgramError
from ..words import LANGUAGES
from .overlay import OverlayError

ADDRESS = "127.0.0.1"
NO_PANEL = ("suffice studio needs the Python package panel, which is not installed here: run "
            "pip install '.[studio]' in the source folder, or pip install panel")
_HELP = """\
What if we built more, or earlier? Opens a page in the browser: tables to change, faults at
their cells, runs, and what they change.

  suffice studio scenarios/hello.yaml

What is changed is an overlay: a small scenario that extends the plan, which suffice run
takes too, to the same bytes. Each step is kept at once, so that a killed page loses none.

The page is served on 127.0.0.1 alone, at an address with a token, and asks nothing of the
internet. Ctrl-C ends it; a run that is under way then stops, and goes on where it was."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command until it is stopped; its exit code: 0 done, 1 failed, 2 bad command
    line, 3 bad scenario."""
    parser = argparse.ArgumentParser(prog="suffice studio", description=_HELP,
                                     allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("scenario", help="the plan, or an overlay that the studio has saved")
    add("-o", "--output", metavar="FILE",
        help="overlay that the changes are saved in (default NAME-changed.yaml here, or the "
             "SCENARIO itself where the studio has made it)")
    add("-n", "--replications", metavar="N", type=int, default=100,
        help="replications of a run (default 100)")
    add("-t", "--threads", metavar="N", type=int, help="threads (default: all processors)")
    add("--lang", choices=LANGUAGES, default="en",
        help="language that the page begins in (default: en)")
    add("--port", metavar="N", type=int, default=0,
        help="port of 127.0.0.1 (default: a free one)")
    add("--no-browser", action="store_true", help="prints the address, and opens no browser")
    options = parser.parse_args(arguments)
    try:
        from .work import Work  # noqa: PLC0415 - after the help
        work = Work(pathlib.Path(options.scenario),
                    None if options.output is None else pathlib.Path(options.output),
                    options.replications, options.threads)
    except (ProgramError, OverlayError, OSError) as error:
        print(f"suffice studio: {error}", file=sys.stderr)
        return getattr(error, "code", 1)
    try:
        return _serve(work, options)
    except ImportError as error:
        if error.name != "panel":
            raise
        print(NO_PANEL, file=sys.stderr)
        return 1
    finally:
        work.close()


def _serve(work: Any, options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; the address goes to stdout."""
    import panel as pn  # noqa: PLC0415 - an extra

    from .page import Page  # noqa: PLC0415
    port = options.port or _free_port()
    token = secrets.token_urlsafe(24)
    server = pn.serve(
        {"/": lambda: Page(work, options.lang).view()}, address=ADDRESS, port=port,
        prefix=token, show=False, start=False, title="Suffice studio", verbose=False,
        websocket_origin=[f"{ADDRESS}:{port}"])
    address = f"http://{ADDRESS}:{port}/{token}/"
    print(address, flush=True)
    if not options.no_browser:
        webbrowser.open(address)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.io_loop.add_callback_from_signal(
            server.io_loop.stop))
    server.start()
    server.io_loop.start()
    server.stop()
    return 0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((ADDRESS, 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
