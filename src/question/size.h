/* The question size: how much of a lever, so that conditions hold with a probability?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search (size_search.h) over the grid of one lever, all others at their values. Of
 * dates the latest that will do is the least: the grid is taken from its end. The answer
 * is then tried on as many fresh replications of the whole plan, of which the search has
 * seen nothing: that P is the one to be told. */
#ifndef SUF_QUESTION_SIZE_H
#define SUF_QUESTION_SIZE_H

#include "question/evaluations.h"
#include "question/size_search.h"
#include "scenario/types/scenario.h"

typedef struct suf_size_question {
    const suf_scenario *scenario; /* as ordered: that of the model; borrowed, as all */
    const suf_model *model;
    uint32_t lever;             /* of both */
    const uint32_t *conditions; /* [n_conditions] numbers among targets and conditions */
    uint32_t n_conditions;      /* that must hold together */
    double p, confidence;
    uint32_t n; /* replications of the search */
    bool is_validated;
    /* Told after each round: values between which the answer lies; may be NULL. */
    void (*tell)(void *context, const struct suf_size_question *question, double low,
        double high, uint64_t n_asked);
    void *context;
} suf_size_question;

typedef struct suf_size_result {
    suf_size_answer answer;
    uint64_t n_undecided;  /* answers that were neither met nor missed: as missed */
    uint32_t n_validation; /* fresh replications; 0: none */
    double p, low, high;   /* P(met) of those at `fits`, and its interval */
} suf_size_result;

/* Answers a question with replications 0 .. n - 1, and validates it with n .. 2 n - 1.
 * What `evaluations` knows already is not simulated again. The result is to be freed,
 * also after a failure. */
SUF_MUST_CHECK suf_status suf_size_ask(const suf_size_question *question,
    suf_evaluations *evaluations, suf_size_result *result);
/* Releases the answer's arrays; one of zeros is allowed. */
void suf_size_result_free(suf_size_result *self);

/* The value of the lever, as the scenario has it (dates as day numbers), by its number in
 * the search. */
double suf_size_value(const suf_size_question *question, uint32_t at);
/* How it is told: "2024-09-01" or "120". */
enum { SUF_VALUE_BYTES = 40 };
void suf_size_value_text(
    const suf_lever_spec *lever, double value, char text[SUF_VALUE_BYTES]);

#endif
