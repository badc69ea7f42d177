/* Lists by class of priority: what a month did to each class.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of services with two classes or more. Mostly a class decides nothing until somebody has
 * to wait, so it is drawn only then (place.c). Of those who ask, are refused or are
 * admitted at once each class has its share: what draws would give on average, as
 * nobody's class bears on whether a place is free. Where it does (class_places.h)
 * everybody's class is drawn, and all are counted. */
#ifndef SUF_ENGINE_CLASSES_H
#define SUF_ENGINE_CLASSES_H

#include "engine/stay/stay_state.h"
#include "stats/incidence.h"

/* The people of one class on the list of one district. */
typedef struct suf_class_line {
    uint32_t n_waiting;                     /* now */
    suf_time_weighted waiting_time;         /* since the month began, as all below */
    double wait_sum_days;                   /* of those admitted from the list */
    uint64_t n_listed;                      /* joined the list */
    uint64_t n_admitted, n_left;            /* left it with a place; without one */
    uint64_t n_asked, n_refused, n_at_once; /* where the class bears on places */
    uint64_t n_displaced, n_resumed;        /* see preemption.h */
} suf_class_line;

/* [class of the model x n_districts + district] */
SUF_MUST_CHECK suf_status suf_classes_new(
    const suf_model *model, suf_class_line **classes);
/* Before a replication. */
void suf_classes_clear(suf_stay_state *state);
/* What the next two do where there are classes. */
void suf_classes_join_one(
    suf_stay_state *state, uint32_t service, uint32_t index, bool is_new);
void suf_classes_leave_one(suf_stay_state *state, uint32_t service, uint32_t index,
    suf_wait_end end, double waited_days);

/* An entity joins its line; one of the start is not new, and not counted as listed. */
static inline void
suf_classes_join(suf_stay_state *state, uint32_t service, uint32_t index, bool is_new)
{
    if (suf_has_rule(state, service, SUF_RULE_CLASSES)) {
        suf_classes_join_one(state, service, index, is_new);
    }
}

/* An entity leaves its line, by a place or without one, having waited for so long. */
static inline void
suf_classes_leave(suf_stay_state *state, uint32_t service, uint32_t index,
    suf_wait_end end, double waited_days)
{
    if (suf_has_rule(state, service, SUF_RULE_CLASSES)) {
        suf_classes_leave_one(state, service, index, end, waited_days);
    }
}

/* Somebody of a class, who lives in a district, asks, is refused, or is admitted at once;
 * of services where the class bears on places. */
void suf_classes_ask(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class);
/* Nothing is done for the class SUF_NONE. */
void suf_classes_refuse(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class);
void suf_classes_admit_at_once(
    suf_stay_state *state, const suf_service *service, uint32_t home, uint32_t class);
/* An entity has lost its place to somebody of a higher class, or goes on with its stay.
 */
void suf_classes_displace(suf_stay_state *state, uint32_t service, uint32_t index);
void suf_classes_resume(suf_stay_state *state, uint32_t service, uint32_t index);
/* Writes the month that ends now, before the counts of its pools are cleared, and begins
 * the next. */
void suf_classes_observe(suf_stay_state *state);

/* Share of a class among those who ask. */
static inline double
suf_class_share(const suf_service *service, uint32_t class)
{
    return service->stay.class_limits[class] -
           (class > 0 ? service->stay.class_limits[class - 1] : 0);
}

#endif
