/* What was counted in the world, beside what a replication has there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "likelihood.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/core.h"
#include "model/points.h"

static const suf_variable variables[SUF_N_OBSERVED] = {
    [SUF_OBSERVED_BIRTHS] = SUF_VARIABLE_BIRTHS,
    [SUF_OBSERVED_DEATHS] = SUF_VARIABLE_DEATHS,
    [SUF_OBSERVED_MOVES_IN] = SUF_VARIABLE_MOVES_IN,
    [SUF_OBSERVED_MOVES_OUT] = SUF_VARIABLE_MOVES_OUT,
    [SUF_OBSERVED_RESIDENTS] = SUF_VARIABLE_RESIDENTS,
    [SUF_OBSERVED_REQUESTS] = SUF_VARIABLE_REQUESTS,
    [SUF_OBSERVED_ADMISSIONS] = SUF_VARIABLE_ADMISSIONS,
    [SUF_OBSERVED_REFUSALS] = SUF_VARIABLE_REFUSALS,
    [SUF_OBSERVED_OCCUPANCY] = SUF_VARIABLE_OCCUPANCY,
    [SUF_OBSERVED_OCCUPANCY_END] = SUF_VARIABLE_OCCUPANCY_END,
    [SUF_OBSERVED_WAITING] = SUF_VARIABLE_WAITING,
    [SUF_OBSERVED_WAITING_END] = SUF_VARIABLE_WAITING_END,
    [SUF_OBSERVED_APPLICANTS] = SUF_VARIABLE_APPLICANTS,
    [SUF_OBSERVED_PLACED] = SUF_VARIABLE_PLACED,
    [SUF_OBSERVED_UNPLACED] = SUF_VARIABLE_UNPLACED,
    [SUF_OBSERVED_PUPILS_IN] = SUF_VARIABLE_PUPILS_IN,
    [SUF_OBSERVED_VISITS] = SUF_VARIABLE_VISITS,
    [SUF_OBSERVED_SERVED] = SUF_VARIABLE_SERVED,
    [SUF_OBSERVED_VISITS_REFUSED] = SUF_VARIABLE_VISITS_REFUSED,
};

suf_variable
suf_likelihood_variable(suf_observed observed)
{
    suf_bug_unless(observed > SUF_OBSERVED_UNKNOWN && observed < SUF_N_OBSERVED);
    return variables[observed];
}

/* Residents of a district of the layout, or what they did, in a year. */
static double
of_people(const suf_core *core, const suf_counted *counted, uint32_t district)
{
    const suf_layout *layout = core->observation.metrics->layout;
    const double *values =
        suf_metrics_of(core->observation.metrics, variables[counted->measure]);
    size_t row = (size_t) counted->year * layout->n_districts + district;
    double sum = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        bool is_counted =
            counted->sex == SUF_BOTH_SEXES || (uint32_t) counted->sex == sex;
        for (uint32_t group = counted->first_group;
             is_counted && group < counted->end_group; group++) {
            double here = values[(row * SUF_N_SEXES + sex) * SUF_N_AGE_GROUPS + group];
            /* Births have one group, and nobody of it may have been left out. */
            bool is_nobody = counted->measure == SUF_OBSERVED_BIRTHS && group > 0;
            sum += is_nobody ? 0 : here;
        }
    }
    return sum;
}

static uint32_t
days_of_month(const suf_layout *layout, uint32_t month)
{
    int32_t first = layout->month_start_days[month];
    int32_t next = month + 1 < layout->n_months ? layout->month_start_days[month + 1]
                                                : layout->end_day - layout->start_day;
    return (uint32_t) (next - first);
}

/* A service in a district of the layout, over the window. */
static double
of_service(const suf_core *core, const suf_counted *counted, uint32_t district)
{
    const suf_layout *layout = core->observation.metrics->layout;
    const double *values =
        suf_metrics_of(core->observation.metrics, variables[counted->measure]);
    uint32_t service = core->observation.map->services[counted->service];
    suf_observed_time time = suf_observed_row_of(counted->measure)->time;
    double sum = 0;
    double days = 0;
    for (uint32_t month = counted->first_month; month < counted->end_month; month++) {
        size_t row = (size_t) month * layout->n_districts + district;
        double here = values[row * layout->n_services + service];
        double weight =
            time == SUF_OBSERVED_MEAN ? (double) days_of_month(layout, month) : 1;
        sum += weight * here;
        days += weight;
    }
    return time == SUF_OBSERVED_MEAN ? sum / days : sum;
}

static double
simulated(const suf_core *core, const suf_counted *counted)
{
    double sum = 0;
    for (uint32_t i = 0; i < core->model->n_districts; i++) {
        if (counted->district == SUF_NONE || counted->district == i) {
            uint32_t district = suf_layout_district(core->observation.map, i);
            sum += counted->service == SUF_NONE ? of_people(core, counted, district)
                                                : of_service(core, counted, district);
        }
    }
    return sum;
}

static void
run_ends(void *state)
{
    const suf_core *core = *(suf_core **) state;
    const suf_model *model = core->model;
    suf_metrics *metrics = core->observation.metrics;
    double log_weight = suf_model_log_weight(model, core->key.replication);
    if (model->n_counted == 0) {
        return;
    }
    for (uint32_t i = 0; i < model->n_counted; i++) {
        const suf_counted *counted = &model->counted[i];
        double here = simulated(core, counted);
        suf_metrics_of(metrics,
            SUF_VARIABLE_OBSERVATION_SIMULATED)[core->observation.map->observations[i]] =
            here;
        if (counted->weighs && !isinf(counted->sd)) {
            double z = (here - counted->value) / counted->sd;
            log_weight -= z * z / 2;
        }
    }
    suf_metrics_of(metrics, SUF_VARIABLE_OBSERVATION_LOG_WEIGHT)[0] = log_weight;
}

static suf_status
likelihood_new(suf_core *core, void **out)
{
    suf_core **state = NULL;
    suf_status status = suf_array_new(1, sizeof(suf_core *), &state);
    *out = state;
    if (status == SUF_OK) {
        *state = core;
    }
    return status;
}

const suf_process suf_likelihood_process = {
    .name = "likelihood",
    .make = likelihood_new,
    .free = free,
    .at = {[SUF_MOMENT_RUN_ENDS] = run_ends},
};
