/* The question margin: where does one more place help most? What is asked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An option is a few places more of a service in a district, or a lever of the scenario
 * one step on. Each replication is run as planned and with every option, on common random
 * numbers; options that nothing links stand in one run (margin_links.h). Of each option
 * three differences are summed over the districts of its service that can feel it, over
 * the whole run (before the places are there nothing differs):
 *
 *   SERVED    people served more: admissions, seats given within the places, visits
 * served WAITING   person-days on lists fewer; NAN of services that have none UNMET
 * people who were not served fewer: the measure `unmet`, counted in people
 *
 * They are per place (of a lever per step), with the intervals of stats/estimate.h. What
 * share of the unmet demand of the same districts the option as a whole mends has
 * Fieller's interval. So have the people served more by a million yuan, where a place of
 * the service, or the lever, has a cost: capital as given (without overrun), and what is
 * known of running costs of the service over the run more than in the plan. P(met) of
 * each target that feels the option is told where no other option of the same run is felt
 * by it.
 *
 * Replications grow in rounds, each as many again as there are, until in every group of
 * options (those of a service, its levers apart) the best is told from all others, or the
 * most is reached. Look k spends what the stopping rule of a run does (stopping.h), so
 * that with probability 0.95 no look misleads. The answer is a function of the model and
 * the question alone. */
#ifndef SUF_QUESTION_MARGIN_QUESTION_H
#define SUF_QUESTION_MARGIN_QUESTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "base/status.h"
#include "experiment/trials.h"
#include "model/model.h"
#include "stats/metrics.h"

typedef enum suf_margin_quantity {
    SUF_MARGIN_SERVED,
    SUF_MARGIN_WAITING,
    SUF_MARGIN_UNMET,
    SUF_N_MARGINS
} suf_margin_quantity;

typedef struct suf_margin_option {
    uint32_t service;
    uint32_t district; /* SUF_NONE: a lever of the scenario, wherever it acts */
    uint32_t lever;    /* of the model */
    double amount;     /* places; of a lever a step, below 0 where it can only go back */
    double value;      /* of the lever in the plan: 0 of places */
    suf_number cost; /* capital, in yuan, of a place or of one more of the lever's unit */
    bool has_cost;   /* else what projects of the lever cost is read of the record */
    bool is_of_list; /* one list of the city, whose people accept every place: it is the
                        same in which district the place is */
    bool *felt;      /* [pools] what can feel it; owned */
    uint32_t run;    /* that it stands in, from 1; 0 is the plan */
} suf_margin_option;

struct suf_margin_answer;

typedef struct suf_margin_question {
    const suf_model *model; /* with the options' levers; borrowed, as all */
    const suf_layout *layout;
    suf_layout_map map;
    suf_margin_option *options; /* [n_options] by service; runs are set by plan */
    uint32_t n_options;
    suf_margin_quantity by; /* what is best */
    bool is_apart;          /* a run an option */
    bool is_by_target;      /* apart where a target would feel two */
    uint32_t n_first, n_most;
    uint32_t n_runs; /* without the plan; set by plan */
    /* Told before each round, how many replications it is to, and what those before it
     * say (of 0 replications at first); may be NULL. */
    void (*tell)(
        void *context, uint32_t n_replications, const struct suf_margin_answer *so_far);
    void *context;
} suf_margin_question;

/* Targets, with the conditions behind them. */
static inline uint32_t
suf_margin_n_targets(const suf_model *model)
{
    return model->delivery.n_targets + model->delivery.n_conditions;
}

/* Finds what feels each option, and deals them to runs. */
SUF_MUST_CHECK suf_status suf_margin_plan(suf_margin_question *self);
/* Behind them, where the scenario has costs: of a pool over the whole run, in yuan; NAN
 * where not given. */
enum { SUF_MARGIN_RUNNING = SUF_N_MARGINS, SUF_MARGIN_CAPITAL, SUF_N_MARGINS_WITH_COSTS };

/* Numbers that are measured of a pool. */
uint32_t suf_margin_n_of_pool(const suf_layout *layout);

/* What is measured of a trial's record: set as `measure` of the trials, with the question
 * as context; so many numbers. */
void suf_margin_measure(const void *question, suf_metrics *metrics, double *more);
uint32_t suf_margin_n_measured(const suf_margin_question *self);
/* Releases what plan made of the options. */
void suf_margin_options_free(suf_margin_option *options, uint32_t n);

#endif
