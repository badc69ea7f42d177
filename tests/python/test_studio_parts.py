# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio without a browser: the overlay and its undo, faults at cells, runs, questions."""
import json
import pathlib
import re
import threading
import time

import pandas as pd
import pytest
from where import PROGRAM, SOURCE

from suffice.report.numbers import in_100
from suffice.studio import answer_table, check, grid, jobs, plan
from suffice.studio.ask_view import AskView
from suffice.studio.overlay import Overlay, OverlayError
from suffice.studio.questions import Answer, Question, answer
from suffice.studio.texts import Texts
from suffice.studio.work import Work

HELLO = SOURCE / "scenarios/hello.yaml"
WING = ("projects", "new wing")
PLACES, OPENS = (*WING, "places"), (*WING, "opens")
BASE = {PLACES: "10", OPENS: "2023-09-01"}


def open_overlay(folder: pathlib.Path, name: str = "mine.yaml") -> Overlay:
    return Overlay(HELLO, folder / name, "hello-changed", "A town, changed")


def test_an_edit_that_is_the_plans_own_value_is_none(tmp_path):
    overlay = open_overlay(tmp_path)
    overlay.set({PLACES: "12"}, BASE)
    assert overlay.edits == {PLACES: "12"}
    overlay.set({PLACES: "10"}, BASE)
    assert overlay.edits == {}


def test_undo_and_redo_go_through_every_step(tmp_path):
    overlay = open_overlay(tmp_path)
    overlay.set({PLACES: "12"}, BASE)
    overlay.set({PLACES: "14", OPENS: "2023-01-01"}, BASE)
    overlay.set({WING: None}, BASE)
    assert overlay.edits == {WING: None}  # what was changed of it went with it
    seen = []
    while overlay.undo():
        seen.append(dict(overlay.edits))
    assert seen == [{PLACES: "14", OPENS: "2023-01-01"}, {PLACES: "12"}, {}]
    for wanted in ({PLACES: "12"}, {PLACES: "14", OPENS: "2023-01-01"}, {WING: None}):
        assert overlay.redo() and overlay.edits == wanted
    assert not overlay.redo()
    overlay.undo()
    overlay.set({OPENS: "2023-02-01"}, BASE)
    assert not overlay.can_redo


def test_what_was_not_saved_is_there_again_with_its_undo(tmp_path):
    overlay = open_overlay(tmp_path)
    overlay.set({PLACES: "12"}, BASE)
    overlay.save()
    overlay.set({OPENS: "2023-01-01"}, BASE)
    overlay.close()
    with (tmp_path / "mine.studio/history.jsonl").open("a") as stream:
        stream.write('{"set": [[["projects"')  # a page that was killed as it wrote
    again = open_overlay(tmp_path)
    assert again.edits == {PLACES: "12", OPENS: "2023-01-01"} and again.told == "resumed"
    assert not again.is_saved
    again.undo()
    assert again.edits == {PLACES: "12"} and again.is_saved
    again.undo()
    assert again.edits == {}
    again.close()
    assert open_overlay(tmp_path).edits == {}  # the line that was cut short did no harm


def test_a_file_that_others_changed_is_taken_as_it_is(tmp_path):
    overlay = open_overlay(tmp_path)
    overlay.set({PLACES: "12"}, BASE)
    file = overlay.save()
    overlay.set({PLACES: "13"}, BASE)
    overlay.close()
    file.write_text(file.read_text().replace("12", "17"))
    again = open_overlay(tmp_path)
    assert (again.edits, again.told, again.can_undo) == ({PLACES: "17"}, "aside", False)
    assert '"13"' in (tmp_path / "mine.studio/history.old.jsonl").read_text()


def test_one_process_at_a_time_has_an_overlay(tmp_path):
    first = open_overlay(tmp_path)
    with pytest.raises(OverlayError, match="is open in another suffice studio"):
        open_overlay(tmp_path)
    first.close()
    open_overlay(tmp_path).close()


def test_a_file_that_is_not_ours_is_not_written_over(tmp_path):
    (tmp_path / "mine.yaml").write_text(f"format: 1\nextends: {HELLO}\nname: own\n")
    with pytest.raises(OverlayError, match="was not made by suffice studio"):
        open_overlay(tmp_path)
    work = Work(tmp_path / "mine.yaml", tmp_path / "other.yaml", program=PROGRAM)
    assert work.overlay.base == tmp_path / "mine.yaml"  # but can be changed by one of ours
    work.close()


def test_the_texts_of_an_overlay_are_read_again_as_they_were(tmp_path):
    odd = {("projects", "new: wing #1", "district"): "a \"quoted\" 名", PLACES: "-3",
           OPENS: None, ("services", "nursery", "places"): "1e-7"}
    overlay = open_overlay(tmp_path)
    overlay.set(odd, {})
    overlay.save()
    overlay.close()
    (tmp_path / "mine.studio/history.jsonl").unlink()
    assert open_overlay(tmp_path).edits == odd | {
        ("services", "nursery", "places"): "0.0000001"}


def test_sheets_are_what_the_program_reads():
    sheets = plan.load(HELLO, PROGRAM).sheets
    assert sheets["projects"].rows == [{"project": "new wing", "service": "nursery",
                                        "district": "town", "places": "10",
                                        "opens": "2023-09-01"}]
    assert sheets["projects"].path(0, "opens") == OPENS
    services = sheets["services"]
    at = services.paths.index(("services", "nursery", "stay", "exponential", "mean"))
    assert services.rows[at] == {"name": "nursery", "key": "stay.exponential.mean",
                                 "value": "1.2 years"}


def test_sheets_are_the_same_whether_a_table_is_a_file_or_merged(tmp_path):
    """The program prints a table that an overlay touches row by row, else its file."""
    luzhou = SOURCE / "scenarios/luzhou/plan.yaml"
    (tmp_path / "o.yaml").write_text(
        f"format: 1\nextends: {luzhou}\nname: o\nprojects:\n  nursery Naxi 2021-03-01: "
        "{places: 1}\nplaces: {nursery: {Naxi: {places: 2}}}\ntargets: {T1.2: {value: 3}}\n"
        "districts: {Naxi: {area_km2: 4}}\n")
    plain, merged = plan.load(luzhou, PROGRAM), plan.load(tmp_path / "o.yaml", PROGRAM)
    for name in ("projects", "places", "targets", "districts"):
        assert plain.sheets[name].paths == merged.sheets[name].paths
    before = plain.values
    changed = {path for path, value in merged.values.items()
               if path[-1] in ("places", "value", "area_km2", "opens", "district")
               and path[0] in plan.TABLES and before.get(path) != value}
    assert changed == {("projects", "nursery Naxi 2021-03-01", "places"),
                       ("places", "nursery", "Naxi", "places"), ("targets", "T1.2", "value"),
                       ("districts", "Naxi", "area_km2")}


def test_faults_are_at_their_cells(tmp_path):
    work = Work(HELLO, tmp_path / "mine.yaml", program=PROGRAM)
    assert work.faults == [] and work.is_sound
    work.set({PLACES: "-3", (*WING, "starts"): "2023-01-01"})
    assert [(fault.path, fault.is_warning) for fault in work.faults] == [(PLACES, False)]
    work.take_back([PLACES])
    work.set({OPENS: "2023-02-31"})
    assert [fault.path for fault in work.faults] == [OPENS]
    assert work.faults[0].text == "found '2023-02-31', expected a date as 2021-01-31"
    assert not work.is_sound
    work.undo()
    assert work.is_sound
    work.set({("projects", "other", "service"): "nurser"})
    assert {f.path[:2] for f in work.faults} == {("projects", "other")}
    work.close()


def test_a_fault_of_the_plan_has_no_cell(tmp_path):
    told = "plan.yaml:3:1: seed: found 'x', expected a whole number\n    seed: x\n    ^\n"
    assert check.read(told, tmp_path / "draft.yaml", []) == [
        check.Fault((), "seed: found 'x', expected a whole number", False, "plan.yaml:3")]


def test_a_run_is_that_of_the_command_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    work = Work(HELLO, None, 20, 1, PROGRAM)
    assert work.overlay.file == tmp_path / "hello-changed.yaml"
    work.set({PLACES: "20"})
    job = work.run()
    assert job.wait(60) == "done"
    assert work.standing() == "done" and list(work.results()["scenario"].values) == [
        "hello", "hello-changed"]
    work.overlay.save()
    (tmp_path / "elsewhere").mkdir()
    again = jobs.Job(work.words(work.overlay.file), tmp_path / "elsewhere/x.h5", PROGRAM)
    assert again.wait(60) == "done"
    assert again.output.read_bytes() == work.output.read_bytes()
    work.set({PLACES: "21"})
    assert work.results() is None  # those of other changes are not shown as if they were these
    work.undo()
    assert work.results() is not None
    work.close()


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(tmp_path):
    n = 800
    whole = Work(HELLO, tmp_path / "a.yaml", n, 1, PROGRAM)
    whole.set({PLACES: "20"})
    assert whole.run().wait(120) == "done"
    whole.close()
    work = Work(HELLO, tmp_path / "b.yaml", n, 1, PROGRAM)
    work.set({PLACES: "20"})
    job = work.run()
    started = time.monotonic()
    while not (jobs.journal(job.output).exists()
               and jobs.journal(job.output).stat().st_size > 20_000):
        assert job.state == "running" and time.monotonic() - started < 60
        time.sleep(0.001)
    with pytest.raises(RuntimeError, match="under way"):
        work.run()
    work.close()  # as the page does when it is ended
    assert job.state == "stopped"
    again = Work(tmp_path / "b.yaml" if work.overlay.is_saved else HELLO, tmp_path / "b.yaml",
                 n, 1, PROGRAM)
    assert again.overlay.edits == {PLACES: "20"} and again.standing() == "stopped"
    assert again.run().wait(120) == "done"
    assert again.output.read_bytes() == whole.output.read_bytes()
    again.close()


def test_a_run_that_fails_tells_what_the_program_said(tmp_path):
    job = jobs.Job(["run", str(tmp_path / "none.yaml")], tmp_path / "x.h5", PROGRAM)
    assert job.wait(60) == "failed" and "none.yaml" in job.message


def test_a_size_is_asked_of_the_changed_plan(tmp_path):
    work = Work(HELLO, tmp_path / "mine.yaml", 20, 1, PROGRAM)
    work.set({("services", "nursery", "places"): "20"})
    asked = Question("size", "nursery", "town", "2021-01-01", "5", 0.9, most=60, step=2,
                     replications=60)
    job = work.ask(asked)
    assert job.wait(120) == "done", job.message
    told = answer(asked, job.output, "en")
    p = told.curve.set_index("value")["p"]
    assert p[told.fits] >= 0.9 - 1e-9 and p[told.fits - 2] < 0.9 - 1e-9
    # A plain run with so many places has lists that are as short, as often.
    work.set({("services", "nursery", "places"): str(20 + int(told.fits))})
    work.replications = 60
    assert work.run().wait(120) == "done"
    lists = work.results().suffice.tidy(scenario="hello-changed", district="town")
    lists = lists[(lists["variable"] == "waiting") & (lists["district"] == "town")
                  & (lists["year"].astype(int) == 2025)]
    assert len(lists) == 60
    assert (lists["value"] <= 5).mean() == pytest.approx(p[told.fits], abs=0.1)
    frozen = json.loads(next(work.overlay.folder.glob("size-*.yaml")).read_text())
    # What was asked about stands in files of its own, which later changes leave alone.
    assert (work.overlay.folder / frozen["extends"]).read_text().endswith("places: 20\n")
    work.close()


ASKED = {  # what each kind of question is asked here, and words of its answer in both languages
    "slip": (Question("slip", target="T4", days=30, probability=0.5, replications=10),
             "can slip", "可以"),
    "margin": (Question("margin", service="desk", places=5, replications=10), "east", "east"),
    "why": (Question("why", service="desk", replications=3), "too few places", "名额不足"),
}


@pytest.fixture(scope="module")
def asked_of(tmp_path_factory):
    """A small plan with projects, targets and levers; what is asked of it is changed."""
    folder = tmp_path_factory.mktemp("asked")
    work = Work(SOURCE / "tests/data/oracle/levers.yaml", folder / "mine.yaml", 10, 1, PROGRAM)
    work.set({("levers", "places", "value"): "8", ("projects", "sure", "opens"): "2023-06-01"})
    yield work
    work.close()


@pytest.mark.parametrize("kind", ASKED)
def test_a_question_is_answered_in_words_and_a_table(asked_of, kind):
    asked, english, chinese = ASKED[kind]
    job = asked_of.ask(asked)
    assert job.wait(120) == "done", job.message
    for lang, wanted in (("en", english), ("zh", chinese)):
        told = answer(asked, job.output, lang)
        html = answer_table.drawn(told.table, Texts(lang))
        assert told.sentences and len(told.table) >= 2 and wanted in html
        assert not re.search(r"nan|NaT|\binf|_low|None|critical|\d{4,}\.", html)
    if kind == "why":  # the causes explain all of it, in every row
        shares = told.table.iloc[:, 2:].map(lambda text: int(text.split()[0]))
        assert (shares.sum(axis=1) - 100).abs().max() <= 3  # each is rounded


@pytest.mark.parametrize(("value", "column", "shown"), [
    (12345.6, "unmet", "12,346"), (float("nan"), "slack", "–"), (pd.NaT, "latest_opening", "–"),
    (float("inf"), "slack", "need not open"), (float("-inf"), "slack", "no date will do"),
    (pd.Timestamp("2023-05-01"), "planned_opening", "2023-05-01"),
    ("critical", "verdict", "must not slip"), ("critical", "project", "critical")])
def test_a_cell_of_an_answer_is_for_people(value, column, shown):
    assert answer_table.cell(value, column, Texts("en")) == shown


def test_an_answer_that_there_is_none_of_is_told_without_warnings(asked_of):
    job = asked_of.ask(Question("size", "desk", "east", "2022-01-01", "0", 0.99, most=2, step=2,
                                replications=10))
    assert job.wait(60) == "failed"
    assert any("warning" in line for line in job.said)  # of the scenario, at its own lines
    assert "cannot reach" in job.message and "warning" not in job.message


def test_results_are_read_beside_the_tabs(asked_of):
    gate, before = threading.Event(), asked_of.version
    reading = asked_of.read("slow", gate.wait)
    assert not reading.done() and asked_of.read("slow", gate.wait) is reading
    gate.set()
    assert reading.result(10)
    while asked_of.version == before:  # tabs are told that there is something to draw
        time.sleep(0.01)


@pytest.mark.parametrize(("high", "is_refuted"), [(0.89, True), (0.9, False)])
def test_what_fresh_futures_refute_is_said(asked_of, high, is_refuted):
    found = {"p": 0.95, "p_low": 0.8, "p_high": 0.99, "fresh_replications": 20,
             "fresh_p": 0.7, "fresh_p_low": 0.5, "fresh_p_high": high}
    told = Answer([], pd.DataFrame([found]), pd.DataFrame(), 0.0, 2.0, 0.9)
    shown, = AskView(asked_of, Texts("en"))._answered(Question("size"), told)
    assert ("does not suffice" in shown.object) == is_refuted


def test_the_other_language_keeps_the_question(asked_of):
    view = AskView(asked_of, Texts("en"))
    view.kind.value, view.service.value = "size", "school"
    view.bound.value, view.n.value, view.district.value = "0.7", 30, "west"
    other = AskView(asked_of, Texts("zh"), view)
    assert other.question() == view.question()
    view.kind.value = "margin"
    assert AskView(asked_of, Texts("zh"), view).question() == view.question()


def test_numbers_may_be_typed_as_they_are_shown():
    assert [grid.typed("places", text) for text in ("1,200", "12,5", "1200")] == [
        "1200", "12,5", "1200"]
    assert grid.typed("title", "1,200") == "1,200"


@pytest.mark.parametrize(("p", "low", "high", "shown"), [
    (0, 0, 0.018, "< 2"), (1, 0.982, 1, "> 98"), (0.896, 0.8, 0.9, "89.6"), (0.5, 0, 1, "50"),
    (0.999, 0.9, 1, "> 99"), (0.154, 0, 1, "15"), (float("nan"), 0, 0, "–")])
def test_a_chance_is_never_nothing_or_all(p, low, high, shown):
    assert in_100(p, low, high) == shown
