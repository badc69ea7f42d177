/* The books of a story: what the record of a replication must hold.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept from the story of occurrences alone, by month, district and service, for models
 * without a population. */
#ifndef SUF_TESTS_LEDGER_H
#define SUF_TESTS_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/model.h"
#include "oracle/queue_oracle.h"
#include "stats/metrics.h"

/* The first value that disagrees. */
typedef struct ledger_fault {
    suf_variable variable;
    uint32_t month, district, service;
    double found, expected;
} ledger_fault;

/* Whether every monthly value of the record follows from the story (to 1e-9, for areas
 * are summed in another order); the record's services are the model's. */
bool ledger_agrees(const suf_model *model, const queue_story *story,
    const suf_metrics *metrics, ledger_fault *fault);

#endif
