/* The question size of several levers jointly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search (joint_search.h) over the grids of several levers, all others at their
 * values, with what the conditions can feel alone (felt.h). Cost is that of the levers
 * above their least values; where one has none, units count, and a step of a date. The
 * answer is tried on as many fresh replications of what is felt, of which the search has
 * seen nothing, and the first of these are simulated with the whole plan too, which
 * shows whether leaving out the rest changed anything. Where these say that it does not
 * suffice (the upper limit of their P is below p), it is chosen once more from the same
 * replications, at a risk smaller by what was missing, and tried on the next fresh ones.
 */
#ifndef SUF_QUESTION_JOINT_H
#define SUF_QUESTION_JOINT_H

#include "question/evaluations.h"
#include "question/joint_links.h"
#include "question/joint_search.h"
#include "scenario/types/scenario.h"

typedef struct suf_joint_question {
    const suf_scenario *scenario; /* as ordered: that of the model; borrowed, as all */
    const suf_model *model;
    const uint32_t *levers; /* [n_levers] of both */
    uint32_t n_levers;
    const uint32_t *conditions; /* [n_conditions] numbers among targets and conditions */
    uint32_t n_conditions;
    const double *base; /* [n_levers of the model] values of all others; NULL: its own */
    double p, confidence;
    uint32_t n;
    bool by_units; /* whatever they cost */
    bool is_validated;
    /* How many fresh replications are tried with the whole plan: the first of them,
     * beside what is felt; n: all, and only so. */
    uint32_t n_whole;
    bool is_bounded; /* linked levers: also a bound, which takes a search of each */
    /* Told after each round; may be NULL. */
    void (*tell)(void *context, const suf_joint_progress *progress);
    void *context;
} suf_joint_question;

typedef struct suf_joint_validation {
    uint32_t first, n; /* replications first .. first + n - 1; n 0: none */
    double p, low, high;
    /* Of the first n_whole, tried in both ways (n_whole 0: in one): how many met all
     * with the whole plan and with what is felt, and how many in one of the two alone. */
    uint32_t n_whole, n_whole_met, n_felt_met, n_differ;
} suf_joint_validation;

typedef struct suf_joint_result {
    suf_joint_answer answer;
    suf_joint_links links;
    suf_felt felt;
    bool by_units;
    double p; /* that the answer was chosen for: above the question's after a miss */
    suf_joint_validation validations[2]; /* the second after a miss */
    uint32_t *first_at; /* [n_levers] what the first validation missed; NULL; owned */
    uint64_t n_undecided;
    double linked_bound; /* of linked levers: no answer costs less; NAN: not asked for */
    uint64_t n_bound;    /* trials that it took */
} suf_joint_result;

/* Finds links and what is felt; nothing is simulated. The result is to be freed, also
 * after a failure. */
SUF_MUST_CHECK suf_status suf_joint_look(
    const suf_joint_question *question, suf_joint_result *result);
/* Answers it, after suf_joint_look. */
SUF_MUST_CHECK suf_status suf_joint_ask(const suf_joint_question *question,
    suf_evaluations *evaluations, suf_joint_result *result);
void suf_joint_result_free(suf_joint_result *self);

/* Whether its fresh replications are all of the whole plan. */
bool suf_joint_is_whole(const suf_joint_question *question);
/* The values of all levers of the model at the answer. */
void suf_joint_set_levers(
    const suf_joint_question *question, const uint32_t *at, double *levers);
/* The value of a lever, as the scenario has it (dates as day numbers), by its number in
 * the search: of dates the latest is the least. */
double suf_joint_value(const suf_joint_question *question, uint32_t lever, uint32_t at);
/* Cost of a step of a lever: of its unit, or 1 a unit (1 a step of dates). */
double suf_joint_step_cost(
    const suf_joint_question *question, uint32_t lever, bool by_units);

#endif
