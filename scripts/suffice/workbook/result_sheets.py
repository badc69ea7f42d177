# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sheets of results have: units and meanings of their columns, in both languages."""
from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Shown:
    """A column of a sheet of results: its unit ("" none), and what it means."""

    name: str
    unit: str
    meanings: tuple[str, str]


@dataclasses.dataclass(frozen=True)
class ResultSheet:
    """A sheet of results; `--table` calls it by its key."""

    key: str
    titles: tuple[str, str]
    meanings: tuple[str, str]
    columns: tuple[Shown, ...]


_SCENARIO = Shown("scenario", "", ("scenario of the run", "情景"))
_EFFECTIVE = Shown("effective_sample", "replications", ("sample size that the weights by observations are worth; empty: not weighted", "按观测值加权后的有效样本量；空：未加权"))

SCORECARD = ResultSheet("scorecard", ("Scorecard", "记分卡"), ("All targets: are they met?", "全部目标：能否达标？"), (
    _SCENARIO,
    Shown("target", "", ("target", "目标")),
    Shown("title", "", ("what it is", "名称")),
    Shown("title_zh", "", ("in Chinese", "中文名称")),
    Shown("area", "", ("area of the plan", "规划领域")),
    Shown("measure", "", ("what is measured", "指标")),
    Shown("of", "", ("of which service or class", "服务或设施")),
    Shown("each", "", ("for the city, or each district", "范围")),
    Shown("comparison", "", ("at_least or at_most", "比较方向")),
    Shown("required", "as unit", ("value that is required", "目标值")),
    Shown("value", "as unit", ("mean over replications", "各次模拟的均值")),
    Shown("value_half_width", "as unit", ("half width of its 95 % interval", "95% 置信区间半宽")),
    Shown("unit", "", ("unit of the values", "单位")),
    Shown("date", "", ("day at whose end it is measured", "考核日")),
    Shown("p_met", "0 to 1", ("probability that it is met; in brackets where it rests on assumed dates", "达标概率；括号表示取决于假设的日期")),
    Shown("p_low", "0 to 1", ("low end of its 95 % interval", "95% 置信区间下限")),
    Shown("p_high", "0 to 1", ("high end of its 95 % interval", "95% 置信区间上限")),
    Shown("shortfall", "as unit", ("mean shortfall of the replications that miss it", "未达标时的平均差距")),
    Shown("secured", "", ("month from whose end on 0.9 of the replications meet it for good", "九成模拟持续达标的月份")),
    Shown("begin_by", "", ("all projects could begin as late for a probability of 0.9", "所有项目最迟开工日（达标概率 0.9）")),
    Shown("begin_by_is", "", ("too late: that is past; not binding: that is not within the run", "too late：已来不及；not binding：不在模拟期内，不构成约束")),
    Shown("slack_days", "days", ("how much later that is than planned", "较计划可推迟的天数")),
    Shown("utilisation", "0 to 1", ("of the service in the last year", "最后一年的使用率")),
    Shown("weakest_district", "", ("where it fails most often", "最薄弱区县")),
    Shown("weakest_p_met", "0 to 1", ("probability that it is met there", "该区县达标概率")),
    Shown("is_assumed", "", ("assumed: what P(met) rests on that the plan does not state: dates, crews, the target itself (basis)", "达标概率取决于规划未载明的假设：dates 日期、crews 施工队、basis 目标本身")),
    Shown("evidence", "", ("weakest grade of what it rests on: A measured, B estimated, C assumed", "所依据资料的最低等级：A 实测，B 估计，C 假设")),
    Shown("replications", "", ("replications", "模拟次数")),
    Shown("known_at", "", ("date to whose end projects are known", "项目情况已知至该日")),
    _EFFECTIVE))

MEASURES = ResultSheet("measures", ("Measures", "指标"), ("Every service by district and year", "各服务分区县、分年度的指标"), (
    _SCENARIO,
    Shown("service", "", ("service", "服务")),
    Shown("district", "", ("district; all: all together", "区县；all 为全市")),
    Shown("year", "", ("calendar year", "年份")),
    Shown("measure", "", ("what is told", "指标")),
    Shown("unit", "", ("unit of the numbers", "单位")),
    Shown("mean", "as unit", ("mean over replications", "各次模拟的均值")),
    Shown("low", "as unit", ("low end of the 95 % interval of the mean", "均值的 95% 置信区间下限")),
    Shown("high", "as unit", ("high end of the 95 % interval of the mean", "均值的 95% 置信区间上限")),
    Shown("sd", "as unit", ("standard deviation over replications", "各次模拟的标准差")),
    Shown("q05", "as unit", ("5 % of replications are below", "5% 分位数")),
    Shown("q50", "as unit", ("median", "中位数")),
    Shown("q95", "as unit", ("95 % of replications are below", "95% 分位数")),
    Shown("replications", "", ("replications that observed it", "有观测的模拟次数")),
    _EFFECTIVE))

DELIVERY = ResultSheet("delivery", ("Delivery", "项目进度"), ("Every project: what is open by the end of each year", "各项目年末开放情况"), (
    _SCENARIO,
    Shown("project", "", ("project", "项目")),
    Shown("year", "", ("by the end of this calendar year", "截至该年末")),
    Shown("opened", "units", ("units that are open, mean over replications; of a single project its probability", "已开放的单元数（均值）；单个项目即其概率")),
    Shown("delay", "days", ("opening less planned opening, mean of the replications in which it opens", "实际开放较计划推迟的天数（开放的模拟的均值）")),
    Shown("delay_q05", "days", ("5 % of replications are below", "5% 分位数")),
    Shown("delay_q95", "days", ("95 % of replications are below", "95% 分位数")),
    _EFFECTIVE))

ASSUMPTIONS = ResultSheet("assumptions", ("Assumptions", "假设"), ("What was drawn of each, its evidence and source", "各假设的取值、依据等级和来源"), (
    _SCENARIO,
    Shown("name", "", ("assumption", "假设")),
    Shown("title", "", ("what it is", "含义")),
    Shown("unit", "", ("unit of the numbers", "单位")),
    Shown("mean", "as unit", ("mean over replications", "各次模拟的均值")),
    Shown("low", "as unit", ("5 % of replications are below", "5% 分位数")),
    Shown("high", "as unit", ("95 % of replications are below", "95% 分位数")),
    Shown("evidence", "", ("A measured, B estimated, C assumed", "A 实测，B 估计，C 假设")),
    Shown("source", "", ("where it is from", "来源"))))

RESULT_SHEETS = (SCORECARD, MEASURES, DELIVERY, ASSUMPTIONS)
ABOUT = ("About", "说明")
NOTES: tuple[tuple[str, str], ...] = (
    ("Row 1 of each sheet has the names, row 2 units and meanings; numbers begin in row 3.", "各表第 1 行为列名，第 2 行为单位和含义，第 3 行起为数值。"),
    ("An empty cell: not observed, or not defined. inf: any delay will do; -inf: none would.", "空单元格：无观测或不适用。inf：推迟多久均可；-inf：无论如何不可。"),
    ("P in brackets rests on dates or crews that are assumed. Cells in amber rest on what is assumed: dates, crews, the target, or evidence C.", "括号内的概率取决于假设的日期或施工队。黄色单元格依据假设：日期、施工队、目标本身或 C 级依据。"),
    ("Intervals of 95 % are of the simulation: they grow narrower with more replications. Quantiles are of the replications.", "95% 区间反映模拟误差，模拟次数越多越窄；分位数反映各次模拟的分布。"),
)
