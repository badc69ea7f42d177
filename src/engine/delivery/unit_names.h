/* How what is drawn for a unit is named among the random streams of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_UNIT_NAMES_H
#define SUF_ENGINE_UNIT_NAMES_H

#include <stdint.h>

/* Blocks of a unit's name: its delay, cancellation and inspections; then its stages. */
enum { SUF_BLOCK_UNIT, SUF_BLOCK_STAGE };
/* KNOWN: whether it is one of those of its project that are known to be open. */
enum { SUF_WORD_DELAY, SUF_WORD_CANCELLATION, SUF_WORD_INSPECTION, SUF_WORD_KNOWN };
/* What is drawn beside a project, for a copy or a replacement of a unit, is named by a
 * number of its own, beyond those of any batch that fits into memory: so it depends on
 * its own project alone. Copies count from 1; a replacement may be one of a copy. */
#define SUF_NUMBERS_OF_A_COPY       (UINT32_C(1) << 28)
#define SUF_NUMBERS_OF_REPLACEMENTS (UINT32_C(1) << 31)

#endif
