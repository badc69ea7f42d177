/* Lists at a month's end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "list_month.h"

#include <math.h>

/* Lists at a month's end, and waits since it began: of a pool, or of several. */
typedef struct list_month {
    uint64_t n_admitted;
    uint32_t n_waiting;
    double waiting, wait_sum_days;
} list_month;

/* Takes the month of a list; its area begins anew. */
static void
add_list(suf_stay_state *state, uint32_t pool_index, list_month *sum)
{
    suf_pool *pool = &state->core->pools[pool_index];
    uint32_t n_waiting = state->lines[pool_index].n;
    sum->n_admitted += pool->counts[SUF_COUNT_ADMISSIONS];
    sum->n_waiting += n_waiting;
    sum->wait_sum_days += pool->wait_sum_days;
    sum->waiting +=
        suf_time_weighted_area(&pool->waiting_time, n_waiting, state->core->now) /
        state->core->observation.month_days;
    suf_time_weighted_begin(&pool->waiting_time, n_waiting, state->core->now);
    pool->wait_sum_days = 0;
}

/* Writes wait, mean list and list, in this order. */
static void
write_list(suf_metrics *metrics, const suf_variable variables[3], size_t at,
    const list_month *month)
{
    suf_metrics_of(metrics, variables[0])[at] =
        month->n_admitted > 0 ? month->wait_sum_days / (double) month->n_admitted
                              : (double) NAN;
    suf_metrics_of(metrics, variables[1])[at] = month->waiting;
    suf_metrics_of(metrics, variables[2])[at] = month->n_waiting;
}

void
suf_lists_observe(suf_stay_state *state)
{
    static const suf_variable of_district[] = {
        SUF_VARIABLE_WAIT, SUF_VARIABLE_WAITING, SUF_VARIABLE_WAITING_END};
    static const suf_variable of_zone[] = {
        SUF_VARIABLE_ZONE_WAIT, SUF_VARIABLE_ZONE_WAITING, SUF_VARIABLE_ZONE_WAITING_END};
    const suf_model *model = state->model;
    const suf_observation *to = &state->core->observation;
    for (uint32_t i = 0; i < model->n_services * model->n_districts; i++) {
        uint32_t s = i / model->n_districts;
        uint32_t d = i % model->n_districts;
        list_month sum = {0};
        if (model->services[s].kind != SUF_KIND_STAY) {
            continue;
        }
        add_list(state, suf_model_pool(model, s, d), &sum);
        for (uint32_t j = 1; j < suf_areas_of(model, &model->services[s], d); j++) {
            uint32_t area = suf_area_at(model, d, j);
            list_month month = {0};
            add_list(state, suf_model_pool(model, s, area), &month);
            write_list(to->metrics, of_zone,
                suf_observation_of_zone(to, s, area - model->n_districts), &month);
            sum.n_admitted += month.n_admitted;
            sum.n_waiting += month.n_waiting;
            sum.waiting += month.waiting;
            sum.wait_sum_days += month.wait_sum_days;
        }
        write_list(to->metrics, of_district, suf_observation_of_pool(to, s, d), &sum);
    }
}
