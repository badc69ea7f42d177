# SPDX-License-Identifier: GPL-3.0-or-later
"""How the page looks: the tokens of the style module as CSS, light and dark, and its rules.

Panel's components stand in shadows of their own: variables reach into them, rules do not, so
that each component is given the rules (`SHEET`).
"""
from __future__ import annotations

from ..style import DARK, LIGHT

FONTS = ('"Liberation Sans","Segoe UI","Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei",'
         '"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif')


def _tokens(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


# Of the document: colours, and the variables by which Panel's own widgets are drawn.
ROOT = f"""
:root {{ color-scheme: light; {_tokens(LIGHT)} --side: #f6f5f1; }}
@media (prefers-color-scheme: dark) {{
  :root {{ color-scheme: dark; {_tokens(DARK)} --side: #161d24; }}
}}
:root {{
  --panel-primary-color: var(--good); --panel-background-color: var(--paper);
  --panel-on-background-color: var(--ink); --panel-surface-color: var(--paper);
  --panel-on-surface-color: var(--ink); --panel-border-color: var(--line);
  --background-text-color: var(--ink); --bokeh-base-font: {FONTS};
  --design-primary-color: var(--good); --design-primary-text-color: var(--paper);
  --design-background-color: var(--paper); --design-background-text-color: var(--ink);
  --design-surface-color: var(--paper); --design-surface-text-color: var(--ink);
}}
html, body {{ margin: 0; background: var(--paper); color: var(--ink); font: 14px {FONTS};
  font-variant-numeric: tabular-nums; }}
"""

# Of every component.
SHEET = f"""
:host {{ font: 14px {FONTS}; color: var(--ink); font-variant-numeric: tabular-nums;
  --background-color: var(--paper); }}
h1 {{ font-size: 30px; line-height: 1.15; margin: 0 0 4px; letter-spacing: -.01em; }}
h2 {{ font-size: 18px; margin: 0; display: inline; }}
h3 {{ font-size: 15px; margin: 0 0 2px; }}
p {{ margin: 0 0 8px; max-width: 75ch; line-height: 1.4; }}
.deck {{ font-size: 16px; color: var(--ink2); max-width: 110ch; }}
.deck b {{ color: var(--ink); }}
.note {{ font-size: 12px; color: var(--ink2); line-height: 1.4; }}
.bad {{ color: var(--bad); }} .good {{ color: var(--good); }} .mid {{ color: var(--mid); }}
.brand {{ font-size: 16px; white-space: nowrap; }}
.brand span {{ color: var(--ink2); font-weight: 400; font-size: 14px; margin-left: 16px; }}
.brand span b {{ color: var(--ink); }}
.status {{ font-size: 13px; text-align: right; padding-top: 9px; white-space: nowrap; }}
.corner {{ display: inline-block; width: 0; height: 0; border-top: 7px solid var(--good);
  border-right: 7px solid transparent; margin-right: 3px; }}
.strip {{ background: var(--bad0); border-left: 3px solid var(--bad); padding: 6px 10px;
  font-size: 13px; }}
.box {{ background: var(--good0); padding: 10px 12px; font-size: 13px; line-height: 1.4; }}
.bar {{ height: 12px; background: var(--track); margin: 4px 0; }}
.bar i {{ display: block; height: 12px; background: var(--good); }}
pre {{ max-height: 260px; font-size: 11.5px; background: var(--side); padding: 10px; margin: 0;
  overflow: auto; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere;
  color: var(--ink); }}
.figure {{ font-size: 27px; font-weight: 700; color: var(--good); }}
table.plain {{ border-collapse: collapse; font-size: 12.5px; width: 100%; }}
table.plain th {{ font-weight: 400; color: var(--ink2); text-align: right; padding: 3px 4px;
  border-bottom: 1px solid var(--ink); }}
table.plain td {{ padding: 4px; text-align: right; border-bottom: 1px solid var(--line); }}
table.plain th:first-child, table.plain td:first-child {{ text-align: left; }}
svg text {{ font-family: {FONTS}; fill: var(--ink); font-size: 12px; }}
svg text.second {{ fill: var(--ink2); }}
svg .good {{ fill: var(--good); }} svg .bad {{ fill: var(--bad); }}
svg .mid {{ fill: var(--mid); }}
.bk-btn, .bk-btn.bk-btn-default {{ font: 700 13px {FONTS}; border: 1px solid var(--line);
  border-radius: 4px; background: var(--paper); color: var(--ink); padding: 6px 12px; }}
.bk-btn, .bk-btn.bk-btn-default, .bk-btn.bk-btn-primary {{
  border: 1px solid var(--line) !important; box-shadow: none !important; }}
.bk-btn.bk-active {{ background: var(--good0) !important; color: var(--good) !important; }}
.bk-btn:hover {{ border-color: var(--ink2); }}
.bk-btn:focus-visible {{ outline: 2px solid var(--good); outline-offset: 2px; }}
.bk-btn.bk-btn-primary {{ background: var(--good); color: var(--paper);
  border-color: var(--good); }}
.bk-btn[disabled] {{ opacity: .5; }}
.bk-input {{ font: 13px {FONTS}; color: var(--ink); background-color: var(--paper);
  border: 1px solid var(--mid); border-radius: 4px; }}
label, .bk-input-group > label {{ font-size: 12px; color: var(--ink2); }}
"""

NAV = SHEET + """
:host { background: var(--side); }
.bk-btn, .bk-btn.bk-btn-default { border: 0 !important; border-radius: 0; background: none;
  width: 100%; text-align: left; font-weight: 400; color: var(--ink2); padding: 6px 16px;
  border-left: 3px solid transparent !important; white-space: pre;
  background: var(--side) !important; }
:host(.on) .bk-btn { background: var(--paper) !important; color: var(--ink); font-weight: 700;
  border-left-color: var(--good) !important; }
"""

BLANK = SHEET + f"""
.bk-input, select.bk-input {{ font: 700 17px {FONTS}; border: 1px solid var(--ink2);
  height: 34px; padding: 2px 8px; }}
"""

GRID = SHEET + f"""
.tabulator {{ font: 12.5px {FONTS}; background: var(--paper); border: 0; color: var(--ink); }}
.tabulator .tabulator-header, .tabulator .tabulator-header .tabulator-col {{
  background: var(--paper) !important; color: var(--ink2) !important; font-weight: 400;
  border-color: var(--ink); }}
.tabulator .tabulator-header {{ border-bottom: 1px solid var(--ink); }}
.tabulator .tabulator-header .tabulator-col {{ border-right: 0; }}
.tabulator .tabulator-header .tabulator-col .tabulator-col-title {{ font-weight: 400; }}
.tabulator .tabulator-col-sorter {{ opacity: 0; }}
.tabulator .tabulator-col:hover .tabulator-col-sorter {{ opacity: 1; }}
.tabulator .tabulator-header .tabulator-col .tabulator-col-content {{
  padding: 4px 8px !important; }}
.tabulator .tabulator-header .tabulator-col .tabulator-col-title {{
  padding-right: 0 !important; white-space: normal; }}
.tabulator .tabulator-row.tabulator-group {{ background: var(--side); color: var(--ink);
  border: 0; border-bottom: 1px solid var(--line); font-weight: 700; min-height: 25px;
  padding: 4px 8px; }}
.tabulator .tabulator-row.tabulator-group span {{ display: none; }}
.tabulator .tabulator-footer .tabulator-page.active {{ font-weight: 700;
  color: var(--good) !important; }}
.tabulator .tabulator-tableholder {{ background: var(--paper); }}
.tabulator .tabulator-row, .tabulator .tabulator-row.tabulator-row-even {{
  background: var(--paper); color: var(--ink); border-bottom: 1px solid var(--line);
  min-height: 31px; }}
.tabulator .tabulator-row.tabulator-selectable:hover {{ background: var(--side); }}
.tabulator .tabulator-row.tabulator-selected {{ background: var(--side); }}
.tabulator .tabulator-row .tabulator-cell {{ border-right: 0; padding: 0; height: 31px; }}
.tabulator .tabulator-row .tabulator-cell.tabulator-editing {{ border: 2px solid var(--good); }}
.tabulator .tabulator-cell input {{ background: var(--paper); color: var(--ink);
  font: 12.5px {FONTS}; padding: 4px 6px; }}
.tabulator .tabulator-footer {{ background: var(--paper) !important; border: 0 !important;
  color: var(--ink2) !important; }}
.tabulator .tabulator-footer .tabulator-page {{ background: var(--paper) !important;
  color: var(--ink) !important; }}
.cell {{ position: relative; box-sizing: border-box; height: 31px; padding: 7px 8px;
  overflow: hidden; text-overflow: ellipsis; }}
.cell.num {{ text-align: right; }}
.cell.changed {{ background: var(--good0); padding-top: 2px; line-height: 14px; }}
.cell.changed::before {{ content: ""; position: absolute; left: 0; top: 0;
  border-top: 9px solid var(--good); border-right: 9px solid transparent; }}
.cell s {{ display: block; font-size: 11px; color: var(--ink2); line-height: 12px; }}
.cell.new {{ background: var(--good0); }}
.cell.fault {{ background: var(--bad0); border: 2px solid var(--bad); font-weight: 700;
  padding-top: 1px; }}
.cell.gone {{ text-decoration: line-through; color: var(--ink2); }}
"""
