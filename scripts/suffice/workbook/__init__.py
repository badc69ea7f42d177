# SPDX-License-Identifier: GPL-3.0-or-later
"""Excel books: an empty one to fill in, a filled one as a scenario, results as one.

    sheets, people_sheets, service_sheet, plan_sheets   what a book has
    template, instruction_texts                         the empty book
    cells, reading, plan, writing, checking, importing  from a filled book to a scenario
    exporting, result_sheets                            results as a book, parquet or CSV

It needs openpyxl (`pip install 'suffice[excel]'`); parquet needs pyarrow.
"""
from .excel import WorkbookError
from .exporting import export
from .importing import Imported, import_book
from .template import write_template

__all__ = ["Imported", "WorkbookError", "export", "import_book", "write_template"]
