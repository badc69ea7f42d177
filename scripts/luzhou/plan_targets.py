# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan's statements T1.1 to T9.12 (source/plan.md) as rows of the table of targets.

E1 to E9 are of its first aim, equal services (均等化), for which it has no number: assumed.
"""

COLUMNS = ["target", "area", "title", "title_zh", "measure", "of", "state", "each", "over", "least",
           "zones", "from_age", "minutes", "speed_kmh", "within", "value", "stretch", "unit",
           "basis", "soft", "use", "evidence", "source", "ratio", "index",
           "comparison"]

AREAS = {"1": "1 infant and child care 幼有所育", "2": "2 education 学有所教",
         "3": "3 employment 劳有所得", "4": "4 health 病有所医", "5": "5 elder care 老有所养",
         "6": "6 housing 住有所居", "7": "7 safety net 弱有所扶", "8": "8 veterans 优军服务",
         "9": "9 culture and sport 文体服务"}

COUNT, ADDED, DONE = "count", "added", "done"
# Two halves of the city, one of which has 1.5 times the places of the other for its people:
# (1.5 - 1) / (2 (1.5 + 1)). The Gini coefficient at the start is no use as a bound: most places
# are the city's, shared out by people, so it is near 0 by construction.
MOST_UNEQUAL = 0.1
# id, title, title in Chinese, measure, of, value, further columns. Assumed ones have no number
# in the plan.
TARGETS = [
    ("T1.1", "prenatal screening", "产前筛查机构", COUNT, "prenatal_screening", 1,
     {"each": "district", "soft": "yes"}),
    ("T1.2", "nursery places per 1000 residents", "每千人口托位数", "places_per_1000", "nursery",
     4.5, {"unit": "per 1000"}),
    ("T1.3", "demonstration nursery", "示范性婴幼儿照护机构", COUNT, "demonstration_nursery", 1,
     {"each": "district", "use": "nursery"}),
    ("T2.1", "townships with a public central kindergarten", "乡镇公办中心园", "share_with",
     "central_kindergarten", 1, {"over": "township", "soft": "yes", "use": "kindergarten"}),
    ("T2.2k", "urban kindergarten applicants placed", "城镇幼儿园学位", "share_placed",
     "kindergarten", 0.98, {"each": "district", "zones": "urban", "basis": "assumed"}),
    ("T2.2p", "urban primary applicants placed", "城镇小学学位", "share_placed",
     "primary", 0.98, {"each": "district", "zones": "urban", "basis": "assumed"}),
    ("T2.2j", "urban junior high applicants placed", "城镇初中学位", "share_placed",
     "junior_high", 0.98, {"each": "district", "zones": "urban", "basis": "assumed"}),
    ("T2.3", "good senior high school", "优质普通高中", COUNT, "senior_high", 1,
     {"each": "county", "state": "recognised", "use": "senior_high"}),
    ("T3.1", "high-skill training bases and studios", "高技能人才培训基地", ADDED, "skill_base", 4,
     {"stretch": 5}),
    ("T3.2", "public practical-training bases", "公共实训基地", ADDED, "practice_base", 2,
     {"stretch": 3, "use": "training"}),
    ("T3.3", "provincial start-up bases", "创业孵化基地", COUNT, "startup_base", 1,
     {"basis": "assumed"}),
    ("T4.1", "base for epidemic treatment", "重大疫情救治基地", COUNT, "epidemic_base", 1,
     {"use": "hospital_bed"}),
    ("T4.2", "regional medical centre", "省级区域医疗中心", COUNT, "medical_centre", 1,
     {"basis": "assumed", "use": "hospital_bed"}),
    ("T5.1", "urban 15-minute elder-care circle", "城市15分钟养老服务圈", "share_within",
     "elder_station", 0.9, {"zones": "urban", "from_age": "60 years", "minutes": 15,
                            "speed_kmh": 4, "basis": "assumed", "use": "day_care"}),
    ("T5.2", "rural 30-minute elder-care circle", "农村30分钟养老服务圈", "share_within",
     "elder_station", 0.9, {"zones": "rural", "from_age": "60 years", "minutes": 30,
                            "speed_kmh": "$rural_speed", "basis": "assumed", "use": "day_care"}),
    ("T5.3", "homes that combine medical and elder care", "医养结合示范机构", COUNT,
     "medical_care_home", 25, {"use": "nursing_bed"}),
    ("T5.4", "community elder-care complexes", "社区养老服务综合体", COUNT, "care_complex", 1,
     {"each": "district", "basis": "assumed", "use": "day_care"}),
    ("T6.1", "dwellings renovated in old communities", "老旧小区改造", DONE, "old_dwellings",
     139000, {"unit": "dwellings"}),
    ("T6.2", "rural homes renovated", "农村危房改造", DONE, "rural_homes", 5000,
     {"unit": "households", "soft": "yes"}),
    ("T6.3", "transitional flat within a year, half of those who ask", "保障性租赁住房",
     "share_admitted", "flat", 0.5, {"within": "365 days", "basis": "assumed"}),
    ("T7.1", "child-welfare homes or protection centres", "儿童福利院或救助保护中心", ADDED,
     "child_centre", 6, {"use": "shelter"}),
    ("T7.2", "community children's homes", "城乡社区儿童之家", COUNT, "childrens_home", 1336,
     {"use": "childrens_home"}),
    ("T7.3", "facility for disabled people", "残疾人康复或托养设施", COUNT, "disability_facility",
     1, {"use": "disabled_care"}),
    ("T8.1", "hospital for special-care recipients", "优抚医院", COUNT, "veterans_hospital", 1,
     {"use": "veterans_bed"}),
    ("T8.2", "home of honour", "光荣院", COUNT, "honour_home", 1, {"use": "veterans_bed"}),
    ("T8.3", "martyrs' cemeteries upgraded", "烈士陵园提质改造", COUNT, "cemetery", 6,
     {"state": "renovated"}),
    ("T9.1", "public libraries at the standard", "公共图书馆达标", COUNT, "library", 9,
     {"state": "at_standard", "use": "library"}),
    ("T9.2", "cultural centres at the standard", "文化馆达标", COUNT, "culture_centre", 8,
     {"state": "at_standard"}),
    ("T9.3", "sections of national culture parks", "国家文化公园泸州段", COUNT, "park_section", 2,
     {}),
    ("T9.4", "demonstration zones", "公共文化服务示范区", COUNT, "culture_award", 2,
     {"basis": "assumed"}),
    ("T9.5", "fitness centres", "全民健身中心", ADDED, "fitness_centre", 50, {"use": "fitness"}),
    ("T9.6", "multi-function sports grounds", "社区多功能运动场", ADDED, "multi_court", 50,
     {"use": "fitness"}),
    ("T9.7", "sports parks", "体育公园", ADDED, "sports_park", 5, {"use": "fitness"}),
    ("T9.8", "football pitches", "足球场", ADDED, "football_pitch", 21, {"use": "fitness"}),
    ("T9.9", "village fitness squares", "村级健身广场", ADDED, "village_square", 50, {}),
    ("T9.10", "fitness trails", "健身步道", ADDED, "trail_km", 20, {"unit": "km"}),
    ("T9.11", "one stadium and two halls in every district", "一场两馆", "share_with", "stadium",
     1, {"over": "district", "least": 3, "use": "fitness"}),
    ("T9.12", "urban 15-minute fitness circle", "城市社区15分钟健身圈", "share_within",
     "fitness_site", 0.9, {"zones": "urban", "minutes": 15, "speed_kmh": 4,
                           "basis": "assumed", "use": "fitness"}),
]

# id, what, the same in Chinese, service: one or two a service area. Not of area 8, whose one
# hospital and few homes serve all districts.
EQUAL = [("E1", "nursery places", "托位", "nursery"),
         ("E2k", "kindergarten seats", "幼儿园学位", "kindergarten"),
         ("E2j", "junior high seats", "初中学位", "junior_high"),
         ("E3", "training places", "职业培训名额", "training"),
         ("E4", "hospital beds", "医院床位", "hospital_bed"),
         ("E5", "care beds", "养老机构床位", "care_bed"),
         ("E6", "transitional flats", "保障性租赁住房", "flat"),
         ("E7", "children's homes", "儿童之家", "childrens_home"),
         ("E9", "sports venues", "体育场地", "fitness")]


def of_equality():
    more = {"basis": "assumed", "soft": "yes", "ratio": "places", "index": "gini",
            "comparison": "at_most"}
    return [(name, f"{what}: Gini coefficient between districts", f"{what_zh}：区县间基尼系数",
             "inequality", service, MOST_UNEQUAL, more)
            for name, what, what_zh, service in EQUAL]


def targets(_):
    rows = []
    everything = sorted(TARGETS + of_equality(), key=lambda row: row[0][1])  # by area
    for name, title, title_zh, measure, of, value, more in everything:
        row = dict(more, target=name, area=AREAS[name[1]], title=title, title_zh=title_zh,
                   measure=measure, of=of, value=value,
                   evidence="C" if more.get("basis") == "assumed" else "A", source="S01")
        rows.append([row.get(column, "") for column in COLUMNS])
    return COLUMNS, rows
