/* The values that assumptions take in each replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_EXPERIMENT_DESIGN_H
#define SUF_EXPERIMENT_DESIGN_H

#include <stdint.h>

#include "base/status.h"
#include "model/model.h"

/* Draws values[n_assumptions] for a replication: by inversion of one uniform an
 * assumption (random/assumption_law.h), named by seed, replication and the assumption, so
 * that scenarios share it. SUF_ERROR_PARAMETER when a value lies outside what it is used
 * for. */
SUF_MUST_CHECK suf_status suf_design_draw(
    const suf_model *model, uint64_t replication, double *values);

#endif
