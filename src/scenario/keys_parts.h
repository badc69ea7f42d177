/* How the table of keys is written down: its parts and their shorthands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_KEYS_PARTS_H
#define SUF_SCENARIO_KEYS_PARTS_H

#include <math.h>
#include <stddef.h>

#include "scenario/types/keys.h"

/* The sections that each holds; the others of its array have no name. */
extern const suf_section_info suf_sections_of_scenario[SUF_N_SECTIONS],
    suf_sections_of_services[SUF_N_SECTIONS], suf_sections_of_tables[SUF_N_SECTIONS],
    suf_sections_of_delivery[SUF_N_SECTIONS], suf_sections_of_targets[SUF_N_SECTIONS],
    suf_sections_of_durations[SUF_N_SECTIONS], suf_sections_of_kinds[SUF_N_SECTIONS],
    suf_sections_of_costs[SUF_N_SECTIONS], suf_sections_of_observations[SUF_N_SECTIONS],
    suf_sections_of_policies[SUF_N_SECTIONS];

#define AT(type, member)      .offset = offsetof(type, member)
#define COUNTED(type, member) .count_offset = offsetof(type, member)
#define RANGE(least, most)    .minimum = (least), .maximum = (most)
#define AT_LEAST(least)       .minimum = (least), .maximum = (double) INFINITY
#define ABOVE(least)          AT_LEAST(least), .is_above = true
#define ABOVE_TO(least, most) RANGE(least, most), .is_above = true
#define DURATION              .dimension = SUF_DIMENSION_DURATION
#define RATE                  .dimension = SUF_DIMENSION_RATE
#define MONEY                 .dimension = SUF_DIMENSION_MONEY
#define REQUIRED              .is_required = true
#define OF(set)               .kinds = (set)
#define STAYS                 (1U << SUF_KIND_STAY)
#define INTAKES               (1U << SUF_KIND_INTAKE)
#define VISITS                (1U << SUF_KIND_VISIT)
#define MARK(type, member, value)                                                        \
    .mark_bytes = sizeof(((type *) 0)->member), .mark_offset = offsetof(type, member),   \
    .mark_value = (value)
#define LEVER(type, member, unit)                                                        \
    .lever_offset = offsetof(type, member), .lever_unit = (unit)
#define KEYS(array) .keys = (array), .n_keys = sizeof(array) / sizeof((array)[0])

/* Sections: one mapping; mappings by name; rows of a table, and what they are known by.
 */
#define PLAIN_SECTION(text, array, type, what)                                           \
    {                                                                                    \
        .name = (text), KEYS(array), .bytes = sizeof(type),                              \
        .name_offset = SUF_NO_MEMBER, .line_offset = SUF_NO_MEMBER, .help = (what)       \
    }
#define TABLE(text, array, row, what)                                                    \
    .name = (text), KEYS(array), .bytes = sizeof(row),                                   \
    .line_offset = offsetof(row, line), .help = (what)
#define NAMED(row, member)                                                               \
    .name_offset = offsetof(row, member), .name_type = SUF_KEY_LABEL

#endif
