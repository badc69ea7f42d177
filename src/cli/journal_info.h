/* What is in a journal, for people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_JOURNAL_INFO_H
#define SUF_CLI_JOURNAL_INFO_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"

/* True when the file begins as a journal does; false also when it cannot be read. */
bool suf_journal_info_is_journal(const char *path);
/* Prints what made it, what it set out to do and how much of it is there. With is_csv one
 * line: path, shard, shards, replications, finished, missing (0 once the shard is done),
 * damaged. */
SUF_MUST_CHECK suf_status suf_journal_info_print(
    const char *path, bool is_csv, suf_faults *faults);

#endif
