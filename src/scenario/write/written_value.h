/* A value of a scenario as its resolved text has it: with its unit, in the form that is
 * read back to the last bit. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WRITTEN_VALUE_H
#define SUF_SCENARIO_WRITTEN_VALUE_H

#include <stdbool.h>

#include "scenario/types/keys.h"
#include "scenario/write/writer.h"

/* True when the member holds nothing that was given and nothing that holds instead. */
bool suf_key_is_absent(const suf_key *key, const void *object);
/* A member that is one value, or null; `object` is the struct of its section. */
void suf_writer_add_value(suf_writer *self, const suf_key *key, const void *object);
/* What a key holds and is not absent: the name of its lever, or its value. */
void suf_writer_add_held(suf_writer *self, const suf_key *key, const void *object);
/* A constant with the unit of its key, or the name of an assumption. */
void suf_writer_add_number(
    suf_writer *self, const suf_key *key, const suf_number *number);

/* The writers of the types that are one value, for their rows (suf_type.write). */
#define SUF_WRITER(type)                                                                 \
    void suf_write_##type(suf_writer *self, const suf_key *key, const void *object)
SUF_WRITER(format);
SUF_WRITER(text); /* TEXT, NAME, LABEL */
SUF_WRITER(date); /* DATE, MONTH */
SUF_WRITER(seed);
SUF_WRITER(count);
SUF_WRITER(year);
SUF_WRITER(age);
SUF_WRITER(lasting);
SUF_WRITER(ages);
SUF_WRITER(plain); /* PLAIN, WHOLE */
SUF_WRITER(number);
SUF_WRITER(parameter);
SUF_WRITER(yes_no);
SUF_WRITER(choice);
SUF_WRITER(service);
SUF_WRITER(district); /* DISTRICT, BEYOND */
/* Whether a choice has the value that no word stands for: nothing was given. */
bool suf_choice_is_absent(const suf_key *key, const void *member);

#endif
