/* The one table of output variables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "variables.h"

#include "base/status.h"

const char *
suf_variable_group(suf_variable_dims dims)
{
    static const char *const groups[SUF_N_DIMS] = {[SUF_DIMS_MONTHLY] = "/",
        [SUF_DIMS_WAITS_YEAR] = "waits",
        [SUF_DIMS_WAITS] = "waits",
        [SUF_DIMS_CLASS] = "classes",
        [SUF_DIMS_CLASS_YEAR] = "classes",
        [SUF_DIMS_CLASS_WAITS] = "classes",
        [SUF_DIMS_POPULATION] = "population",
        [SUF_DIMS_ASSUMPTION] = "assumptions",
        [SUF_DIMS_PROJECT_YEAR] = "delivery",
        [SUF_DIMS_PROJECT] = "delivery",
        [SUF_DIMS_ASSET_YEAR] = "delivery",
        [SUF_DIMS_TARGET] = "targets",
        [SUF_DIMS_TARGET_DISTRICT] = "targets"};
    suf_bug_unless((unsigned) dims < SUF_N_DIMS);
    return groups[dims];
}

const suf_variable_info *
suf_variable_info_of(suf_variable variable)
{
#define SUF_VARIABLE_ROW(symbol, label, dims_, units_, methods, text)                    \
    [SUF_VARIABLE_##symbol] = {.name = (label),                                          \
        .units = (units_),                                                               \
        .cell_methods = (methods),                                                       \
        .long_name = (text),                                                             \
        .dims = SUF_DIMS_##dims_},
    static const suf_variable_info rows[] = {SUF_VARIABLE_LIST(SUF_VARIABLE_ROW)};
#undef SUF_VARIABLE_ROW
    suf_bug_unless((unsigned) variable < SUF_N_VARIABLES);
    return &rows[variable];
}
