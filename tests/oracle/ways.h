/* The ways of taking a replication, compared: at once, in order, by person.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All draw the same, so the whole record of a replication must be the same to the last
 * bit: every variable, month, district and service. */
#ifndef SUF_ORACLE_WAYS_H
#define SUF_ORACLE_WAYS_H

#include <stdbool.h>

#include "oracle/ready.h"

/* Takes a replication in order and at once, and by person where that is asked for (it is
 * slow). True when their records are the same; else it tells on stderr what differs, of
 * which case. Aborts when a run fails. The metrics are those of the way taken last. */
bool ways_agree(ready *self, uint64_t replication, bool is_by_person, const char *of);

/* Sum of a variable by month, district and service over the record taken last. */
double ways_sum(ready *self, suf_variable variable);

#endif
