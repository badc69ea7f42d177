/* Where people of a stay ask first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_CHOICE_MODEL_H
#define SUF_MODEL_CHOICE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"

typedef struct suf_choice_model {
    uint32_t *to;       /* [n] districts that are chosen from; owned */
    uint32_t n;         /* 0: everybody asks in its own district first */
    suf_number share;   /* of those who ask, that chooses */
    suf_number gravity; /* per day of travel */
    bool has_gravity;   /* else travel does not count */
    double own_minutes; /* of travel within a district */
} suf_choice_model;

#endif
