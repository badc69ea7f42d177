/* A number of a scenario: a constant, or a named assumption drawn once per replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The unit of `value` is that of the member that holds it (durations in days, rates per
 * day, shares 0..1). When `assumption` is set the number is value x the drawn assumption,
 * so value is the factor of its unit. */
#ifndef SUF_BASE_NUMBER_H
#define SUF_BASE_NUMBER_H

#include <stdint.h>

#define SUF_NONE UINT32_MAX

typedef struct suf_number {
    double value;
    uint32_t assumption; /* index of the assumption, or SUF_NONE */
} suf_number;

static inline suf_number
suf_number_constant(double value)
{
    return (suf_number){.value = value, .assumption = SUF_NONE};
}

#endif
