/* Consistency of who is there at the start of a service of stays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/spans.h"

/* People on the longest list at the start. */
static double
most_waiting(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    bool is_city = service->queue.list == SUF_LIST_CITY;
    size_t n_districts = self->reader->scenario->n_districts;
    double most =
        (double) service->initial.waiting * (double) (is_city ? n_districts : 1);
    double sum = 0;
    for (size_t i = 0; i < service->initial.n_by_district; i++) {
        double waiting = service->initial.by_district[i].waiting;
        sum += waiting;
        most = waiting > most ? waiting : most;
    }
    return is_city && sum > most ? sum : most;
}

/* Each district once. */
static void
check_by_district(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    size_t n = service->initial.n_by_district;
    suf_span *spans = NULL;
    if (!suf_reader_ok(self->reader, suf_array_new(n, sizeof *spans, &spans))) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const suf_initial_row *row = &service->initial.by_district[i];
        spans[i] = (suf_span){.group = row->district, .line = row->line, .row = i};
    }
    suf_spans_check(self->reader, &service->initial.by_district, spans, n, "district",
        "this district");
    free(spans);
    if (service->initial.waiting > 0) {
        suf_service_fault(self, "initial.waiting",
            "found people on the list of each district beside by_district, which tells "
            "them by district; expected one of the two");
    }
}

void
suf_check_initial(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const char *key =
        service->initial.n_by_district > 0 ? "initial.by_district" : "initial.waiting";
    double waiting = most_waiting(self);
    bool is_city = service->queue.list == SUF_LIST_CITY;
    if (service->initial.from_share && !service->requests.is_share) {
        suf_service_fault(
            self, "initial.share", "expected requests.prevalence, the share to take");
    }
    if (waiting > 0 && service->queue.discipline == SUF_DISCIPLINE_NONE) {
        suf_service_fault(
            self, key, "people waiting, but with 'discipline: none' nobody waits");
    }
    if (service->queue.limit != SUF_NONE && waiting > service->queue.limit) {
        suf_service_fault(self, key,
            "found more than the list holds, expected at most queue.limit%s",
            is_city && self->reader->scenario->n_districts > 1
                ? " in all districts together"
                : "");
    }
    if (service->initial.n_by_district > 0) {
        check_by_district(self);
    }
}
