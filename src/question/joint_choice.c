/* The least costly sizes of several levers at which enough replications are met.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

/* A cost that differs in the last bits alone is the same. */
#define ROUNDING 1e-9

typedef struct search {
    const suf_joint_problem *of;
    suf_joint_choice *best;
    uint32_t *members; /* [n_levers + 1][n] those still met, by depth */
    uint32_t *sorted;  /* [n_levers + 1][n] critical sizes of one lever among them */
    uint32_t *at;      /* [n_levers] decided so far */
    double open;       /* least bound of what was left when the limit came */
} search;

static int
compare(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

static uint32_t
critical_of(const suf_joint_problem *of, uint32_t replication, uint32_t lever)
{
    return of->critical[(size_t) replication * of->n_levers + lever];
}

uint32_t
suf_joint_n_met(const suf_joint_problem *problem, const uint32_t *at)
{
    uint32_t n_met = 0;
    for (uint32_t r = 0; r < problem->n; r++) {
        bool is_met = true;
        for (uint32_t k = 0; is_met && k < problem->n_levers; k++) {
            is_met = critical_of(problem, r, k) <= at[k];
        }
        n_met += is_met ? 1 : 0;
    }
    return n_met;
}

/* Sorts the critical sizes of a lever among members. */
static void
sort_members(const search *self, const uint32_t *members, uint32_t n, uint32_t lever,
    uint32_t *sorted)
{
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = critical_of(self->of, members[i], lever);
    }
    qsort(sorted, n, sizeof *sorted, compare);
}

/* The cost of the levers from `lever` on, at least, when m of n members are to be met;
 * infinite: they cannot be. */
static double
bound_of(const search *self, const uint32_t *members, uint32_t n, uint32_t lever,
    uint32_t *sorted)
{
    const suf_joint_problem *of = self->of;
    double sum = 0;
    for (uint32_t k = lever; k < of->n_levers; k++) {
        sort_members(self, members, n, k, sorted);
        uint32_t least = sorted[of->n_met - 1];
        sum += least == SUF_NONE ? (double) INFINITY : of->cost[k] * least;
    }
    return sum;
}

static bool
is_better(const search *self, double cost)
{
    const suf_joint_choice *best = self->best;
    return !best->is_possible || cost < best->cost - ROUNDING * fmax(1, best->cost);
}

static void
keep(search *self, double cost)
{
    if (is_better(self, cost)) {
        self->best->is_possible = true;
        self->best->cost = cost;
        memcpy(self->best->at, self->at, self->of->n_levers * sizeof *self->at);
    }
}

/* Decides the levers from `lever` on; `cost` is of those before. */
static void
decide(search *self, uint32_t lever, uint32_t n_members, double cost)
{
    const suf_joint_problem *of = self->of;
    uint32_t *members = &self->members[(size_t) lever * of->n];
    uint32_t *sorted = &self->sorted[(size_t) lever * of->n];
    if (lever == of->n_levers) {
        keep(self, cost);
        return;
    }
    double rest = bound_of(
        self, members, n_members, lever + 1, &self->sorted[(size_t) (lever + 1) * of->n]);
    sort_members(self, members, n_members, lever, sorted);
    bool is_last = lever + 1 == of->n_levers;
    for (uint32_t i = of->n_met - 1; i < n_members && sorted[i] != SUF_NONE; i++) {
        double least = cost + of->cost[lever] * sorted[i] + rest;
        if (!is_better(self, least)) {
            return; /* larger sizes cost more */
        }
        if (i + 1 < n_members && sorted[i + 1] == sorted[i]) {
            continue;
        }
        if (self->best->n_nodes >= of->most_nodes) {
            self->open = fmin(self->open, least);
            return;
        }
        self->best->n_nodes++;
        uint32_t *next = &self->members[(size_t) (lever + 1) * of->n];
        uint32_t n_next = 0;
        for (uint32_t j = 0; j < n_members; j++) {
            if (critical_of(of, members[j], lever) <= sorted[i]) {
                next[n_next++] = members[j];
            }
        }
        self->at[lever] = sorted[i];
        double now = cost + of->cost[lever] * sorted[i];
        double below = bound_of(
            self, next, n_next, lever + 1, &self->sorted[(size_t) (lever + 1) * of->n]);
        if (is_better(self, now + below)) {
            decide(self, lever + 1, n_next, now);
        }
        if (is_last) {
            return; /* the least that meets enough is the cheapest */
        }
    }
}

/* --- a first choice ----------------------------------------------------------------- */

/* Largest and second largest critical size of a lever among members, and whose. */
static void
find_largest(const search *self, const uint32_t *members, uint32_t n, uint32_t lever,
    uint32_t top[2], uint32_t *who)
{
    top[0] = top[1] = 0;
    *who = SUF_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t here = critical_of(self->of, members[i], lever);
        if (*who == SUF_NONE || here > top[0]) {
            top[1] = *who == SUF_NONE ? 0 : top[0];
            top[0] = here;
            *who = i;
        } else if (here > top[1]) {
            top[1] = here;
        }
    }
}

/* What is saved by giving up the replication that is largest in a lever: over all levers
 * in which it is the only largest. One that is met nowhere saves without end. */
static double
saving_of(const search *self, uint32_t replication, const uint32_t (*tops)[2])
{
    double saved = 0;
    for (uint32_t k = 0; k < self->of->n_levers; k++) {
        uint32_t here = critical_of(self->of, replication, k);
        if (here == SUF_NONE) {
            return (double) INFINITY;
        }
        if (here == tops[k][0]) {
            /* A little, where others are as large: they may go next. */
            saved += self->of->cost[k] * ((double) tops[k][0] - tops[k][1] + 1e-6);
        }
    }
    return saved;
}

static suf_status
begin_somewhere(search *self)
{
    const suf_joint_problem *of = self->of;
    uint32_t *members = self->members;
    uint32_t(*tops)[2] = NULL;
    uint32_t *who = NULL;
    double cost = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(of->n_levers, sizeof *tops, &tops));
    SUF_TRY(suf_array_new(of->n_levers, sizeof *who, &who));
    for (uint32_t n = of->n;; n--) {
        uint32_t out = 0;
        double saved = -1;
        for (uint32_t k = 0; k < of->n_levers; k++) {
            find_largest(self, members, n, k, tops[k], &who[k]);
        }
        if (n == of->n_met) {
            break;
        }
        for (uint32_t k = 0; k < of->n_levers; k++) {
            double here = saving_of(self, members[who[k]], (const uint32_t(*)[2]) tops);
            out = here > saved ? who[k] : out;
            saved = fmax(saved, here);
        }
        members[out] = members[n - 1];
    }
    for (uint32_t k = 0; k < of->n_levers; k++) {
        self->at[k] = tops[k][0];
        cost += tops[k][0] == SUF_NONE ? (double) INFINITY : of->cost[k] * tops[k][0];
    }
    if (isfinite(cost)) {
        keep(self, cost);
    }
out:
    free(tops);
    free(who);
    return status;
}

suf_status
suf_joint_choose(const suf_joint_problem *problem, suf_joint_choice *choice)
{
    search self = {.of = problem, .best = choice, .open = (double) INFINITY};
    size_t n = (size_t) (problem->n_levers + 1) * problem->n;
    suf_status status = SUF_OK;
    *choice = (suf_joint_choice){0};
    suf_bug_unless(problem->n_met >= 1 && problem->n_met <= problem->n);
    SUF_TRY(suf_array_new(problem->n_levers, sizeof *choice->at, &choice->at));
    SUF_TRY(suf_array_new(problem->n_levers, sizeof *self.at, &self.at));
    SUF_TRY(suf_array_new(n, sizeof *self.members, &self.members));
    SUF_TRY(suf_array_new(n, sizeof *self.sorted, &self.sorted));
    for (uint32_t r = 0; r < problem->n; r++) {
        self.members[r] = r;
    }
    SUF_TRY(begin_somewhere(&self));
    for (uint32_t r = 0; r < problem->n; r++) {
        self.members[r] = r;
    }
    if (isfinite(bound_of(&self, self.members, problem->n, 0, self.sorted))) {
        decide(&self, 0, problem->n, 0);
    }
    choice->is_proven = !isfinite(self.open);
    choice->bound = choice->is_proven ? choice->cost : fmin(choice->cost, self.open);
out:
    free(self.at);
    free(self.members);
    free(self.sorted);
    return status;
}

void
suf_joint_choice_free(suf_joint_choice *self)
{
    free(self->at);
    *self = (suf_joint_choice){0};
}

suf_status
suf_joint_alone(const suf_joint_problem *problem, uint32_t lever, uint32_t *at)
{
    uint32_t *sorted = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(problem->n, sizeof *sorted, &sorted));
    for (uint32_t r = 0; r < problem->n; r++) {
        sorted[r] = critical_of(problem, r, lever);
    }
    qsort(sorted, problem->n, sizeof *sorted, compare);
    *at = sorted[problem->n_met - 1];
out:
    free(sorted);
    return status;
}
