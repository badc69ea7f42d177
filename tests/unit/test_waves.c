/* Waves: states of a service that switch, and how many ask in each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact means and variances of MMPP/M/inf are in tests/validation (a18). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "oracle/ways.h"

#define SCENARIO SUF_SOURCE_DIR "/tests/data/oracle/waves.yaml"
enum { CLINIC, HOSPITAL, N_SERVICES, N_STATES = 3, N_REPLICATIONS = 20 };
#define MOST_Z 4.65

typedef struct seen {
    uint32_t state[N_SERVICES];
    double since_days[N_SERVICES];
    double days[N_SERVICES][N_STATES], n_stays[N_SERVICES][N_STATES];
    double n_asked[N_SERVICES][N_STATES];
    double n_first[N_SERVICES][N_STATES];
    bool has_begun[N_SERVICES];
} seen;

static void
see(void *context, const suf_trace_event *event)
{
    seen *self = context;
    uint32_t service = event->service;
    if (event->what == SUF_TRACE_REQUEST) {
        self->n_asked[service][self->state[service]]++;
    } else if (event->what == SUF_TRACE_WAVE) {
        uint32_t to = (uint32_t) event->amounts[0];
        uint32_t n = service == CLINIC ? 3 : 2;
        if (self->has_begun[service]) {
            assert_int_equal(to, (self->state[service] + 1) % n);
            self->days[service][self->state[service]] +=
                event->time_days - self->since_days[service];
            self->n_stays[service][self->state[service]]++;
        } else {
            self->n_first[service][to]++;
        }
        self->has_begun[service] = true;
        self->state[service] = to;
        self->since_days[service] = event->time_days;
    }
}

/* All replications, with the last stays of each cut off at its end. */
static void
watch_all(ready *self, seen *all)
{
    for (uint64_t i = 0; i < N_REPLICATIONS; i++) {
        memset(all->has_begun, 0, sizeof all->has_begun);
        ready_start(self, i, &(suf_observer){see, all});
        assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
        for (uint32_t s = 0; s < N_SERVICES; s++) {
            all->days[s][all->state[s]] += self->model.end_days - all->since_days[s];
        }
    }
}

static void
states_last_as_long_as_their_means_and_have_their_rates(void **state)
{
    (void) state;
    static const double mean_days[N_SERVICES][N_STATES] = {{20, 10, 5}, {20, 10}};
    static const double factor[N_SERVICES][N_STATES] = {{1, 2.5, 0}, {1, 3}};
    seen all;
    ready self;
    memset(&all, 0, sizeof all);
    ready_init(&self, SCENARIO, NULL, 0);
    watch_all(&self, &all);
    for (uint32_t s = 0; s < N_SERVICES; s++) {
        uint32_t n = s == CLINIC ? 3 : 2;
        double cycle = s == CLINIC ? 35 : 30;
        /* Of the hospital per day: 52,000 people, of whom 0.05 % are there and die. */
        double rate = s == CLINIC ? 13 : 52000 * 0.1 / 365.25;
        for (uint32_t i = 0; i < n; i++) {
            double days = all.days[s][i];
            double z = (all.n_stays[s][i] - days / mean_days[s][i]) /
                       sqrt(days / mean_days[s][i]);
            assert_true(fabs(z) < MOST_Z); /* switches: Poisson in the time there */
            double expected = rate * factor[s][i] * days;
            z = (all.n_asked[s][i] - expected) / sqrt(fmax(expected, 1));
            double off = all.n_asked[s][i] / fmax(expected, 1) - 1;
            print_message("service %u state %u: %.0f days, asked %.0f of %.0f\n", s, i,
                days, all.n_asked[s][i], expected);
            if (s == CLINIC) {
                assert_true(fabs(z) < MOST_Z);
            } else {
                assert_true(
                    off > -0.02 && off < 0.005); /* people die: 1 % in ten years */
            }
            double share = mean_days[s][i] / cycle;
            z = (all.n_first[s][i] - N_REPLICATIONS * share) /
                sqrt(N_REPLICATIONS * share * (1 - share));
            assert_true(fabs(z) < MOST_Z);
        }
    }
    ready_free(&self);
}

static double *
record_of(const char *const *sets, size_t n_sets, size_t *n)
{
    ready self;
    ready_init(&self, SCENARIO, sets, n_sets);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    *n = self.layout.offsets[SUF_N_VARIABLES];
    double *values = calloc(*n, sizeof *values);
    assert_non_null(values);
    memcpy(values, self.metrics.values, *n * sizeof *values);
    ready_free(&self);
    return values;
}

/* Whoever asks without waves asks with them while the factor is 1. */
static void
waves_with_a_factor_of_1_change_nothing(void **state)
{
    (void) state;
    const char *even[] = {"services.clinic.waves.rise.factor=1",
        "services.clinic.waves.wane.factor=1", "services.hospital.waves.wave.factor=1"};
    const char *none[] = {"services.clinic.waves=null", "services.hospital.waves=null"};
    size_t n = 0;
    size_t n_other = 0;
    double *with = record_of(even, 3, &n);
    double *without = record_of(none, 2, &n_other);
    assert_int_equal(n, n_other);
    assert_memory_equal(with, without, n * sizeof *with);
    free(with);
    free(without);
}

static void
waves_take_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SCENARIO, NULL, 0);
    assert_true(ways_agree(&self, 0, true, SCENARIO));
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_last_as_long_as_their_means_and_have_their_rates),
        cmocka_unit_test(waves_with_a_factor_of_1_change_nothing),
        cmocka_unit_test(waves_take_the_same_path_each_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
