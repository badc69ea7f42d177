/* The streams that a day has to look at, in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A model may have hundreds of streams, and a question simulates a few services of it
 * (model/scope.h). So which streams have requests day by day is found once, when a
 * replication begins, and not on each of its days. Streams by the month are not among
 * them. */
#ifndef SUF_ENGINE_DAILY_STREAMS_H
#define SUF_ENGINE_DAILY_STREAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"
#include "model/scope.h"

typedef struct suf_daily_streams {
    uint32_t *population; /* [n_population] of the population, rising; owned */
    uint32_t *exogenous;  /* [n_exogenous] of other kinds, likewise; owned */
    uint32_t n_population, n_exogenous;
} suf_daily_streams;

/* Room for all streams of the model. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_daily_streams_init(
    suf_daily_streams *self, const suf_model *model);
void suf_daily_streams_free(suf_daily_streams *self);
/* Finds those of the services that are simulated. */
void suf_daily_streams_find(
    suf_daily_streams *self, const suf_model *model, const suf_scope *scope);

#endif
