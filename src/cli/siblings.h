/* Do the other shards of an output agree with this one?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shards that another build, another kind of machine or another seed has begun cannot be
 * merged with this one. That is better told before the hours that a shard takes.
 *
 * Each shard first has its own journal, with its head, then looks at those of the others;
 * so of two that begin together one at least sees the other. Of two that differ the one
 * goes on that has replications already, or, where none has, the lower one: it waits
 * until the other has gone. */
#ifndef SUF_CLI_SIBLINGS_H
#define SUF_CLI_SIBLINGS_H

#include "base/fault.h"
#include "base/status.h"
#include "results/store.h"

/* SUF_ERROR_FORMAT, with the journal and the fact that differs in *faults, when another
 * shard of the output is of another run than the store, whose journal is that of shard
 * goal.shard. Journals that cannot be read are passed over. */
SUF_MUST_CHECK suf_status suf_siblings_check(
    const suf_store *store, const char *output, suf_goal goal, suf_faults *faults);

#endif
