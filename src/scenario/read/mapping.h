/* Mappings from years, months, sexes and districts to numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_MAPPING_H
#define SUF_SCENARIO_MAPPING_H

#include "scenario/read/reader.h"

/* Readers of the types YEARS, MONTHS, SEXES and PLACES (suf_type.read). Places go to the
 * list of the reader, for the service that was named last. */
void suf_read_years(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
void suf_read_months(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
void suf_read_sexes(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
void suf_read_places(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);

#endif
