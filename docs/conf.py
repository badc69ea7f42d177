# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx builds the site: see scripts/dev/build_site.py."""
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "scripts"))
from pygments.lexers.special import TextLexer  # noqa: E402
from sphinx.highlighting import lexers  # noqa: E402

import suffice  # noqa: E402

lexers["csv"] = TextLexer()

project = "Suffice"
author = "The Suffice developers"
version = release = suffice.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinxcontrib.mermaid"]
html_theme = "furo"
html_title = f"Suffice {release}"
html_copy_source = False
smartquotes = False
# The lists beside a page name its headings alone: with every function the build takes twice as
# long, most of it for copies of the lists.
toc_object_entries = False
# Links to headings are made as GitHub makes them.
myst_heading_anchors = 4
myst_fence_as_directive = ["mermaid"]
# Single backquotes in docstrings are code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
