/* Terms that a scenario and its model share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_BASE_TERMS_H
#define SUF_BASE_TERMS_H

#include <stdint.h>

#include "base/number.h"

/* No upper age: eligible for ever. Ages are in whole months. */
#define SUF_AGE_OPEN UINT32_MAX

typedef enum suf_sex {
    SUF_FEMALE,
    SUF_MALE,
    SUF_N_SEXES,
    SUF_BOTH_SEXES = SUF_N_SEXES
} suf_sex;

typedef enum suf_assumption_kind {
    SUF_ASSUMPTION_VALUE,      /* a[0] */
    SUF_ASSUMPTION_UNIFORM,    /* low, high */
    SUF_ASSUMPTION_TRIANGULAR, /* low, mode, high */
    SUF_ASSUMPTION_NORMAL,     /* mean, sd */
    SUF_ASSUMPTION_LOGNORMAL,  /* median, cv */
    SUF_ASSUMPTION_BETA,       /* mean, n: Beta(mean n, (1 - mean) n) */
    SUF_ASSUMPTION_GAMMA       /* mean, cv */
} suf_assumption_kind;

typedef enum suf_discipline {
    SUF_DISCIPLINE_FIFO,
    SUF_DISCIPLINE_PRIORITY,
    SUF_DISCIPLINE_LOTTERY,
    SUF_DISCIPLINE_NONE /* no waiting list: who finds no place is refused */
} suf_discipline;

typedef enum suf_death_rule { SUF_DEATH_COMPETING, SUF_DEATH_INCLUDED } suf_death_rule;

typedef struct suf_year_factor {
    int32_t year;
    suf_number factor; /* holds from this calendar year on, until a later one */
} suf_year_factor;

#endif
