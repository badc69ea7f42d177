/* Results files of formats before 1.4.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "older.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/measures.h"

/* The replication that was folded last. */
struct suf_older {
    suf_metrics metrics;
    bool is_folded;
    uint32_t scenario, replication;
};

void
suf_older_free(suf_older *self)
{
    if (self != NULL) {
        suf_metrics_free(&self->metrics);
        free(self);
    }
}

/* Reads what is folded: all but the measures. */
static suf_status
read_replication(
    suf_results *self, uint32_t scenario, uint32_t replication, suf_faults *faults)
{
    suf_older *older = self->older;
    suf_status status = SUF_OK;
    older->is_folded = false;
    suf_metrics_clear(&older->metrics);
    for (int v = 0; status == SUF_OK && v < SUF_FIRST_MEASURE; v++) {
        status = suf_results_block(self, (suf_variable) v, scenario, replication,
            suf_metrics_of(&older->metrics, (suf_variable) v), faults);
    }
    return status;
}

/* Whether a service has anything of a variable, in the replication that was read. */
static bool
has_values(suf_results *self, suf_variable variable, uint32_t service)
{
    const double *values = suf_metrics_of(&self->older->metrics, variable);
    size_t n = suf_layout_size(&self->layout, variable);
    for (size_t i = service; i < n; i += self->layout.n_services) {
        if (!isnan(values[i])) {
            return true;
        }
    }
    return false;
}

suf_status
suf_older_open(suf_results *self, suf_faults *faults)
{
    suf_layout *layout = &self->layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *self->older, &self->older));
    SUF_TRY(suf_metrics_init(&self->older->metrics, layout));
    SUF_TRY(suf_array_new((size_t) layout->n_scenarios * layout->n_services,
        sizeof *layout->service_facts, &layout->service_facts));
    for (uint32_t scenario = 0; scenario < layout->n_scenarios; scenario++) {
        SUF_TRY(read_replication(self, scenario, 0, faults));
        for (uint32_t service = 0; service < layout->n_services; service++) {
            suf_service_facts *facts =
                &layout->service_facts[(size_t) scenario * layout->n_services + service];
            facts->kind =
                has_values(self, SUF_VARIABLE_APPLICANTS, service) ? SUF_KIND_INTAKE
                : has_values(self, SUF_VARIABLE_VISITS, service)   ? SUF_KIND_VISIT
                : has_values(self, SUF_VARIABLE_REQUESTS, service) ? SUF_KIND_STAY
                                                                   : SUF_NO_KIND;
            facts->has_list = has_values(self, SUF_VARIABLE_WAITS_JOINED, service);
        }
    }
out:
    return status;
}

suf_status
suf_older_measure(suf_results *self, suf_variable variable, uint32_t scenario,
    uint32_t replication, double *values, suf_faults *faults)
{
    suf_older *older = self->older;
    if (!older->is_folded || older->scenario != scenario ||
        older->replication != replication) {
        suf_status status = read_replication(self, scenario, replication, faults);
        if (status != SUF_OK) {
            return status;
        }
        suf_measures_fold(&older->metrics, scenario);
        older->scenario = scenario;
        older->replication = replication;
        older->is_folded = true;
    }
    memcpy(values, suf_metrics_of(&older->metrics, variable),
        suf_layout_size(&self->layout, variable) * sizeof *values);
    return SUF_OK;
}
