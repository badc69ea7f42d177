# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of a book: plan, districts, services, places, projects, targets, assumptions."""
from __future__ import annotations

from .people_sheets import BIRTHS, DEATHS, EVIDENCE, MIGRATION, POPULATION, SOURCE
from .service_sheet import SERVICES
from .sheets import Column, Sheet

PLAN = Sheet("plan", ("Plan", "规划"), ("What the plan is, one setting a row", "规划的基本情况，每行一项"), (
    Column("name", ("Short name", "简称"), "text", ("letters a-z, digits, - and _; stands in results", "小写字母、数字、- 和 _；写入结果"), "two-banks", True, path=("name",)),
    Column("title", ("Title", "名称"), "text", ("as people call it", "规划的全称"), "Two banks, plan to 2025", path=("title",)),
    Column("start", ("First day", "起始日"), "date", ("the first of a month", "某月 1 日"), "2021-01-01", True, path=("start",)),
    Column("end", ("Day after the last", "结束日（次日）"), "date", ("the first of a month; it is not simulated itself", "某月 1 日，当日不再模拟"), "2026-01-01", True, path=("end",)),
    Column("counted", ("Population counted on", "人口时点"), "date", ("the first of a month, at or before the first day; empty: the first day", "某月 1 日，不晚于起始日；空：起始日"), "2020-11-01", path=("population", "date")),
    Column("seed", ("Seed", "随机种子"), "whole", ("a whole number; the same seed gives the same results", "整数；相同种子得相同结果"), 7, path=("seed",)),
    Column("births_factor", ("Factor on births", "生育倍数"), "number", ("times the sheet of births, or $assumption; empty: 1", "乘以“生育”表，或 $假设；空：1"), "$births", path=("population", "fertility_factor")),
    Column("deaths_factor", ("Factor on deaths", "死亡倍数"), "number", ("times the sheet of deaths, or $assumption; empty: 1", "乘以“死亡”表，或 $假设；空：1"), None, path=("population", "mortality_factor")),
    Column("migration_factor", ("Factor on migration", "迁移倍数"), "number", ("times the sheet of migration, or $assumption; empty: 1", "乘以“迁移”表，或 $假设；空：1"), None, path=("population", "migration_factor")),
    Column("males", ("Boys per girl", "出生性别比"), "number", ("boys born per girl, or $assumption; empty: 1.05", "每名女婴对应的男婴数，或 $假设；空：1.05"), 1.05, path=("population", "males_per_female")),
    Column("delay_median", ("Delay, median", "工期倍数中位数"), "number", ("times the planned duration of a project; both or none; empty: 1.07", "实际工期为计划工期的倍数；与下项同填或同空；空：1.07"), 1.1, path=("delivery", "delay", "lognormal", "median")),
    Column("delay_mean", ("Delay, mean", "工期倍数均值"), "number", ("times the planned duration, at least the median; empty: 1.15", "不小于中位数；空：1.15"), 1.2, path=("delivery", "delay", "lognormal", "mean")),
    Column("delay_shared", ("Delay that projects share", "工期共同冲击"), "number", ("0 none, 1 all; empty: 0.4", "0 为无，1 为全部；空：0.4"), None, path=("delivery", "correlation")),
    Column("cancelled", ("Cancelled projects", "项目取消概率"), "number", ("probability that a project never opens, 0 to 1, or $assumption; empty: 0", "项目取消的概率，0 至 1，或 $假设；空：0"), 0.05, path=("delivery", "cancellation")),
), True)

DISTRICTS = Sheet("districts", ("Districts", "区县"), ("The areas by which the plan counts", "规划的统计区域"), (
    Column("district", ("District", "区县"), "name", ("name used in all other sheets", "其他各表使用的名称"), "North bank", True),
    Column("title", ("Title", "标题"), "text", ("as people call it; empty: the name", "对外名称；空：同上"), "The north bank"),
    Column("group", ("Group", "分组"), "text", ("as urban, county; targets may be for each of a group", "如 urban、county；目标可针对某组"), "urban"),
    Column("area_km2", ("Area, km²", "面积，平方公里"), "plain", ("km²", "平方公里"), 210.5),
    Column("latitude", ("Latitude", "纬度"), "plain", ("degrees", "度"), 28.9),
    Column("longitude", ("Longitude", "经度"), "plain", ("degrees", "度"), 105.4),
), True)

TRAVEL = Sheet("travel", ("Travel", "出行"), ("Travel times between districts; a pair holds both ways unless both are told", "区县间出行时间；只填一个方向时两向相同"), (
    Column("from", ("From", "自"), "text", ("a district", "区县"), "North bank", True, refers="districts"),
    Column("to", ("To", "至"), "text", ("another district", "另一区县"), "South bank", True, refers="districts"),
    Column("minutes", ("Minutes", "分钟"), "plain", ("minutes", "分钟"), 15, True),
    SOURCE))

PLACES = Sheet("places", ("Places", "现有名额"), ("Places at the start", "起始日的名额"), (
    Column("service", ("Service", "服务"), "text", ("a service", "服务"), "nursery", True, refers="services"),
    Column("district", ("District", "区县"), "text", ("a district", "区县"), "North bank", True, refers="districts"),
    Column("site", ("Site", "机构"), "text", ("name of the site; empty: all of the district", "机构名称；空：全区县合计"), None),
    Column("places", ("Places", "名额"), "whole", ("places (beds, seats, ...)", "个（床位、学位等）"), 260, True),
    EVIDENCE, SOURCE))

ROLLS = Sheet("rolls", ("Pupils", "在校生"), ("Pupils at the start, of services of kind intake; empty: their classes are empty", "intake 类服务起始日的在校生；空：无在校生"), (
    Column("service", ("Service", "服务"), "text", ("a service of kind intake", "intake 类服务"), "school", True, refers="services"),
    Column("district", ("District", "区县"), "text", ("a district", "区县"), "North bank", True, refers="districts"),
    Column("year", ("Year of the course", "年级"), "whole", ("1 the first", "1 为一年级"), 1, True),
    Column("pupils", ("Pupils", "人数"), "whole", ("people", "人"), 310, True),
    SOURCE))

PROJECTS = Sheet("projects", ("Projects", "项目"), ("What opens, or closes, when", "何时新增或关闭名额"), (
    Column("project", ("Project", "项目"), "name", ("name of the project", "项目名称"), "Mill street", True),
    Column("service", ("Service", "服务"), "text", ("service that gets places", "增加名额的服务"), "nursery", True, refers="services"),
    Column("district", ("District", "区县"), "text", ("a district", "区县"), "North bank", True, refers="districts"),
    Column("places", ("Places", "名额"), "whole", ("places that open; below 0: that close", "新增名额；负数为关闭"), 80, True),
    Column("starts", ("Starts", "开工"), "date", ("planned start; empty: it opens on its date for sure", "计划开工日；空：确定按期开放"), "2021-03-01"),
    Column("opens", ("Opens", "开放"), "date", ("planned opening", "计划开放日"), "2022-09-01", True),
    Column("dates", ("Dates are", "日期"), "word", ("stated by the plan, or assumed: results say so; empty: stated", "stated 规划载明；assumed 假设，结果中注明；空：stated"), "stated", choices=("stated", "assumed")),
    EVIDENCE, SOURCE))

MEASURES = ("places_per_1000", "share_admitted", "share_placed", "utilisation", "queue",
            "share_refused", "added", "waiting")
TARGETS = Sheet("targets", ("Targets", "目标"), ("What the plan is measured by", "规划的考核目标"), (
    Column("target", ("Target", "目标"), "name", ("short name", "简称"), "N1", True),
    Column("title", ("Title", "标题"), "text", ("as people call it", "对外名称"), "nursery places per 1000 residents"),
    Column("measure", ("Measure", "指标"), "word", ("places_per_1000: places per 1000 residents; share_admitted: admitted within days, 0 to 1; share_placed: applicants placed, 0 to 1; utilisation: 0 to 1; queue: people waiting; share_refused: visits refused, 0 to 1; added: places added; waiting: mean wait, days", "places_per_1000 每千人名额；share_admitted 限期内入住（入托）比例；share_placed 录取比例；utilisation 使用率；queue 等候人数；share_refused 未获服务比例；added 新增名额；waiting 平均等候天数。比例均为 0 至 1"), "places_per_1000", True, choices=MEASURES),
    Column("of", ("Of service", "服务"), "text", ("a service", "服务"), "nursery", True, refers="services"),
    Column("comparison", ("At least or most", "比较"), "word", ("at_least or at_most; empty: at_least", "at_least 不低于；at_most 不高于；空：at_least"), "at_least", choices=("at_least", "at_most")),
    Column("value", ("Value", "目标值"), "plain", ("in the unit of the measure", "按指标的单位"), 4.0, True),
    Column("within", ("Within, days", "限期，天"), "plain", ("days; of share_admitted", "天；用于 share_admitted"), 90, unit=" days"),
    Column("each", ("For", "范围"), "text", ("city: all together; district: each; or a district or group; empty: city", "city 全市；district 各区县；或某区县、某组；空：city"), "city"),
    Column("date", ("Date", "日期"), "date", ("day at whose end it is measured; empty: the last", "考核日；空：最后一日"), "2025-12-31"),
    Column("basis", ("Basis", "依据"), "word", ("stated by the plan, or assumed; empty: stated", "stated 规划载明；assumed 假设；空：stated"), "stated", choices=("stated", "assumed")),
    Column("unit", ("Unit", "单位"), "text", ("of the value, for people", "目标值的单位，供阅读"), "per 1000"),
    SOURCE))

DISTRIBUTIONS = {"value": ("value",), "uniform": ("low", "high"),
                 "triangular": ("low", "mode", "high"), "normal": ("mean", "sd"),
                 "lognormal": ("median", "cv"), "beta": ("mean", "n"), "gamma": ("mean", "cv")}
UNITS = ("minutes", "hours", "days", "weeks", "months", "years", "per day", "per week",
         "per month", "per year")
ASSUMPTIONS = Sheet("assumptions", ("Assumptions", "假设"), ("What is not known for sure; used elsewhere as $name", "不确定的数值；其他表中写作 $名称"), (
    Column("name", ("Name", "名称"), "name", ("letters a-z, digits, - and _; other cells use it as $name", "小写字母、数字、- 和 _；其他单元格写作 $名称"), "births", True),
    Column("title", ("Title", "标题"), "text", ("what it is", "含义"), "births, relative to 2020"),
    Column("distribution", ("Distribution", "分布"), "word", ("value: one value; uniform: low, high; triangular: low, mode, high; normal: mean, sd; lognormal: median, cv; beta (shares): mean, n; gamma: mean, cv", "value 单值；uniform 低、高；triangular 低、众数、高；normal 均值、标准差；lognormal 中位数、变异系数；beta（比例）均值、样本量；gamma 均值、变异系数"), "lognormal", True, choices=tuple(DISTRIBUTIONS)),
    *(Column(key, titles, "plain", meanings, example) for key, titles, meanings, example in (
        ("value", ("Value", "值"), ("of value", "用于 value"), None),
        ("low", ("Low", "低"), ("of uniform, triangular", "用于 uniform、triangular"), None),
        ("mode", ("Mode", "众数"), ("of triangular: the most likely", "用于 triangular：最可能值"), None),
        ("high", ("High", "高"), ("of uniform, triangular", "用于 uniform、triangular"), None),
        ("mean", ("Mean", "均值"), ("of normal, beta, gamma", "用于 normal、beta、gamma"), None),
        ("sd", ("Standard deviation", "标准差"), ("of normal", "用于 normal"), None),
        ("median", ("Median", "中位数"), ("of lognormal", "用于 lognormal"), 1),
        ("cv", ("Coefficient of variation", "变异系数"), ("of lognormal, gamma: standard deviation / mean", "用于 lognormal、gamma：标准差/均值"), 0.08),
        ("n", ("Worth, observations", "相当样本量"), ("of beta: observations it is worth", "用于 beta：相当的样本量"), None))),
    Column("quantity", ("Unit of the numbers", "数值单位"), "word", ("of a duration or rate; empty: a pure number. Columns that tell their unit want that", "时长或频率的单位；空：纯数"), None, choices=UNITS),
    Column("unit", ("Unit, for people", "单位（供阅读）"), "text", ("as: per person-year", "如：每人每年"), "times"),
    EVIDENCE, SOURCE))

SHEETS = (PLAN, DISTRICTS, POPULATION, BIRTHS, DEATHS, MIGRATION, TRAVEL, SERVICES, PLACES,
          ROLLS, PROJECTS, TARGETS, ASSUMPTIONS)
