#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file has one purpose and at most 400 lines; the package's modules build on each other."""
import ast
import pathlib
import tempfile
import unittest

from where import SOURCE

MOST = 400
FOLDERS = ("src", "scripts", "tests")
KINDS = (".c", ".h", ".py", ".sh", ".cmake")
PACKAGE = SOURCE / "scripts/suffice"


def long_files(root):
    """Files of code with too many lines, and how many they have."""
    files = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*"))
             if path.suffix in KINDS or path.name == "CMakeLists.txt")
    counts = {str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
              for path in files}
    return {name: n for name, n in counts.items() if n > MOST}


def imports_of(path, name, modules):
    """The modules that a module of a package imports when it is imported."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level > 0:
            base = package[:len(package) - node.level + 1] + (node.module or "").split(".")
            base = ".".join(part for part in base if part)
            inner = {f"{base}.{alias.name}" for alias in node.names} & set(modules)
            found |= inner or {base}
    return found - {name}


def circle(package):
    """Modules of a package that import each other in a circle; [] when there is none."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    left = {name: imports_of(path, name, modules) for name, path in modules.items()}
    while left:
        free = [name for name, others in left.items() if not others & set(left)]
        if not free:
            return sorted(left)  # those in circles, and those that rest on them
        for name in free:
            del left[name]
    return []


class Files(unittest.TestCase):
    def test_no_file_is_longer_than_one_purpose_needs(self):
        self.assertEqual(long_files(SOURCE), {})

    def test_no_module_of_the_package_imports_itself_by_others(self):
        self.assertEqual(circle(PACKAGE), [])

    def test_a_long_file_and_a_circle_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            package = root / "scripts/town"
            package.mkdir(parents=True)
            for name, text in (("__init__", "from .a import x\n"), ("a", "from . import b\n"),
                               ("b", "from .c import y\n"), ("c", "\n" * 401)):
                (package / f"{name}.py").write_text(text, encoding="utf-8")
            self.assertEqual(long_files(root), {"scripts/town/c.py": 401})
            self.assertEqual(circle(package), [])
            (package / "c.py").write_text("from .a import x\n", encoding="utf-8")
            self.assertEqual(circle(package), ["town", "town.a", "town.b", "town.c"])


if __name__ == "__main__":
    unittest.main()
