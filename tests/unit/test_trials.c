/* Trials of a replication that share their past have the numbers that they have without.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/grid.h"
#include "experiment/trials.h"
#include "oracle/ready.h"
#include "question/felt.h"

#define LEVERS SUF_SOURCE_DIR "/tests/data/oracle/levers.yaml"
enum { N_TRIALS = 40, N_REPLICATIONS = 6, MOST_LEVERS = 16, MOST_NUMBERS = 64 };

/* All that a batch of trials told, by its place in the batch. */
typedef struct told {
    const suf_trial *first;
    uint32_t n_numbers, n_ended;
    double met[N_TRIALS][MOST_NUMBERS], value[N_TRIALS][MOST_NUMBERS];
} told;

static bool
end(void *context, const suf_trial *trial, const double *met, const double *value)
{
    told *self = context;
    size_t at = (size_t) (trial - self->first);
    memcpy(self->met[at], met, self->n_numbers * sizeof *met);
    memcpy(self->value[at], value, self->n_numbers * sizeof *value);
    self->n_ended++;
    return true;
}

static uint32_t
lever_of(const suf_model *model, const char *name)
{
    for (uint32_t i = 0; i < model->n_levers; i++) {
        if (strcmp(model->levers[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("no lever %s", name);
    return 0;
}

/* The record of a trial to its last number, where a question measures it. */
static void
measure(const void *context, suf_metrics *metrics, double *more)
{
    size_t n = metrics->layout->offsets[SUF_N_VARIABLES];
    (void) context;
    *more = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        memcpy(&bits, &metrics->values[i], sizeof bits);
        *more += (double) (bits % 1000003) * (double) (i % 1009 + 1);
    }
}

static void
run(const ready *of, const suf_trial *trials, uint32_t n_threads, suf_scope scope,
    suf_trial_levers varying, told *to, uint64_t *n_gone_on)
{
    suf_trials self = {.model = &of->model,
        .layout = &of->layout,
        .map = of->map,
        .n_threads = n_threads,
        .scope = scope,
        .end = end,
        .measure = measure,
        .n_more = 1,
        .context = to};
    assert_int_equal(suf_trials_init(&self), SUF_OK);
    *to = (told){.first = trials, .n_numbers = suf_trials_n_numbers(&self)};
    assert_in_range(to->n_numbers, 1, MOST_NUMBERS);
    suf_trials_set_varying(&self, varying);
    /* In two batches: those kept of the first are there for the second. */
    assert_int_equal(suf_trials_run(&self, trials, N_TRIALS / 2), SUF_OK);
    assert_int_equal(
        suf_trials_run(&self, trials + N_TRIALS / 2, N_TRIALS - N_TRIALS / 2), SUF_OK);
    assert_int_equal(to->n_ended, N_TRIALS);
    *n_gone_on = suf_trials_n_gone_on(&self);
    suf_trials_free(&self);
}

/* Trials of a few replications at values of some levers, in no order. */
static void
make_trials(const ready *of, suf_trial_levers varying, double (*levers)[MOST_LEVERS],
    suf_trial *trials)
{
    for (uint32_t i = 0; i < N_TRIALS; i++) {
        for (uint32_t k = 0; k < of->model.n_levers; k++) {
            levers[i][k] = of->model.levers[k].value;
        }
        for (uint32_t k = 0; k < varying.n; k++) {
            uint32_t lever = varying.items[k];
            const suf_lever_spec *spec = &of->scenario.levers[lever];
            double zero = spec->is_date ? of->scenario.start_day : 0;
            levers[i][lever] =
                suf_grid_at(&spec->grid, (7 * i + 3 * k) % suf_grid_n(&spec->grid)) -
                zero;
        }
        trials[i] = (suf_trial){i * 5 % N_REPLICATIONS, levers[i]};
    }
}

/* Compares all numbers of trials with copies, by one thread and by three, with those
 * without; how many went on from a copy. */
static uint64_t
assert_same(const char *set, const char *const *names, uint32_t n, bool is_felt)
{
    ready of;
    suf_felt felt = {0};
    uint32_t items[MOST_LEVERS];
    double levers[N_TRIALS][MOST_LEVERS];
    suf_trial trials[N_TRIALS];
    told *alone = malloc(sizeof *alone);
    told *shared = malloc(sizeof *shared);
    uint64_t n_gone_on = 0;
    assert_non_null(alone);
    assert_non_null(shared);
    ready_init(&of, LEVERS, &set, set != NULL ? 1 : 0);
    for (uint32_t i = 0; i < n; i++) {
        items[i] = lever_of(&of.model, names[i]);
    }
    const suf_trial_levers varying = {items, n};
    if (is_felt) {
        uint32_t condition = of.model.delivery.n_targets;
        assert_int_equal(suf_felt_find(&felt, &of.model, &condition, 1), SUF_OK);
    }
    suf_scope scope = is_felt ? suf_felt_scope(&felt) : (suf_scope){0};
    make_trials(&of, varying, levers, trials);
    run(&of, trials, 1, scope, (suf_trial_levers){NULL, 0}, alone, &n_gone_on);
    assert_int_equal(n_gone_on, 0);
    for (uint32_t n_threads = 3; n_threads >= 1; n_threads -= 2) {
        run(&of, trials, n_threads, scope, varying, shared, &n_gone_on);
        for (size_t i = 0; i < N_TRIALS; i++) {
            size_t bytes = alone->n_numbers * sizeof(double);
            assert_memory_equal(alone->met[i], shared->met[i], bytes);
            assert_memory_equal(alone->value[i], shared->value[i], bytes);
        }
        if (n_threads == 1) {
            break;
        }
    }
    suf_felt_free(&felt);
    ready_free(&of);
    free(alone);
    free(shared);
    return n_gone_on;
}

static void
late_sizes_share_most_of_their_past(void **state)
{
    (void) state;
    const char *const late[] = {"late"};
    assert_in_range(assert_same(NULL, late, 1, false), N_TRIALS / 2, N_TRIALS);
    assert_in_range(assert_same(NULL, late, 1, true), N_TRIALS / 2, N_TRIALS);
    assert_in_range(
        assert_same("services.nursery.queue={discipline: fifo}", late, 1, true),
        N_TRIALS / 2, N_TRIALS);
}

static void
levers_of_every_kind_share_what_they_can(void **state)
{
    (void) state;
    const char *const two[] = {"late", "sites"};
    const char *const dates[] = {"opens"};
    const char *const some[] = {"staffing", "crews", "count", "starts"};
    assert_in_range(assert_same(NULL, two, 2, false), 1, N_TRIALS);
    (void) assert_same(NULL, dates, 1, false);
    (void) assert_same(NULL, some, 4, false);
}

static void
what_matters_from_the_start_shares_nothing(void **state)
{
    (void) state;
    const char *const start[] = {"start", "late"};
    assert_int_equal(assert_same(NULL, start, 2, false), 0);
}

/* A policy looks at its levers from the start. */
static void
levers_of_policies_share_nothing(void **state)
{
    (void) state;
    const char *const places[] = {"late"};
    const char *amount =
        "policies={more: {when: {measure: queue, of: nursery, above: 1}, "
        "do: {open: nursery, places: $late, up_to: 200}}}";
    assert_int_equal(assert_same(amount, places, 1, false), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_sizes_share_most_of_their_past),
        cmocka_unit_test(levers_of_every_kind_share_what_they_can),
        cmocka_unit_test(what_matters_from_the_start_shares_nothing),
        cmocka_unit_test(levers_of_policies_share_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
