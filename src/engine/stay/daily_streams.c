/* The streams that a day has to look at, in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "daily_streams.h"

#include <stdlib.h>

#include "base/memory.h"

suf_status
suf_daily_streams_init(suf_daily_streams *self, const suf_model *model)
{
    suf_status status = SUF_OK;
    *self = (suf_daily_streams){0};
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->population, &self->population));
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->exogenous, &self->exogenous));
out:
    return status;
}

void
suf_daily_streams_free(suf_daily_streams *self)
{
    free(self->population);
    free(self->exogenous);
    *self = (suf_daily_streams){0};
}

void
suf_daily_streams_find(
    suf_daily_streams *self, const suf_model *model, const suf_scope *scope)
{
    self->n_population = self->n_exogenous = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        const suf_stream *stream = &model->streams[i];
        if (stream->is_monthly || !suf_scope_has_service(scope, stream->service)) {
            continue;
        }
        if (stream->kind == SUF_STREAM_POPULATION) {
            self->population[self->n_population++] = i;
        } else {
            self->exogenous[self->n_exogenous++] = i;
        }
    }
}
