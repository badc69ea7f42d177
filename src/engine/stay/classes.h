/* Lists by class of priority: what a month did to each class.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of services with two classes or more. A class decides nothing until somebody has to
 * wait, so it is drawn only then (place.c). Of those admitted at once each class has its
 * share: what draws would give on average, as nobody's class bears on whether a place is
 * free. */
#ifndef SUF_ENGINE_CLASSES_H
#define SUF_ENGINE_CLASSES_H

#include "engine/stay/stay_state.h"
#include "stats/incidence.h"

/* The people of one class on the list of one district. */
typedef struct suf_class_line {
    uint32_t n_waiting;
    suf_time_weighted waiting_time; /* since the month began, as all below */
    double wait_sum_days;           /* of those admitted from the list */
    uint64_t n_listed, n_admitted, n_left;
} suf_class_line;

/* [class of the model x n_districts + district] */
SUF_MUST_CHECK suf_status suf_classes_new(
    const suf_model *model, suf_class_line **classes);
/* Before a replication. */
void suf_classes_clear(suf_stay_state *state);
/* The class of an entity that joins a list with several. */
uint16_t suf_classes_draw(const suf_stay_state *state, uint32_t service, uint32_t index);
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
