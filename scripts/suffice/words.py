# SPDX-License-Identifier: GPL-3.0-or-later
"""What pictures and the report say, in English and Chinese."""
from __future__ import annotations

from .results import ResultsError

LANGUAGES = ("en", "zh")

_WORDS: dict[str, tuple[str, str]] = {
    "all": ("All districts", "全市"),
    "asking": ("people asking, a year", "每年需求（人次）"),
    "band": ("line: mean; bands: middle 50 % and 90 % of {n} replications",
             "实线：均值；阴影：{n} 次模拟的中间 50 % 与 90 %"),
    "one": ("one replication: no uncertainty can be shown", "仅一次模拟：无法给出不确定性"),
    "base": ("compared with {base}", "与“{base}”相比"),
    "capacity": ("places", "名额"),
    "chance": ("chance, and what the surrogate does not tell: {share:.0f} % of the variance",
               "随机波动及代理模型未解释部分：占方差的 {share:.0f} %"),
    "cannot": ("cannot be decided", "无法判定"),
    "demand": ("{service}: demand", "{service}：需求"),
    "difference": ("paired difference, with its 95 % interval", "配对差值及 95 % 置信区间"),
    "different_p": ("change of P(target met), percentage points, with 95 % interval",
                    "达标概率的变化（百分点）及 95 % 置信区间"),
    "drivers": ("What moves {metric}", "影响“{metric}”的因素"),
    "female": ("women", "女"),
    "first": ("alone", "单独作用"),
    "idle": ("idle", "空置"),
    "male": ("men", "男"),
    "mean_interval": ("mean of {n} replications ± half width of its 95 % interval",
                      "{n} 次模拟的均值 ± 95 % 置信区间半宽"),
    "met": ("probability that the target is met by its date, with 95 % interval",
            "按期达标的概率及 95 % 置信区间"),
    "hollow": ("hollow: assumed by the scenario, not stated by the plan",
               "空心：情景假设，规划未明确"),
    "nothing": ("nothing differs", "没有差异"),
    "p_shortage": ("P(shortage)", "短缺概率"),
    "people": ("thousand people", "千人"),
    "population": ("Residents by age and sex, end of {first} and of {last}",
                   "常住人口年龄性别结构：{first} 年末与 {last} 年末"),
    "age": ("age", "年龄"),
    "built": ("places built", "已建名额"),
    "scenario": ("scenario", "情景"),
    "shares": ("share of the variance, with 95 % interval", "方差占比及 95 % 置信区间"),
    "short_unserved": ("more than {x} of demand unserved", "未获服务超过需求的 {x}"),
    "short_waiting": ("more than {x} of places waited for", "等候人数超过名额的 {x}"),
    "taken": ("taken", "已占用"),
    "taken_waiting": ("taken, and waited for", "占用与等候合计"),
    "total": ("with interactions", "含交互作用"),
    "used": ("used, %", "使用率（%）"),
    "waits": ("{service}: how long those wait who joined in {year}",
              "{service}：{year} 年申请者的等候时间"),
    "waits_unit": ("days; mark: median, whisker: middle 90 % of {n} replications",
                   "天；标记：{n} 次模拟的中位数，须：中间 90 %"),
    "admitted": ("{share} % admitted", "{share} % 已获服务"),
    "not_reached": ("not within the run", "模拟期内未达到"),
    "wanted": ("{service}: places wanted and places", "{service}：所需与现有名额"),
    "direction": ("rises with it ▲, falls ▼", "正相关 ▲，负相关 ▼"),
}

# Units of the results, of assumptions and of targets; what is not here has no Chinese.
_UNITS: dict[str, str] = {
    "day": "天",
    "days": "天",
    "dwellings": "套",
    "h": "小时",
    "households": "户",
    "km": "公里",
    "minutes": "分钟",
    "people": "人",
    "people a year": "人次/年",
    "per 1000": "个/千人",
    "per day": "次/天",
    "per person-year": "次/人年",
    "per week": "次/周",
    "per year": "次/年",
    "places": "个",
    "share": "占比",
    "share enrolled": "入托比例",
    "times": "倍",
    "units": "个",
    "years": "年",
}


def unit(text: str, lang: str) -> str:
    """A unit in the language; one that is not known, and "%" or "1", as it is."""
    return _UNITS.get(text, text) if check(lang) == "zh" else text


def check(lang: str) -> str:
    """The language; ResultsError when it is not one of LANGUAGES."""
    if lang not in LANGUAGES:
        raise ResultsError(f"lang is {lang!r}, expected one of: {', '.join(LANGUAGES)}")
    return lang


def word(lang: str, key: str, **values: object) -> str:
    """A text in the language, its {names} replaced by the values."""
    return _WORDS[key][LANGUAGES.index(check(lang))].format(**values)
