/* Consistency of where people go on to when their stay is over.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "scenario/check/check.h"
#include "scenario/check/service_at.h"
#include "scenario/read/assumption.h"

bool
suf_is_fed(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    for (size_t i = 0; i < scenario->n_services; i++) {
        for (size_t j = 0; j < scenario->services[i].n_then; j++) {
            if (strcmp(scenario->services[i].then[j].name, self->service->name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The greatest value that a number takes. */
static double
most_of(const suf_scenario *scenario, const suf_number *number)
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
    double sum = 0;
    for (size_t i = 0; i < service->n_then; i++) {
        suf_then_row *row = &service->then[i];
        row->service = suf_names_find(&self->reader->services, row->name);
        if (row->service == SUF_NONE ||
            scenario->services[row->service].kind != SUF_KIND_STAY) {
            suf_reader_fault_row(self->reader, &service->then, i, row->line, "service",
                "found '%.80s', expected a service of kind stay", row->name);
            row->service =
                (uint32_t) (service - scenario->services); /* any: it is told */
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(service->then[j].name, row->name) == 0) {
                suf_reader_fault_row(self->reader, &service->then, i, row->line,
                    "service", "found '%.80s' twice", row->name);
                break;
            }
        }
        sum += most_of(scenario, &row->share);
    }
    if (sum > 1 + 1e-9) {
        suf_service_fault(self, "then",
            "found shares that sum to as much as %.10g, expected 1 at most", sum);
    }
}
