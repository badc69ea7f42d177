/* Former names of what results files hold, found in files of formats before 1.5.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "former_results.h"

#include <stddef.h>
#include <string.h>

const char *
suf_former_variable(suf_variable variable)
{
    static const char *const names[SUF_N_VARIABLES] = {
        [SUF_VARIABLE_ADMISSIONS_OVERFLOW] = "admissions_away",
        [SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN] = "admissions_from_away",
        [SUF_VARIABLE_PLACED_OVERFLOW] = "placed_away",
        [SUF_VARIABLE_SERVED_OVERFLOW] = "served_away",
        [SUF_VARIABLE_TARGET_UTILISATION] = "use",
        [SUF_VARIABLE_TARGET_PEAK_UTILISATION] = "peak_use",
        [SUF_VARIABLE_OCCUPIED] = "taken",
        [SUF_VARIABLE_UTILISATION] = "used",
        [SUF_VARIABLE_UNMET] = "unserved",
        [SUF_VARIABLE_UNMET_SHARE] = "unserved_share",
        [SUF_VARIABLE_OVERFLOW_RATE] = "elsewhere",
    };
    return names[variable];
}

const char *
suf_former_coordinate(const char *name)
{
    static const struct {
        const char *name, *former;
    } rows[] = {{"assumption_evidence", "assumption_confidence"},
        {"target_evidence", "target_confidence"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].former;
        }
    }
    return NULL;
}
