# SPDX-License-Identifier: GPL-3.0-or-later
"""The reporting items of STRESS-DES, filled from a run.

Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of
empirical simulation studies, Journal of Simulation 13(1), 55-67.
"""
from __future__ import annotations

import json
import pathlib

import xarray as xr

from .. import measures as m
from ..pictures import has_population
from ..results import text

_DESIGNS = {
    "sobol": ("Sobol' points in {scrambles} independent scrambles", "Sobol 点，{scrambles} 个独立加扰"),
    "random": ("independent random draws", "独立随机抽样"),
    "lhs": ("Latin hypercubes", "拉丁超立方"),
    "fixed": ("nothing varies, or all at their medians", "固定取值（中位数）"),
}


def run_facts(tree: xr.DataTree) -> dict:
    """What NAME.run.json beside the results tells; empty when it is not there."""
    source = tree.encoding.get("source")
    try:
        path = pathlib.Path(str(source)).with_suffix(".run.json")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def items(tree: xr.DataTree, lang: str) -> list[tuple[str, str, str]]:
    """(number, item, text) of every item."""
    root = tree.to_dataset()
    a = {name: text(value) for name, value in tree.attrs.items()}
    facts = run_facts(tree)
    kinds = m.kinds_of(root)
    n = root.sizes["replication"]
    names = ", ".join(str(s) for s in root["scenario"].values)
    design = _DESIGNS.get(a.get("design", ""), (a.get("design", "?"),) * 2)
    n_targets = tree["targets"].sizes["target"] if "targets" in tree.children else 0
    n_assumptions = (tree["assumptions"].sizes["assumption"]
                     if "assumptions" in tree.children else 0)
    count = {kind: kinds.count(kind) for kind in m.KINDS}
    has_people = has_population(tree, str(root["scenario"].values[0]))
    wall = facts.get("wall_seconds")
    speed = facts.get("events_per_core_second")
    values = {
        "names": names, "n": n, "start": a.get("start"), "end": a.get("end"),
        "districts": root.sizes["district"], "services": root.sizes["service"],
        "stay": count["stay"], "intake": count["intake"], "visit": count["visit"],
        "targets": n_targets, "assumptions": n_assumptions,
        "design": design[lang == "zh"].format(scrambles=a.get("design_scrambles", "1")),
        "seed": a.get("seed"), "version": a.get("code_version"), "commit": a.get("code_commit"),
        "compiler": a.get("compiler"), "flags": a.get("compiler_flags"),
        "gsl": a.get("gsl_version"), "hdf5": a.get("hdf5_version"),
        "zlib": a.get("zlib_version"), "libc": a.get("c_library_version"),
        "variant": a.get("math_variant"), "fingerprint": a.get("fingerprint"),
        "threads": facts.get("threads", "?"),
        "wall": f"{wall:.0f}" if wall is not None else "?",
        "speed": f"{speed / 1e6:.1f}" if speed is not None else "?",
        "file": pathlib.Path(str(tree.encoding.get("source", ""))).name,
    }
    table = _ENGLISH if lang != "zh" else _CHINESE
    population = _POPULATION[lang == "zh"] if has_people else _NO_POPULATION[lang == "zh"]
    return [(number, item, sentence.format(population=population, **values))
            for number, item, sentence in table]


_POPULATION = ("Residents by district, sex and month of birth are born, die and move by monthly "
               "steps", "按区县、性别、出生月份的常住人口逐月出生、死亡与迁移")
_NO_POPULATION = ("There is no population: requests arrive at given rates",
                  "不含人口模块：请求按给定速率到达")

_ENGLISH = [
    ("1.1", "Purpose", "Whether planned places suffice for demand, by district, {start} to {end}."),
    ("1.2", "Outputs", "{targets} targets with P(met); demand, places, use, waiting, unserved by month, "
     "district and service. Means with 95 % intervals, and quantiles over replications."),
    ("1.3", "Experimentation aims", "Scenarios compared on common random numbers: {names}."),
    ("2.1", "Base model overview", "{population}; people ask for places, are admitted, wait or go away, "
     "and leave; projects open places."),
    ("2.2", "Base model logic", "{stay} services of stays with waiting lists, {intake} with intakes on "
     "dates, {visit} of visits; the rules stand in docs/model.md of the program."),
    ("2.3", "Scenario logic", "The whole resolved scenario is in the results, group run, "
     "scenario_text; `suffice rerun {file}` repeats it."),
    ("2.4", "Algorithms", "Discrete events in exact order of time; queue disciplines, priorities, "
     "balking and patience, overflow to other districts, as the scenario says."),
    ("2.5", "Components", "Entities: people. Resources: places of {services} services in {districts} "
     "districts. Queues: one list a district and service. Entry: requests, intakes, visits. Exit: end of "
     "stay, age limit, death, move, patience."),
    ("3.1", "Data sources", "The column source of the assumptions; the tables of the scenario name theirs."),
    ("3.2", "Pre-processing", "As the scenario's own pages tell; the resolved tables are in the results."),
    ("3.3", "Input parameters", "{assumptions} assumptions below, all else in scenario_text."),
    ("3.4", "Assumptions", "Below, with confidence and source. A district's places of a service are one "
     "pool, so that waits and refusals are lower bounds."),
    ("4.1", "Initialisation", "Places are taken at the start as the scenario says, with residual stays; "
     "no warm-up: the question is about the years of the plan, from the state they begin in."),
    ("4.2", "Run length", "{start} to {end}."),
    ("4.3", "Estimation", "{n} replications; assumptions drawn by {design}. Intervals use the independent "
     "groups of the design and Student's t; probabilities Clopper and Pearson's interval."),
    ("5.1", "Software", "Suffice {version} ({commit}); {compiler}, {flags}; GSL {gsl}, HDF5 {hdf5}, zlib "
     "{zlib}, C library {libc} (variant {variant})."),
    ("5.2", "Random sampling", "Philox4x64-10, streams named by purpose; seed {seed}; replication r of all "
     "scenarios has the same random numbers."),
    ("5.3", "Execution", "{threads} threads, {wall} s, {speed} million events a second and core; the same "
     "bytes at any number of threads."),
    ("5.4", "System", "Fingerprint of scenarios, seed and build: {fingerprint}."),
    ("6.1", "Code access", "Suffice is free software, GPL-3.0-or-later."),
]
_CHINESE = [
    ("1.1", "目的", "{start} 至 {end}，各区县规划名额是否满足需求。"),
    ("1.2", "输出", "{targets} 项目标的达标概率；按月、区县、服务的需求、名额、使用、等候与未获服务。均值附 95 % 置信区间，并给出分位数。"),
    ("1.3", "实验目的", "用相同随机数比较情景：{names}。"),
    ("2.1", "模型概览", "{population}；居民提出请求，被接收、等候或离开，之后退出；项目投用新增名额。"),
    ("2.2", "模型逻辑", "{stay} 项入住类（含等候名单）、{intake} 项招生类、{visit} 项到访类服务；规则见程序的 docs/model.md。"),
    ("2.3", "情景逻辑", "完整情景保存在结果文件 run 组的 scenario_text 中；`suffice rerun {file}` 可重复。"),
    ("2.4", "算法", "按时间精确排序的离散事件；排队规则、优先级、放弃与耐心、跨区服务由情景规定。"),
    ("2.5", "组件", "实体：居民。资源：{districts} 个区县 {services} 项服务的名额。队列：每区县每服务一个名单。进入：请求、招生、到访。退出：期满、年龄、死亡、迁移、失去耐心。"),
    ("3.1", "数据来源", "见假设的来源栏；情景数据表注明其来源。"),
    ("3.2", "预处理", "见情景说明；解析后的数据表在结果文件中。"),
    ("3.3", "输入参数", "下列 {assumptions} 项假设，其余见 scenario_text。"),
    ("3.4", "假设", "见下，附可信度与来源。同一区县的同类名额视为一个整体，等候与拒绝因此是下限。"),
    ("4.1", "初始化", "期初占用按情景规定，剩余停留时间按平衡分布；不设预热期。"),
    ("4.2", "运行长度", "{start} 至 {end}。"),
    ("4.3", "估计方法", "{n} 次模拟；假设抽样：{design}。区间按设计的独立组与 t 分布，概率用 Clopper-Pearson 区间。"),
    ("5.1", "软件", "Suffice {version}（{commit}）；{compiler}，{flags}；GSL {gsl}、HDF5 {hdf5}、zlib {zlib}、C 库 {libc}（{variant}）。"),
    ("5.2", "随机抽样", "Philox4x64-10，按用途命名的随机流；种子 {seed}；各情景的第 r 次模拟使用相同随机数。"),
    ("5.3", "执行", "{threads} 线程，{wall} 秒，每核每秒 {speed} 百万事件；任意线程数结果逐字节相同。"),
    ("5.4", "系统", "情景、种子与程序的指纹：{fingerprint}。"),
    ("6.1", "代码获取", "Suffice 为自由软件，GPL-3.0-or-later。"),
]
