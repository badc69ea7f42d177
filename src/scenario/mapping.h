/* Mappings from years, months, sexes and districts to numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_MAPPING_H
#define SUF_SCENARIO_MAPPING_H

#include "scenario/reader.h"

/* Reads the value of a key of type YEARS, MONTHS, SEXES or PLACES. Places go to the list
 * of the reader, for the service that was named last. */
void suf_mapping_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);

#endif
