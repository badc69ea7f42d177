/* A second, slow way to the waits of a replication: from its story, person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cumulative incidence by redistribution to the right (Efron 1967, Proceedings of the
 * Fifth Berkeley Symposium 4, 831-853): everybody starts with the same weight; who is
 * censored hands it in equal parts to all those who are observed for longer; the
 * incidence at t is the weight of those admitted by then. It is the estimator of Aalen
 * and Johansen by another road. */
#ifndef SUF_TESTS_WAITS_ORACLE_H
#define SUF_TESTS_WAITS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"
#include "oracle/queue_oracle.h"
#include "stats/incidence.h"
#include "stats/metrics.h"

/* The least time of a wait by which the share is admitted, or NaN; waits of all people,
 * those admitted at once with 0 days, in any order. */
double waits_oracle_quantile(const suf_wait *waits, size_t n, double share);

/* The first value that disagrees, and how many were compared that are a number. */
typedef struct waits_report {
    uint32_t year, district, service, level; /* level SUF_N_WAIT_LEVELS: `joined` */
    double found, expected;
    size_t n_numbers;
} waits_report;

/* Whether the record's group /waits follows from the story: `joined` exactly, quantiles
 * to 1e-9 days; the record's services are the model's. Adds to report->n_numbers. */
bool waits_oracle_agrees(const suf_model *model, const queue_story *story,
    const suf_metrics *metrics, waits_report *report);

#endif
