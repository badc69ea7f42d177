/* How the table of keys is written down: its parts and their shorthands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_KEYS_PARTS_H
#define SUF_SCENARIO_KEYS_PARTS_H

#include <math.h>
#include <stddef.h>

#include "scenario/keys.h"

/* Each returns the facts of a section it holds, else NULL. */
const suf_section_info *suf_keys_of_scenario(suf_section section);
const suf_section_info *suf_keys_of_services(suf_section section);
const suf_section_info *suf_keys_of_tables(suf_section section);
const suf_section_info *suf_keys_of_delivery(suf_section section);

#define AT(type, member)      .offset = offsetof(type, member)
#define COUNTED(type, member) .count_offset = offsetof(type, member)
#define RANGE(least, most)    .minimum = (least), .maximum = (most)
#define AT_LEAST(least)       .minimum = (least), .maximum = (double) INFINITY
#define ABOVE(least)          AT_LEAST(least), .is_above = true
#define ABOVE_TO(least, most) RANGE(least, most), .is_above = true
#define DURATION              .dimension = SUF_DIMENSION_DURATION
#define RATE                  .dimension = SUF_DIMENSION_RATE
#define REQUIRED              .is_required = true
#define OF(set)               .kinds = (set)
#define STAYS                 (1U << SUF_KIND_STAY)
#define INTAKES               (1U << SUF_KIND_INTAKE)
#define VISITS                (1U << SUF_KIND_VISIT)
#define MARK(type, member, value)                                                        \
    .mark_bytes = sizeof(((type *) 0)->member), .mark_offset = offsetof(type, member),   \
    .mark_value = (value)
#define KEYS(array) .keys = (array), .n_keys = sizeof(array) / sizeof((array)[0])

#endif
