/* Checksums of a whole file, at its end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HDF5 checks its own structure and, by the filter Fletcher-32, every chunk that is read;
 * but not texts of variable length, and a damaged structure may lead it astray before it
 * notices. So a results file ends in a CRC-32 of each MiB of what is before, which is
 * verified before HDF5 sees the file. HDF5 itself, and whatever reads by it, passes over
 * what lies behind its own end.
 *
 * The end of a file, all numbers little-endian: the CRC-32 of each block, u32; then a
 * tail of 24 bytes: bytes before the checksums u64, bytes of a block u32, CRC-32 of the
 * checksums and of the tail so far u32, magic "SUFCRC\r\n". */
#ifndef SUF_RESULTS_CHECKSUM_H
#define SUF_RESULTS_CHECKSUM_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"

/* Appends the checksums of all that a file holds. SUF_ERROR_WRITE with the system's error
 * number in *error_number, or SUF_ERROR_MEMORY. */
SUF_MUST_CHECK suf_status suf_checksum_append(const char *path, int *error_number);
/* Reads a whole file and verifies it; *is_there: it has checksums. SUF_ERROR_OPEN,
 * SUF_ERROR_READ or SUF_ERROR_CORRUPT is told in *faults. */
SUF_MUST_CHECK suf_status suf_checksum_verify(
    const char *path, bool *is_there, suf_faults *faults);

#endif
