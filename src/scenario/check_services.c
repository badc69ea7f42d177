/* Consistency of each service within itself and with the scenario around it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check.h"
#include "scenario/spans.h"

typedef struct service_check {
    suf_reader *reader;
    suf_service_spec *service;
    const suf_node *node; /* the service as written; NULL when it is no mapping */
} service_check;

/* What was written under a key, and below that under another unless NULL; or NULL. */
static const suf_node *
written(const service_check *self, const char *key, const char *below)
{
    const suf_entry *entry = self->node != NULL ? suf_node_find(self->node, key) : NULL;
    if (entry != NULL && below != NULL) {
        entry = suf_node_find(entry->value, below);
    }
    return entry != NULL ? entry->value : NULL;
}

/* A fault about a field of the service, as "stay.death". */
static void tell(const service_check *self, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void
tell(const service_check *self, const char *field, const char *format, ...)
{
    char path[300];
    char message[300];
    va_list arguments;
    va_start(arguments, format);
    (void) vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    (void) snprintf(path, sizeof path, "services.%s%s%s", self->service->name,
        field[0] != '\0' ? "." : "", field);
    suf_reader_fault_at(self->reader, path, "%s", message);
}

/* A fault about something written that has no effect, as "it belongs to a table". A
 * resolved text writes out every default. */
static void
tell_idle(const service_check *self, const char *field, const char *why)
{
    if (!self->reader->is_resolved) {
        tell(self, field, "without effect: %s", why);
    }
}

static void
check_ages(const service_check *self)
{
    suf_service_spec *service = self->service;
    suf_request_spec *requests = &service->requests;
    if (service->eligible.from_months >= service->eligible.to_months) {
        tell(self, "eligible.to",
            "found an age that is not above eligible.from, expected one above it");
    }
    if (requests->of_from_months == SUF_AGE_OPEN) {
        requests->of_from_months = service->eligible.from_months;
    }
    if (requests->of_to_months == SUF_AGE_OPEN) {
        requests->of_to_months = service->eligible.to_months;
    }
    if (written(self, "requests", "of") != NULL &&
        requests->of_from_months >= requests->of_to_months) {
        tell(self, "requests.of",
            "found 'to' not above 'from', expected it above (what is not given is "
            "eligible's)");
    }
    if (service->stay_until_months <= service->eligible.from_months) {
        tell(self, "stay.until_age",
            "found an age that is not above eligible.from, expected one above it");
    }
    if (service->queue.until_months <= service->eligible.from_months) {
        tell(self, "queue.until_age",
            "found an age that is not above eligible.from, expected one above it");
    }
}

static void
check_by_age(const service_check *self)
{
    const suf_request_spec *requests = &self->service->requests;
    suf_span *spans = NULL;
    size_t n = 0;
    if (!suf_reader_ok(
            self->reader, suf_array_new(2 * requests->n_by_age, sizeof *spans, &spans))) {
        return;
    }
    for (size_t i = 0; i < requests->n_by_age; i++) {
        const suf_rate_row *row = &requests->by_age[i];
        if (row->age_from > row->age_to) {
            suf_reader_fault_row(self->reader, &requests->by_age, i, row->line,
                "found age_from above age_to");
            continue;
        }
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            if (row->sex == SUF_BOTH_SEXES || (uint32_t) row->sex == sex) {
                spans[n++] = (suf_span){sex, row->age_from, row->age_to, row->line, i};
            }
        }
    }
    suf_spans_check(self->reader, &requests->by_age, spans, n, "ages of this sex");
    free(spans);
}

static void
check_requests(const service_check *self)
{
    const suf_service_spec *service = self->service;
    const suf_request_spec *requests = &service->requests;
    if (requests->is_given && !self->reader->scenario->population.is_given) {
        tell(self, "requests",
            "requests of residents, but the scenario has no population; expected one, or "
            "arrivals");
    }
    if (written(self, "requests", NULL) == NULL &&
        written(self, "arrivals", NULL) == NULL) {
        tell(self, "", "expected one of the keys requests, arrivals");
    }
    if (requests->is_given && !requests->is_share &&
        written(self, "requests", "of") != NULL) {
        tell_idle(self, "requests.of", "it belongs to share_in_place");
    }
    check_by_age(self);
}

static void
check_ageless(const service_check *self)
{
    const suf_service_spec *service = self->service;
    static const char why[] = "arrivals have no age and no sex";
    if (service->eligible.from_months > 0 ||
        service->eligible.to_months != SUF_AGE_OPEN ||
        service->eligible.sex != SUF_BOTH_SEXES) {
        tell_idle(self, "eligible", why);
    }
    if (service->stay_until_months != SUF_AGE_OPEN) {
        tell_idle(self, "stay.until_age", why);
    }
    if (service->queue.until_months != SUF_AGE_OPEN) {
        tell_idle(self, "queue.until_age", why);
    }
}

static void
check_arrivals(const service_check *self)
{
    const suf_service_spec *service = self->service;
    const suf_node *given = written(self, "arrivals", NULL);
    if (service->n_arrivals > 0) {
        check_ageless(self);
    }
    for (size_t i = 0; i < service->n_arrivals; i++) {
        const suf_arrival_spec *arrival = &service->arrivals[i];
        if (arrival->kind == SUF_ARRIVAL_INTAKE) {
            tell(self, "arrivals", "per_intake belongs to a service of kind intake");
        }
        if (arrival->kind != SUF_ARRIVAL_TABLE && arrival->is_linear && given != NULL &&
            i < given->n_entries) {
            char path[200];
            (void) snprintf(
                path, sizeof path, "arrivals.%.120s.between", given->entries[i].key);
            tell_idle(self, path, "it belongs to a table");
        }
        for (size_t j = 0; j < arrival->n_rows; j++) {
            const suf_arrival_row *row = &arrival->rows[j];
            if (j == 0 ? row->time_days > 0
                       : row->time_days <= arrival->rows[j - 1].time_days) {
                suf_reader_fault_row(self->reader, &arrival->rows, j, row->line,
                    j == 0 ? "found a first day above 0, expected 0"
                           : "found a day that is not after the one before, expected "
                             "days to increase");
            }
        }
    }
}

static void
check_balk(const service_check *self)
{
    const suf_service_spec *service = self->service;
    for (size_t i = 0; i < service->n_balk_by_present; i++) {
        const suf_balk_row *row = &service->balk_by_present[i];
        if (i == 0 ? row->present > 0
                   : row->present <= service->balk_by_present[i - 1].present) {
            suf_reader_fault_row(self->reader, &service->balk_by_present, i, row->line,
                i == 0 ? "found a first number present above 0, expected 0"
                       : "found a number present that is not above the one before, "
                         "expected them to increase");
        }
    }
}

static void
check_distribution(const service_check *self, suf_distribution_spec *spec)
{
    if (spec->kind != SUF_DISTRIBUTION_EMPIRICAL) {
        return;
    }
    spec->scale = suf_number_constant(1);
    for (size_t i = 0; i < spec->n_points; i++) {
        const suf_empirical_row *row = &spec->points[i];
        const char *wrong = NULL;
        if (i > 0 && row->days <= row[-1].days) {
            wrong =
                "found days that are not above those before, expected them to increase";
        } else if (i > 0 && row->cumulative < row[-1].cumulative) {
            wrong = "found a cumulative share below the one before";
        } else if (i + 1 == spec->n_points && row->cumulative < 1) {
            wrong = "found a last cumulative share below 1, expected 1";
        } else if (i + 1 == spec->n_points && row->days <= 0) {
            wrong = "found no duration above 0";
        }
        if (wrong != NULL) {
            suf_reader_fault_row(self->reader, &spec->points, i, row->line, "%s", wrong);
        }
    }
}

static void
check_stay(const service_check *self)
{
    suf_service_spec *service = self->service;
    check_distribution(self, &service->stay);
    bool is_included = service->stay_death == SUF_DEATH_INCLUDED;
    bool has_probability = written(self, "stay", "death_probability") != NULL;
    if (is_included && !has_probability) {
        tell(self, "stay.death",
            "deaths are included in the stay, expected the key 'death_probability'");
    }
    if (!is_included && has_probability) {
        tell_idle(self, "stay.death_probability", "it belongs to 'death: included'");
    }
    if (is_included && written(self, "stay", "death_factor") != NULL) {
        tell_idle(self, "stay.death_factor", "it belongs to 'death: competing'");
    }
}

static void
check_queue(const service_check *self)
{
    suf_service_spec *service = self->service;
    static const char *const of_a_list[] = {"patience", "until_age", "limit"};
    check_distribution(self, &service->queue.patience);
    for (size_t i = 0; service->queue.discipline == SUF_DISCIPLINE_NONE && i < 3; i++) {
        if (written(self, "queue", of_a_list[i]) != NULL) {
            char path[60];
            (void) snprintf(path, sizeof path, "queue.%s", of_a_list[i]);
            tell_idle(self, path, "with 'discipline: none' nobody waits");
        }
    }
    bool is_priority = service->queue.discipline == SUF_DISCIPLINE_PRIORITY;
    double sum = 0;
    for (size_t i = 0; i < service->queue.n_classes; i++) {
        sum += service->queue.classes[i].share;
    }
    if (is_priority && service->queue.n_classes == 0) {
        tell(self, "queue", "expected the key 'classes' beside 'discipline: priority'");
    } else if (!is_priority && service->queue.n_classes > 0) {
        tell_idle(self, "queue.classes", "classes belong to 'discipline: priority'");
    } else if (is_priority && fabs(sum - 1) > 1e-9) {
        tell(self, "queue.classes", "found shares that sum to %.10g, expected 1", sum);
    }
}

static void
check_rest(const service_check *self)
{
    const suf_service_spec *service = self->service;
    if (service->overflow_minutes > 0 && written(self, "overflow", NULL) != NULL &&
        suf_node_find(self->reader->root, "travel") == NULL) {
        tell(self, "overflow",
            "use of places elsewhere needs travel times, expected the key 'travel'");
    }
    if (!self->reader->is_resolved && !(service->overflow_minutes > 0) &&
        written(self, "overflow", "within") != NULL &&
        suf_reader_is_clean(self->reader)) {
        tell(self, "overflow.within",
            "found 0, expected a time above 0; without `overflow` nobody goes elsewhere "
            "(an overlay removes it with `overflow: null`)");
    }
    if (service->initial.from_share && !service->requests.is_share) {
        tell(
            self, "initial.share", "expected requests.share_in_place, the share to take");
    }
    if (service->initial.waiting > 0 &&
        service->queue.discipline == SUF_DISCIPLINE_NONE) {
        tell(self, "initial.waiting",
            "people waiting, but with 'discipline: none' nobody waits");
    }
    if (service->queue.limit != SUF_NONE &&
        service->initial.waiting > service->queue.limit) {
        tell(self, "initial.waiting",
            "found more than the list holds, expected at most queue.limit");
    }
}

/* What belongs to one kind of service is without effect in another. */
static void
check_kind(const service_check *self)
{
    static const char *const names[] = {"stay", "intake", "visit"};
    suf_service_kind kind = self->service->kind;
    const suf_section_info *info = suf_section_get(SUF_SECTION_SERVICE);
    if (self->node == NULL || self->node->kind != SUF_NODE_MAP) {
        return; /* told already */
    }
    for (size_t i = 0; i < info->n_keys; i++) {
        if (!suf_key_is_of_kind(&info->keys[i], kind) &&
            written(self, info->keys[i].name, NULL) != NULL) {
            char why[80];
            (void) snprintf(
                why, sizeof why, "a service of kind %s has none", names[kind]);
            tell_idle(self, info->keys[i].name, why);
        }
    }
    bool is_misspelt = false;
    for (size_t i = 0; i < self->node->n_entries; i++) {
        const char *key = self->node->entries[i].key;
        const char *near = suf_key_find(SUF_SECTION_SERVICE, key) == NULL
                               ? suf_key_near(SUF_SECTION_SERVICE, key)
                               : NULL;
        is_misspelt = is_misspelt || (near != NULL && strcmp(near, names[kind]) == 0);
    }
    if (written(self, names[kind], NULL) == NULL && !is_misspelt) {
        tell(self, "", "the key '%s' is missing, which a service of this kind has",
            names[kind]);
    }
}

static void
check_intake(const service_check *self)
{
    suf_service_spec *service = self->service;
    suf_intake_spec *intake = &service->intake;
    const suf_scenario *scenario = self->reader->scenario;
    intake->from_service = SUF_NONE;
    if (intake->from[0] != '\0') {
        intake->from_service = suf_names_find(&self->reader->services, intake->from);
        if (intake->from_service == SUF_NONE ||
            scenario->services[intake->from_service].kind != SUF_KIND_INTAKE ||
            &scenario->services[intake->from_service] == service) {
            tell(self, "intake.from",
                "found '%.80s', expected another service of kind intake", intake->from);
        }
    }
    if (!isnan(intake->every_days) && floor(intake->every_days) < intake->every_days &&
        suf_intake_months(intake) == 0) {
        tell(self, "intake.every",
            "found %.10g days, expected whole days, as 26 weeks, or whole months, as 6 "
            "months",
            intake->every_days);
    }
    if (intake->first_day == INT32_MIN) {
        intake->first_day = scenario->start_day;
    } else if (isnan(intake->every_days)) {
        tell_idle(self, "intake.first", "it belongs to every");
    } else if (intake->first_day < scenario->start_day) {
        tell(self, "intake.first", "found a date before the start of the run");
    }
    for (size_t i = 0; i < service->n_arrivals; i++) {
        if (service->arrivals[i].kind != SUF_ARRIVAL_INTAKE) {
            tell(self, "arrivals", "an intake has applicants, expected per_intake");
        }
    }
    if (service->n_arrivals == 0 && !scenario->population.is_given) {
        tell(self, "",
            "its applicants are residents, but the scenario has no population; "
            "expected one, or arrivals");
    }
    if (service->n_arrivals == 0 && service->eligible.to_months == SUF_AGE_OPEN) {
        tell(self, "eligible", "expected ages from and to: who may apply");
    }
    if (service->n_arrivals > 0 && service->initial.n_rolls > 0) {
        tell_idle(self, "initial.rolls", "applicants by arrivals have no age");
    }
    if (!self->reader->is_resolved && (written(self, "initial", "occupancy") != NULL ||
                                          written(self, "initial", "waiting") != NULL)) {
        tell(self, "initial", "of an intake, expected rolls");
    }
    for (size_t i = 0; i < service->initial.n_rolls; i++) {
        const suf_roll_row *row = &service->initial.rolls[i];
        double every = isnan(intake->every_days) ? 365.25 : intake->every_days;
        bool is_too_short = intake->length_days < every / 2; /* which is told itself */
        if (!is_too_short && (row->year - 1) * 365.25 >= intake->length_days) {
            suf_reader_fault_row(self->reader, &service->initial.rolls, i, row->line,
                "found year %" PRIu32 " of a course that is shorter", row->year);
        }
    }
}

static void
check_visit(const service_check *self)
{
    const suf_service_spec *service = self->service;
    const suf_visit_spec *visit = &service->visit;
    if (!self->reader->scenario->population.is_given) {
        tell(self, "", "its visitors are residents, but the scenario has no population");
    }
    if (visit->opens != SUF_NONE && visit->closes != SUF_NONE &&
        visit->opens >= visit->closes) {
        tell(self, "visit.closes", "found an hour that is not after opens");
    }
    double sum = 0;
    uint32_t n_closed = 0;
    for (int day = 0; day < 7; day++) {
        n_closed += visit->closed_days.is_closed[day];
    }
    if (n_closed == 7) {
        tell(self, "visit.closed_days", "found no day on which it is open");
        return;
    }
    for (size_t i = 0; i < visit->n_closed_dates; i++) {
        const suf_closed_row *row = &visit->closed_dates[i];
        if (row->to_day != INT32_MIN && row->to_day < row->date_day) {
            suf_reader_fault_row(self->reader, &visit->closed_dates, i, row->line,
                "found a last date before the first");
        }
    }
    for (size_t i = 0; i < visit->n_by_hour; i++) {
        const suf_hour_row *row = &visit->by_hour[i];
        sum += row->weight;
        if (row->weight > 0 && (row->hour < visit->opens || row->hour >= visit->closes ||
                                   (row->day >= 1 && row->day <= 7 &&
                                       visit->closed_days.is_closed[row->day - 1]))) {
            suf_reader_fault_row(self->reader, &visit->by_hour, i, row->line,
                "found people who come when it is closed");
        }
    }
    if (visit->n_by_hour > 0 && !(sum > 0)) {
        tell(self, "visit.by_hour", "found nobody who comes in any hour");
    }
}

void
suf_check_services(suf_reader *self)
{
    const suf_entry *services = suf_node_find(self->root, "services");
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        const suf_node *node = services != NULL && i < services->value->n_entries
                                   ? services->value->entries[i].value
                                   : NULL;
        service_check check = {self, &self->scenario->services[i], node};
        check_ages(&check);
        check_kind(&check);
        if (check.service->kind == SUF_KIND_INTAKE) {
            check_intake(&check);
            continue;
        }
        if (check.service->kind == SUF_KIND_VISIT) {
            check_visit(&check);
            continue;
        }
        check_requests(&check);
        check_arrivals(&check);
        check_balk(&check);
        check_stay(&check);
        check_queue(&check);
        check_rest(&check);
    }
}
