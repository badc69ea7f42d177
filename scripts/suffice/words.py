# SPDX-License-Identifier: GPL-3.0-or-later
"""What pictures and the report say, in English and Chinese."""
from __future__ import annotations

from .results import ResultsError

LANGUAGES = ("en", "zh")

_WORDS: dict[str, tuple[str, str]] = {
    "all": ("All districts", "全市"),
    "and": ("; ", "；"),
    "of": ("{service}: {what}", "{service}：{what}"),
    "asking_stay": ("people asking, a month", "每月申请人数"),
    "asking_intake": ("applicants, at each intake", "每次招生申请人数"),
    "asking_visit": ("visits, a month", "每月到访人次"),
    "bands": ("line: mean; bands: middle 50 % and 90 % of {n} replications",
              "实线为均值，阴影为 {n} 次模拟的中间 50% 与 90%"),
    "band": ("line: mean; band: middle 90 % of {n} replications",
             "实线为均值，阴影为 {n} 次模拟的中间 90%"),
    "caveat": ("Caveat: {text}", "注意：{text}"),
    "given": ("given what was seen (effective sample of {n})", "已纳入观测值（有效样本量 {n}）"),
    "given_prior": ("as thought before what was seen", "未纳入观测值（先验）"),
    "given_refused": ("as thought before: weights by what was seen are refused",
                      "未纳入观测值：观测权重不可用"),
    "given_table": ("as its table draws", "按点表抽取，未纳入观测值"),
    "given_table_refused": ("as its table draws: weights by what was seen are refused",
                            "按点表抽取，未纳入观测值：观测权重不可用"),
    "one": ("one replication: no uncertainty can be shown", "仅一次模拟，无法给出不确定性"),
    "base": ("compared with: {base}", "基准情景：{base}"),
    "capacity": ("places", "名额（个）"),
    "places": ("places", "可用名额"),
    "chance": ("chance, and what the regression does not tell: {share} of the variance",
               "随机波动及回归未解释的部分占方差的 {share}"),
    "cannot": ("cannot be decided", "无法判定"),
    "demand": ("{service}: demand", "{service}：需求"),
    "difference": ("paired difference, with its 95 % interval ({unit})",
                   "配对差值及其 95% 置信区间（{unit}）"),
    "different_p": ("change of P(target met), percentage points, with 95 % interval",
                    "达标概率的变化及其 95% 置信区间（百分点）"),
    "drivers": ("What moves {metric}", "影响因素：{metric}"),
    "estimated": ("estimated from {n} replications", "由 {n} 次模拟估计"),
    "observed": ("What was counted, beside the run", "观测值与模拟结果对照"),
    "observed_share": ("share of the run's mean", "与模拟均值之比"),
    "observed_note": ("band: 95 % of {n} replications; point: what was counted, with twice its "
                      "error; open: held out of the weights; orange: the run excludes it",
                      "灰带：{n} 次模拟的 95%；点：观测值及两倍误差；"
                      "空心：不参与加权；橙色：模拟排除该观测值"),
    "policy_when": ("When policies decide", "规则何时触发"),
    "policy_share": ("share of replications in which it has decided", "已触发的模拟占比"),
    "policy_note": ("{n} replications; above: share in which it has decided by the end of the "
                    "year; below: places that it moves in the year, mean",
                    "{n} 次模拟；上：到年末已触发的占比；下：当年变动的名额（均值）"),
    "female": ("women, end of {year}", "女，{year} 年末"),
    "first": ("alone", "单独作用"),
    "idle": ("grey: idle", "灰色：空置"),
    "idle_peak": ("grey: idle; mark: peak", "灰色：空置；标记：高峰"),
    "male": ("men, end of {year}", "男，{year} 年末"),
    "mean": ("means of {n} replications", "{n} 次模拟的均值"),
    "mean_interval": ("mean of {n} replications ± half width of its 95 % interval",
                      "{n} 次模拟的均值 ± 95% 置信区间半宽"),
    "met": ("probability that the target is met by its date, with 95 % interval",
            "按期达标的概率及其 95% 置信区间"),
    "hollow": ("hollow: on assumed dates, crews or values; right: what {p} takes",
               "空心：依赖假设的日期、施工队或数值；右侧：达到 {p} 所需"),
    "near_ticks": ("ticks: P(at least 99 %, 95 % of what is required): short, long",
                   "刻线：至少达到要求的 99%、95% 的概率（短、长）"),
    "mark_dates": ("dates assumed", "日期为假设"),
    "mark_planned": ("dates assumed, if planned for {month}", "日期为假设，按 {month} 计划"),
    "mark_crews": ("crews assumed", "施工队为假设"),
    "mark_basis": ("assumed", "假设"),
    "mark_soft": ("in principle", "力争"),
    "mark_spread": ("no uncertainty modelled", "未模拟不确定性"),
    "begin_by": ("begin by {month}", "{month} 前开工"),
    "begin_never": ("no date is early enough", "再早开工也不够"),
    "begin_always": ("met without", "无需即达标"),
    "begin_too late": ("already too late to begin", "开工已来不及"),
    "begin_not binding": ("begin date not binding", "开工日期不构成约束"),
    "date_never": ("none", "无"), "date_always": ("any", "任意"),
    "date_too late": ("too late", "已来不及"), "date_not binding": ("not binding", "无约束"),
    "mean_of_years": ("(mean of years)", "（各年平均）"),
    "begin_count": ("begin {n} of {planned}", "开工 {n}／计划 {planned}"),
    "begin_more": ("begin more than {n}", "开工超过 {n}"),
    "known": ("given what is known at {date}", "以截至 {date} 已知的情况为前提"),
    "together": ("met together: {median} of {all} (90 % of replications: {low} to {high})",
                 "同时达标：{all} 项中 {median} 项（90% 的模拟：{low} 至 {high}）"),
    "nothing": ("nothing differs", "没有差异"),
    "p_interval": ("probabilities from {n} replications, with 95 % intervals",
                   "由 {n} 次模拟得到的概率及其 95% 置信区间"),
    "p_shortage": ("P(shortage)", "短缺概率"),
    "pairs": ("{n} pairs of replications", "{n} 次配对模拟"),
    "people": ("thousand people", "人口（千人）"),
    "population": ("Residents of {district} by age and sex", "{district}常住人口的年龄性别结构"),
    "whiskers": ("bars: means, whiskers: middle 90 % of {n} replications",
                 "条形为均值，须线为 {n} 次模拟的中间 90%"),
    "age": ("age", "年龄（岁）"),
    "secured": ("secured from {p} on", "{p} 及以上视为有保障"),
    "shares": ("share of the variance, with 95 % interval (%)", "方差占比及其 95% 置信区间（%）"),
    "short_unmet": ("more than {x} of demand unmet", "未满足需求超过需求的 {x}"),
    "short_waiting": ("more than {x} of places waited for", "等候人数超过名额的 {x}"),
    "short_unmet_people": ("more than {x} people's demand unmet", "未满足需求超过 {x} 人"),
    "short_waiting_people": ("more than {x} people waiting", "等候人数超过 {x} 人"),
    "total": ("with interactions", "含交互作用"),
    "utilisation": ("utilisation of places, %", "名额使用率（%）"),
    "waits": ("{service}: how long those wait who joined in {year}",
              "{service}：{year} 年申请者的等候时间"),
    "waits_unit": ("days", "天"),
    "waits_note": ("mark: median, whisker: middle 90 % of {n} replications",
                   "标记为 {n} 次模拟的中位数，线段为中间 90%"),
    "admitted": ("{share} admitted", "{share} 已获服务"),
    "not_reached": ("not within the run", "模拟期内未达到"),
    "wanted": ("{service}: places wanted", "{service}：所需名额"),
    "wanted_stay": ("occupied, and waited for", "已占用与等候合计"),
    "wanted_intake": ("occupied, and without a seat at the last intake",
                      "已占用与最近一次招生未录取合计"),
    "wanted_visit": ("occupied, were nobody turned away", "无人被拒时的占用"),
    "equality": ("Inequality between districts, {index}:\n{ratio}",
                 "区县间不均等程度（{index}）：{ratio}"),
    "index_gini": ("Gini coefficient", "基尼系数"),
    "index_theil": ("Theil's T", "泰尔 T 指数"),
    "index_variation": ("coefficient of variation", "变异系数"),
    "index_worst_to_best": ("worst over best", "最差与最好之比"),
    "ratio_places": ("places per 1000 whom the service is for", "每千名服务对象拥有的名额"),
    "ratio_served": ("served per 100 who asked", "每百名申请者中获得服务者"),
    "regret": ("Regret", "后悔值"),
    "regret_targets": ("targets missed", "未达标的目标数"),
    "regret_mean": ("mean", "均值"),
    "regret_q90": ("90 % of states", "90% 的状态"),
    "regret_worst": ("worst", "最差"),
    "regret_best": ("best in {share} %", "最优的比例 {share}%"),
    "regret_axis": ("lost against the best scenario in the same state of the world",
                    "与同一状态下最优情景相比的损失"),
    "regret_states": ("{n} states of the world", "{n} 种状态"),
    "cost_title": ("What the plan costs: {fund}", "规划费用：{fund}"),
    "cost_axis": ("million yuan, prices of {year}", "百万元（{year} 年价格）"),
    "cost_capital": ("capital", "建设支出"),
    "cost_running": ("running costs", "运行支出"),
    "cost_budget": ("budget", "预算"),
    "cost_over": ("P(over) {p}", "超支概率 {p}"),
    "why_title": ("why people are not served", "未获服务的原因"),
    "why_share": ("share of those not served, % (in brackets: how many, on average)",
                  "占未获服务者的比例（%）；括号内为平均人数"),
    "direction": ("rises with it ▲, falls ▼", "正相关 ▲，负相关 ▼"),
    "everywhere": ("wherever it is", "任一区县"),
    "margin_place": ("place", "个名额"),
    "margin_step": ("step", "步"),
    "margin_served": ("{mean} [{low}, {high}] people served more",
                      "多服务 {mean} 人（{low} 至 {high}）"),
    "margin_waiting_days": ("{mean} [{low}, {high}] waiting days fewer",
                            "少等候 {mean} 人天（{low} 至 {high}）"),
    "margin_unmet": ("{mean} [{low}, {high}] people not served fewer",
                     "未获服务者减少 {mean} 人（{low} 至 {high}）"),
    "margin_told": ("{service}: one more {what} helps most in {where}: {effect}; that is told "
                    "from every other by {n} replications.",
                    "{service}：再增加一{what}，放在{where}最有用：{effect}；"
                    "{n} 次模拟足以与其余各处区分。"),
    "margin_open": ("{service}: one more {what} helps most in {where}: {effect}; {n} "
                    "replications do not tell it from all others.",
                    "{service}：再增加一{what}，放在{where}最有用：{effect}；"
                    "{n} 次模拟不足以与其余各处区分。"),
    "margin_only": ("{service}: one more {what}, {where}: {effect}.",
                    "{service}：再增加一{what}（{where}）：{effect}。"),
    "margin_none": ("{service}: one more {what} does not help: nobody waits or goes without "
                    "whom it could serve.",
                    "{service}：再增加一{what}没有用处：没有等候者或落空者可由其服务。"),
    "margin_unknown": ("{service}: does not have what is asked by.",
                       "{service}：没有所要比较的指标。"),
    "margin_per_million": (" By a million yuan that is {mean} [{low}, {high}] people served more.",
                           "每百万元可多服务 {mean} [{low}, {high}] 人。"),
    "margin_per_million_open": (" By a million yuan that is {mean} people served more; so many "
                                "replications give no interval.",
                                "每百万元可多服务 {mean} 人；现有模拟次数尚不能给出区间。"),
    "margin_axis_served": ("people served more, a place", "每个名额多服务的人数"),
    "margin_axis_waiting_days": ("waiting days fewer, a place", "每个名额减少的等候人天"),
    "margin_axis_per_million": ("people served more, by a million yuan", "每百万元多服务的人数"),
    "margin_axis_unmet": ("people not served fewer, a place", "每个名额减少的未获服务人数"),
    "margin_title": ("{service}: where one more place helps most",
                     "{service}：再增加一个名额放在哪里最有用"),
    "margin_note": ("95 % intervals of {n} replications on common random numbers",
                    "{n} 次相同随机数模拟的 95% 置信区间"),
    "slip_all": ("By {days} days, each alone, with P(met) of at least {p}: of {n} pairs of project "
                 "and target {safe} are safe, {critical} critical and {undecided} undecided.",
                 "各自单独推迟 {days} 天且达标概率不低于 {p}："
                 "{n} 组项目与目标中，{safe} 组可以推迟，"
                 "{critical} 组不能推迟，{undecided} 组尚不能判定。"),
    "slip_missed": ("{target} {title}: P(met) is {met} as planned, below {p}: nothing of "
                    "what it counts may slip (projects: {n}).",
                    "{target} {title}：按计划达标概率仅 {met}，低于 {p}："
                    "其 {n} 个项目都不能推迟。"),
    "slip_critical": ("{target} {title}: P(met) is {met} as planned; by {days} days must not slip: "
                      "{projects}.",
                      "{target} {title}：按计划达标概率为 {met}；"
                      "不能推迟 {days} 天的项目：{projects}。"),
    "slip_more": (" and {n} more", "等（另有 {n} 个）"),
    "slip_safe": ("{target} {title}: P(met) is {met} as planned; each of its {n} projects can slip "
                  "by {days} days.",
                  "{target} {title}：按计划达标概率为 {met}；"
                  "其 {n} 个项目各自均可推迟 {days} 天。"),
    "slip_open": ("{target} {title}: P(met) is {met} as planned; {n} replications do not tell of "
                  "all its projects whether they can slip by {days} days.",
                  "{target} {title}：按计划达标概率为 {met}；"
                  "{n} 次模拟尚不能判定其全部项目能否推迟 {days} 天。"),
    "slip_axis": ("slack in days, with P(met) of at least {p} (◁ no date will do, ▷ need not open)",
                  "余量（天），达标概率不低于 {p}（◁ 任何日期都不够，▷ 可以不开放）"),
    "slip_note": ("each project alone; 95 % intervals of {n} replications; dotted: {days} days",
                  "各项目单独推迟；{n} 次模拟的 95% 置信区间；虚线：{days} 天"),
    "slip_missed_use": ("{target} {title}: P(met) is {met} as planned, below {p}: nothing that "
                        "it feels may slip (projects: {n}); by {days} days {felt} of them "
                        "are seen to lose: {projects}.",
                        "{target} {title}：按计划达标概率仅 {met}，低于 {p}："
                        "与其有关的 {n} 个项目都不能推迟；其中推迟 {days} 天"
                        "确实降低达标概率的有 {felt} 个：{projects}。"),
    "slip_together": ("{project} and {n} more, all later", "{project}等，另有 {n} 个，一并推迟"),
    "slip_axis_use": ("P(met) with it {days} days later", "推迟 {days} 天后的达标概率"),
    "slip_note_use": ("95 % intervals of {n} replications; line: as planned, {met}; "
                      "dotted: {p}, which is asked for",
                      "{n} 次模拟的 95% 置信区间；实线：按计划 {met}；虚线：所要求的 {p}"),
    "size_bar_alone": ("what it needs for its own part alone", "单独满足本区条件所需"),
    "size_bar_fits": ("fits jointly", "合起来够用"),
    "size_bar_safe": ("safe jointly", "合起来稳妥"),
    "size_step": ("{lever} (step {step})", "{lever}（第 {step} 步）"),
    "size_sweep_title": ("Forward in time, each step given those before", "按时间逐步求得，"
                         "每一步以之前各步为前提"),
    "worth_all": ("To know all assumptions before deciding is worth {value} [{low}, {high}], in "
                  "the unit of the loss; without it {taken} is taken.",
                  "决策前弄清全部假设，价值为 {value} [{low}, {high}]（以损失的单位计）；"
                  "不弄清时选 {taken}。"),
    "worth_most": ("Of single assumptions {assumption} is worth most: {value} [{low}, {high}].",
                   "单项假设中最值得弄清的是 {assumption}：{value} [{low}, {high}]。"),
    "worth_none": ("No single assumption is worth knowing: every interval reaches 0.",
                   "没有哪一项假设单独值得弄清：各区间都包含 0。"),
    "worth_axis": ("what knowing it is worth, in the unit of the loss",
                   "弄清它的价值（以损失的单位计）"),
    "worth_everything": ("all of them", "全部假设"),
    "worth_note": ("95 % intervals of {n} states; decided without it: {taken}",
                   "{n} 种状态的 95% 置信区间；不弄清时选 {taken}"),
    "size_point_alone": ("each alone", "各自单独所需"),
    "size_point_fits": ("fits jointly", "合起来够用"),
    "size_point_safe": ("safe jointly", "合起来稳妥"),
    "size_point_fresh": ("what fits, in fresh replications", "够用的取值，在新的模拟中"),
    "size_cost": ("cost above the least values, {unit}", "高于最小取值的费用（{unit}）"),
    "size_p_all": ("P(all met)", "全部满足的概率"),
    "size_joint_note": ("95 % intervals, {n} replications; dashed: what is asked for; grey: too "
                        "little to safe", "95 % 置信区间，{n} 次模拟；虚线：所要求的概率；"
                        "灰色：从不够到稳妥"),
    "size_fresh": ("; P {p} [{low}, {high}] in {n} fresh replications",
                   "；在 {n} 次新的模拟中，概率为 {p}（{low} 至 {high}）"),
    "size_felt": (" of what the conditions feel", "（只模拟条件能感觉到的部分）"),
    "size_felt_whole": (" (of the first {n} all is met in {whole} with the whole plan, in {felt} "
                        "with what is felt)",
                        "（其中前 {n} 次：整个规划满足 {whole} 次，能感觉到的部分满足 {felt} 次）"),
    "size_refuted": (", which is less than the {p} asked for: it does not suffice",
                     "，低于所要求的 {p}：并不够用"),
    "size_joint_sentence": (
        "{parts} together will do for {conditions} with a probability of {p}, at {cost} {unit} "
        "above the least{fresh}; what each needs alone would hold together with {alone}",
        "{parts} 合起来以 {p} 的概率满足 {conditions}，比最低取值多 {cost} {unit}{fresh}；"
        "若各取单独所需，则同时满足的概率为 {alone}"),
    "size_lever": ("{title}, {unit}", "{title}（{unit}）"),
    "size_note": ("band: 95 % interval of {n} replications; grey: between too small and safe; "
                  "square: fresh replications",
                  "阴影：{n} 次模拟的 95% 置信区间；灰色：太少与稳妥之间；方块：新的模拟"),
    "size_p": ("P(met)", "满足的概率"),
    "size_safe": ("; {safe} is safe", "；稳妥的取值是 {safe}"),
    "size_safe_too": ("; that is safe too", "；这也是稳妥的取值"),
    "size_sentence": ("{lever}: {fits} will do for {conditions} with a probability of {p}{safe}"
                      "{fresh}.",
                      "{lever}：以 {p} 的概率满足 {conditions}，估计需要 {fits}{safe}{fresh}。"),
    "size_unbounded": ("; what is safe is not bounded by {n} replications",
                       "；{n} 次模拟不足以界定稳妥的数值"),
}

# Units of the results, of assumptions and of targets; what is not here has no Chinese.
_UNITS: dict[str, str] = {
    "day": "天",
    "days": "天",
    "dwellings": "套",
    "h": "小时",
    "households": "户",
    "km": "公里", "km/h": "公里/小时",
    "minutes": "分钟",
    "people": "人",
    "people a year": "人次/年",
    "per 1000": "个/千人",
    "per day": "次/天",
    "per person-year": "次/人年", "% of residents a year": "占居民 %／年",
    "per week": "次/周",
    "per year": "次/年",
    "yuan": "元", "yuan a place": "元/个", "yuan a bed": "元/张",
    "yuan a place-year": "元/个·年", "yuan a bed-year": "元/张·年",
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


def percent(share: float, lang: str) -> str:
    """A share in per cent: "5 %", and "5%" as Chinese writes it."""
    return f"{100 * share:.3g}" + (" %" if check(lang) == "en" else "%")
