# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m suffice.workbook template`, `import` or `export`: as the commands do."""
import sys

from . import commands

COMMANDS = {"template": commands.template, "import": commands.import_,
            "export": commands.export}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"expected one of: {', '.join(COMMANDS)}", file=sys.stderr)
        sys.exit(2)
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
