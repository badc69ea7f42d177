# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of the site from the C headers: for each folder of src one page, in reStructuredText.

The comments of this code have no marks of a documentation tool, so libclang is asked to take
every comment for documentation, as a reader does: what stands above a declaration, or behind
a field on its line. Names of functions and structures become links. A header without a comment
at its head is an error; a declaration without one stands as it is.
"""
import pathlib
import re
import subprocess

from clang import cindex
from clang.cindex import CursorKind

RECORDS = {CursorKind.STRUCT_DECL: "struct", CursorKind.UNION_DECL: "union"}
PREFIX = re.compile(r"^(?:(?:SUF_[A-Z_]+(?:\([^)]*\))?|static|_Noreturn|inline|extern)\s+)*")
SPECIAL = re.compile(r"([*|\\])|(\w)_(?=\W|$)")


class Site:
    """What all pages share: where the sources are, and which names are declared where."""

    def __init__(self, source: pathlib.Path) -> None:
        self.root = source / "src"
        self.roles: dict[str, str] = {}
        self.declared: set[str] = set()
        self.folder = ""
        self.faults: list[str] = []

    def units(self) -> list[cindex.TranslationUnit]:
        """Each top folder of src, read as one file that includes its headers."""
        flags = subprocess.run(["pkg-config", "--cflags", "hdf5", "gsl", "yaml-0.1", "jansson"],
                               check=True, capture_output=True, text=True).stdout.split()
        builtin = subprocess.run(["clang", "-print-resource-dir"], check=True,
                                 capture_output=True, text=True).stdout.strip()
        flags += ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-fparse-all-comments",
                  f"-I{self.root}", "-isystem", f"{builtin}/include"]
        units = []
        for folder in sorted(path for path in self.root.iterdir() if path.is_dir()):
            headers = sorted(folder.glob("**/*.h"))
            text = "".join(f'#include "{path}"\n' for path in headers)
            units.append(cindex.Index.create().parse(
                f"{folder.name}.c", args=flags, unsaved_files=[(f"{folder.name}.c", text)],
                options=cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD))
            self.faults += [str(told) for told in units[-1].diagnostics if told.severity > 2]
        return units

    def learn(self, unit: cindex.TranslationUnit) -> None:
        """The names that texts may speak of."""
        for at in unit.cursor.get_children():
            if at.kind == CursorKind.FUNCTION_DECL and at.spelling.startswith("suf_"):
                self.roles[at.spelling] = "c:func"
            elif at.kind in RECORDS and at.spelling.startswith("suf_"):
                self.roles[at.spelling] = f"c:{RECORDS[at.kind]}"

    def line(self, text: str) -> str:
        """A text of a comment: what would be marks is escaped, names are links."""
        parts = re.split(r"(`[^`]*`|\bsuf_\w+\b)", text)
        for i, part in enumerate(parts):
            if i % 2 == 0:
                parts[i] = SPECIAL.sub(
                    lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\_", part)
            elif part.startswith("`"):
                parts[i] = f"\\ ``{part[1:-1]}``\\ "
            elif part in self.roles:
                parts[i] = f"\\ :{self.roles[part]}:`{part}`\\ "
            else:
                parts[i] = SPECIAL.sub(lambda m: f"{m[2]}\\_" if m[2] else m[0], part)
        return re.sub(r"(^|\s)\\ |\\ (?=\s|$)", r"\1", "".join(parts)).strip()

    def prose(self, comment: str | None, indent: str) -> str:
        """A comment as paragraphs; what is set in columns or lists stays as it is."""
        text = re.sub(r"^/\*+ ?|\s*\*/$", "", comment or "")
        text = re.sub(r"^ *\* ?", "", text, flags=re.M)
        text = re.sub(r"SPDX-License-Identifier: \S+\n?", "", text)
        out = []
        for paragraph in re.split(r"\n\s*\n", text):
            lines = [line.rstrip() for line in paragraph.strip("\n").split("\n")]
            if any(re.search(r"\S {2,}\S|^ {2,}\S|^[-*] ", line) for line in lines[1:]) or \
                    re.search(r"\S {3,}\S", lines[0]):
                out.append("::\n\n" + "\n".join(f"   {line}" for line in lines))
            elif lines != [""]:
                out.append("\n".join(self.line(line) for line in lines))
        joined = "\n\n".join(out)
        return "".join(f"{indent}{line}\n" if line else "\n" for line in joined.split("\n"))

    def directive(self, kind: str, declaration: str, comment: str | None, indent: str = "",
                  name: str = "") -> str:
        """One declaration with its text. A name that two folders have is told of twice."""
        head = ""
        if name and not indent:
            space = self.folder if name in self.declared else "NULL"
            head = f".. c:namespace:: {space}\n\n"
            self.declared.add(name)
        head += f"{indent}.. c:{kind}:: {' '.join(declaration.split())}\n"
        return f"{head}\n{self.prose(comment, indent + '   ')}\n"

    def members(self, record: cindex.Cursor, indent: str, named: str) -> str:
        out = ""
        for field in record.get_children():
            if field.kind == CursorKind.FIELD_DECL:
                element = field.type.get_array_element_type()
                is_array = element.kind != cindex.TypeKind.INVALID
                nested = (element if is_array else field.type).get_declaration()
                if nested.kind in RECORDS and "unnamed" in nested.type.spelling:
                    out += self.record(nested, field.raw_comment, indent, field.spelling, named)
                    continue
                out += self.directive("member", declared(field), field.raw_comment, indent)
            elif field.kind in RECORDS and field.is_anonymous():
                out += self.record(field, field.raw_comment, indent, "", named)
        return out

    def record(self, at: cindex.Cursor, comment: str | None, indent: str, field: str,
               named: str) -> str:
        """A structure or union; one without a name inside another, under its field's."""
        name = f"@{field or at.location.line}" if named else at.spelling
        name = name if not name.startswith("@") else "@" + re.sub(r"\W", "_", name[1:])
        text = self.directive(RECORDS[at.kind], name, comment, indent,
                              f"{named}.{name}" if named else name)
        return text + self.members(at, indent + "   ", f"{named}.{name}")

    def enumeration(self, at: cindex.Cursor, name: str, comment: str | None) -> str:
        return self.directive("enum", name, comment, "", name) + "".join(
            self.directive("enumerator", value.spelling, value.raw_comment, "   ")
            for value in at.get_children())

    def declaration(self, at: cindex.Cursor, comment: str | None, lines: list[str]) -> str:
        """What a page says of one declaration of a header."""
        if at.kind == CursorKind.FUNCTION_DECL:
            found = text_of(at, lines).partition("{")[0].strip().rstrip(";")
            if at.spelling not in found:
                return ""  # one of many that a macro declares, which says what they are
            return self.directive("function", PREFIX.sub("", found), comment, "", at.spelling)
        if at.kind in RECORDS and at.is_definition():
            name = at.spelling if "unnamed" not in at.spelling else ""
            return self.record(at, comment, "", "", "") if name else ""
        if at.kind == CursorKind.ENUM_DECL:
            name = at.spelling
            if "unnamed" in name:
                name = f"@{pathlib.Path(at.location.file.name).stem}_{at.location.line}"
            return self.enumeration(at, name, comment)
        if at.kind == CursorKind.TYPEDEF_DECL:
            under = at.underlying_typedef_type.get_declaration()
            if under.kind in RECORDS and under.is_definition():
                if "unnamed" not in under.spelling:
                    return ""  # told of as a structure
                out = self.directive(RECORDS[under.kind], at.spelling, comment, "", at.spelling)
                return out + self.members(under, "   ", at.spelling)
            if under.kind == CursorKind.ENUM_DECL:
                is_told = "unnamed" not in under.spelling
                return "" if is_told else self.enumeration(under, at.spelling, comment)
            found = text_of(at, lines).rstrip(";").removeprefix("typedef ")
            return self.directive("type", found, comment, "", at.spelling)
        return ""

    def header(self, path: pathlib.Path, cursors: list[cindex.Cursor]) -> str:
        """A section: the essay at the head of the header, then its declarations."""
        text = path.read_text()
        self.folder = path.parent.name
        essay = re.match(r"/\*.*?\*/", text, re.S)
        name = str(path.relative_to(self.root))
        if essay is None:
            self.faults.append(f"{path}:1: no comment says what the header is for")
        out = f"{name}\n{'-' * len(name)}\n\n" + self.prose(essay and essay[0], "") + "\n"
        for at in cursors:
            comment = at.raw_comment if at.raw_comment != (essay and essay[0]) else None
            out += self.declaration(at, comment, text.split("\n"))
        return out


def text_of(at: cindex.Cursor, lines: list[str]) -> str:
    start, end = at.extent.start, at.extent.end
    found = lines[start.line - 1:end.line]
    found[-1] = found[-1][:end.column - 1]
    found[0] = found[0][start.column - 1:]
    return re.sub(r"/\*.*?\*/", "", " ".join(found))


def declared(field: cindex.Cursor) -> str:
    """A field as C declares it."""
    name, kind = field.spelling, field.type.spelling.replace("_Bool", "bool")
    if field.is_bitfield():
        return f"{kind} {name} : {field.get_bitfield_width()}"
    if "(*" in kind:
        return re.sub(r"\(\*(const)?([^)]*)\)", rf"(*\1 {name}\2)", kind, count=1)
    base, bracket, rest = kind.partition("[")
    return f"{base.strip()} {name}{bracket}{rest}"


def write_pages(source: pathlib.Path, target: pathlib.Path) -> list[str]:
    """Writes a page for each folder with headers and an index; gives what is wrong."""
    site = Site(source)
    units = site.units()
    for unit in units:
        site.learn(unit)
    pages: dict[pathlib.Path, str] = {}
    for unit in units:
        cursors: dict[pathlib.Path, list[cindex.Cursor]] = {}
        for at in unit.cursor.get_children():
            if at.location.file is not None:
                cursors.setdefault(pathlib.Path(at.location.file.name), []).append(at)
        top = site.root / pathlib.Path(unit.spelling).stem
        for path in sorted(top.glob("**/*.h")):
            pages.setdefault(path.parent, "")
            pages[path.parent] += site.header(path, cursors.get(path, []))
    names = []
    for folder, text in pages.items():
        name = str(folder.relative_to(source))
        names.append(name.replace("/", "-"))
        (target / f"{names[-1]}.rst").write_text(f"{name}\n{'=' * len(name)}\n\n{text}")
    (target / "index.rst").write_text(
        "The C code\n==========\n\n"
        "Every header of the source, folder by folder: what it is for, its structures and its\n"
        "functions. How the folders belong together is told in :doc:`/docs/house`.\n\n"
        ".. toctree::\n   :maxdepth: 2\n\n" + "".join(f"   {name}\n" for name in names))
    return site.faults
