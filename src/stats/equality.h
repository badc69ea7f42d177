/* Equality between districts, by period: places and services, as a few indices each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folded at the end of a replication from its own record, as measures are, into the group
 * /equality: for each calendar year and the whole run, each service and each ratio.
 *
 *   ratio    over                     under, the weight
 *   PLACES   1000 x built places at   residents at the end of the period of the ages and
 *            the period's end         sex that the service is for, of an intake those of
 *                                     its course too (all where it does not say)
 *   SERVED   100 x served, by         served + those who went without: of a stay those
 *            residence                who balked, were refused or left the list without
 *                                     a place; of an intake the unplaced and those seated
 *                                     above the places; visits refused
 *
 * SERVED is of those whose request was decided in the period, so it lies within 0 and 100
 * even where lists grow or empty. The indices and their sources are in
 * stats/inequality.h. PLACES is NaN in a scenario without a population. */
#ifndef SUF_STATS_EQUALITY_H
#define SUF_STATS_EQUALITY_H

#include "stats/inequality.h"
#include "stats/metrics.h"

/* The variable of an index. */
suf_variable suf_equality_variable(suf_inequality index);
/* Where a value stands within the block of a variable of /equality but `people`. */
size_t suf_equality_at(
    const suf_layout *layout, uint32_t period, suf_ratio ratio, uint32_t service);
/* Folds a replication of a scenario into the same record, whose layout must have its
 * districts ordered. SUF_ERROR_MEMORY. */
SUF_MUST_CHECK suf_status suf_equality_fold(suf_metrics *metrics, uint32_t scenario);

#endif
