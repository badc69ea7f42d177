/* From scenario to model: services of the kinds intake and visit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/build_parts.h"
#include "scenario/types/intake_dates.h"

static suf_status
build_courses(
    suf_intake_model *self, const suf_scenario *scenario, const suf_intake_spec *spec)
{
    uint32_t n = self->n_earlier + self->n;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *self->days, &self->days));
    SUF_TRY(suf_array_new(n, sizeof *self->ends_days, &self->ends_days));
    for (uint32_t i = 0; i < n; i++) {
        int32_t intake = (int32_t) i - (int32_t) self->n_earlier;
        self->days[i] = suf_intake_day(scenario, spec, intake);
        self->ends_days[i] = suf_intake_course_end(scenario, spec, intake);
    }
out:
    return status;
}

/* Pupils of a year of the course, in equal parts of each intake of that year: of a rest
 * the earlier ones have one more. */
static suf_status
build_rolls(
    suf_intake_model *self, const suf_scenario *scenario, const suf_service_spec *spec)
{
    suf_earlier_intakes *years = NULL; /* of each row */
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(spec->initial.n_rolls, sizeof *years, &years));
    for (size_t i = 0; i < spec->initial.n_rolls; i++) {
        years[i] =
            suf_intakes_of_year(scenario, &spec->intake, spec->initial.rolls[i].year);
        uint32_t last = years[i].latest + years[i].n;
        self->n_earlier = last > self->n_earlier + 1 ? last - 1 : self->n_earlier;
    }
    SUF_TRY(suf_array_new((size_t) scenario->n_districts * self->n_earlier,
        sizeof *self->rolls, &self->rolls));
    for (size_t i = 0; i < spec->initial.n_rolls; i++) {
        const suf_roll_row *row = &spec->initial.rolls[i];
        uint32_t *rolls = &self->rolls[(size_t) row->district * self->n_earlier];
        uint64_t given = 0;
        for (uint32_t k = 0; k < years[i].n; k++) {
            uint64_t so_far = (uint64_t) row->pupils * (k + 1) / years[i].n;
            rolls[years[i].latest - 1 + k] += (uint32_t) (so_far - given);
            given = so_far;
        }
    }
out:
    free(years);
    return status;
}

suf_status
suf_build_intake(
    suf_intake_model *self, const suf_scenario *scenario, const suf_service_spec *spec)
{
    const suf_intake_spec *from = &spec->intake;
    suf_status status = SUF_OK;
    *self = (suf_intake_model){.apply = from->apply,
        .retry = from->retry,
        .dropout = from->dropout,
        .entry_limit = from->entry_limit,
        .must_place = from->must_place,
        .from_service = from->from_service,
        .has_arrivals = spec->n_arrivals > 0};
    while (suf_intake_day(scenario, from, (int32_t) self->n) <
           scenario->end_day - scenario->start_day) {
        self->n++;
    }
    SUF_TRY(suf_array_new(
        scenario->n_districts, sizeof *self->per_intake, &self->per_intake));
    for (size_t i = 0; i < scenario->n_districts; i++) {
        self->per_intake[i] = suf_number_constant(0);
    }
    for (size_t i = 0; i < spec->n_arrivals; i++) {
        self->per_intake[spec->arrivals[i].district] = spec->arrivals[i].per_intake;
    }
    SUF_TRY(build_rolls(self, scenario, spec));
    SUF_TRY(build_courses(self, scenario, from));
out:
    return status;
}

static bool
is_same_day(const double a[24], const double b[24])
{
    for (int hour = 0; hour < 24; hour++) {
        if (a[hour] < b[hour] || a[hour] > b[hour]) {
            return false;
        }
    }
    return true;
}

static int
by_day(const void *a, const void *b)
{
    int32_t first = *(const int32_t *) a;
    int32_t second = *(const int32_t *) b;
    return (first > second) - (first < second);
}

/* The closed dates of the run, and of the week before it, each once. */
static suf_status
build_closed_dates(
    suf_visit_model *self, const suf_scenario *scenario, const suf_visit_spec *spec)
{
    int32_t from = scenario->start_day - 7;
    size_t n = 0;
    suf_status status = SUF_OK;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            SUF_TRY(suf_array_new(n, sizeof *self->closed_dates, &self->closed_dates));
            n = 0;
        }
        for (size_t i = 0; i < spec->n_closed_dates; i++) {
            const suf_closed_row *row = &spec->closed_dates[i];
            int32_t last = row->to_day == INT32_MIN ? row->date_day : row->to_day;
            int32_t day = row->date_day > from ? row->date_day : from;
            for (; day <= last && day < scenario->end_day; day++, n++) {
                if (pass == 1) {
                    self->closed_dates[n] = day - scenario->start_day;
                }
            }
        }
    }
    qsort(self->closed_dates, n, sizeof *self->closed_dates, by_day);
    for (size_t i = 0; i < n; i++) {
        uint32_t *last = &self->n_closed_dates;
        if (*last == 0 || self->closed_dates[*last - 1] != self->closed_dates[i]) {
            self->closed_dates[(*last)++] = self->closed_dates[i];
        }
    }
out:
    return status;
}

/* Who comes in each hour of the week, relative to other hours, and on which days it is
 * open: those on which people come. */
static void
set_week(suf_visit_model *self, const suf_visit_spec *spec, double week[7][24])
{
    for (size_t i = 0; i < spec->n_by_hour; i++) {
        week[spec->by_hour[i].day - 1][spec->by_hour[i].hour] += spec->by_hour[i].weight;
    }
    for (uint32_t day = 0; day < 7; day++) {
        if (spec->closed_days.is_closed[day]) {
            continue; /* and nobody comes */
        }
        for (uint32_t hour = spec->opens; hour < spec->closes; hour++) {
            week[day][hour] = spec->n_by_hour == 0 ? 1 : week[day][hour];
            self->is_open[day] = self->is_open[day] || week[day][hour] > 0;
        }
    }
}

suf_status
suf_build_visit(
    suf_visit_model *self, const suf_scenario *scenario, const suf_visit_spec *spec)
{
    double week[7][24] = {{0}};
    double sum = 0;
    *self = (suf_visit_model){.participation = spec->participation,
        .visits_per_week = spec->visits_per_week,
        .mean_stay = spec->mean_stay,
        .opens = spec->opens,
        .closes = spec->closes,
        .has_gravity = spec->has_gravity,
        .gravity = spec->gravity,
        .own_minutes = spec->own_minutes};
    set_week(self, spec, week);
    for (uint32_t i = 0; i < 7 * 24; i++) {
        sum += week[i / 24][i % 24];
    }
    for (uint32_t day = 0; day < 7; day++) {
        uint32_t type = 0;
        while (type < day && !is_same_day(week[day], week[type])) {
            type++;
        }
        if (type < day) {
            self->day_type[day] = self->day_type[type];
            continue;
        }
        self->day_type[day] = self->n_types;
        for (uint32_t hour = 0; hour < 24; hour++) {
            self->weight[self->n_types][hour] = week[day][hour] / sum;
        }
        self->n_types++;
    }
    suf_month_factors(spec->by_month, self->by_month);
    return build_closed_dates(self, scenario, spec);
}
