/* The question slip, of targets of use: groups of projects that open later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sequential bifurcation (Bettonvil and Kleijnen 1997, European Journal of Operational
 * Research 96, 180-194), for each target over the projects that it feels, in the order of
 * the scenario: all of them open `days` later in the same replications as the plan, on
 * common random numbers. A group is done
 *
 *   where the lower limit of P(met) with all of them later reaches p: each of them alone
 *   is safe, as who is later alone loses no more;
 *   where no replication's answer changes: none of them has an effect that is seen;
 *   where it is one project.
 *
 * Else its two halves are asked. What a row tells is of the smallest group that its
 * project was in. Targets with the same groups share their runs.
 *
 * This rests on later being no better. That is checked, never assumed: a replication that
 * meets a target with a group later and misses it in the plan, or that meets it with the
 * larger group later and misses it with a half of that, is counted (`n_reversed`, of
 * `n_paired` such comparisons). */
#ifndef SUF_QUESTION_SLIP_GROUPS_H
#define SUF_QUESTION_SLIP_GROUPS_H

#include "question/slip.h"

/* Sets the rows of the pairs of use. `planned`: the levers of the plan, in which all
 * replications are known. */
SUF_MUST_CHECK suf_status suf_slip_groups_ask(const suf_slip_question *self,
    suf_evaluations *evaluations, const double *planned, suf_slip_answer *answer);

#endif
