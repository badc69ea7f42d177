/* The sections of the table of keys, from the parts that it is written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/status.h"
#include "scenario/keys_parts.h"

const suf_section_info *
suf_section_get(suf_section section)
{
    const suf_section_info *const parts[] = {suf_sections_of_scenario,
        suf_sections_of_services, suf_sections_of_kinds, suf_sections_of_tables,
        suf_sections_of_delivery, suf_sections_of_targets, suf_sections_of_costs,
        suf_sections_of_observations, suf_sections_of_policies,
        suf_sections_of_durations};
    enum { LAST = sizeof parts / sizeof parts[0] - 1 };
    size_t i = 0;
    while (i < LAST && parts[i][section].name == NULL) {
        i++;
    }
    suf_bug_unless(parts[i][section].name != NULL);
    return &parts[i][section];
}
