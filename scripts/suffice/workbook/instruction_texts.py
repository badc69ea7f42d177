# SPDX-License-Identifier: GPL-3.0-or-later
"""What the first page of a book says, in English and Chinese."""
from __future__ import annotations

TITLE = ("Instructions", "说明")

_LINES: tuple[tuple[str, str], ...] = (
    ("A plan for Suffice: will the planned places suffice?", "Suffice 规划数据表：规划的名额够不够？"),
    ("", ""),
    ("How to fill it in", "如何填写"),
    ("1. Fill in the sheets from left to right. Row 1 has the headings, row 2 what they mean and their units, row 3 an example that is not read. Write from row 4 on; of the sheet Plan in column B.",
     "1. 从左到右逐表填写。第 1 行为标题，第 2 行为含义和单位，第 3 行为示例（不读取），从第 4 行起填写；“规划”表填 B 列。"),
    ("2. A heading with a star must be filled in every row. What else is empty takes what row 2 says.",
     "2. 带星号的列每行必填；其他列留空时按第 2 行的说明取值。"),
    ("3. Cells with a list take its words only. They are the words of scenario files, so they are English in every language.",
     "3. 有下拉列表的单元格只能取列表中的词；这些词与情景文件一致，故各语言版本均为英文。"),
    ("4. Where a number is not known, give it a name on the sheet Assumptions, with a range, and write $name in its place. Results tell how much it matters.",
     "4. 数值不确定时，在“假设”表中为其命名并给出范围，原处写 $名称；结果会说明其影响。"),
    ("5. Shares are from 0 to 1: 90 % is 0.9. Dates are dates of the spreadsheet, or 2021-03-01.",
     "5. 比例为 0 至 1：90% 写作 0.9。日期用表格日期，或写作 2021-03-01。"),
    ("6. Ages may be single years or bands, as a census has them: 0-4, 5-9, ..., 85+. Bands are spread over single years with their totals kept.",
     "6. 年龄可为单岁，也可为普查的年龄组：0-4、5-9、……、85+；年龄组分摊到单岁，总数不变。"),
    ("7. Grade what you write: A measured, B estimated from related data, C assumed; and say where it is from. The report shows both.",
     "7. 请注明依据等级（A 实测，B 据相关资料估计，C 假设）和来源；报告会列出。"),
    ("8. Leave sheets empty that you do not need. Only Plan, Districts, Population and Services must be filled.",
     "8. 不需要的表可留空；只有“规划”“区县”“人口”“服务”必填。"),
    ("", ""),
    ("From the book to the report", "从数据表到报告"),
    ("suffice import book.xlsx -o mycity", "suffice import book.xlsx -o mycity"),
    ("suffice run mycity/plan.yaml -n 200 -o mycity.h5", "suffice run mycity/plan.yaml -n 200 -o mycity.h5"),
    ("suffice report mycity.h5 -o mycity.html", "suffice report mycity.h5 -o mycity.html --lang zh"),
    ("suffice export mycity.h5 -o mycity.xlsx", "suffice export mycity.h5 -o mycity-results.xlsx"),
    ("", ""),
    ("import tells every fault with its sheet and cell, all at once. Mend them and run it again.",
     "import 一次列出全部错误及其所在的表和单元格；改正后再次运行。"),
    ("", ""),
    ("The sheets", "各表"),
)


def lines(lang: str) -> list[str]:
    """The lines of the page, without those of the sheets."""
    return [pair[("en", "zh").index(lang)] for pair in _LINES]
