/* The place of an output: whether it may be written, and who is writing it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that puts OUTPUT in place holds the lock on OUTPUT.journal while it does: a
 * run, whose journal that is, and a merge, which writes no journal and leaves an empty
 * file at most. */
#ifndef SUF_JOURNAL_OUTPUT_FILE_H
#define SUF_JOURNAL_OUTPUT_FILE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"

/* The file that a name leads to: itself, or the end of a chain of symbolic links, which
 * may not be there yet. Everything about an output (journal, lock, facts, the file
 * itself) is made beside that one, so that links stay and lead to what is written. *out
 * is owned by the caller. SUF_ERROR_OPEN when links go round in a circle. */
SUF_MUST_CHECK suf_status suf_output_resolve(
    const char *path, char **out, suf_faults *faults);
/* The output may be absent, or an ordinary file; *is_there tells which. SUF_ERROR_OPEN
 * when it is something else. */
SUF_MUST_CHECK suf_status suf_output_check(
    const char *path, bool *is_there, suf_faults *faults);
/* Refuses with SUF_ERROR_EXISTS, the reason in *faults: an output that is the same file
 * as `original`, and without `force` one that is there. */
SUF_MUST_CHECK suf_status suf_output_refuse(
    const char *path, const char *original, bool force, suf_faults *faults);

/* Opens and locks a file, which is created when it is not there: *file is its
 * descriptor, or -1. SUF_ERROR_LOCKED when another has it. Where the file system has no
 * locks the file is opened all the same, and *lock_error is the system's error number,
 * else 0: nothing keeps another writer away then but that a file is watched for a second
 * and refused as locked when it grows. */
SUF_MUST_CHECK suf_status suf_output_lock(
    const char *path, int *file, int *lock_error, suf_faults *faults);
/* Lets go of it, and removes the file when nothing is in it. */
void suf_output_unlock(const char *path, int *file);

/* True when the name leads to the open file. */
bool suf_output_leads_to(const char *path, int file);

#endif
