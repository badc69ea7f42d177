/* The share admitted in time, a second time: person by person, from a story.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_TESTS_ADMITTED_ORACLE_H
#define SUF_TESTS_ADMITTED_ORACLE_H

#include <stdint.h>

#include "oracle/queue_oracle.h"

/* Of those of a district (SUF_NONE: of all) who asked for a service in the 365 days that
 * end `within_days` before `date_days`, and were not sent away: the share admitted within
 * that time. Who died or moved before it was over, without a place, is left out. NAN: of
 * nobody. n_of, unless NULL: how many they are. */
double admitted_oracle_share(const queue_story *story, uint32_t service,
    uint32_t district, double date_days, double within_days, uint64_t *n_of);

#endif
