# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of STRESS-DES in English and Chinese; stress.py fills the {names}."""
from __future__ import annotations

Pair = tuple[str, str]  # English, Chinese

# (number, name of the item, sentence)
ITEMS: list[tuple[str, Pair, Pair]] = [
    ("1.1", ("Purpose of the model", "模型目的"),
     ("Whether planned places suffice for demand, by district, {start} to {end}.",
      "{start} 至 {end}，各区县规划名额是否满足需求。")),
    ("1.2", ("Model outputs", "模型输出"),
     ("{targets} with P(met); demand, places, utilisation, waiting, unmet demand by month, district and "
      "service. Means with 95 % intervals, and quantiles over replications.",
      "{targets} 项目标的达标概率；按月、区县、服务的需求、名额、使用、等候与未满足需求。"
      "均值附 95% 置信区间，并给出各次模拟的分位数。")),
    ("1.3", ("Experimentation aims", "实验目的"), ("{aims}", "{aims}")),
    ("2.1", ("Base model overview diagram", "模型概览图"),
     ("{population}; people ask for places, are admitted, wait or go away, and leave; projects "
      "open places.", "{population}；居民提出申请，获得名额、等候或放弃，最后离开；项目建成后新增名额。")),
    ("2.2", ("Base model logic", "模型逻辑"),
     ("{stay} with waiting lists, {intake} with intakes on dates, {visit} of visits; the rules "
      "stand in docs/theory/model.md of the program.",
      "{stay} 项入住类（有等候名单）、{intake} 项招生类、{visit} 项到访类服务；规则见程序的 docs/theory/model.md。")),
    ("2.3", ("Scenario logic", "情景逻辑"),
     ("The whole resolved scenario is in the results, group run, scenario_text; "
      "`suffice rerun {file}` repeats it.",
      "完整情景保存在结果文件 run 组的 scenario_text 中；`suffice rerun {file}` 可重复运行。")),
    ("2.4", ("Algorithms", "算法"),
     ("Discrete events in exact order of time; queue disciplines, priorities, balking and "
      "patience, overflow to other districts, as the scenario says.",
      "按时间精确排序的离散事件；排队规则、优先级、不愿等候与耐心、跨区县服务由情景规定。")),
    ("2.5.1", ("Entities", "实体"),
     ("People who ask for a service.{counted}", "申请服务的人。{counted}")),
    ("2.5.2", ("Activities", "活动"), ("{activities}.", "{activities}。")),
    ("2.5.3", ("Resources", "资源"),
     ("Places of {services} in {districts}; projects change their number over time.",
      "{districts} 个区县 {services} 项服务的名额；项目使其数量随时间变化。")),
    ("2.5.4", ("Queues", "队列"), ("{queues}", "{queues}")),
    ("2.5.5", ("Entry and exit points", "进入与退出"),
     ("Entry: request, intake, visit. Exit: end of stay or course, age limit, death, move, "
      "patience, refusal.", "进入：申请、招生、到访。退出：期满或毕业、超龄、死亡、迁移、失去耐心、未获服务。")),
    ("3.1", ("Data sources", "数据来源"), ("{sources} {tables}", "{sources}{tables}")),
    ("3.2", ("Pre-processing", "数据预处理"),
     ("By the program: durations become days and rates per day, overlays and defaults are "
      "filled in; scenario_text holds each table row as simulated.",
      "由程序完成：时长换算为天，速率换算为每天，并补全叠加情景与默认值；"
      "scenario_text 保存模拟所用的每一行数据。")),
    ("3.3", ("Input parameters", "输入参数"),
     ("{inputs}", "{inputs}")),
    ("3.4", ("Assumptions", "假设"),
     ("{assumed} A district's places of a service are one pool, so that waits and refusals are "
      "lower bounds.", "{assumed}同一区县的同类名额视为一个整体，等候与未获服务因此是下限。")),
    ("4.1", ("Initialisation", "初始化"),
     ("Places are occupied at the start as the scenario says, with residual stays; no warm-up: the "
      "question is about the years of the plan, from the state they begin in.",
      "期初占用按情景规定，剩余停留时间按平衡分布；不设预热期，因为问题就是从期初状态出发的规划年份。")),
    ("4.2", ("Run length", "运行长度"), ("{start} to {end}.", "{start} 至 {end}。")),
    ("4.3", ("Estimation approach", "估计方法"),
     ("{n}; {design}. {intervals}", "{n} 次模拟；{design}。{intervals}")),
    ("5.1", ("Software or programming language", "软件与编程语言"),
     ("Suffice {version} ({commit}), in C; {compiler}, {flags}; GSL {gsl}, HDF5 {hdf5}, zlib "
      "{zlib}, C library {libc} (variant {variant}).",
      "Suffice {version}（{commit}），C 语言；{compiler}，{flags}；GSL {gsl}、HDF5 {hdf5}、"
      "zlib {zlib}、C 库 {libc}（{variant}）。")),
    ("5.2", ("Random sampling", "随机抽样"),
     ("Philox4x64-10, streams named by purpose; seed {seed}; replication r of all scenarios has "
      "the same random numbers.",
      "Philox4x64-10，随机流按用途命名；种子 {seed}；各情景的第 r 次模拟使用相同随机数。")),
    ("5.3", ("Model execution", "模型执行"), ("{execution}", "{execution}")),
    ("5.4", ("System specification", "系统配置"),
     ("{system} Fingerprint of scenarios, seed and build: {fingerprint}.",
      "{system}情景、种子与程序的指纹：{fingerprint}。")),
    ("6.1", ("Computer model sharing statement", "模型共享声明"),
     ("Suffice is free software, GPL-3.0-or-later: whoever passes on the program passes on its "
      "source, version {version}, commit {commit}. With that program, `suffice rerun {file}` "
      "makes these results again, byte by byte.",
      "Suffice 为自由软件（GPL-3.0-or-later）：程序提供者须同时提供源码，"
      "版本 {version}，提交 {commit}。用该程序运行 `suffice rerun {file}` 可逐字节重现结果。")),
]

# What depends on the run.
PARTS: dict[str, Pair] = {
    "aims_one": ("One scenario: {names}.", "单一情景：{names}。"),
    "aims_many": ("Scenarios compared on common random numbers: {names}.",
                  "用相同随机数比较情景：{names}。"),
    "population": ("Residents by district, sex and month of birth are born, die and move by "
                   "monthly steps", "按区县、性别、出生月份的常住人口逐月出生、死亡与迁移"),
    "no_population": ("There is no population: requests arrive at given rates",
                      "不含人口模块：申请按给定速率到达"),
    "counted": (" The rest of the population is counted by district, sex and month of birth.",
                "其余人口按区县、性别、出生月份计数。"),
    "inputs": ("{assumptions} above with mean and middle 90 % of what was drawn, all else in "
               "scenario_text.",
               "上列 {assumptions} 项假设（附抽取值的均值与中间 90%），其余见 scenario_text。"),
    "no_inputs": ("All of them are in scenario_text.", "全部见 scenario_text。"),
    "assumed": ("Above, with evidence grade and source.", "见上，附依据等级与来源。"),
    "activity_stay": ("staying in a place, waiting for one", "占用名额、等候名额"),
    "activity_intake": ("a course, from intake to its end", "就读（从入学到毕业）"),
    "activity_visit": ("a visit, of hours", "到访（以小时计）"),
    "activity_project": ("projects: start, delay, stages, opening", "项目：开工、延误、分期、启用"),
    "queues": ("One list a district and service of stays.", "入住类服务每区县每项一个等候名单。"),
    "no_queues": ("None: no service has a waiting list.", "无：没有设等候名单的服务。"),
    "sources": ("{assumptions} above, each with evidence grade and source ({counts}).",
                "上列 {assumptions} 项假设，各附依据等级与来源（{counts}）。"),
    "no_sources": ("The scenario has no assumptions.", "情景没有假设。"),
    "tables": ("Tables of the scenario: {tables}.", "情景数据表：{tables}。"),
    "no_tables": ("All else is in scenario_text.", "其余见 scenario_text。"),
    "design_balanced": ("assumptions drawn by balanced points in {scrambles} groups",
                        "假设按均衡点抽取，共 {scrambles} 组"),
    "design_sobol": ("assumptions drawn by Sobol' points in {scrambles} independent scrambles",
                     "假设按 Sobol 点抽取，{scrambles} 个独立加扰"),
    "design_random": ("assumptions drawn at random", "假设独立随机抽取"),
    "design_lhs": ("assumptions drawn by Latin hypercubes", "假设按拉丁超立方抽取"),
    "design_fixed": ("assumptions at their medians, so that only chance varies",
                     "假设取中位数，仅随机波动变化"),
    "design_none": ("nothing is drawn but chance", "无需抽取假设，仅随机波动变化"),
    "groups": ("Intervals use the groups of the design: Student's t of group totals for means, "
               "widened where they are skewed, for probabilities Clopper and Pearson's interval "
               "at the effective number of replications of Korn and Graubard (1998).",
               "区间基于设计的各组：均值用各组总和的 t 分布，偏态时加宽；概率用 Clopper-Pearson 区间，"
               "有效次数按 Korn 与 Graubard（1998）。"),
    "independent": ("Replications are independent: Student's t for means, widened where they "
                    "are skewed, Clopper and Pearson's interval for probabilities.",
                    "各次模拟相互独立：均值用 t 分布，偏态时加宽，概率用 Clopper-Pearson 区间。"),
    "execution": ("{threads}, {wall} s, {speed} events a second and core; the same bytes at any "
                  "number of threads.",
                  "{threads} 线程，{wall} 秒，每核每秒 {speed} 个事件；任意线程数结果逐字节相同。"),
    "no_execution": ("Not known: the file {facts} was not beside the results. The same bytes at "
                     "any number of threads.",
                     "未知：结果文件旁没有 {facts}。任意线程数结果逐字节相同。"),
    "system": ("Host {host}, C library {libc}, {memory} of memory at most; run.json tells no "
               "more of processor and operating system.",
               "主机 {host}，C 库 {libc}，内存峰值 {memory}；run.json 未记录处理器与操作系统。"),
    "no_system": ("C library {libc}; the file {facts} was not beside the results.",
                  "C 库 {libc}；结果文件旁没有 {facts}。"),
}
