/* The first event at which replications of two scenarios part, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both are followed at once, event by event; what is told of an event (trace) is
 * compared, so two events are the same when their lines are. Persons have the same name
 * in every scenario of the same seed. Why is told by what differs: what the scenarios
 * say, the values drawn for this replication, and the first project that opens on another
 * day. */
#ifndef SUF_CLI_FIRST_DIFFERENCE_H
#define SUF_CLI_FIRST_DIFFERENCE_H

#include "base/fault.h"
#include "cli/options.h"

typedef struct suf_difference_question {
    const char *paths[2];
    const suf_texts *sets; /* of both */
    uint64_t replication;
} suf_difference_question;

/* Prints it on stdout. */
SUF_MUST_CHECK suf_status suf_first_difference_tell(
    const suf_difference_question *question, suf_faults *faults);

#endif
