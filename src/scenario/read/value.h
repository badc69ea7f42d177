/* One value as written, into the member its key names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_VALUE_H
#define SUF_SCENARIO_VALUE_H

#include "scenario/read/reader.h"

/* Reads a value of any type into `object`, the struct of the key's section, by the row of
 * the type. Tells what is wrong and then leaves the member as it was. */
void suf_value_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
/* The same of what was written, in a section or a cell of a table: notes that the key was
 * given where its row says so (mark). What stands for what was not given is read without
 * a note. */
void suf_value_take(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
/* A number, or $assumption, in the range and dimension of the key; false when told. */
bool suf_value_number(
    suf_reader *self, const suf_key *key, const suf_node *node, suf_number *out);
/* A number in the range and dimension of the key, never an assumption. */
bool suf_value_plain(
    suf_reader *self, const suf_key *key, const suf_node *node, double *out);
/* Index of the district with this name, or SUF_NONE when told. */
uint32_t suf_value_district(suf_reader *self, const suf_place *place, const char *text);

/* Tells "found X: why, expected Y"; why may be NULL. */
void suf_value_fault(
    suf_reader *self, const suf_key *key, const suf_node *node, const char *why);

/* The readers of the types, for their rows (suf_type.read); of all but PARAMETERS the
 * node is one value. */
#define SUF_READER(type)                                                                 \
    void suf_read_##type(                                                                \
        suf_reader *self, const suf_key *key, const suf_node *node, void *object)
SUF_READER(format);
SUF_READER(seed);
SUF_READER(count); /* COUNT, YEAR */
SUF_READER(whole);
SUF_READER(date); /* DATE, MONTH */
SUF_READER(age);
SUF_READER(lasting);
SUF_READER(ages);
SUF_READER(plain);
SUF_READER(number);
SUF_READER(parameter);
SUF_READER(parameters);
SUF_READER(yes_no);
SUF_READER(choice);
SUF_READER(text);
SUF_READER(name);
SUF_READER(label);
SUF_READER(district);
SUF_READER(beyond);
SUF_READER(service);

#endif
