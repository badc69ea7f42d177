/* Runs one case of the validation: replications on all cores, observations in order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cases.h"
#include "cli/layout.h"
#include "engine/core/replication.h"
#include "engine/delivery/delivery_process.h"
#include "engine/intake/intake.h"
#include "engine/intake/intake_state.h"
#include "engine/intake/roll.h"
#include "engine/processes.h"
#include "model/build.h"
#include "model/parameters.h"
#include "scenario/scenario_read.h"
#include "watch.h"

typedef struct setup {
    suf_scenario scenario;
    suf_model model;
    suf_layout layout;
    suf_layout_maps maps;
} setup;

static void
setup_free(setup *self)
{
    suf_model_free(&self->model);
    suf_layout_free(&self->layout);
    suf_scenario_free(&self->scenario);
    suf_layout_maps_free(&self->maps);
}

static bool
set_up(setup *self, const run *of, const char *folder, const char *set)
{
    char path[1024];
    suf_faults faults;
    suf_status status = SUF_OK;
    *self = (setup){0};
    suf_faults_init(&faults);
    (void) snprintf(path, sizeof path, "%s/%s.yaml", folder, of->scenario);
    SUF_TRY(suf_scenario_read(&self->scenario, path, &set, set != NULL, &faults));
    SUF_TRY(suf_layout_build(
        &self->layout, &self->scenario, &self->scenario, 1, &self->maps, &faults));
    SUF_TRY(suf_model_build(&self->model, &self->scenario, &faults));
out:
    for (size_t i = 0; i < faults.n; i++) {
        (void) printf("%s:%u: %s\n", path, faults.items[i].line, faults.items[i].message);
    }
    suf_faults_free(&faults);
    return status == SUF_OK;
}

static void
prepare(watch *self, const run *of)
{
    *self = (watch){.district = of->district,
        .service = of->service,
        .warm_up_days = of->warm_up_days};
    int n_limits = 0;
    for (int i = 0; i < of->n_rows; i++) {
        const row *at = &of->rows[i];
        if (at->how == SQUARE_OCCUPIED || at->how == PEAKEDNESS) {
            self->centre = at->argument;
        } else if (at->how == TAIL_OCCUPIED) {
            self->tail_above = at->argument;
        } else if (at->how == P_WAIT_ABOVE || at->how == P_WAIT_WITHIN) {
            self->limits_days[n_limits++] = at->argument;
        }
    }
}

static double
within(const watch *seen, double limit_days)
{
    for (int i = 0; i < WATCH_MAX_LIMITS; i++) {
        if (seen->limits_days[i] == limit_days) {
            return seen->n_within[i] / seen->n_admitted;
        }
    }
    return (double) NAN;
}

/* A class's mean wait: those who did not wait are its share of the admitted less those
 * who waited, in expectation; waits are summed over all of the class. */
static double
class_wait(const watch *seen, const run *of, int class)
{
    double all = of->class_shares[0] + of->class_shares[1] + of->class_shares[2];
    return seen->class_wait[class] / (seen->n_admitted * of->class_shares[class] / all);
}

static double
measured(const watch *seen, const run *of, const row *at)
{
    switch (at->how) {
    case P_REFUSED:
    case P_UNSERVED:
        return seen->n_refused / seen->n_requests;
    case P_REFUSED_OF_CLASS:
        return seen->class_refused[(int) at->argument] /
               seen->class_asked[(int) at->argument];
    case MEAN_OCCUPIED:
        return seen->occupied_area / seen->time;
    case SQUARE_OCCUPIED:
        return seen->square_area / seen->time;
    case PEAKEDNESS:
        return seen->square_area / seen->occupied_area;
    case TAIL_OCCUPIED:
        return seen->tail_area / seen->time;
    case P_WAITED:
        return seen->n_waited / seen->n_admitted;
    case P_WAITED_OF_ALL:
        return (seen->n_waited + seen->n_reneged) / (seen->n_admitted + seen->n_reneged);
    case P_RENEGED:
        return seen->n_reneged / (seen->n_admitted + seen->n_reneged);
    case P_BALKED:
        return seen->n_balked / seen->n_requests;
    case MEAN_LIST:
        return seen->waiting_area / seen->time;
    case MEAN_SYSTEM:
        return (seen->waiting_area + seen->occupied_area) / seen->time;
    case MEAN_WAIT:
        return seen->wait_sum / seen->n_admitted;
    case MEAN_WAIT_OF_ALL:
        return (seen->wait_sum + seen->left_sum) / (seen->n_admitted + seen->n_reneged);
    case P_WAIT_WITHIN:
        return within(seen, at->argument);
    case P_WAIT_ABOVE:
        return 1 - within(seen, at->argument);
    case CLASS_WAIT:
        return class_wait(seen, of, (int) at->argument);
    case CLASS_SOJOURN:
        return seen->class_area[(int) at->argument] /
               seen->class_asked[(int) at->argument];
    case CLASS_CONSERVATION:
        return of->class_shares[0] * class_wait(seen, of, 0) +
               of->class_shares[1] * class_wait(seen, of, 1) +
               of->class_shares[2] * class_wait(seen, of, 2);
    case NOW_OCCUPIED:
    case NOW_SQUARE:
    case NOW_FULL:
    case NOW_RETRYING:
    case NOW_RETRYING_ABOVE:
    case NOW_ENROLLED:
    case NOW_ENROLLED_SQUARE:
    case NOW_YOUNG:
    case NOW_YOUNG_SQUARE:
    case NOW_YOUNG_AT_LEAST:
    case NOW_ENROLLED_AT:
    case OPENED_BY:
    case AS_MANY_BY:
    case KTH_OPENING:
    case KTH_SQUARE:
        break;
    }
    return (double) NAN;
}

/* Of the delivery alone: when its units open. */
static double
delivered(const suf_delivery *delivery, const row *at)
{
    uint32_t n = delivery->model->delivery.n_units;
    uint32_t n_by = 0;
    while (n_by < n && delivery->order[n_by].days < at->argument) {
        n_by++;
    }
    if (at->how == OPENED_BY) {
        return n_by;
    }
    if (at->how == AS_MANY_BY) {
        return n_by >= at->centre;
    }
    double kth = delivery->order[(uint32_t) at->argument - 1].days;
    return at->how == KTH_OPENING ? kth : (kth - at->centre) * (kth - at->centre);
}

/* Of the roll of the first service. */
static double
enrolled(const suf_core *core, const row *at)
{
    const suf_model *model = core->model;
    const suf_roll *roll = &suf_intake_of(core)->rolls[0];
    double n = 0;
    double n_young = 0;
    double n_site = 0;
    double n_retrying = 0;
    for (uint32_t c = 0; c <= model->population.n_cohorts; c++) {
        n_retrying += roll->retry[suf_roll_at(model, at->district, c)];
    }
    for (size_t i = 0; i < roll->n; i++) {
        const suf_pupils *group = &roll->groups[i];
        bool is_here = group->home == at->district;
        n += is_here ? group->count : 0;
        n_young +=
            is_here && group->cohort >= SUF_OLDEST_MONTHS - 4 * 12 ? group->count : 0;
        n_site += is_here && group->site == (uint32_t) at->centre ? group->count : 0;
    }
    switch ((int) at->how) {
    case NOW_RETRYING:
        return n_retrying;
    case NOW_RETRYING_ABOVE:
        return n_retrying > at->centre;
    case NOW_ENROLLED:
        return n;
    case NOW_ENROLLED_SQUARE:
        return (n - at->centre) * (n - at->centre);
    case NOW_YOUNG:
        return n_young;
    case NOW_YOUNG_SQUARE:
        return (n_young - at->centre) * (n_young - at->centre);
    case NOW_YOUNG_AT_LEAST:
        return n_young >= at->centre;
    case NOW_ENROLLED_AT:
        return n_site;
    default:
        return (double) NAN;
    }
}

/* The state at a moment; rows ask for moments in order of time. */
static double
looked_at(suf_replication *replication, const run *of, const row *at, double moment_days)
{
    const suf_core *core = &replication->core;
    if (suf_replication_run_until(replication, moment_days) != SUF_OK) {
        return (double) NAN;
    }
    if (at->how >= NOW_RETRYING) {
        return enrolled(core, at);
    }
    const suf_pool *pool = &core->pools[of->district];
    double n = pool->occupied;
    return at->how == NOW_FULL     ? n == pool->usable
           : at->how == NOW_SQUARE ? (n - at->centre) * (n - at->centre)
                                   : n;
}

/* The rows at their moments, and at as many moments that are whole periods later as the
 * run says: an observation is the mean over these. */
static void
look(suf_replication *replication, const run *of, const watch *story, uint64_t number,
    observations *seen)
{
    int n_moments = of->n_moments > 0 ? of->n_moments : 1;
    for (int k = 0; k < n_moments; k++) {
        for (int i = 0; i < of->n_rows; i++) {
            const row *at = &of->rows[i];
            size_t here = (size_t) i * seen->n + number;
            seen->values[here] +=
                looked_at(replication, of, at, at->argument + k * of->period_days) /
                n_moments;
            seen->controls[here] = story->n_applicants;
        }
    }
}

typedef struct bench {
    suf_replication replication;
    suf_parameters parameters;
    suf_metrics metrics;
    bool is_ready;
} bench;

static bool
make_bench(bench *self, const setup *from)
{
    static const double none[1] = {0};
    self->is_ready =
        suf_replication_init(&self->replication, &from->model, suf_processes) == SUF_OK &&
        suf_parameters_init(&self->parameters, &from->model) == SUF_OK &&
        suf_metrics_init(&self->metrics, &from->layout) == SUF_OK &&
        suf_parameters_resolve(&self->parameters, none) == SUF_OK;
    return self->is_ready;
}

static bool
observe(
    bench *self, const setup *from, const run *of, uint64_t number, observations *seen)
{
    const suf_layout_map map = suf_layout_map_of(&from->maps);
    watch story;
    prepare(&story, of);
    const suf_observer observer = {watch_see, &story};
    if (of->rows[0].how >= OPENED_BY) {
        suf_delivery *delivery = suf_delivery_of(&self->replication.core);
        suf_delivery_start(
            delivery, &self->parameters, (suf_rng_key){from->model.seed, number});
        for (int i = 0; i < of->n_rows; i++) {
            seen->values[(size_t) i * seen->n + number] =
                delivered(delivery, &of->rows[i]);
        }
        return true;
    }
    bool is_momentary = of->rows[0].how >= NOW_OCCUPIED;
    bool has_admission_cohorts = !is_momentary || of->control != CONTROL_NONE;
    if (suf_replication_start(&self->replication, &self->parameters, number, &map,
            &self->metrics, has_admission_cohorts ? &observer : NULL) != SUF_OK) {
        return false;
    }
    if (is_momentary) {
        look(&self->replication, of, &story, number, seen);
        return true;
    }
    if (suf_replication_run(&self->replication) != SUF_OK ||
        !watch_agrees(&story, &from->layout, &self->metrics)) {
        return false;
    }
    watch_until(&story, from->model.end_days);
    for (int i = 0; i < of->n_rows; i++) {
        size_t here = (size_t) i * seen->n + number;
        seen->values[here] = measured(&story, of, &of->rows[i]);
        seen->controls[here] = story.occupied_area / story.time;
    }
    return true;
}

/* All replications of the case, with a value set unless it is NULL. */
static bool
run_with(const run *of, const char *folder, const char *set, observations *seen)
{
    setup from;
    int n_failed = 0;
    *seen = (observations){.n = of->n_replications};
    if (!set_up(&from, of, folder, set) ||
        suf_array_new((size_t) of->n_rows * seen->n, sizeof *seen->values,
            &seen->values) != SUF_OK ||
        suf_array_new((size_t) of->n_rows * seen->n, sizeof *seen->controls,
            &seen->controls) != SUF_OK) {
        setup_free(&from);
        observations_free(seen);
        return false;
    }
#pragma omp parallel default(none) shared(from, of, seen) reduction(+ : n_failed)
    {
        bench own = {0};
        n_failed += !make_bench(&own, &from);
#pragma omp for schedule(dynamic, 8)
        for (uint64_t i = 0; i < of->n_replications; i++) {
            n_failed += n_failed == 0 && !observe(&own, &from, of, i, seen);
        }
        suf_replication_free(&own.replication);
        if (own.parameters.model != NULL) {
            suf_parameters_free(&own.parameters);
        }
        suf_metrics_free(&own.metrics);
    }
    setup_free(&from);
    if (n_failed > 0) {
        observations_free(seen);
    }
    return n_failed == 0;
}

bool
run_case(const run *of, const char *folder, observations *seen)
{
    observations other;
    bool is_run = run_with(of, folder, NULL, seen);
    if (!is_run || of->less == NULL) {
        return is_run;
    }
    if (!run_with(of, folder, of->less, &other)) {
        observations_free(seen);
        return false;
    }
    for (size_t i = 0; i < (size_t) of->n_rows * seen->n; i++) {
        seen->values[i] -= other.values[i];
    }
    observations_free(&other);
    return true;
}

void
observations_free(observations *self)
{
    free(self->values);
    free(self->controls);
    *self = (observations){0};
}
