/* Consistency of where people go on to when their stay is over.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/check/check.h"
#include "scenario/check/service_at.h"
#include "scenario/read/assumption.h"

double
suf_check_most(const suf_scenario *scenario, const suf_number *number)
{
    double low = 0;
    double high = 1;
    if (number->assumption != SUF_NONE) {
        suf_assumption_reach(&scenario->assumptions[number->assumption], &low, &high);
    }
    return number->value * high;
}

void
suf_check_then(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_scenario *scenario = self->reader->scenario;
    uint32_t here = (uint32_t) (service - scenario->services) + 1;
    double sum = 0;
    for (size_t i = 0; i < service->n_then; i++) {
        suf_then_row *row = &service->then[i];
        row->service = suf_names_find(&self->reader->services, row->name);
        if (row->service == SUF_NONE ||
            scenario->services[row->service].kind != SUF_KIND_STAY) {
            suf_reader_fault_row(self->reader, &service->then, i, row->line, "service",
                "found '%.80s', expected a service of kind stay", row->name);
            continue;
        }
        suf_service_spec *to = &scenario->services[row->service];
        if (to->fed_by == here) {
            suf_reader_fault_row(self->reader, &service->then, i, row->line, "service",
                "found '%.80s' twice", row->name);
        }
        to->fed_by = here;
        sum += suf_check_most(scenario, &row->share);
    }
    if (sum > 1 + 1e-9) {
        suf_service_fault(self, "then",
            "found shares that sum to as much as %.10g, expected 1 at most", sum);
    }
}
