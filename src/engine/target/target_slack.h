/* How much later could it be planned, and how many must be begun?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both are asked of targets that what is built decides: the more is there the better.
 * What is *moved* is every unit of a project that the target counts (of places per 1000:
 * every opening of places) and that opens by its plan after the start, or had begun
 * before the start and was not open then. All of them are moved together, by the same
 * number of days, and each keeps its own duration, delay and fate, since the law of
 * delays does not depend on the date. What is known to be open, or to have been given up,
 * is not moved; what has been begun by what is known, and is not open, is moved as if it
 * had been begun by so many days later. What was there at the start, works, and places
 * that close or are converted stay where they are, and so do the people.
 *
 * The target is met when moved by s days if it is met with what would be open then: the
 * units with opening + s before the end of its date. So the most that they can be moved
 * is the date less the opening of that unit, in order of opening, with which it is met
 * for the first time: an order statistic, found by halving. */
#ifndef SUF_ENGINE_TARGET_SLACK_H
#define SUF_ENGINE_TARGET_SLACK_H

#include "engine/target/target_state.h"

typedef struct suf_slack {
    /* Whole days by which all that is moved could open later, the target being met;
     * negative: must open earlier. INFINITY: it is met without any of it; -INFINITY: not
     * even with all of it that opens at all. NAN: nothing is moved, more is not better,
     * or it is not built things that decide. */
    double days;
    /* Of a number (`count`, `added`) in the city: how many moved units have to be begun
     * so that enough are open, taking those of the plan in their order, and then others
     * like them, begun at the same times, not before what is known
     * (suf_delivery_copy_opening). INFINITY: more than
     * 1 + SUF_MOST_COPIES times those of the plan. NAN for others. */
    double begun;
    double planned; /* how many are moved; NAN: none */
    /* The last planned begin and opening of what is moved, days since the start; NAN. */
    double planned_begin_days, planned_opening_days;
} suf_slack;

/* At the end of the target's date. Its state but for scratch is as before. */
suf_slack suf_target_slack(suf_target_state *state, const suf_target *target);
/* The same of one project, a row of the scenario, alone: the days by which its units
 * could open later while all others open when they do. Likewise INFINITY, -INFINITY and
 * NAN. */
double suf_target_slip(
    suf_target_state *state, const suf_target *target, uint32_t project);

#endif
