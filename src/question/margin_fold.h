/* What the runs of the question margin tell: effects, and which option is best.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_MARGIN_FOLD_H
#define SUF_QUESTION_MARGIN_FOLD_H

#include "question/evaluations.h"
#include "question/margin_question.h"

/* Mean with the limits of its 95 % interval; NAN: not known, or it has none. */
typedef struct suf_margin_effect {
    double mean, low, high;
} suf_margin_effect;

/* What is known of a target and an option. */
typedef enum suf_margin_target {
    SUF_MARGIN_NOT_FELT, /* nothing links them: P does not change */
    SUF_MARGIN_SHARED,   /* another option of the run is felt too: not known */
    SUF_MARGIN_KNOWN
} suf_margin_target;

typedef struct suf_margin_gain { /* of P(met), by the option as a whole */
    suf_margin_target state;
    suf_margin_effect change;
} suf_margin_gain;

typedef struct suf_margin_row {
    suf_margin_effect effects[SUF_N_MARGINS];
    suf_margin_effect share;       /* 0..1 of the unmet demand that the option mends */
    suf_margin_effect cost;        /* yuan, per place; NAN where no cost is given */
    suf_margin_effect per_million; /* people served more by a million yuan */
    bool has_capital, has_running; /* what the cost is of */
    double unmet;                  /* people of the plan who were not served, mean */
    suf_margin_gain *gains;        /* [n_targets]; owned by the answer */
    bool is_best;                  /* of its group, by what is asked */
    bool is_short; /* somebody waits or goes without in some replication */
} suf_margin_row;

typedef enum suf_margin_verdict {
    SUF_MARGIN_BEST_TOLD,  /* the best is told from all others */
    SUF_MARGIN_BEST_OPEN,  /* not by so many replications */
    SUF_MARGIN_ONLY_ONE,   /* there is nothing to tell it from */
    SUF_MARGIN_NONE_HELPS, /* nobody waits or goes without in any replication, or no
                              option changed anything in any */
    SUF_MARGIN_UNKNOWN     /* the service does not have what is asked by */
} suf_margin_verdict;

typedef struct suf_margin_answer {
    suf_margin_row *rows;         /* [n_options]; owned */
    suf_margin_verdict *verdicts; /* [n_options] of each one's group; owned */
    suf_margin_gain *gains;       /* [n_options][n_targets]; owned */
    uint32_t n_targets;           /* with the conditions behind them */
    uint32_t n_replications, n_looks;
    double confidence; /* of the last look */
    bool is_settled;   /* no group is open */
} suf_margin_answer;

/* Sets the answer's rows and verdicts from replications 0 .. n_replications - 1, which
 * were asked at vectors[n_runs + 1][n_levers], the plan first; the last look has
 * answer->confidence. */
SUF_MUST_CHECK suf_status suf_margin_fold(const suf_margin_question *question,
    const suf_evaluations *evaluations, const double *vectors, suf_margin_answer *answer);

#endif
