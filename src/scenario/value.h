/* One value as written, into the member its key names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_VALUE_H
#define SUF_SCENARIO_VALUE_H

#include "scenario/reader.h"

/* Reads a scalar of any type that is one value (not SECTION to PLACES) into `object`, the
 * struct of the key's section. Tells what is wrong and then leaves the member as it was.
 */
void suf_value_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
/* A number, or $assumption, in the range and dimension of the key; false when told. */
bool suf_value_number(
    suf_reader *self, const suf_key *key, const suf_node *node, suf_number *out);
/* A number in the range and dimension of the key, never an assumption. */
bool suf_value_plain(
    suf_reader *self, const suf_key *key, const suf_node *node, double *out);
/* A name for a map of this kind of names; false when told. */
bool suf_value_is_name(suf_reader *self, const suf_place *place, const char *text);
bool suf_value_is_label(suf_reader *self, const suf_place *place, const char *text);
/* Index of the district with this name, or SUF_NONE when told. */
uint32_t suf_value_district(suf_reader *self, const suf_place *place, const char *text);

/* Reads a list of numbers (SUF_KEY_LAWS) into the array and count of an assumption. */
void suf_value_list(
    suf_reader *self, const suf_key *key, const suf_node *node, void *assumption);

#endif
