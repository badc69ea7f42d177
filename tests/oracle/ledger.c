/* The books of a story: what the record of a replication must hold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* What the record of one month, district and service must hold, by the story alone. */
typedef struct ledger {
    double requests, balked, admissions, waited, away, from_away, refusals, reneged;
    double releases, opened, closed;
    double occupied, waiting, built; /* now */
    double occupied_days, waiting_days, built_days, since_days;
    double wait_sum;
} ledger;

static void
pass_time(ledger *self, double now_days)
{
    double passed = now_days - self->since_days;
    self->occupied_days += self->occupied * passed;
    self->waiting_days += self->waiting * passed;
    self->built_days += self->built * passed;
    self->since_days = now_days;
}

static void
enter_admission(ledger *home, ledger *site, const suf_trace_event *seen)
{
    home->admissions++;
    home->wait_sum += seen->waited_days;
    home->waited += seen->waited_days > 0;
    home->waiting -= seen->waited_days > 0;
    home->away += home != site;
    site->from_away += home != site;
    site->occupied++;
}

static void
enter(ledger *ledgers, uint32_t n_services, const suf_trace_event *seen)
{
    ledger *home = &ledgers[seen->home * n_services + seen->service];
    ledger *site =
        seen->site == SUF_NONE ? home : &ledgers[seen->site * n_services + seen->service];
    pass_time(home, seen->time_days);
    pass_time(site, seen->time_days);
    home->requests += seen->what == SUF_TRACE_REQUEST;
    home->balked += seen->what == SUF_TRACE_BALK;
    home->refusals += seen->what == SUF_TRACE_REFUSAL;
    home->reneged += seen->what == SUF_TRACE_RENEGE;
    home->waiting += (seen->what == SUF_TRACE_JOIN) - (seen->what == SUF_TRACE_RENEGE);
    if (seen->what == SUF_TRACE_ADMISSION) {
        enter_admission(home, site, seen);
    }
    if (seen->what == SUF_TRACE_RELEASE) {
        site->releases++;
        site->occupied--;
    }
    if (seen->what == SUF_TRACE_CAPACITY) {
        double change = (double) seen->name - site->built;
        site->opened += fmax(change, 0);
        site->closed += fmax(-change, 0);
        site->built += change;
    }
}

/* What the books say of a month that ends now. */
static void
close_month(ledger *self, double start_days, double end_days, double *values)
{
    double length = end_days - start_days;
    pass_time(self, end_days);
    values[SUF_VARIABLE_REQUESTS] = self->requests;
    values[SUF_VARIABLE_BALKED] = self->balked;
    values[SUF_VARIABLE_VOID_REQUESTS] = 0;
    values[SUF_VARIABLE_ADMISSIONS] = self->admissions;
    values[SUF_VARIABLE_ADMISSIONS_WAITED] = self->waited;
    values[SUF_VARIABLE_ADMISSIONS_OVERFLOW] = self->away;
    values[SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN] = self->from_away;
    values[SUF_VARIABLE_REFUSALS] = self->refusals;
    values[SUF_VARIABLE_RENEGED] = self->reneged;
    values[SUF_VARIABLE_AGED_OUT] = 0;
    values[SUF_VARIABLE_DIED_WAITING] = 0;
    values[SUF_VARIABLE_MOVED_WAITING] = 0;
    values[SUF_VARIABLE_RELEASES] = self->releases;
    values[SUF_VARIABLE_PLACES_OPENED] = self->opened;
    values[SUF_VARIABLE_PLACES_CLOSED] = self->closed;
    values[SUF_VARIABLE_OCCUPANCY] = self->occupied_days / length;
    values[SUF_VARIABLE_OCCUPANCY_END] = self->occupied;
    values[SUF_VARIABLE_PLACES] = self->built;
    values[SUF_VARIABLE_USABLE_PLACES] = self->built_days / length;
    values[SUF_VARIABLE_WAITING] = self->waiting_days / length;
    values[SUF_VARIABLE_WAITING_END] = self->waiting;
    values[SUF_VARIABLE_WAIT] = self->wait_sum / self->admissions;
    *self = (ledger){.occupied = self->occupied,
        .waiting = self->waiting,
        .built = self->built,
        .since_days = end_days};
}

static bool
is_close(double found, double expected)
{
    return (isnan(found) && isnan(expected)) ||
           fabs(found - expected) <= 1e-9 * (1 + fabs(expected));
}

/* Compares the values of one month, district and service; `at` counts those before. */
static bool
agrees(const suf_metrics *metrics, size_t at, const double *values, ledger_fault *fault)
{
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        bool is_of_other_kind =
            v >= SUF_VARIABLE_APPLICANTS && v <= SUF_VARIABLE_PLACE_HOURS;
        if (suf_variable_info_of((suf_variable) v)->dims == SUF_DIMS_MONTHLY) {
            double expected = is_of_other_kind ? (double) NAN : values[v];
            double found = metrics->values[metrics->layout->offsets[v] + at];
            if (!is_close(found, expected)) {
                fault->variable = (suf_variable) v;
                fault->found = found;
                fault->expected = expected;
                return false;
            }
        }
    }
    return true;
}

static bool
walk(const suf_model *model, const queue_story *story, const suf_metrics *metrics,
    ledger *ledgers, ledger_fault *fault)
{
    const double *limits = model->calendar.limits_days;
    size_t next = 0;
    size_t at = 0;
    for (uint32_t month = 0; month < model->calendar.n_months; month++) {
        for (; next < story->n && story->items[next].time_days < limits[month + 1];
             next++) {
            enter(ledgers, model->n_services, &story->items[next]);
        }
        for (uint32_t i = 0; i < model->n_districts * model->n_services; i++) {
            double values[SUF_N_VARIABLES] = {0};
            close_month(&ledgers[i], limits[month], limits[month + 1], values);
            fault->month = month;
            fault->district = i / model->n_services;
            fault->service = i % model->n_services;
            if (!agrees(metrics, at++, values, fault)) {
                return false;
            }
        }
    }
    return true;
}

bool
ledger_agrees(const suf_model *model, const queue_story *story,
    const suf_metrics *metrics, ledger_fault *fault)
{
    ledger *ledgers = NULL;
    if (suf_array_new((size_t) model->n_districts * model->n_services, sizeof *ledgers,
            &ledgers) != SUF_OK) {
        abort();
    }
    for (uint32_t i = 0; i < model->n_changes && model->changes[i].time_days <= 0; i++) {
        const suf_capacity_change *change = &model->changes[i];
        ledgers[change->district * model->n_services + change->service].built +=
            (double) change->places;
    }
    bool is_same = walk(model, story, metrics, ledgers, fault);
    free(ledgers);
    return is_same;
}
