/* Consistency of targets of inequality and access.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_CHECK_EQUALITY_H
#define SUF_SCENARIO_CHECK_EQUALITY_H

#include "scenario/read/reader.h"

/* Of the target at an index; nothing but what its measure may say of others. */
void suf_check_equality(
    suf_reader *reader, const void *table, size_t i, const suf_target_row *row);

#endif
