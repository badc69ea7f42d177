# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of a book about people: population, births, deaths, migration."""
from __future__ import annotations

from .sheets import Column, Sheet

EVIDENCE = Column("evidence", ("Evidence", "依据等级"), "word", ("A measured, B estimated from related data, C assumed", "A 实测，B 据相关资料估计，C 假设"), "A", choices=("A", "B", "C"))
SOURCE = Column("source", ("Source", "来源"), "text", ("where the number is from", "数据出处"), "statistical yearbook 2020, table 3-4")

POPULATION = Sheet("population", ("Population", "人口"), ("Residents by district, sex and age; bands are spread over single years", "分区县、性别、年龄的常住人口；年龄组自动分摊到单岁"), (
    Column("district", ("District", "区县"), "text", ("a district", "区县"), "North bank", True, refers="districts"),
    Column("sex", ("Sex", "性别"), "word", ("F or M", "F 女，M 男"), "F", True, choices=("F", "M")),
    Column("age", ("Age", "年龄"), "ages", ("completed years, or a band as 5-9, or 85+; the column is text, so that no date comes of 5-9", "周岁，或年龄组如 5-9、85+；本列为文本格式，以免 5-9 变成日期"), "0-4", True),
    Column("count", ("Residents", "人数"), "whole", ("people", "人"), 3120, True),
    EVIDENCE, SOURCE), True)

_AGES = (
    Column("age_from", ("Age from", "年龄自"), "whole", ("completed years", "周岁"), 25, True),
    Column("age_to", ("Age to", "年龄至"), "whole", ("completed years, included; 100: and over", "周岁，含；100 表示 100 岁及以上"), 29, True))

BIRTHS = Sheet("births", ("Births", "生育"), ("Birth rates by age; empty: nobody is born", "分年龄生育率；空：无出生"), (
    Column("year", ("Year", "年份"), "whole", ("calendar year from which it holds, until a later one", "自该年起适用，至后一年份为止"), 2020, True),
    *_AGES,
    Column("births_per_1000", ("Births per 1000 women", "每千名妇女生育数"), "number", ("births a year per 1000 women of that age", "该年龄每千名妇女每年生育数"), 98.2, True),
    EVIDENCE, SOURCE))

DEATHS = Sheet("deaths", ("Deaths", "死亡"), ("Death rates by sex and age, of all ages from 0 to 100; empty: nobody dies", "分性别、年龄死亡率，须覆盖 0 至 100 岁；空：无死亡"), (
    Column("year", ("Year", "年份"), "whole", ("calendar year from which it holds, until a later one", "自该年起适用，至后一年份为止"), 2020, True),
    Column("sex", ("Sex", "性别"), "word", ("F, M or both", "F 女，M 男，both 两性"), "F", True, choices=("F", "M", "both")),
    *_AGES,
    Column("rate", ("Deaths per person and year", "每人每年死亡率"), "number", ("as 0.0007", "如 0.0007"), 0.0007, True),
    EVIDENCE, SOURCE))

MIGRATION = Sheet("migration", ("Migration", "迁移"), ("Moves a year; empty: nobody moves", "每年迁移人数；空：无迁移"), (
    Column("from", ("From", "自"), "text", ("a district, or outside", "区县，或 outside（市外）"), "outside", True),
    Column("to", ("To", "至"), "text", ("a district, or outside", "区县，或 outside（市外）"), "North bank", True),
    Column("age_from", ("Age from", "年龄自"), "whole", ("completed years; empty: 0", "周岁；空：0"), 18),
    Column("age_to", ("Age to", "年龄至"), "whole", ("completed years, included; empty: 100 and over", "周岁，含；空：100 岁及以上"), 39),
    Column("persons_per_year", ("People a year", "每年人数"), "number", ("people a year, or $assumption", "人/年，或 $假设"), 400, True),
    EVIDENCE, SOURCE))
