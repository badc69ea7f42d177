/* Consistency of what is known of projects with the plan, and with itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "base/calendar.h"
#include "scenario/check/check.h"
#include "scenario/types/project_facts.h"

#define TELL(column, ...)                                                                \
    suf_reader_fault_row(self->reader, &self->scenario->projects, self->row,             \
        self->of->line, (column), __VA_ARGS__)

/* More weight of shared shocks leaves so little luck of its own to a project that one
 * opening would tell all others. */
#define MOST_SHARED 0.99
/* Ways in which some of a batch can be open are counted out. */
enum { MOST_COUNTED = 1000 };

/* One project, and what its columns say. */
typedef struct facts_check {
    suf_reader *reader;
    const suf_scenario *scenario;
    const suf_project_row *of;
    size_t row;
    suf_opened_words opened;
    bool is_cancelled;
    int32_t cancelled_day;
    int32_t known_day; /* INT32_MIN: not told */
    bool is_good;      /* no fault so far */
} facts_check;

/* A date of a fact: known by then, and not after the run. What was known the evening
 * before the run, or later, tells of earlier days too: a plan is reviewed in its midst.
 */
static void
check_day(facts_check *self, const char *column, int32_t day)
{
    const suf_scenario *scenario = self->scenario;
    char date[11];
    char known[11] = "";
    if (day == INT32_MIN) {
        return;
    }
    suf_date_format(day, date);
    if (day < scenario->start_day && !suf_project_is_reviewed(scenario, self->of)) {
        TELL(column,
            "found %s, before the start of the run, expected what is there at the start "
            "among places and stock",
            date);
    } else if (day >= scenario->end_day) {
        TELL(column, "found %s, after the end of the run, expected a date within it",
            date);
    } else if (self->known_day != INT32_MIN && day > self->known_day) {
        suf_date_format(self->known_day, known);
        TELL(column, "found %s, after known_at %s, to which it is known", date, known);
    } else {
        return;
    }
    self->is_good = false;
}

static void
read_words(facts_check *self)
{
    const suf_project_row *of = self->of;
    bool is_batch = of->until_day != INT32_MIN;
    if (!suf_opened_read(of->opened, &self->opened)) {
        TELL("opened",
            "found '%.80s', expected a date as 2021-01-31; of a batch dates separated by "
            "blanks (- for a unit that is not open), or how many of its units are open",
            of->opened);
        self->is_good = false;
    } else if (self->opened.is_count && !is_batch) {
        TELL("opened",
            "found a number of units, expected the date on which the project opened");
        self->is_good = false;
    } else if (self->opened.n > suf_project_n_units(of)) {
        TELL("opened", "found %u units that are open, of %u", self->opened.n,
            suf_project_n_units(of));
        self->is_good = false;
    }
    if (!suf_cancelled_read(of->cancelled, &self->is_cancelled, &self->cancelled_day)) {
        TELL("cancelled", "found '%.80s', expected yes, or a date as 2021-01-31",
            of->cancelled);
        self->is_good = false;
    }
    if (self->is_good && self->is_cancelled && self->opened.n > 0) {
        TELL("cancelled",
            is_batch ? "found a batch of which some are open and all are cancelled, "
                       "expected one of opened and cancelled; split the batch"
                     : "found a project that is open and cancelled, expected one of "
                       "opened and cancelled");
        self->is_good = false;
    }
}

/* The planned opening of a unit, in days from the epoch of day numbers. */
static double
planned_opening(const suf_project_row *row, uint32_t unit)
{
    uint32_t n = suf_project_n_units(row);
    if (row->until_day == INT32_MIN) {
        return row->opens_day;
    }
    double span = row->until_day - row->opens_day;
    return n <= 1 ? row->until_day : row->opens_day + span * unit / (n - 1);
}

/* When a unit was begun, as day number; NAN: what it comes after is not known to be open;
 * of a sure project its planned opening. */
static double
begun_day(const facts_check *self, uint32_t unit)
{
    const suf_project_row *row = self->of;
    const suf_project_row *before = suf_project_before(self->scenario, row);
    double starts = row->starts_day != INT32_MIN
                        ? planned_opening(row, unit) - (row->opens_day - row->starts_day)
                    : before != NULL ? -(double) INFINITY
                                     : planned_opening(row, unit);
    if (before == NULL) {
        return starts;
    }
    uint32_t of = suf_project_n_units(before) == 1 ? 0 : unit;
    suf_opened_words words;
    bool is_read = suf_opened_read(before->opened, &words) && !words.is_count;
    int32_t opened = is_read ? suf_opened_day(before->opened, of) : INT32_MIN;
    bool is_sure = !suf_project_is_random(before) &&
                   before->pass.assumption == SUF_NONE && before->pass.value >= 1;
    if (opened == INT32_MIN && !is_sure) {
        return (double) NAN;
    }
    return fmax(starts, opened != INT32_MIN ? opened : planned_opening(before, of));
}

static void
check_openings(facts_check *self)
{
    const suf_project_row *of = self->of;
    for (uint32_t i = 0; i < self->opened.n && self->is_good; i++) {
        int32_t day = suf_opened_day(of->opened, i);
        double begun = begun_day(self, i);
        check_day(self, "opened", day);
        if (day == INT32_MIN || !self->is_good) {
            continue;
        }
        if (isnan(begun)) {
            TELL("opened",
                "found a project that is open, but not '%.80s', which it comes after",
                of->after);
            self->is_good = false;
        } else if (suf_project_is_random(of) && day <= begun) {
            char date[11];
            char start[11];
            suf_date_format(day, date);
            suf_date_format((int32_t) floor(begun), start);
            TELL("opened",
                "found %s, when it had not been begun (%s), expected an opening after "
                "its begin; if it was begun earlier, change starts",
                date, start);
            self->is_good = false;
        }
    }
}

static void
check_count(facts_check *self)
{
    const suf_project_row *of = self->of;
    const char *why =
        self->known_day == INT32_MIN ? "without known_at, the date to which that is known"
        : of->after[0] != '\0' || self->scenario->projects[self->row].is_awaited
            ? "of a batch of stages, where it matters which they are: expected dates"
        : !suf_project_is_random(of)
            ? "of a batch without starts, whose units are sure: expected dates"
        : suf_project_n_units(of) > MOST_COUNTED
            ? "of a batch of more than 1000 units: expected dates, or smaller batches"
        : !(begun_day(self, self->opened.n - 1) <= self->known_day)
            ? "of a batch of which so many are not begun by then; if they were begun "
              "earlier, change opens and starts"
            : NULL;
    if (why != NULL) {
        TELL("opened", "found a number of units that are open %s", why);
        self->is_good = false;
    }
}

/* The first day on which a unit is begun, wherever levers move it; INFINITY: after what
 * is not open. */
static double
least_begin(const facts_check *self)
{
    const suf_project_row *of = self->of;
    uint32_t lever = of->opens_lever != SUF_NONE ? of->opens_lever : of->starts_lever;
    double begun = begun_day(self, 0);
    if (isnan(begun)) {
        return (double) INFINITY;
    }
    if (lever != SUF_NONE) {
        begun += self->scenario->levers[lever].grid.least -
                 self->scenario->levers[lever].planned;
    }
    return begun;
}

/* What cannot be conditioned on what is known. */
static void
check_law(facts_check *self)
{
    const suf_project_row *of = self->of;
    const suf_project_row *before = suf_project_before(self->scenario, of);
    int32_t known = self->known_day != INT32_MIN ? self->known_day : INT32_MAX;
    bool is_told = self->opened.n > 0 || self->is_cancelled;
    bool has_begun = is_told || least_begin(self) <= known;
    bool has_lever = of->opens_lever != SUF_NONE || of->starts_lever != SUF_NONE ||
                     (of->count_lever != SUF_NONE && of->until_day != INT32_MIN);
    if (!is_told && self->known_day == INT32_MIN) {
        return;
    }
    if (has_lever && suf_project_is_random(of) && has_begun) {
        TELL(of->count_lever != SUF_NONE   ? "count"
             : of->opens_lever != SUF_NONE ? "opens"
                                           : "starts",
            "found a lever of what has been begun, or may have been, by known_at: it is "
            "no longer to be chosen");
    }
    if (of->stages > 1 && suf_project_is_random(of) && has_begun && !self->is_cancelled) {
        TELL("stages",
            "found stages of a project that is begun by known_at: how many of them are "
            "done is not known; expected a project for each stage, after the one before");
    }
    if (before != NULL && !is_told && isnan(begun_day(self, 0)) &&
        suf_project_known_day(self->scenario, before) < self->known_day) {
        TELL("known_at",
            "found a later date than that of '%.80s', which it comes after and which is "
            "not known to be open, expected the same",
            before->project);
    }
}

static void
check_project(facts_check *self)
{
    read_words(self);
    check_day(self, "known_at", self->of->known_day);
    if (!self->is_good) {
        return;
    }
    if (self->opened.is_count && self->opened.n > 0) {
        check_count(self);
    } else if (!self->opened.is_count) {
        check_openings(self);
    }
    if (self->is_cancelled) {
        check_day(self, "cancelled", self->cancelled_day);
    }
    if (self->is_good) {
        check_law(self);
    }
}

/* Of the scenario's own date, and of what it takes to learn from projects. */
static void
check_all(suf_reader *reader)
{
    const suf_scenario *scenario = reader->scenario;
    double shared = suf_check_most(scenario, &scenario->delivery.correlation) +
                    suf_check_most(scenario, &scenario->delivery.programme_correlation);
    char date[11];
    if (scenario->known_day != INT32_MIN &&
        (scenario->known_day < scenario->start_day - 1 ||
            scenario->known_day >= scenario->end_day)) {
        suf_date_format(scenario->known_day, date);
        suf_reader_fault_at(reader, "known_at",
            "found %s, %s the run, expected a date within it", date,
            scenario->known_day < scenario->start_day
                ? "earlier than the day before the start of"
                : "after the end of");
    }
    if (shared > MOST_SHARED && shared <= 1 + 1e-9) {
        suf_reader_fault_at(reader, "delivery.correlation",
            "found weights of shared shocks of as much as %.10g, and facts about "
            "projects, expected at most %.10g: what is left to each project tells how "
            "much is learnt",
            shared, MOST_SHARED);
    }
}

void
suf_check_facts(suf_reader *reader)
{
    const suf_scenario *scenario = reader->scenario;
    bool is_any = scenario->known_day != INT32_MIN;
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN) {
        return; /* told already */
    }
    for (size_t i = 0; i < scenario->n_projects && reader->status == SUF_OK; i++) {
        const suf_project_row *row = &scenario->projects[i];
        facts_check self = {.reader = reader,
            .scenario = scenario,
            .of = row,
            .row = i,
            .known_day = suf_project_known_day(scenario, row),
            .is_good = row->opens_day != INT32_MIN};
        bool has_facts = row->opened[0] != '\0' || row->cancelled[0] != '\0' ||
                         self.known_day != INT32_MIN;
        is_any = is_any || has_facts;
        if (self.is_good && has_facts) {
            check_project(&self);
        }
    }
    if (is_any) {
        check_all(reader);
    }
}
