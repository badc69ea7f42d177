/* A model of nothing but uniform assumptions, for tests of designs and of what is
 * estimated from them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_TESTS_UNIFORM_MODEL_H
#define SUF_TESTS_UNIFORM_MODEL_H

#include <stdint.h>

#include "model/model.h"

enum { UNIFORM_MOST = 130 };

typedef struct uniform_model {
    suf_model model;
    suf_assumption_model assumptions[UNIFORM_MOST]; /* each uniform on [0, 1] */
} uniform_model;

/* n <= UNIFORM_MOST. Not to be copied or moved afterwards: the model points into it. */
void uniform_model_init(
    uniform_model *self, uint32_t n, suf_design_spec design, uint64_t seed);
/* values[n] of a replication. */
void uniform_model_draw(const uniform_model *self, uint64_t replication, double *values);

#endif
