# SPDX-License-Identifier: GPL-3.0-or-later
"""The diagram of how people pass through a service, by its kind, as SVG in text."""
from __future__ import annotations

from html import escape

COLUMN, ROW = 200, 70  # from box to box
WIDTH, HEIGHT = 150, 40  # of a box
_LINE = 14  # from line to line of its text

# By kind: boxes (column, row, texts), and arrows from box to box.
Box = tuple[int, int, tuple[str, str]]
_KINDS: dict[str, tuple[tuple[str, str], list[Box], list[tuple[int, int]]]] = {
    "stay": (("Stays with a waiting list", "入住类服务（有等候名单）"), [
        (0, 0, ("request", "申请")),
        (2, 0, ("place, here or|in another district", "名额|（本区县或其他区县）")),
        (3, 0, ("leaves: end of stay,|age, death, move", "离开：期满、|超龄、死亡、迁移")),
        (0, 1, ("does not join|the list", "不愿等候")),
        (1, 1, ("waiting list|of the district", "本区县|等候名单")),
        (3, 1, ("gives up: patience,|age, death, move", "退出等候：失去耐心、|超龄、死亡、迁移")),
    ], [(0, 1), (1, 2), (0, 3), (0, 4), (4, 1), (4, 5)]),
    "intake": (("Intakes on dates", "招生类服务"), [
        (0, 0, ("residents of an age,|or graduates", "适龄人口|或毕业生")),
        (1, 0, ("applicants", "申请者")),
        (2, 0, ("seat, here or|in another district", "学位|（本区县或其他区县）")),
        (3, 0, ("leaves: end of course,|drop-out, death, move", "离开：毕业、|退学、死亡、迁移")),
        (2, 1, ("without a seat: next|intake, or leaves", "无学位：|下次再申请或离开")),
    ], [(0, 1), (1, 2), (2, 3), (1, 4)]),
    "visit": (("Visits in opening hours", "到访类服务"), [
        (0, 0, ("visitor", "到访者")),
        (2, 0, ("served while|a place is free", "有空位：|获得服务")),
        (3, 0, ("leaves", "离开")),
        (1, 1, ("tries another|district once", "到其他区县|再试一次")),
        (3, 1, ("refused", "未获服务")),
    ], [(0, 1), (1, 2), (0, 3), (3, 1), (3, 4)]),
}


def diagram(kinds: list[str], lang: str) -> str:
    """The flows of the kinds of service that are there, one below the other."""
    at = int(lang == "zh")
    parts: list[str] = []
    top = 0
    for kind, (title, boxes, arrows) in _KINDS.items():
        if kind not in kinds:
            continue
        parts.append(f'<text class="kind" x="0" y="{top + 16}">{escape(title[at])}</text>')
        top += 30
        parts += [_arrow(boxes[a], boxes[b], top) for a, b in arrows]
        parts += [_box(box, at, top) for box in boxes]
        top += ROW + HEIGHT + 24
    return (f'<svg class="flow" viewBox="-1 0 {3 * COLUMN + WIDTH + 2} {top}" aria-hidden="true">'
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z"/></marker></defs>'
            + "".join(parts) + "</svg>")


def _box(box: Box, at: int, top: int) -> str:
    x, y = box[0] * COLUMN, box[1] * ROW + top
    lines = box[2][at].split("|")
    first = y + HEIGHT / 2 + 4 - _LINE / 2 * (len(lines) - 1)
    texts = "".join(f'<tspan x="{x + WIDTH / 2:g}" y="{first + _LINE * i:g}">{escape(line)}'
                    "</tspan>" for i, line in enumerate(lines))
    return (f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
            f"<text>{texts}</text>")


def _arrow(start: Box, end: Box, top: int) -> str:
    """From the side of one box to the side of the other, or down when it stands below."""
    x1, y1 = start[0] * COLUMN, start[1] * ROW + top
    x2, y2 = end[0] * COLUMN, end[1] * ROW + top
    if x1 == x2:
        line: tuple[float, ...] = (x1 + WIDTH / 2, y1 + HEIGHT, x2 + WIDTH / 2, y2)
    else:
        line = (x1 + WIDTH, y1 + HEIGHT / 2, x2, y2 + HEIGHT / 2)
    return '<path class="arrow" d="M{:g} {:g}L{:g} {:g}" marker-end="url(#tip)"/>'.format(*line)
