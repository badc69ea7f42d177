/* What a table of points, which an outside calibrator may have made, says of
 * replications. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_POINTS_H
#define SUF_MODEL_POINTS_H

#include "model/model.h"

/* The logarithm of the weight that a table of points gives a replication; 0 without. */
static inline double
suf_model_log_weight(const suf_model *self, uint64_t replication)
{
    bool is_nested = self->design.inner != SUF_NONE && self->design.inner > 0;
    uint64_t point = is_nested ? replication / self->design.inner : replication;
    return self->point_log_weights != NULL ? self->point_log_weights[point] : 0;
}

#endif
