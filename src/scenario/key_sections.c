/* The sections of the table of keys, from the parts that it is written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/status.h"
#include "scenario/keys_parts.h"

const suf_section_info *
suf_section_get(suf_section section)
{
    const suf_section_info *info = suf_keys_of_scenario(section);
    info = info != NULL ? info : suf_keys_of_services(section);
    info = info != NULL ? info : suf_keys_of_tables(section);
    info = info != NULL ? info : suf_keys_of_delivery(section);
    suf_bug_unless(info != NULL);
    return info;
}
