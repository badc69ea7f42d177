/* What a JSON Schema says of values: of each type of key.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each returns a value of JSON that the caller owns, or NULL when memory is out. */
#ifndef SUF_SCENARIO_SCHEMA_TYPE_H
#define SUF_SCENARIO_SCHEMA_TYPE_H

#include <stdbool.h>

#include "base/json.h"
#include "scenario/types/keys.h"

/* What the value of a key may be; in an overlay mappings may say that they replace what
 * is below. */
json_t *suf_schema_of(const suf_key *key, bool is_overlay);
/* The name of a section's definition. */
void suf_schema_name(suf_section section, bool is_overlay, char name[100]);

/* Of the types, for their rows (suf_type.schema). */
#define SUF_SCHEMA(type) json_t *suf_schema_##type(const suf_key *key, bool is_overlay)
SUF_SCHEMA(integer); /* FORMAT, COUNT, YEAR, WHOLE */
SUF_SCHEMA(text);
SUF_SCHEMA(seed);
SUF_SCHEMA(parameters);
SUF_SCHEMA(yes_no);
SUF_SCHEMA(age);
SUF_SCHEMA(lasting);
SUF_SCHEMA(ages);
SUF_SCHEMA(quantity); /* PLAIN */
SUF_SCHEMA(number);
SUF_SCHEMA(parameter);
SUF_SCHEMA(choice);
SUF_SCHEMA(section);
SUF_SCHEMA(map);
SUF_SCHEMA(table);
SUF_SCHEMA(years);
SUF_SCHEMA(months);
SUF_SCHEMA(sexes);
SUF_SCHEMA(places);
SUF_SCHEMA(design);

#endif
