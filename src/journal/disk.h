/* Files written whole: partial writes, interrupted calls, folders that must be synced.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions that touch the disk return 0 or the system's error number, so that the caller
 * can tell the user which file it was about. */
#ifndef SUF_JOURNAL_DISK_H
#define SUF_JOURNAL_DISK_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Writes all bytes at an offset. */
SUF_MUST_CHECK int suf_disk_write(int file, const void *bytes, size_t n, uint64_t offset);
/* Reads up to n bytes at an offset; *got < n only at the end of the file. */
SUF_MUST_CHECK int suf_disk_read(
    int file, void *bytes, size_t n, uint64_t offset, size_t *got);
/* Syncs a file that is not open. */
SUF_MUST_CHECK int suf_disk_sync(const char *path);
/* Syncs the folder of a file, so that its name survives a power failure. */
SUF_MUST_CHECK int suf_disk_sync_folder(const char *path);
/* path + ending; owned by the caller. */
SUF_MUST_CHECK suf_status suf_disk_path(const char *path, const char *ending, char **out);

#endif
