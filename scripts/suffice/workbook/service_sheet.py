# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of a book about services: one row a service, the columns of its kind filled."""
from __future__ import annotations

from .sheets import Column, Sheet

_STAY, _INTAKE, _VISIT = ("stay: ", "stay："), ("intake: ", "intake："), ("visit: ", "visit：")


def _of(kind: tuple[str, str], english: str, chinese: str) -> tuple[str, str]:
    return kind[0] + english, kind[1] + chinese


SERVICES = Sheet("services", ("Services", "服务"), ("What people ask for; fill the columns of the kind", "居民申请的服务；填写相应类别的列"), (
    Column("service", ("Service", "服务"), "name", ("short name used in other sheets", "其他各表使用的简称"), "nursery", True),
    Column("kind", ("Kind", "类别"), "word", ("stay: a place held for a time, with a waiting list (nursery, care bed); intake: admission on a day of the year, for a course (school); visit: short use within opening hours (library, pool)", "stay 占用一段时间并可等候（托位、床位）；intake 每年某日录取、就读若干年（学校）；visit 开放时间内短时使用（图书馆、游泳馆）"), "stay", True, choices=("stay", "intake", "visit"), path=("kind",)),
    Column("title", ("Title", "标题"), "text", ("as people call it", "对外名称"), "Nursery places", path=("title",)),
    Column("area", ("Area of the plan", "规划领域"), "text", ("the scorecard groups by it", "记分卡据此分组"), "Children", path=("area",)),
    Column("age_from", ("Age from, years", "年龄自，岁"), "age", ("years, a birthday; 0.5: six months; empty: 0", "岁；0.5 为六个月；空：0"), 0.5, path=("eligible", "from")),
    Column("age_to", ("Up to age, years", "年龄至，岁"), "age", ("years, excluded; empty: no limit", "岁，不含；空：不限"), 3, path=("eligible", "to")),
    Column("sex", ("Sex", "性别"), "word", ("F, M or both; empty: both", "F、M 或 both；空：both"), None, choices=("F", "M", "both"), path=("eligible", "sex")),
    Column("requests", ("Requests per person and year", "每人每年申请数"), "number", _of(_STAY, "per eligible person and year, or $assumption; this or the next", "符合条件者每人每年，或 $假设；与下项择一"), "$nursery_wish", path=("requests", "per_person_year")),
    Column("prevalence", ("Share who hold a place", "占用比例"), "number", _of(_STAY, "of the eligible, 0 to 1, or $assumption; the rate of requests is solved for", "符合条件者中的比例，0 至 1，或 $假设；申请率由此求解"), None, path=("requests", "prevalence")),
    Column("stay_months", ("Mean stay, months", "平均占用，月"), "number", _of(_STAY, "months, or $assumption", "月，或 $假设"), 18, path=("stay", "mean"), unit=" months"),
    Column("stay_cv", ("Variation of stays", "占用变异系数"), "number", _of(_STAY, "standard deviation / mean; empty: 1 (exponential)", "标准差/均值；空：1（指数分布）"), 0.5, path=("stay", "cv")),
    Column("until_age", ("Leaves at age, years", "离开年龄，岁"), "age", _of(_STAY, "years; empty: none", "岁；空：不限"), 3, path=("stay", "until_age")),
    Column("patience_months", ("Mean patience, months", "平均等候耐心，月"), "number", _of(_STAY, "months until somebody gives up waiting, or $assumption; empty: for ever", "放弃等候前的月数，或 $假设；空：一直等候"), 4, path=("queue", "patience", "exponential", "mean"), unit=" months"),
    Column("discipline", ("Waiting list", "等候方式"), "word", _of(_STAY, "fifo: first come, first served; lottery; none: no list; empty: fifo", "fifo 先到先得；lottery 抽签；none 不设等候；空：fifo"), "fifo", choices=("fifo", "lottery", "none"), path=("queue", "discipline")),
    Column("occupancy", ("Taken at the start", "起始占用率"), "number", ("share of the places, 0 to 1, or $assumption; of a stay alone; pupils have a sheet", "名额占用比例，0 至 1，或 $假设；仅用于 stay，在校生另表填写"), 0.9, path=("initial", "occupancy")),
    Column("overflow_minutes", ("Goes elsewhere within, minutes", "可跨区县时间，分钟"), "plain", ("minutes of travel to a place in another district; empty: nobody goes elsewhere", "到其他区县的出行分钟数；空：不跨区县"), 20, path=("overflow", "within"), unit=" minutes"),
    Column("intake_month", ("Month of intake", "录取月份"), "whole", _of(_INTAKE, "1 to 12", "1 至 12"), None, path=("intake", "month")),
    Column("course_years", ("Course, years", "学制，年"), "plain", _of(_INTAKE, "years", "年"), None, path=("intake", "length"), unit=" years"),
    Column("apply", ("Share who apply", "申请比例"), "number", _of(_INTAKE, "of the eligible at each intake, 0 to 1, or $assumption; empty: 1", "每次录取时符合条件者中的比例，0 至 1，或 $假设；空：1"), None, path=("intake", "apply")),
    Column("must_place", ("All are placed", "必须安置"), "sure", _of(_INTAKE, "yes: every applicant is seated, above capacity too; empty: no", "yes：全部录取，可超名额；空：no"), None, choices=("yes", "no"), path=("intake", "must_place")),
    Column("visits_per_week", ("Visits a week", "每周次数"), "number", _of(_VISIT, "of one who comes at all, or $assumption", "参与者每周次数，或 $假设"), None, path=("visit", "visits_per_week")),
    Column("participation", ("Share who come at all", "参与比例"), "number", _of(_VISIT, "of the eligible, 0 to 1, or $assumption; empty: 1", "符合条件者中的比例，0 至 1，或 $假设；空：1"), None, path=("visit", "participation")),
    Column("visit_minutes", ("Mean visit, minutes", "平均停留，分钟"), "number", _of(_VISIT, "minutes, or $assumption", "分钟，或 $假设"), None, path=("visit", "mean_stay"), unit=" minutes"),
    Column("opens", ("Opens, hour", "开放，时"), "whole", _of(_VISIT, "hour of the day, 0 to 23", "0 至 23 时"), None, path=("visit", "opens")),
    Column("closes", ("Closes, hour", "关闭，时"), "whole", _of(_VISIT, "hour of the day, 1 to 24", "1 至 24 时"), None, path=("visit", "closes")),
), True)
