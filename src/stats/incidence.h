/* Cumulative incidence: how long people wait when not all of them are admitted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of n people who joined, F(t) is the share that is admitted within t days. Who leaves
 * before (out of patience, by age, death or a move) never will be: leaving is a competing
 * event, not a missing observation. Who is still on the list at the end of the run is
 * one: those after it stand for it. The estimator of Aalen and Johansen (1978,
 * Scandinavian Journal of Statistics 5, 141-150) for two causes:
 *
 *   F(t) = sum over t_i <= t of S(t_i -) a_i / n_i
 *   S(t) = product over t_i <= t of (1 - (a_i + l_i) / n_i)
 *
 * t_i the distinct times, a_i admitted, l_i left at t_i, n_i still waiting just before.
 * Those censored at t_i count as waiting at t_i. Without censoring F is the plain share;
 * without leaving it is one less the estimator of Kaplan and Meier. */
#ifndef SUF_STATS_INCIDENCE_H
#define SUF_STATS_INCIDENCE_H

#include <stddef.h>
#include <stdint.h>

/* How a wait ended. */
typedef enum suf_wait_end {
    SUF_WAIT_ADMITTED,
    SUF_WAIT_LEFT,
    SUF_WAIT_CENSORED /* not before the end of the run */
} suf_wait_end;

typedef struct suf_wait {
    double days; /* >= 0 */
    uint32_t group;
    uint16_t end;   /* suf_wait_end */
    uint16_t class; /* of priority */
} suf_wait;

/* Sorts by group, and within it by days, in linear time; returns the sorted ones: `waits`
 * or `spare` (room for n), whichever they came to lie in. */
suf_wait *suf_waits_sort(suf_wait *waits, suf_wait *spare, size_t n);

/* For n_levels shares in (0, 1], ascending: the least t (days) with F(t) >= share, or NaN
 * where F does not come so far. n_at_once were admitted without waiting (of a class its
 * share of them, so it need not be whole); the n waits are of one group, sorted. */
void suf_incidence_quantiles(double n_at_once, const suf_wait *waits, size_t n,
    const double *levels, uint32_t n_levels, double *quantiles);

#endif
