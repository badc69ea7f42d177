/* Consistency of observations: what was counted, of whom, when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/calendar.h"
#include "scenario/check/check.h"

enum { GROUP_YEARS = 5, OLDEST = 100, MONTHS_OF_YEAR = 12 };

/* One observation, and whom to tell of it. */
typedef struct observation_check {
    suf_reader *reader;
    suf_observation_row *row;
    size_t i;
    const suf_observed_row *what;
} observation_check;

#define TELL(self, column, ...)                                                          \
    suf_reader_fault_row((self)->reader, &(self)->reader->scenario->observations,        \
        (self)->i, (self)->row->line, (column), __VA_ARGS__)

static void
check_service(const observation_check *self)
{
    const suf_observation_row *row = self->row;
    const suf_scenario *scenario = self->reader->scenario;
    if (self->what->is_of_people) {
        if (row->service != SUF_NONE) {
            TELL(self, "of", "found a service beside %s, which are counted of residents",
                self->what->name);
        }
        if (!scenario->population.is_given) {
            TELL(self, "measure",
                "%s are counted of people, but the scenario has no population",
                self->what->name);
        }
        return;
    }
    if (row->service == SUF_NONE) {
        TELL(self, "of", "expected the service that %s are of", self->what->name);
    } else if ((self->what->kinds & 1U << scenario->services[row->service].kind) == 0) {
        TELL(self, "of", "found service '%.80s', which is of a kind that has no %s",
            scenario->services[row->service].name, self->what->name);
    }
}

static void
check_ages(const observation_check *self)
{
    const suf_observation_row *row = self->row;
    bool has_ages = row->age_from > 0 || row->age_to < OLDEST;
    if (!self->what->is_of_people && (has_ages || row->sex != SUF_BOTH_SEXES)) {
        TELL(self, has_ages ? "age_from" : "sex",
            "without effect: sex and ages belong to what is counted of residents");
        return;
    }
    if (row->measure == SUF_OBSERVED_BIRTHS && has_ages) {
        TELL(self, "age_from", "found ages of births, expected none");
    } else if (row->age_from % GROUP_YEARS != 0 ||
               (row->age_to < OLDEST && row->age_to % GROUP_YEARS != GROUP_YEARS - 1)) {
        TELL(self, row->age_from % GROUP_YEARS != 0 ? "age_from" : "age_to",
            "found ages %u to %u, expected whole groups of the results, as 0 to 4, 15 to "
            "64, or 65 to 100: and over",
            (unsigned) row->age_from, (unsigned) row->age_to);
    } else if (row->age_to < row->age_from) {
        TELL(self, "age_to", "found ages from %u to %u, which nobody has",
            (unsigned) row->age_from, (unsigned) row->age_to);
    }
}

/* Of people: a year's end, or the run's where a state was counted. */
static void
check_year(const observation_check *self)
{
    const suf_observation_row *row = self->row;
    const suf_scenario *scenario = self->reader->scenario;
    int32_t year = suf_month_of_day(row->date_day) / MONTHS_OF_YEAR;
    bool is_year_end = row->date_day + 1 == suf_day_of_month((year + 1) * MONTHS_OF_YEAR);
    bool is_point = self->what->time == SUF_OBSERVED_POINT;
    if (!is_year_end && !(is_point && row->date_day == scenario->end_day - 1)) {
        TELL(self, "date", "expected the last day of a year%s: %s are recorded by year",
            is_point ? ", or of the run" : "", self->what->name);
    } else if (!is_point &&
               suf_day_of_month(year * MONTHS_OF_YEAR) < scenario->start_day) {
        TELL(self, "date", "found %s of a year of which the run has a part",
            self->what->name);
    }
}

static void
check_month(observation_check *self)
{
    suf_observation_row *row = self->row;
    const suf_scenario *scenario = self->reader->scenario;
    int32_t month = suf_month_of_day(row->date_day);
    bool is_point = self->what->time == SUF_OBSERVED_POINT;
    bool has_window = row->over_months != SUF_AGE_OPEN;
    if (row->date_day + 1 != suf_day_of_month(month + 1)) {
        TELL(self, "date",
            "expected the last day of a month: services are recorded by "
            "month");
    }
    if (is_point && has_window) {
        TELL(self, "over", "without effect: %s is a state on one day", self->what->name);
    } else if (has_window && row->over_months == 0) {
        TELL(self, "over", "found no time, expected whole months");
    }
    if (is_point) {
        return;
    }
    row->over_months = has_window ? row->over_months : MONTHS_OF_YEAR;
    int32_t first = month - (int32_t) row->over_months + 1;
    if (row->over_months > (uint32_t) month ||
        first < suf_month_of_day(scenario->start_day)) {
        TELL(self, has_window ? "over" : "date",
            "found a window of %u months that begins before the run",
            (unsigned) row->over_months);
    }
}

static void
check_time(observation_check *self)
{
    suf_observation_row *row = self->row;
    const suf_scenario *scenario = self->reader->scenario;
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN) {
        return; /* told already */
    }
    if (row->date_day == INT32_MIN) {
        row->date_day = scenario->end_day - 1;
    }
    if (row->date_day < scenario->start_day || row->date_day >= scenario->end_day) {
        TELL(self, "date",
            "found a date outside the run, expected one from its start to before its "
            "end");
    } else if (!self->what->is_of_people) {
        check_month(self);
    } else {
        if (row->over_months != SUF_AGE_OPEN) {
            TELL(self, "over", "without effect: %s are recorded by calendar year",
                self->what->name);
        }
        check_year(self);
    }
}

void
suf_check_observations(suf_reader *reader)
{
    suf_scenario *scenario = reader->scenario;
    suf_names names;
    suf_names_init(&names);
    for (size_t i = 0; i < scenario->n_observations && reader->status == SUF_OK; i++) {
        suf_observation_row *row = &scenario->observations[i];
        bool is_known = row->measure != SUF_OBSERVED_UNKNOWN; /* else told already */
        observation_check here = {
            reader, row, i, is_known ? suf_observed_row_of(row->measure) : NULL};
        uint32_t number = 0;
        size_t before = names.n;
        if (here.what != NULL) {
            check_service(&here);
            check_ages(&here);
            check_time(&here);
        }
        if (suf_reader_ok(reader, suf_names_add(&names, row->observation, &number)) &&
            number < before && row->observation[0] != '\0') {
            TELL(&here, "observation", "found observation '%.80s' a second time",
                row->observation);
        }
    }
    suf_names_free(&names);
}
