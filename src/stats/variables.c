/* The one table of output variables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "variables.h"

#include "base/status.h"

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
