/* The ways of taking a replication, compared.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* What a replication leaves. */
typedef struct record {
    double *values;
    size_t n;
    uint64_t n_events;
} record;

static record
take(ready *self, suf_way way, uint64_t replication)
{
    record taken = {.n = self->layout.offsets[SUF_N_VARIABLES]};
    self->replication.way = way;
    ready_start(self, replication, NULL);
    if (suf_replication_run(&self->replication) != SUF_OK ||
        suf_array_new(taken.n, sizeof *taken.values, &taken.values) != SUF_OK) {
        abort();
    }
    taken.n_events = self->metrics.n_events;
    memcpy(taken.values, self->metrics.values, taken.n * sizeof *taken.values);
    return taken;
}

/* The variable that a value of the record is of. */
static const char *
variable_at(const ready *self, size_t at)
{
    uint32_t variable = 0;
    while (self->layout.offsets[variable + 1] <= at) {
        variable++;
    }
    return suf_variable_info_of((suf_variable) variable)->name;
}

static bool
are_same(const ready *self, const record *a, const record *b, const char *of)
{
    size_t n_other = 0;
    size_t first = a->n;
    for (size_t i = 0; i < a->n; i++) {
        if (memcmp(&a->values[i], &b->values[i], sizeof a->values[i]) != 0) {
            first = first < i ? first : i;
            n_other++;
        }
    }
    if (n_other > 0) {
        (void) fprintf(stderr,
            "%s: %zu of %zu values differ, the first, of %s: %.17g and %.17g\n", of,
            n_other, a->n, variable_at(self, first), a->values[first], b->values[first]);
    }
    if (a->n_events != b->n_events) {
        (void) fprintf(stderr, "%s: %llu and %llu events\n", of,
            (unsigned long long) a->n_events, (unsigned long long) b->n_events);
    }
    return n_other == 0 && a->n_events == b->n_events;
}

bool
ways_agree(ready *self, uint64_t replication, bool is_by_person, const char *of)
{
    record in_order = take(self, SUF_WAY_IN_ORDER, replication);
    record at_once = take(self, SUF_WAY_AT_ONCE, replication);
    bool is_same = are_same(self, &at_once, &in_order, of);
    if (is_by_person) {
        record by_person = take(self, SUF_WAY_BY_PERSON, replication);
        is_same &= are_same(self, &by_person, &in_order, of);
        free(by_person.values);
    }
    free(in_order.values);
    free(at_once.values);
    return is_same;
}

double
ways_sum(ready *self, suf_variable variable)
{
    double sum = 0;
    const double *values = suf_metrics_of(&self->metrics, variable);
    size_t n = (size_t) self->layout.n_months * self->layout.n_districts *
               self->layout.n_services;
    for (size_t i = 0; i < n; i++) {
        sum += values[i] == values[i] ? values[i] : 0;
    }
    return sum;
}
