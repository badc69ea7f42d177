# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page says, in English and Chinese."""
from __future__ import annotations

from ..words import LANGUAGES, check

_TEXTS: dict[str, tuple[str, str]] = {
    "and": (" and ", "、"), "comma": (", ", "，"), "stop": (". ", "。"),
    "overlay_of": ("changes to {base}", "对 {base} 的修改"),
    "faults": ("{n} faults", "{n} 处错误"), "fault_one": ("1 fault", "1 处错误"),
    "changes": ("{n} changes", "{n} 处修改"), "change_one": ("1 change", "1 处修改"),
    "unsaved": ("kept, not yet in {file}", "已自动保留，尚未写入 {file}"),
    "saved": ("saved in {file}", "已存入 {file}"),
    "undo": ("Undo", "撤销"), "redo": ("Redo", "重做"), "save": ("Save", "保存"),
    "run": ("Run", "运行"), "again": ("Run again", "重新运行"), "go_on": ("Go on", "继续运行"),
    "stop_keep": ("Stop and keep", "停止并保留"), "language": ("中文", "English"),
    "districts": ("Districts", "区县"), "services": ("Services", "服务"),
    "places": ("Places", "现有名额"), "projects": ("Projects", "项目"),
    "works": ("Works", "工程"), "targets": ("Targets", "目标"),
    "conditions": ("Conditions", "条件"), "assumptions": ("Assumptions", "假设"),
    "levers": ("Levers", "可调数值"), "policies": ("Policies", "规则"),
    "costs": ("Costs", "费用"), "delivery": ("Delays", "工期延误"),
    "result": ("Result", "结果"), "questions": ("Questions", "提问"),
    "of_changed": ("{n}, of which {k} changed", "共 {n} 条，修改 {k} 条"),
    "find": ("Find: name, district, date", "查找：名称、区县、日期"),
    "only_changed": ("Changed only", "只看修改过的"),
    "group": ("for", "用于"), "whole": ("All columns", "全部列"),
    "legend": ("changed from the plan (old value struck out). Click a cell to change it, a row "
               "to move it on the right.",
               "已修改（原值划去）。单击单元格修改，选中一行后可在右侧调节。"),
    "put_back": ("Put back {value}", "改回 {value}"), "put_back_none": ("Put back", "改回"),
    "fault_elsewhere": ("In the plan itself", "规划文件本身"),
    "hand": ("The row in hand", "当前行"),
    "hand_none": ("Click a row of the table: its numbers and dates can be moved here.",
                  "单击表中一行，即可在此调节其数值和日期。"),
    "hand_drag": ("drag; it writes the cell {cell}", "拖动即写入单元格“{cell}”"),
    "remove": ("Remove the row", "删除此行"), "add": ("Add a copy", "复制一行"),
    "put_row": ("Put the row back", "恢复此行"),
    "lever_drag": ("{title}, {unit}", "{title}（{unit}）"),
    "running": ("Running {n} futures", "正在模拟 {n} 种未来"),
    "running_start": ("The program reads the scenario", "程序正在读取情景"),
    "asking": ("The program looks for the answer", "程序正在求解"),
    "done_of": ("<b>{done}</b> of {total} done", "已完成 <b>{done}</b> / {total}"),
    "stopped": ("Stopped with what was finished kept. The same run goes on from there.",
                "已停止，已完成的部分保留，可以接着运行。"),
    "failed": ("The program said", "程序报错"),
    "futures": ("Futures of a run", "每次运行的未来数"),
    "run_first": ("Run it to see what your changes do.", "运行后即可看到修改的效果。"),
    "mend_first": ("A run needs a scenario without faults.", "有错误时不能运行。"),
    "command": ("The same from the command line, to the same bytes",
                "命令行执行，结果逐字节相同"),
    "differences": ("Changed from the plan", "与原规划的差异"),
    "no_changes": ("Nothing is changed yet.", "尚未修改。"),
    "resumed": ("Changes that were not saved yet are here again.", "已恢复上次未保存的修改。"),
    "aside": ("The file was changed outside of this page: it is taken as it is, and the former "
              "history is in {folder}.",
              "文件在本页之外被改动：以文件为准，原修改历史在 {folder}。"),
    # Columns.
    "c_project": ("project", "项目"), "c_district": ("district", "区县"),
    "c_service": ("service", "服务"), "c_asset": ("asset", "设施"), "c_places": ("places", "名额"),
    "c_count": ("number", "数量"), "c_starts": ("works begin", "开工"),
    "c_opens": ("opens", "计划开放"), "c_dates": ("dates", "日期依据"),
    "c_target": ("target", "目标"), "c_title": ("title", "名称"),
    "c_title_zh": ("title in Chinese", "中文名称"), "c_measure": ("measure", "指标"),
    "c_of": ("of", "对象"), "c_each": ("each", "范围"), "c_value": ("value", "数值"),
    "c_unit": ("unit", "单位"), "c_name": ("name", "名称"), "c_key": ("key", "键"),
    "c_site": ("site", "地点"), "c_sites": ("sites", "处数"),
    "c_area_km2": ("area, km²", "面积（km²）"), "c_births": ("births", "出生系数"),
    "c_group": ("group", "分组"), "c_condition": ("condition", "条件"),
    "c_until": ("last opens", "最后开放"), "c_date": ("date", "日期"),
    # The result.
    "r_missed": ("{k} of {n} targets will probably be missed, instead of {was}",
                 "{n} 项目标中 {k} 项很可能完不成，原规划为 {was} 项"),
    "r_same": ("{k} of {n} targets will probably be missed, as with the plan",
               "{n} 项目标中 {k} 项很可能完不成，与原规划相同"),
    "r_plan": ("{k} of {n} targets will probably be missed", "{n} 项目标中 {k} 项很可能完不成"),
    "r_none": ("This plan has no targets", "本规划没有目标"),
    "r_none_share": ("{service}: {now} go without in {district} in {year}, instead of {was}",
                     "{service}：{year} 年{district}有 {now} 得不到服务，原规划为 {was}"),
    "r_none_plan": ("{service}: {now} go without in {district} in {year}",
                    "{service}：{year} 年{district}有 {now} 得不到服务"),
    "r_safe": ("{k} are safe, instead of {was}.", "有把握的 {k} 项，原为 {was} 项。"),
    "r_lift": ("Told from chance: {up} lifted, {down} worsened.",
               "可与偶然区分的：{up} 项改善、{down} 项变差。"),
    "r_nothing": ("No change of a chance is told from none in so few futures, or there is none.",
                  "没有变化，或未来数太少而无法与偶然区分。"),
    "r_marks": ("All {n} targets, before and after", "全部 {n} 项目标：修改前后"),
    "r_marks_plan": ("All {n} targets", "全部 {n} 项目标"),
    "r_marks_note": ("upper row the plan, lower row yours; ■ clearly missed, ◧ just missed, "
                     "□ open, ● safe", "上行原规划，下行修改后；■ 明显完不成 ◧ 差一点 "
                     "□ 悬而未决 ● 有把握"),
    "r_changed": ("The {n} targets that change most", "变化最大的 {n} 项目标"),
    "r_chances": ("Chances of the targets", "各目标的可能性"),
    "r_chance_note": ("chance in 100; band: 95 % interval; dotted: 90, safe; (…) dates assumed",
                      "可能性（%）；色带：95% 区间；虚线：90，有把握；（…）工期为假设"),
    "r_plan_yours": ("plan → yours", "原规划 → 修改后"),
    "r_map": ("{service}, {year}: who goes without", "{service}，{year} 年：得不到服务的比例"),
    "r_map_note": ("share of those who ask, mean of {n} futures",
                   "占申请者的比例，{n} 种未来的平均"),
    "plan": ("Plan", "原规划"), "yours": ("Yours", "修改后"),
    "r_fan": ("{service}, {district}: places wanted, less places",
              "{service}，{district}：所需名额减可用名额"),
    "r_fan_note": ("line: median; band: 90 of 100 futures ({n} tried); below 0 places are free",
                   "线：中位数；色带：{n} 种未来的 90%；0 以下为名额富余"),
    "r_short": ("short", "不足"), "r_free": ("free", "富余"),
    "r_still": ("Still probably missed", "仍很可能完不成"),
    "r_next": ("Try next", "接下来试试"),
    "r_typical": ("typically {value} of {promise}", "通常为 {value}，应为 {promise}"),
    "r_ask": ("How many more places of {service} in {district}?",
              "{district}的{service}还要多少名额？"),
    "r_district": ("district", "区县"),
    # Questions.
    "q_title": ("The question", "问题"), "q_find": ("Find the answer", "求解"),
    "q_size": ("How many places?", "要多少名额？"), "q_slip": ("What may slip?", "哪些可以推迟？"),
    "q_margin": ("Where does one more help?", "加在哪里最有用？"),
    "q_why": ("Why do people go without?", "为什么得不到服务？"),
    "q_many": ("How many places more of", "要多少个"), "q_in": ("in", "，在"),
    "q_from": ("open from", "自此日起开放："), "q_so_waiting": (
        "so that at most so many people wait, on average in the last year:",
        "，使最后一年平均排队人数不超过："),
    "q_so_share_placed": ("so that at least this share of applicants gets a seat:",
                          "，使获得学位的比例不低于："),
    "q_so_share_refused": ("so that at most this share of visits is refused:",
                           "，使被拒的到访比例不超过："),
    "q_sure": ("in so many of 100 futures:", "，在 100 种未来中至少："),
    "q_most": ("tried up to", "最多试到"), "q_step": ("in steps of", "每步"),
    "q_which": ("Which projects can slip by so many days:", "哪些项目可以推迟（天）："),
    "q_target": ("with target", "，而目标"), "q_met": ("still met in so many of 100 futures:",
                                                    "在 100 种未来中仍达标的至少："),
    "q_where": ("Where do so many places more:", "增加这么多名额："),
    "q_of": ("of", "，服务为"), "q_help": ("help most?", "加在哪里最有用？"),
    "q_whom": ("Why are people not served by", "为什么人们得不到："),
    "q_n": ("tried on so many futures:", "模拟的未来数："),
    "q_enough": ("No more are needed", "不需要增加"),
    "q_deck": ("With {fits} more it holds in {p} of 100 futures ({low} to {high}); in {n} fresh "
               "ones, which are the ones to believe, in {fresh} ({fresh_low} to {fresh_high}).",
               "增加 {fits} 个时，100 种未来中有 {p} 种满足（{low} 至 {high}）；"
               "在 {n} 种新的未来中为 {fresh}（{fresh_low} 至 {fresh_high}），应以此为准。"),
    "q_refuted": ("The fresh ones refute it: {p} of 100 were asked for, so it does not suffice; "
                  "ask again with more futures.",
                  "新的未来否定了它：所要求的是 100 种中有 {p} 种，所以并不够用；"
                  "请用更多的未来再问一次。"),
    "q_safe_open": ("What is safe is not bounded by {n} futures.",
                    "{n} 种未来不足以界定稳妥的数量。"),
    "q_fits": ("About {n} more", "大约还要 {n} 个"),
    "q_fits_safe": ("About {n} more; {safe} to be safe", "大约还要 {n} 个；稳妥起见 {safe} 个"),
    "q_curve": ("P(holds) against places more", "满足的可能性与增加的名额"),
    "q_curve_note": ("each dot a size tried on all {n} futures; band: 95 % interval",
                     "每点为在全部 {n} 种未来上试过的数量；色带：95% 区间"),
    "q_asked": ("what you asked for", "所要求的"), "q_is_safe": ("safe", "稳妥"),
    "q_is_fits": ("fits", "够用"), "q_put": ("Put +{n} into the plan", "把 +{n} 加入规划"),
    # Tables of answers.
    "a_project": ("project", "项目"), "a_verdict": ("by so many days", "推迟这些天"),
    "a_planned_opening": ("planned opening", "计划开放"),
    "a_latest_opening": ("latest opening", "最迟开放"), "a_slack": ("slack, days", "余量（天）"),
    "a_p": ("chance in 100, if later", "推迟后的可能性（%）"),
    "a_safe": ("can slip", "可以"), "a_critical": ("must not slip", "不可以"),
    "a_undecided": ("not told by so few futures", "未来数太少，尚不能判定"),
    "a_never": ("need not open", "可以不开放"), "a_no_date": ("no date will do", "任何日期都不够"),
    "a_where": ("where", "加在"),
    "a_served": ("people served more, a place [95 %]", "每个名额多服务的人数 [95%]"),
    "a_district": ("district", "区县"), "a_all": ("all districts", "全部区县"),
    "a_unmet": ("not served, people", "未获服务（人）"),
    "a_waiting": ("on the list, people", "排队（人）"),
    "a_why_note": ("of 100 of them, by cause [95 %]; below 0: the cause makes them fewer",
                   "其中各原因所占的百分比 [95%]；负数：该原因使人数减少"),
    "q_nobody": ("Nobody goes without.", "没有人得不到服务。"),
    "reading": ("Reading the results", "正在读取结果"),
}


class Texts:
    """The texts in one language: `texts("undo")`."""

    def __init__(self, lang: str) -> None:
        self.lang = check(lang)

    def __call__(self, key: str, **values: object) -> str:
        return _TEXTS[key][LANGUAGES.index(self.lang)].format(**values)

    def count(self, several: str, one: str, n: int) -> str:
        """"1 fault", "2 faults"."""
        return self(one) if n == 1 else self(several, n=f"{n:,}")

    def head(self, name: str) -> str:
        """The head of a column of an answer; a name without a word is a title already."""
        return self(f"a_{name}") if f"a_{name}" in _TEXTS else name

    def column(self, name: str) -> str:
        """The head of a column; that of the file where it has no word here."""
        return self(f"c_{name}") if f"c_{name}" in _TEXTS else name
