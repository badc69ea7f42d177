/* The one table of output variables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "variables.h"

#include "base/status.h"

#define D(symbol) SUF_DIMENSION_##symbol

const suf_variable_dims_info *
suf_variable_dims_of(suf_variable_dims dims)
{
    static const suf_variable_dims_info rows[SUF_N_DIMS] = {
        [SUF_DIMS_MONTHLY] = {"/", 3, {D(MONTH), D(DISTRICT), D(SERVICE)}},
        [SUF_DIMS_WAITS_YEAR] = {"waits", 3, {D(YEAR), D(DISTRICT), D(SERVICE)}},
        [SUF_DIMS_WAITS] = {"waits", 4, {D(YEAR), D(DISTRICT), D(SERVICE), D(QUANTILE)}},
        [SUF_DIMS_CLASS] = {"classes", 3, {D(MONTH), D(DISTRICT), D(CLASS)}},
        [SUF_DIMS_CLASS_YEAR] = {"classes", 3, {D(YEAR), D(DISTRICT), D(CLASS)}},
        [SUF_DIMS_CLASS_WAITS] = {"classes", 4,
            {D(YEAR), D(DISTRICT), D(CLASS), D(QUANTILE)}},
        [SUF_DIMS_POPULATION] = {"population", 4,
            {D(YEAR), D(DISTRICT), D(SEX), D(AGE_GROUP)}},
        [SUF_DIMS_ASSUMPTION] = {"assumptions", 2, {D(ASSUMPTION), D(YEAR)}},
        [SUF_DIMS_PROJECT_YEAR] = {"delivery", 2, {D(PROJECT), D(YEAR)}},
        [SUF_DIMS_PROJECT] = {"delivery", 1, {D(PROJECT)}},
        [SUF_DIMS_ASSET_YEAR] = {"delivery", 2, {D(ASSET), D(YEAR)}},
        [SUF_DIMS_TARGET] = {"targets", 1, {D(TARGET)}},
        [SUF_DIMS_TARGET_DISTRICT] = {"targets", 2, {D(TARGET), D(DISTRICT)}},
        [SUF_DIMS_SERVICE_YEAR] = {"equality", 3, {D(YEAR), D(DISTRICT), D(SERVICE)}},
        [SUF_DIMS_EQUALITY] = {"equality", 3, {D(PERIOD), D(RATIO), D(SERVICE)}},
        [SUF_DIMS_COST] = {"costs", 2, {D(PERIOD), D(FUND)}},
        [SUF_DIMS_COST_SERVICE] = {"costs", 3, {D(PERIOD), D(REGION), D(SERVICE)}},
        [SUF_DIMS_COST_PRICE] = {"costs", 1, {D(SERVICE)}},
        [SUF_DIMS_COST_PROJECT] = {"costs", 1, {D(PROJECT)}},
        [SUF_DIMS_COST_PROJECT_YEAR] = {"costs", 2, {D(PROJECT), D(YEAR)}},
        [SUF_DIMS_COST_PART] = {"costs", 1, {D(PART)}},
        [SUF_DIMS_OBSERVATION] = {"observations", 1, {D(OBSERVATION)}},
        [SUF_DIMS_WEIGHT] = {"observations", 0, {D(SCENARIO)}},
        [SUF_DIMS_POLICY_YEAR] = {"policies", 3, {D(POLICY), D(YEAR), D(DISTRICT)}},
        [SUF_DIMS_POLICY] = {"policies", 2, {D(POLICY), D(DISTRICT)}},
        [SUF_DIMS_ZONE] = {"zones", 3, {D(MONTH), D(ZONE), D(SERVICE)}},
        [SUF_DIMS_MEASURE] = {"measures", 3, {D(PERIOD), D(REGION), D(SERVICE)}},
        [SUF_DIMS_CLASS_MEASURE] = {"class_measures", 3,
            {D(PERIOD), D(REGION), D(CLASS)}},
    };
    suf_bug_unless((unsigned) dims < SUF_N_DIMS);
    return &rows[dims];
}

const char *
suf_variable_group(suf_variable_dims dims)
{
    return suf_variable_dims_of(dims)->group;
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
