/* A second, slow way to the waits of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "waits_oracle.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

static int
compare(const void *left, const void *right)
{
    const suf_wait *a = left;
    const suf_wait *b = right;
    if (a->days != b->days) {
        return a->days < b->days ? -1 : 1;
    }
    /* Those who are censored were still there when the others left. */
    return (a->end == SUF_WAIT_CENSORED) - (b->end == SUF_WAIT_CENSORED);
}

double
waits_oracle_quantile(const suf_wait *waits, size_t n, double share)
{
    suf_wait *sorted = NULL;
    double *weight = NULL;
    double incidence = 0;
    double found = (double) NAN;
    if (suf_array_new(n, sizeof *sorted, &sorted) != SUF_OK ||
        suf_array_new(n, sizeof *weight, &weight) != SUF_OK) {
        abort();
    }
    for (size_t i = 0; i < n; i++) {
        sorted[i] = waits[i];
        weight[i] = 1 / (double) n;
    }
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0; i < n && isnan(found); i++) {
        if (sorted[i].end == SUF_WAIT_CENSORED) {
            size_t later = i + 1;
            while (later < n && sorted[later].days == sorted[i].days) {
                later++;
            }
            for (size_t j = later; j < n; j++) {
                weight[j] += weight[i] / (double) (n - later);
            }
        } else if (sorted[i].end == SUF_WAIT_ADMITTED) {
            incidence += weight[i];
            found = incidence >= share - 1e-9 ? sorted[i].days : found;
        }
    }
    free(sorted);
    free(weight);
    return found;
}

/* Somebody of the story who joined. */
typedef struct joiner {
    uint64_t name;
    uint32_t source, service, home;
    double since_days;
    suf_wait wait;
} joiner;

typedef struct joiners {
    joiner *items;
    size_t n, capacity;
} joiners;

static void
add(joiners *self, const suf_trace_event *seen, suf_wait_end end)
{
    if (suf_array_grow(&self->items, &self->capacity, self->n + 1, sizeof *self->items) !=
        SUF_OK) {
        abort();
    }
    self->items[self->n++] = (joiner){.name = seen->name,
        .source = seen->source,
        .service = seen->service,
        .home = seen->home,
        .since_days = seen->time_days,
        .wait = {.end = (uint16_t) end}};
}

/* Who is still on the list by that name, or NULL. */
static joiner *
find(joiners *self, const suf_trace_event *seen)
{
    for (size_t i = self->n; i-- > 0;) {
        joiner *at = &self->items[i];
        if (at->name == seen->name && at->source == seen->source) {
            return at->wait.end == SUF_WAIT_CENSORED ? at : NULL;
        }
    }
    return NULL;
}

static void
enter(joiners *self, const suf_trace_event *seen)
{
    joiner *of = NULL;
    switch ((int) seen->what) {
    case SUF_TRACE_JOIN:
        add(self, seen, SUF_WAIT_CENSORED);
        return;
    case SUF_TRACE_ADMISSION:
        of = find(self, seen);
        /* Without having joined: at once, or on the list since before the start. */
        if (of == NULL && seen->waited_days == 0) {
            add(self, seen, SUF_WAIT_ADMITTED);
        }
        break;
    case SUF_TRACE_RENEGE:
    case SUF_TRACE_AGE_OUT:
    case SUF_TRACE_DEATH:
    case SUF_TRACE_MOVE:
        of = find(self, seen);
        break;
    default:
        return;
    }
    if (of != NULL) {
        of->wait.days = seen->time_days - of->since_days;
        of->wait.end =
            seen->what == SUF_TRACE_ADMISSION ? SUF_WAIT_ADMITTED : SUF_WAIT_LEFT;
    }
}

static bool
is_close(double found, double expected)
{
    return (isnan(found) && isnan(expected)) || fabs(found - expected) <= 1e-9;
}

/* One year, district and service. */
static bool
agrees(const suf_model *model, const joiners *all, const suf_metrics *metrics,
    waits_report *report)
{
    const suf_layout *layout = metrics->layout;
    int32_t year = layout->first_year + (int32_t) report->year;
    double from = suf_day_of_date(year, 1, 1) - model->calendar.start_day;
    double to = suf_day_of_date(year + 1, 1, 1) - model->calendar.start_day;
    suf_wait *waits = NULL;
    size_t n = 0;
    if (suf_array_new(all->n, sizeof *waits, &waits) != SUF_OK) {
        abort();
    }
    for (size_t i = 0; i < all->n; i++) {
        const joiner *at = &all->items[i];
        if (at->service == report->service && at->home == report->district &&
            at->since_days >= from && at->since_days < to) {
            waits[n++] = at->wait;
        }
    }
    bool has_list =
        model->services[report->service].kind == SUF_KIND_STAY &&
        model->services[report->service].stay.discipline != SUF_DISCIPLINE_NONE;
    size_t at = ((size_t) report->year * layout->n_districts + report->district) *
                    layout->n_services +
                report->service;
    const double *quantiles =
        metrics->values + layout->offsets[SUF_VARIABLE_WAITS_QUANTILE];
    bool is_same = true;
    for (uint32_t i = 0; is_same && i <= SUF_N_WAIT_LEVELS; i++) {
        report->level = i;
        if (i == SUF_N_WAIT_LEVELS) {
            report->found =
                metrics->values[layout->offsets[SUF_VARIABLE_WAITS_JOINED] + at];
            report->expected = has_list ? (double) n : (double) NAN;
        } else {
            report->found = quantiles[at * SUF_N_WAIT_LEVELS + i];
            report->expected = has_list
                                   ? waits_oracle_quantile(waits, n, suf_wait_levels[i])
                                   : (double) NAN;
        }
        is_same = is_close(report->found, report->expected);
        report->n_numbers += i < SUF_N_WAIT_LEVELS && report->expected > 0;
    }
    free(waits);
    return is_same;
}

bool
waits_oracle_agrees(const suf_model *model, const queue_story *story,
    const suf_metrics *metrics, waits_report *report)
{
    joiners all = {0};
    bool is_same = true;
    for (size_t i = 0; i < story->n; i++) {
        enter(&all, &story->items[i]);
    }
    for (size_t i = 0; i < all.n; i++) {
        joiner *at = &all.items[i];
        if (at->wait.end == SUF_WAIT_CENSORED) {
            at->wait.days = model->end_days - at->since_days;
        }
    }
    uint32_t n_pools = model->n_districts * model->n_services;
    for (uint32_t i = 0; is_same && i < metrics->layout->n_years * n_pools; i++) {
        report->year = i / n_pools;
        report->district = i % n_pools / model->n_services;
        report->service = i % model->n_services;
        is_same = agrees(model, &all, metrics, report);
    }
    free(all.items);
    return is_same;
}
