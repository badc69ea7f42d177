# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says, in English and Chinese."""
from __future__ import annotations

import math

from ..words import LANGUAGES, check
from . import numbers, verdict_texts

_TEXTS: dict[str, tuple[str, str]] = {
    "answer_together": ("{all}: {median} are met together ({low} to {high} in 90 % of the replications); {every}.",
                        "{all} 项目标中，{median} 项同时达标（90% 的模拟为 {low} 至 {high} 项）；{every}。"),
    "answer_given": ("The numbers of this page are {how}; what drives them, why people are not served, and answers of "
                     "questions are as thought before.",
                     "本页数字{how}；影响因素、未满足原因和专项问题的答案为先验结果。"),
    "answer_given_table": ("The numbers of this page are {how}; what drives them and why people are not served are "
                           "as its table draws.",
                           "本页数字{how}；影响因素和未满足原因按点表抽取的点计算。"),
    "answer_given_not": ("The numbers of this page are {how}.", "本页数字{how}。"),
    "answer_known": ("Given what is known at {date}: which projects have opened, and which have not.",
                     "以截至 {date} 已知的项目开放情况为前提。"),
    "every_never": ("never all together", "从未全部达标"),
    "every_p": ("all together with a probability of {p}", "全部达标的概率为 {p}"),
    "answer_dates": ("{n} rest on dates or crews that are assumed: their P(met), in brackets, is of those dates "
                     "only. What does not depend on them is by when to begin, and how many.",
                     "{n} 项依赖假设的日期或施工队：括号中的达标概率仅对应这些日期。"
                     "不依赖它们的是最晚开工时间与需开工数。"),
    "answer_more": (", and {n} more", "，另有 {n} 项"),
    "comma": (", ", "、"), "colon": (": ", "："), "and": ("; ", "；"), "stop": (".", "。"),
    "answer_idle": ("Met with a probability of 0.9 or more while less than 60 % of the places are used: {idle}; "
                    "where dates are assumed, by those dates.",
                    "达标概率不低于 0.9 而名额使用率不足 60%：{idle} 项；日期为假设者以该日期计。"),
    "answer_c": ("On assumed inputs (evidence C): {c} of {all}.",
                 "{all} 项目标中有 {c} 项依赖假设数据（依据等级 C）。"),
    "contents": ("Contents", "目录"),
    "scorecard": ("Scorecard", "目标评分卡"),
    "scorecard_note": ("Begin by: the last planned begin with which it is met with a probability of 0.9, all its "
                       "projects moved together, and how many must be begun. "
                       "P(met): probability that the target is met by its date, with its 95 % interval and a "
                       "line at 0.9; in brackets where dates or crews are assumed. Near: P(at least 99 %, 95 % of "
                       "what is required). Value, shortfall, month and utilisation are of {base}. Secured: the month from which 0.9 of "
                       "the replications meet it for good. Utilisation: of the places it is about, last 365 days. ±: half "
                       "width of the 95 % interval.",
                       "“最晚开工”：使达标概率为 0.9 的最晚计划开工时间（所有项目一并移动）与需开工数。"
                       "达标概率及 95% 置信区间，细线为 0.9；日期或施工队为假设者加括号。"
                       "“接近”：至少达到要求 99%、95% 的概率。数值、缺口、月份与使用率对应{base}。"
                       "“稳定达标”：自该月起 90% 的模拟持续达标。“使用率”：最后 365 天对应名额的使用情况。"
                       "±：95% 置信区间半宽。"),
    "by_scenario": ("P(met) by scenario", "各情景的达标概率"),
    "target": ("target", "目标"), "required": ("required", "要求"), "value": ("value", "数值"),
    "short_by": ("short by", "缺口"), "secured": ("secured", "稳定达标"),
    "utilisation": ("utilisation", "使用率"),
    "begin_by": ("begin by", "最晚开工"), "near": ("near 99 %, 95 %", "接近 99%、95%"),
    "peak": ("peak {share}", "高峰 {share}"),
    "met": ("P(met)", "达标概率"), "assumed": ("assumed", "假设"),
    "evidence": ("evidence", "依据等级"), "undecided": ("cannot be decided", "无法判定"),
    "map": ("Where places run short", "哪里会短缺"),
    "map_note": ("Probability, with its 95 % interval, that {what}, by district and year.",
                 "各区县各年“{what}”的概率及 95% 置信区间。"),
    "waiting": ("on average over the year, more people wait than 5 % of the places",
                "全年平均等候人数超过名额的 5%"),
    "unmet": ("more than 5 % of the year's demand is unmet", "全年未满足需求超过需求的 5%"),
    "no_map": ("No outlines of the districts were found, so this is a table: put boundaries.geojson "
               "beside the scenario to see a map.", "未找到区县边界，改用表格：将 boundaries.geojson 放在情景文件旁即可显示地图。"),
    "service": ("service", "服务"), "scenario": ("scenario", "情景"), "year": ("year", "年份"),
    "district": ("district", "区县"), "all": ("All districts", "全市"),
    "p_shortage": ("P(shortage)", "短缺概率"),
    "services": ("Services by district", "各项服务与区县"),
    "services_note": ("Means of {n} over the whole run, with half widths of 95 % intervals. Bands "
                      "of the pictures, of places too, hold the middle 90 % of the replications.",
                      "{n} 次模拟全期的均值及 95% 置信区间半宽。图中阴影（含名额）为模拟的中间 90%。"),
    "wanted": ("places wanted, and places", "所需名额与现有名额"),
    "asking": ("people asking, a month", "每月需求（人次）"),
    "places": ("places", "名额"), "taken_waiting": ("wanted", "所需"),
    "measure": ("measure", "指标"), "unit": ("unit", "单位"), "middle": ("middle 90 %", "中间 90%"),
    "mean": ("mean", "均值"),
    "waits": ("How long those wait who joined in {year}", "{year} 年申请者的等候时间"),
    "waits_note": ("Days until half, 80 % and 90 % of all who joined are admitted; those who give up never are. Median "
                   "and middle 90 % of the replications; ∞: not within the run.",
                   "自申请起至半数、80%、90% 的申请者获得服务的天数；放弃者视为从未获得。"
                   "数值为各次模拟的中位数与中间 90%；∞：模拟期内未达到。"),
    "classes": ("By class of priority, all districts", "按优先级别（全市）"),
    "classes_note": ("Means over the whole run. A class is drawn when somebody has to wait; of those admitted at once "
                     "each class has its share.",
                     "全期均值。优先级别在进入等候名单时才确定；直接获得名额者按各级别的占比计入。"),
    "class": ("class", "级别"),
    "class_admitted": ("admitted", "获得名额"), "class_from_list": ("from the list", "经等候名单"),
    "class_left": ("left the list without a place", "未获名额离开名单"),
    "class_waiting": ("people waiting", "等候人数"), "class_wait": ("wait until admission", "等候时间"),
    "admitted_within": ("admitted within, days", "获得服务所需天数"),
    "comparison": ("Scenarios compared", "情景比较"),
    "comparison_note": ("Paired replication by replication with {base}: both have the same random numbers, so "
                        "differences come from the plan, not from chance. Only differences whose interval leaves "
                        "out 0 are listed.",
                        "与{base}逐次配对：两者使用相同随机数，差异反映规划而非偶然。仅列出置信区间不含 0 的差异。"),
    "difference": ("difference", "差值"), "interval": ("95 % interval", "95% 置信区间"),
    "needed": ("replications for ±10 %", "±10% 所需次数"),
    "nothing": ("Nothing differs by more than chance.", "没有超出随机波动的差异。"),
    "one_scenario": ("One scenario was simulated; simulate several in one run to compare them.",
                     "仅模拟一个情景；一次运行多个情景即可比较。"),
    "regret": ("Regret", "后悔值"),
    "regret_note": ("Which scenario is robust: what it loses against the best of these in the same state of the "
                    "world (a replication, or a draw of the assumptions of a nested run), and the share of states in "
                    "which no other loses less, with its 95 % interval.",
                    "哪个情景稳健：在同一状态（一次模拟；嵌套运行为一次假设抽样）下与最优情景相比的损失，"
                    "以及没有其他情景损失更小的状态比例及其 95% 置信区间。"),
    "regret_mean": ("mean", "均值"), "regret_q90": ("90 % of states", "90% 的状态"),
    "regret_worst": ("worst", "最差"), "regret_best": ("best in", "最优的比例"),
    "why": ("Why people are not served", "未获服务的原因"),
    "why_note": ("What each cause has to answer for, of those not served over the whole run: the plan was also "
                 "simulated without each combination of causes, on the same random numbers ({n} replications), and a "
                 "share is the mean effect of taking its cause away, over all orders. Shares in per cent with 95 % "
                 "intervals; they sum to 100, and one below 0 makes the shortage smaller. Too few places is what "
                 "remains when all opens on its day, all is staffed, everybody accepts every district's places and "
                 "demand is as expected.",
                 "整个模拟期内未获服务者中各原因所占比例：在相同随机数下另行模拟排除各种原因组合的规划（{n} 次），"
                 "比例为按所有次序排除该原因的平均效果。以百分比及 95% 置信区间表示；合计为 100，负值表示使短缺减少。"
                 "“名额不足”指全部按期开放、人手到位、居民接受各区县名额且需求符合预期时仍然存在的短缺。"),
    "why_unmet": ("Not served", "未获服务人数"),
    "why_waiting": ("Waiting, mean", "平均等候人数"),
    "money": ("What the plan costs", "规划费用"),
    "money_note": ("Million yuan in constant prices of {year}, mean and half width of its 95 % interval over {n} "
                   "replications. Capital is spent in equal parts over the months of building, and goes with the delay; "
                   "running costs are of usable places and of people served. P(over budget) has its exact interval.",
                   "以 {year} 年不变价格计，单位百万元，为 {n} 次模拟的均值与 95% 置信区间半宽。建设支出按建设期各月平均支付，"
                   "并与延误相关；运行支出按可用名额与服务人数计。超支概率附精确置信区间。"),
    "money_covered": ("Costs are given of {projects} of {all_projects} projects, {works} of {all_works} works, and "
                      "running costs of {services} of {all_services} services; the rest is left out of every sum.",
                      "已给出费用的有：{all_projects} 个项目中的 {projects} 个、{all_works} 项工程中的 {works} 项、"
                      "{all_services} 项服务中 {services} 项的运行费用；其余不计入任何合计。"),
    "money_capital": ("Capital", "建设支出"),
    "money_overrun": ("of it above the cost as given", "其中超出给定费用的部分"),
    "money_running": ("Running", "运行支出"),
    "money_spent": ("Capital and running", "建设与运行合计"),
    "money_budget": ("Budget", "预算"),
    "money_over_budget": ("P(over budget)", "超支概率"),
    "money_idle": ("of it for idle places", "其中空置名额的运行费用"),
    "money_run": ("whole run", "整个模拟期"),
    "asked": ("What would help", "怎样调整最有效"),
    "asked_margin": ("Where one more place helps most", "再增加一个名额放在哪里最有用"),
    "asked_note_margin": ("The plan, and the plan with a few places more of a service in a district, on the same "
                          "random numbers: what a place there changes over the whole run, with 95 % intervals. "
                          "Services are not compared with each other.",
                          "在相同随机数下比较规划与在某区县为某项服务增加少量名额的规划：整个模拟期内每个名额带来的变化及其 "
                          "95% 置信区间。不同服务之间不作比较。"),
    "asked_slip": ("Which projects can slip", "哪些项目可以推迟"),
    "asked_note_slip": ("Of every project and every target that counts it: the days by which the project alone could "
                        "open later and the target be met with the probability that was asked for. Of targets "
                        "of use: whether it is with the project later by so many days.",
                        "对每个项目及计入它的每个目标：该项目单独推迟多少天，仍能以所要求的概率达标；"
                        "对取决于使用情况的目标：推迟若干天后是否仍能达标。"),
    "asked_size": ("How many places, or by when", "要多少名额，最迟何时"),
    "asked_note_size": ("The least value of a lever with which what is asked for holds with a probability.",
                        "以给定概率满足条件所需的最小数值。"),
    "asked_worth": ("What it is worth to know before deciding", "决策前弄清楚什么最值得"),
    "asked_note_worth": ("What who decides would lose less on average by knowing an assumption, and then taking the "
                         "scenario that is best given it, in the unit of the loss and with 95 % intervals.",
                         "若事先知道某项假设，并据此选择最优情景，平均可少损失多少（单位与损失相同，附 95% 置信区间）。"),
    "rules": ("What policies decide", "规则的触发"),
    "rules_note": ("A policy is a rule that acts within the run, in each district by itself, when what it looks at "
                   "lasts. How likely it decides, how often, how many places it moves, and when first on average, "
                   "where it does.",
                   "规则在模拟过程中逐区县生效：所看的情况持续到规定时间就触发。下表为各规则触发的概率、次数、变动的名额，"
                   "以及触发时首次触发的平均时间。"),
    "rules_p": ("P(decides) [95 %]", "触发概率 [95%]"), "rules_times": ("times", "次数"),
    "rules_places": ("places moved", "变动的名额"), "rules_first": ("first, on average", "首次触发（平均）"),
    "rules_cost": ("capital, million yuan", "投资（百万元）"),
    "observed": ("Does the run hold what was counted?", "模拟能否再现已观测到的情况？"),
    "observed_note": ("What was counted in the world, with the standard deviation of its error, and what the run has "
                      "there: mean and 95 % of the replications. Rank: share of the run, its error added, at or below "
                      "what was counted; near 0 or 1 the run excludes it.",
                      "观测值及其误差的标准差，以及模拟在同一处的均值与 95% 范围。秩：计入误差后模拟值不大于观测值的比例；"
                      "接近 0 或 1 时，模拟排除该观测值。"),
    "observed_counted": ("counted", "观测值"), "observed_sd": ("sd of its error", "误差标准差"),
    "observed_run": ("run: mean [95 %]", "模拟：均值 [95%]"), "observed_rank": ("rank", "秩"),
    "observed_excluded": ("excluded", "被排除"), "observed_out": ("held out", "不参与加权"),
    "observed_hold": ("Weighted by how likely each replication makes what was counted, the effective sample size is "
                      "{effective} of {n}, Pareto's k {k}. Given what was seen:",
                      "按各次模拟再现观测值的可能性加权，有效样本量为 {n} 次中的 {effective} 次，帕累托 k 为 {k}。给定观测值："),
    "observed_refused": ("Weights by it do not hold (effective sample size {effective} of {n}, Pareto's k {k}): "
                         "everything else on this page is as thought before.",
                         "加权不可靠（有效样本量为 {n} 次中的 {effective} 次，帕累托 k 为 {k}）：本页其余结果均未计入观测值。"),
    "observed_refused_table": ("Weights by it do not hold (effective sample size {effective} of {n}, Pareto's k "
                               "{k}): everything else on this page is as its table draws.",
                               "加权不可靠（有效样本量为 {n} 次中的 {effective} 次，帕累托 k 为 {k}）："
                               "本页其余结果均按点表抽取的点计算。"),
    "observed_before_table": ("P(met), as its table draws", "达标概率（按点表抽取）"),
    "observed_before": ("P(met), as thought before", "达标概率（未计入观测值）"),
    "observed_given": ("P(met), given what was seen", "达标概率（计入观测值）"),
    "equality": ("Equality between districts", "区县间的均等程度"),
    "equality_note": ("How unequal districts are, by year: the Gini coefficient between districts, weighted by "
                      "people, mean and half width of its 95 % interval. 0: all districts are equal. What is unequal "
                      "within a district is not seen. A district with nobody whom a ratio is of is left out.",
                      "各年区县间的不均等程度：按人口加权的区县间基尼系数，均值与 95% 置信区间半宽；0 表示完全均等。"
                      "区县内部的差异不计；没有相应人群的区县不计入。"),
    "ratio_places": ("Places per 1000 people whom the service is for, at the year's end",
                     "每千名服务对象拥有的名额（年末）"),
    "ratio_served": ("Served per 100 who asked", "每百名申请者中获得服务者"),
    "no_equality": ("There is nothing to compare: one district, or results of an older program.",
                    "无可比较：仅一个区县，或结果来自旧版程序。"),
    "drivers": ("What drives the shortage", "短缺的驱动因素"),
    "drivers_note": ("Share of the variance of unmet demand that each assumption explains, and its 95 % "
                     "interval: Sobol' indices of a polynomial regression. The rest is chance.",
                     "各项假设对未满足需求方差的解释比例及 95% 置信区间：多项式回归的 Sobol 指数。其余为随机波动。"),
    "doubtful": ("These assumptions are correlated (rank correlation), so their shares are doubtful: {pairs}.",
                 "下列假设之间相关（秩相关系数），其占比存疑：{pairs}。"),
    "share": ("share of variance", "方差占比"), "direction": ("direction", "方向"),
    "chance": ("chance and the rest", "随机及其余"),
    "no_drivers": ("too few replications: telling assumptions apart takes {each} for each that varies, and "
                   "{all} at least",
                   "模拟次数不足：每个变动的假设至少需要 {each} 次模拟，总计至少 {all} 次"),
    "drivers_none": ("The scenarios have no assumptions.", "情景没有假设。"),
    "drivers_nobody": ("Nobody goes without, so nothing drives it: {services}.", "无人得不到服务，故无驱动因素：{services}。"),
    "drivers_not": ("Not told of {services}: {reason}.", "未给出{services}：{reason}。"),
    "drivers_fixed": ("no assumption varies", "没有变动的假设"),
    "drivers_same": ("each assumption follows from the others, or nothing differs between replications",
                     "各假设互相决定，或各次模拟没有差异"),
    "population": ("Population", "人口"),
    "no_population": ("The scenarios have no population.", "情景不含人口。"),
    "assumptions": ("Assumptions", "假设"),
    "assumptions_note": ("A: measured; B: estimated from related data; C: assumed. Values are those drawn in "
                         "{base}{how}: mean and middle 90 %; without a range where nothing is drawn. Durations are in days.",
                         "A：实测；B：由相关数据估计；C：假设。数值为{base}中抽取值{how}的均值与中间 90%；不抽取者无区间。时长以天计。"),
    "assumptions_given": (", weighted by what was seen", "按观测值加权后"),
    "assumption": ("assumption", "假设"), "source": ("source", "来源（原文）"),
    "no_assumptions": ("The scenarios have no assumptions.", "情景没有假设。"),
    "method": ("Method and provenance", "方法与来源"),
    "method_note": ("The items of STRESS-DES (Monks and others 2019, Journal of Simulation 13), filled from "
                    "the run.", "依 STRESS-DES 报告清单（Monks 等 2019），由本次运行填写。"),
    "district_filter": ("show district", "显示区县"),
    "one_replication": ("One replication: no uncertainty can be shown.", "仅一次模拟：无法给出不确定性。"),
    "partial": ("Replications are missing: this run was not finished.", "模拟次数不全：本次运行未完成。"),
    "no_pictures": ("Pictures and choices need a recent browser with JavaScript; all tables can be read.",
                    "图形与选择功能需要启用 JavaScript 的新版浏览器；表格均可阅读。"),
    "lower": ("falls ▼", "负 ▼"), "higher": ("rises ▲", "正 ▲"), "unclear": ("unclear", "不明"),
}


_TEXTS |= verdict_texts.TEXTS


class Texts:
    """The texts in one language: `texts("map")`, with the {names} replaced."""

    def __init__(self, lang: str) -> None:
        self.lang = check(lang)

    def __call__(self, key: str, **values: object) -> str:
        return _TEXTS[key][LANGUAGES.index(self.lang)].format(**values)

    def counted(self, n: int, noun: str) -> str:
        """A number of things, "1 district", "7 districts"; in Chinese the number alone."""
        if self.lang == "zh":
            return f"{n:,}"
        return f"{n:,} {noun}" + ("" if n == 1 else "s")

    def percent(self, value: float, digits: int = 0) -> str:
        """A number of percent: "45 %", in Chinese "45%"."""
        step = 10 ** digits
        shown = value if not math.isfinite(value) else numbers.hundredths(value / 100 * step) / step
        return f"{shown:.{digits}f}" + ("%" if self.lang == "zh" else " %")

    def quoted(self, title: str) -> str:
        """A title within a sentence: in Chinese in quotation marks, its own ones single."""
        if self.lang == "zh":
            return "“" + title.replace("“", "‘").replace("”", "’") + "”"
        return title

    def script(self) -> dict[str, str]:
        """Those that the page's script needs."""
        return {key: self(key) for key in (
            "places", "taken_waiting", "csv", "png", "download_csv", "download_png", "s_each_more",
            "s_ask_short")}
