# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on which a plan is changed and run: `suffice studio`, and `suffice.studio()`.

Everything that is shown was told by the program: faults by `suffice check`, results by
`suffice run` and the questions, read through this package. `overlay`, `plan`, `check`, `jobs`,
`questions`, `findings` and `work` know nothing of Panel, the extra `studio`; the views do.
"""
from __future__ import annotations

import os
import pathlib
from typing import Any


def studio(scenario: str | os.PathLike[str], overlay: str | os.PathLike[str] | None = None,
           replications: int = 100, threads: int | None = None, lang: str = "en",
           program: str | os.PathLike[str] | None = None) -> Any:
    """The page as an object of Panel, for a notebook or a server of one's own.

    `overlay` is the file that the changes are saved in (default: NAME-changed.yaml here).
    ImportError without Panel: pip install 'suffice[studio]'. ProgramError of a scenario with
    faults, OverlayError of an overlay that is open elsewhere.
    """
    try:
        from .page import Page  # noqa: PLC0415 - an extra
    except ImportError as error:
        if error.name != "panel":
            raise
        raise ImportError("suffice.studio needs panel: pip install 'suffice[studio]', or pip "
                          "install panel", name="panel") from error
    from .work import Work  # noqa: PLC0415
    work = Work(pathlib.Path(scenario), None if overlay is None else pathlib.Path(overlay),
                replications, threads, None if program is None else pathlib.Path(program))
    return Page(work, lang).view()
