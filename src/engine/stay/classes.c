/* Lists by class of priority.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "classes.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/observe.h"

suf_status
suf_classes_new(const suf_model *model, suf_class_line **classes)
{
    return suf_array_new(
        (size_t) model->n_classes * model->n_districts, sizeof **classes, classes);
}

void
suf_classes_clear(suf_stay_state *state)
{
    size_t n = (size_t) state->model->n_classes * state->model->n_districts;
    if (n > 0) {
        memset(state->classes, 0, n * sizeof *state->classes);
    }
}

/* The line of a class in a district, by an area of it; NULL where a service has but one
 * class. */
static suf_class_line *
line_at(suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class)
{
    size_t of = (size_t) service->stay.first_class + class;
    return service->stay.n_classes < 2
               ? NULL
               : &state->classes[of * state->model->n_districts +
                                 suf_area_district(state->model, home)];
}

/* The line of an entity's class, where there are several. */
static suf_class_line *
line_of(suf_stay_state *state, uint32_t service_index, uint32_t index)
{
    const suf_service *service = &state->model->services[service_index];
    size_t class = service->stay.first_class + state->entities.details[index].priority;
    return &state->classes[class * state->model->n_districts +
                           suf_area_district(
                               state->model, state->entities.entities[index].home)];
}

void
suf_classes_ask(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class)
{
    suf_class_line *line = line_at(state, service, home, class);
    if (line != NULL) {
        line->n_asked++;
    }
}

void
suf_classes_refuse(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class)
{
    suf_class_line *line =
        class != SUF_NONE ? line_at(state, service, home, class) : NULL;
    if (line != NULL) {
        line->n_refused++;
    }
}

void
suf_classes_admit_at_once(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class)
{
    suf_class_line *line = line_at(state, service, home, class);
    if (line != NULL) {
        line->n_at_once++;
    }
}

void __attribute__((noinline))
suf_classes_join_one(suf_stay_state *state, uint32_t service, uint32_t index, bool is_new)
{
    suf_class_line *line = line_of(state, service, index);
    suf_time_weighted_change(&line->waiting_time, 1, state->core->now);
    line->n_waiting++;
    line->n_listed += is_new;
}

void __attribute__((noinline)) suf_classes_leave_one(suf_stay_state *state,
    uint32_t service, uint32_t index, suf_wait_end end, double waited_days)
{
    suf_class_line *line = line_of(state, service, index);
    suf_time_weighted_change(&line->waiting_time, -1, state->core->now);
    line->n_waiting--;
    line->n_admitted += end == SUF_WAIT_ADMITTED;
    line->n_left += end == SUF_WAIT_LEFT;
    line->wait_sum_days += end == SUF_WAIT_ADMITTED ? waited_days : 0;
}

void
suf_classes_displace(suf_stay_state *state, uint32_t service, uint32_t index)
{
    line_of(state, service, index)->n_displaced++;
}

void
suf_classes_resume(suf_stay_state *state, uint32_t service, uint32_t index)
{
    line_of(state, service, index)->n_resumed++;
}

/* Of a class in a month: counted, or its share of all. */
typedef struct class_counts {
    double asked, refused, at_once;
} class_counts;

static class_counts
counts_of(const suf_service *service, uint32_t class, const suf_class_line *line,
    const uint64_t *counts)
{
    if (service->stay.is_by_class) {
        return (class_counts){
            (double) line->n_asked, (double) line->n_refused, (double) line->n_at_once};
    }
    double share = suf_class_share(service, class);
    return (class_counts){share * (double) counts[SUF_COUNT_REQUESTS],
        share * (double) counts[SUF_COUNT_REFUSALS],
        share * (double) (counts[SUF_COUNT_ADMISSIONS] -
                          counts[SUF_COUNT_ADMISSIONS_WAITED])};
}

/* One class in one district, at its place in the record. */
static void
observe_line(suf_stay_state *state, suf_class_line *line, class_counts counts,
    double length_days, suf_metrics *metrics, size_t at)
{
    double n_admitted = (double) line->n_admitted + counts.at_once;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_REQUESTS)[at] = counts.asked;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_REFUSALS)[at] = counts.refused;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_LISTED)[at] = (double) line->n_listed;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_ADMISSIONS)[at] = n_admitted;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_ADMISSIONS_WAITED)[at] =
        (double) line->n_admitted;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_LEFT)[at] = (double) line->n_left;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_DISPLACED)[at] =
        (double) line->n_displaced;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_RESUMED)[at] = (double) line->n_resumed;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_WAITING)[at] =
        suf_time_weighted_area(&line->waiting_time, line->n_waiting, state->core->now) /
        length_days;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_WAITING_END)[at] = line->n_waiting;
    suf_metrics_of(metrics, SUF_VARIABLE_CLASS_WAIT)[at] =
        n_admitted > 0 ? line->wait_sum_days / n_admitted : (double) NAN;
    *line = (suf_class_line){.n_waiting = line->n_waiting};
    suf_time_weighted_begin(&line->waiting_time, line->n_waiting, state->core->now);
}

void
suf_classes_observe(suf_stay_state *state)
{
    const suf_observation *to = &state->core->observation;
    const suf_layout_map *map = to->map;
    const suf_model *model = state->model;
    const suf_layout *layout = to->metrics->layout;
    for (uint32_t s = 0; s < model->n_services; s++) {
        const suf_service *service = &model->services[s];
        for (uint32_t i = 0;
             suf_service_n_classes(service) > 1 && i < service->stay.n_classes; i++) {
            uint32_t class = service->stay.first_class + i;
            for (uint32_t d = 0; d < model->n_districts; d++) {
                uint64_t counts[SUF_N_COUNTS];
                suf_pools_count(state->core, s, d, counts);
                size_t at = ((size_t) to->month * layout->n_districts +
                                suf_layout_district(map, d)) *
                                layout->n_classes +
                            map->classes[class];
                suf_class_line *line = line_at(state, service, d, i);
                observe_line(state, line, counts_of(service, i, line, counts),
                    to->month_days, to->metrics, at);
            }
        }
    }
}
