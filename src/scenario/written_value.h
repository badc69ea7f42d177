/* A value of a scenario as its resolved text has it: with its unit, in the form that is
 * read back to the last bit. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WRITTEN_VALUE_H
#define SUF_SCENARIO_WRITTEN_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "scenario/keys.h"
#include "scenario/scenario.h"

typedef struct suf_writer {
    const suf_scenario *scenario; /* borrowed */
    suf_text text;
    suf_service_kind kind; /* of the service at hand */
} suf_writer;

/* The member of a section's struct at an offset that its key tells. */
static inline const void *
suf_key_member(const void *object, size_t offset)
{
    return (const unsigned char *) object + offset;
}

/* " days", " per day" or "": what stands behind a number. Static storage. */
const char *suf_unit_text(suf_dimension dimension);
/* True when the member holds nothing that was given and nothing that holds instead. */
bool suf_key_is_absent(const suf_key *key, const void *member);
/* A member that is one value, or null; `object` is the struct of its section. */
void suf_write_value(suf_writer *self, const suf_key *key, const void *object);
/* A constant with the unit of its key, or the name of an assumption. */
void suf_write_number(suf_writer *self, const suf_key *key, const suf_number *number);

#endif
