/* The measures of one replication of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure_reader.h"

#include <stdlib.h>

#include "base/memory.h"

suf_status
suf_measure_reader_init(suf_measure_reader *self, suf_results *results)
{
    *self = (suf_measure_reader){.results = results};
    suf_status status = SUF_OK;
    for (int i = 0; status == SUF_OK && i < SUF_N_MEASURES; i++) {
        suf_variable variable = (suf_variable) (SUF_FIRST_MEASURE + i);
        status = suf_array_new(suf_layout_size(&results->layout, variable),
            sizeof *self->values[i], &self->values[i]);
    }
    return status;
}

void
suf_measure_reader_free(suf_measure_reader *self)
{
    for (int i = 0; i < SUF_N_MEASURES; i++) {
        free(self->values[i]);
    }
    *self = (suf_measure_reader){0};
}

suf_status
suf_measure_reader_read(
    suf_measure_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults)
{
    suf_status status = SUF_OK;
    self->scenario = scenario;
    for (int i = 0; status == SUF_OK && i < SUF_N_MEASURES; i++) {
        suf_variable variable = (suf_variable) (SUF_FIRST_MEASURE + i);
        if (suf_layout_size(&self->results->layout, variable) > 0) {
            status = suf_results_read(
                self->results, variable, scenario, position, self->values[i], faults);
        }
    }
    return status;
}

double
suf_measure_value(const suf_measure_reader *self, suf_variable measure, uint32_t service,
    uint32_t region)
{
    const suf_layout *layout = &self->results->layout;
    return self->values[(int) measure - SUF_FIRST_MEASURE][suf_measure_at(
        layout, measure, layout->n_years, region, service)];
}

uint32_t
suf_measures_of(int32_t kind, bool in_table, suf_variable measures[SUF_N_MEASURES])
{
    uint32_t n = 0;
    bool is_class = kind == SUF_KIND_OF_CLASS;
    int32_t formula = is_class ? SUF_KIND_STAY : kind;
    for (int v = SUF_FIRST_MEASURE; v < SUF_N_VARIABLES; v++) {
        suf_variable variable = (suf_variable) v;
        bool is_of_class = suf_variable_info_of(variable)->dims == SUF_DIMS_CLASS_MEASURE;
        if (is_of_class == is_class && suf_measure_has(variable, formula) &&
            (!in_table || suf_measure_of(variable)->formulas[formula].is_in_table)) {
            measures[n++] = variable;
        }
    }
    return n;
}
