/* Days taken at once against days taken in order, on small scenarios drawn at random. Run
 * with `thorough` it takes many more of them; `test_day_random N` takes the one of seed
 * N. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/random_scenario.h"
#include "oracle/sample.h"
#include "oracle/ways.h"

typedef struct range {
    uint64_t first, end; /* seeds */
} range;

static const suf_variable watched[] = {SUF_VARIABLE_ADMISSIONS,
    SUF_VARIABLE_VOID_REQUESTS, SUF_VARIABLE_ADMISSIONS_WAITED,
    SUF_VARIABLE_ADMISSIONS_OVERFLOW, SUF_VARIABLE_REFUSALS, SUF_VARIABLE_RENEGED,
    SUF_VARIABLE_DIED_WAITING, SUF_VARIABLE_MOVED_WAITING, SUF_VARIABLE_PLACES_OPENED,
    SUF_VARIABLE_PLACES_CLOSED};
enum { N_WATCHED = sizeof watched / sizeof *watched };

static void
write_scenario(const char *path, uint64_t seed)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    random_scenario_write(file, seed);
    assert_int_equal(fclose(file), 0);
}

/* Opens the scenario of a seed. */
static void
open_scenario(ready *self, const range *seeds, uint64_t seed)
{
    char path[200];
    int n = snprintf(path, sizeof path, SUF_BINARY_DIR "/random_%llu.yaml",
        (unsigned long long) seeds->first);
    assert_in_range(n, 1, sizeof path - 1);
    write_scenario(path, seed);
    ready_init(self, path, NULL, 0);
    assert_int_equal(remove(path), 0);
}

static void
random_scenarios_take_the_same_path_each_way(void **state)
{
    const range *seeds = (const range *) *state;
    double sums[N_WATCHED] = {0};
    size_t n_other = 0;
    for (uint64_t seed = seeds->first; seed < seeds->end; seed++) {
        char of[40];
        (void) snprintf(of, sizeof of, "seed %llu", (unsigned long long) seed);
        ready self;
        open_scenario(&self, seeds, seed);
        n_other += !ways_agree(&self, 0, true, of);
        for (size_t i = 0; i < N_WATCHED; i++) {
            sums[i] += ways_sum(&self, watched[i]);
        }
        ready_free(&self);
    }
    assert_int_equal(n_other, 0);
    for (size_t i = 0; i < N_WATCHED && seeds->end - seeds->first > 1; i++) {
        print_message("%s: %.0f\n", suf_variable_info_of(watched[i])->name, sums[i]);
        assert_true(sums[i] > 20); /* so that the comparison says something */
    }
}

/* --- the story ---------------------------------------------------------------------- */

/* What a story says of each month, district and service. */
enum { SEATED = SUF_N_VARIABLES, N_TOLD }; /* SEATED: places taken less those left */
enum { MOST_JOINED = 64 };

typedef struct story {
    const suf_model *model;
    uint32_t month; /* of the last occurrence, from the run's start */
    suf_trace_event joined[MOST_JOINED]; /* who joined a list at the last instant told */
    size_t n_joined;
    double *told; /* [month][district][service][variable or SEATED] */
} story;

static double *
told_of(const story *self, uint32_t district, uint32_t service)
{
    size_t at = ((size_t) self->month * self->model->n_districts + district) *
                    self->model->n_services +
                service;
    return &self->told[at * N_TOLD];
}

/* Whether somebody comes off a list. A place may be free at the very instant at which it
 * joins, as a stay of no length ends: it has waited 0 days then, and was on the list. */
static bool
was_listed(story *self, const suf_trace_event *seen)
{
    if (self->n_joined > 0 && self->joined[0].time_days < seen->time_days) {
        self->n_joined = 0;
    }
    if (seen->what == SUF_TRACE_JOIN) {
        assert_true(self->n_joined < MOST_JOINED);
        self->joined[self->n_joined++] = *seen;
    }
    bool is_listed = seen->waited_days > 0;
    for (size_t i = 0; !is_listed && i < self->n_joined; i++) {
        const suf_trace_event *joined = &self->joined[i];
        is_listed = joined->service == seen->service && joined->source == seen->source &&
                    joined->name == seen->name;
    }
    return is_listed;
}

static void
hear(void *context, const suf_trace_event *seen)
{
    story *self = context;
    const suf_calendar *calendar = &self->model->calendar;
    if (seen->what == SUF_TRACE_WAVE) {
        return; /* of no district */
    }
    while (seen->time_days >=
           calendar->limits_days[calendar->start_index + self->month + 1]) {
        self->month++;
    }
    uint32_t site = seen->site == SUF_NONE ? seen->home : seen->site;
    double *home = told_of(self, seen->home, seen->service);
    double *there = told_of(self, site, seen->service);
    bool is_waiting = was_listed(self, seen);
    const suf_stay_model *stay = suf_service_stay(&self->model->services[seen->service]);
    double n_places = stay->has_sizes && seen->priority < stay->n_classes
                          ? stay->class_size[seen->priority]
                          : 1;
    bool is_leaving =
        seen->what == SUF_TRACE_RELEASE || seen->what == SUF_TRACE_DISPLACEMENT;
    there[SEATED] -= is_leaving ? n_places : 0;
    there[SEATED] += seen->what == SUF_TRACE_RESUMPTION;
    home[SUF_VARIABLE_REQUESTS] += seen->what == SUF_TRACE_REQUEST;
    home[SUF_VARIABLE_VOID_REQUESTS] += seen->what == SUF_TRACE_VOID;
    home[SUF_VARIABLE_BALKED] += seen->what == SUF_TRACE_BALK;
    home[SUF_VARIABLE_REFUSALS] += seen->what == SUF_TRACE_REFUSAL;
    home[SUF_VARIABLE_RENEGED] += seen->what == SUF_TRACE_RENEGE;
    home[SUF_VARIABLE_AGED_OUT] += seen->what == SUF_TRACE_AGE_OUT;
    home[SUF_VARIABLE_DIED_WAITING] += is_waiting && seen->what == SUF_TRACE_DEATH;
    home[SUF_VARIABLE_MOVED_WAITING] += is_waiting && seen->what == SUF_TRACE_MOVE;
    there[SUF_VARIABLE_RELEASES] += seen->what == SUF_TRACE_RELEASE;
    if (seen->what == SUF_TRACE_ADMISSION) {
        home[SUF_VARIABLE_ADMISSIONS]++;
        home[SUF_VARIABLE_ADMISSIONS_WAITED] += is_waiting;
        home[SUF_VARIABLE_ADMISSIONS_OVERFLOW] += site != seen->home;
        there[SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN] += site != seen->home;
        there[SEATED] += n_places;
    }
}

/* Compares what was told with the record of the same replication taken at once. */
static void
assert_told(const ready *self, const double *told, uint64_t seed)
{
    static const suf_variable variables[] = {SUF_VARIABLE_REQUESTS,
        SUF_VARIABLE_VOID_REQUESTS, SUF_VARIABLE_BALKED, SUF_VARIABLE_REFUSALS,
        SUF_VARIABLE_RENEGED, SUF_VARIABLE_AGED_OUT, SUF_VARIABLE_DIED_WAITING,
        SUF_VARIABLE_MOVED_WAITING, SUF_VARIABLE_RELEASES, SUF_VARIABLE_ADMISSIONS,
        SUF_VARIABLE_ADMISSIONS_WAITED, SUF_VARIABLE_ADMISSIONS_OVERFLOW,
        SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN};
    size_t n_pools = (size_t) self->layout.n_districts * self->layout.n_services;
    const double *taken =
        &self->metrics.values[self->layout.offsets[SUF_VARIABLE_OCCUPANCY_END]];
    for (size_t at = 0; at < self->layout.n_months * n_pools; at++) {
        const double *of = &told[at * N_TOLD];
        for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
            double found = self->metrics.values[self->layout.offsets[variables[i]] + at];
            if (found < of[variables[i]] || found > of[variables[i]]) {
                fail_msg("seed %llu: %s at %zu: %g told, %g in the record",
                    (unsigned long long) seed, suf_variable_info_of(variables[i])->name,
                    at, of[variables[i]], found);
            }
        }
        if (at >= n_pools) { /* places taken: those before, and who came less who left */
            assert_int_equal(taken[at], taken[at - n_pools] + of[SEATED]);
        }
    }
}

static void
a_story_tells_what_the_record_of_days_at_once_holds(void **state)
{
    const range *seeds = (const range *) *state;
    for (uint64_t seed = seeds->first; seed < seeds->end; seed++) {
        ready self;
        open_scenario(&self, seeds, seed);
        size_t n = (size_t) self.layout.n_months * self.layout.n_districts *
                   self.layout.n_services * N_TOLD;
        story heard = {.model = &self.model, .told = calloc(n, sizeof(double))};
        assert_non_null(heard.told);
        ready_start(&self, 0, &(suf_observer){hear, &heard});
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        ready_start(&self, 0, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        assert_told(&self, heard.told, seed);
        free(heard.told);
        ready_free(&self);
    }
}

int
main(int n_arguments, char **arguments)
{
    range seeds = {1, SAMPLE_PART == 1 ? 61 : 21};
    if (n_arguments > 1 && strcmp(arguments[1], "thorough") == 0) {
        seeds = (range){1000, 2000};
    } else if (n_arguments > 1) {
        seeds.first = strtoull(arguments[1], NULL, 10);
        seeds.end = seeds.first + 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(random_scenarios_take_the_same_path_each_way, &seeds),
        cmocka_unit_test_prestate(
            a_story_tells_what_the_record_of_days_at_once_holds, &seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
