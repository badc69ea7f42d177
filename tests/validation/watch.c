/* An observer that measures a replication from its story.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch.h"

void
watch_until(watch *self, double now_days)
{
    double from =
        self->last_days > self->warm_up_days ? self->last_days : self->warm_up_days;
    if (now_days > from) {
        double span = now_days - from;
        double distance = self->n_occupied - self->centre;
        self->time += span;
        self->occupied_area += span * self->n_occupied;
        self->square_area += span * distance * distance;
        self->tail_area += self->n_occupied > self->tail_above ? span : 0;
        self->waiting_area += span * self->n_waiting;
        for (int i = 0; i < WATCH_MAX_CLASSES; i++) {
            self->class_area[i] += span * self->class_there[i];
        }
    }
    self->last_days = now_days;
}

static bool
is_of(const watch *self, uint32_t district)
{
    return self->district == WATCH_ALL || self->district == district;
}

/* Those of a class in system; of services where everybody has a class. */
static void
change_class(watch *self, const suf_trace_event *seen, double by)
{
    if (is_of(self, seen->home) && seen->priority < WATCH_MAX_CLASSES) {
        self->class_there[seen->priority] += by;
    }
}

static void
see_admission(watch *self, const suf_trace_event *seen, bool is_counted)
{
    bool has_waited = seen->waited_days > 0;
    if (is_of(self, seen->site)) {
        self->n_occupied++;
    }
    if (!is_of(self, seen->home)) {
        return;
    }
    self->n_waiting -= has_waited;
    if (!is_counted) {
        return;
    }
    self->n_admitted++;
    self->n_waited += has_waited;
    self->n_admitted_away += !is_of(self, seen->site);
    self->wait_sum += seen->waited_days;
    for (int i = 0; i < WATCH_MAX_LIMITS; i++) {
        self->n_within[i] += seen->waited_days <= self->limits_days[i];
    }
}

/* A class is known of those who waited only; see validate.c for the others. */
static void
see_class(watch *self, const suf_trace_event *seen)
{
    if (seen->waited_days > 0) {
        self->class_n[seen->priority]++;
        self->class_wait[seen->priority] += seen->waited_days;
    }
}

void
watch_see(void *context, const suf_trace_event *sighting)
{
    watch *self = context;
    bool is_counted = sighting->time_days >= self->warm_up_days;
    bool is_home = is_of(self, sighting->home);
    if (self->service > 0 && sighting->service + 1 != self->service) {
        return;
    }
    watch_until(self, sighting->time_days);
    switch (sighting->what) {
    case SUF_TRACE_REQUEST:
        change_class(self, sighting, 1);
        self->n_requests += is_counted && is_home;
        if (is_counted && is_home && sighting->priority < WATCH_MAX_CLASSES) {
            self->class_asked[sighting->priority]++;
        }
        break;
    case SUF_TRACE_BALK:
        self->n_balked += is_counted && is_home;
        break;
    case SUF_TRACE_REFUSAL:
        self->n_refused += is_counted && is_home;
        if (is_counted && is_home && sighting->priority < WATCH_MAX_CLASSES) {
            self->class_refused[sighting->priority]++;
        }
        break;
    case SUF_TRACE_JOIN:
        self->n_waiting += is_home;
        break;
    case SUF_TRACE_ADMISSION:
        see_admission(self, sighting, is_counted);
        if (is_counted && is_home) {
            see_class(self, sighting);
        }
        break;
    case SUF_TRACE_RENEGE:
    case SUF_TRACE_AGE_OUT:
        if (is_home) {
            self->n_waiting--;
            self->n_reneged += is_counted;
            self->left_sum += is_counted ? sighting->waited_days : 0;
        }
        break;
    case SUF_TRACE_RELEASE:
        self->n_occupied -= is_of(self, sighting->site);
        change_class(self, sighting, -1);
        break;
    case SUF_TRACE_DISPLACEMENT: /* its class is in system still */
        self->n_occupied -= is_of(self, sighting->site);
        self->n_waiting += is_home;
        break;
    case SUF_TRACE_RESUMPTION:
        self->n_occupied += is_of(self, sighting->site);
        self->n_waiting -= is_home;
        break;
    case SUF_TRACE_INTAKE:
        self->n_applicants += (double) sighting->amounts[0] - self->n_unplaced;
        self->n_unplaced = (double) sighting->amounts[2];
        break;
    case SUF_TRACE_RETRY:
    case SUF_TRACE_VOID:
    case SUF_TRACE_DEATH:
    case SUF_TRACE_MOVE:
    case SUF_TRACE_CAPACITY:
    case SUF_TRACE_TEAM:
    case SUF_TRACE_VISITS:
    case SUF_TRACE_WAVE:
    case SUF_TRACE_ONWARD:
    case SUF_TRACE_POLICY:
        break;
    }
}

bool
watch_agrees(const watch *self, const suf_layout *layout, suf_metrics *metrics)
{
    double requests = 0;
    double balance = 0;
    static const suf_variable left[] = {SUF_VARIABLE_BALKED, SUF_VARIABLE_REFUSALS,
        SUF_VARIABLE_RENEGED, SUF_VARIABLE_AGED_OUT, SUF_VARIABLE_ADMISSIONS};
    size_t n = (size_t) layout->n_months * layout->n_districts;
    double waiting = 0;
    for (size_t at = 0; at < n; at++) {
        if (self->district != WATCH_ALL && at % layout->n_districts != self->district) {
            continue;
        }
        size_t here =
            at * layout->n_services + (self->service > 0 ? self->service - 1 : 0);
        double asked = suf_metrics_of(metrics, SUF_VARIABLE_REQUESTS)[here];
        requests += asked;
        balance += asked;
        for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
            balance -= suf_metrics_of(metrics, left[i])[here];
        }
        for (uint32_t c = 0; c < layout->n_classes; c++) { /* of the only service */
            size_t class = at * layout->n_classes + c;
            balance += suf_metrics_of(metrics, SUF_VARIABLE_CLASS_DISPLACED)[class] -
                       suf_metrics_of(metrics, SUF_VARIABLE_CLASS_RESUMED)[class];
        }
        if (at + layout->n_districts >= n) {
            waiting += suf_metrics_of(metrics, SUF_VARIABLE_WAITING_END)[here];
        }
    }
    return balance == waiting && requests >= balance;
}
