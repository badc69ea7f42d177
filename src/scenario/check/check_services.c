/* Consistency of each service within itself and with the scenario around it: its ages,
 * and the parts of a service of stays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/service_at.h"
#include "scenario/check/spans.h"

static void
check_ages(const suf_service_at *self)
{
    suf_service_spec *service = self->service;
    suf_request_spec *requests = &service->requests;
    if (service->eligible.from_months >= service->eligible.to_months) {
        suf_service_fault(self, "eligible.to",
            "found an age that is not above eligible.from, expected one above it");
    }
    if (requests->of_from_months == SUF_AGE_OPEN) {
        requests->of_from_months = service->eligible.from_months;
    }
    if (requests->of_to_months == SUF_AGE_OPEN) {
        requests->of_to_months = service->eligible.to_months;
    }
    if (suf_service_written(self, "requests", "of") != NULL &&
        requests->of_from_months >= requests->of_to_months) {
        suf_service_fault(self, "requests.of",
            "found 'to' not above 'from', expected it above (what is not given is "
            "eligible's)");
    }
    if (service->stay_until_months <= service->eligible.from_months) {
        suf_service_fault(self, "stay.until_age",
            "found an age that is not above eligible.from, expected one above it");
    }
    if (service->queue.until_months <= service->eligible.from_months) {
        suf_service_fault(self, "queue.until_age",
            "found an age that is not above eligible.from, expected one above it");
    }
}

static void
check_by_age(const suf_service_at *self)
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
                "age_from", "found age_from above age_to");
            continue;
        }
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            if (row->sex == SUF_BOTH_SEXES || (uint32_t) row->sex == sex) {
                spans[n++] = (suf_span){sex, row->age_from, row->age_to, row->line, i};
            }
        }
    }
    suf_spans_check(
        self->reader, &requests->by_age, spans, n, "age_from", "ages of this sex");
    free(spans);
}

/* Where it is written how many ask: what an overlay has said last, else the requests.
 * That nobody can ask, or too few, is found when the model is built. */
static void
note_asked(const suf_service_at *self)
{
    static const char *const keys[] = {
        "prevalence", "per_person_year", "by_sex", "by_age", NULL};
    const suf_node *asked = suf_service_written(self, "requests", NULL);
    if (asked == NULL) {
        asked = suf_service_written(self, "arrivals", NULL);
    }
    if (asked == NULL || asked->place.source == NULL) {
        return;
    }
    suf_place place = asked->place;
    for (size_t i = 0; keys[i] != NULL; i++) {
        const suf_node *node = suf_service_written(self, "requests", keys[i]);
        bool is_above = node != NULL && node->place.source != NULL &&
                        node->place.source != self->node->place.source;
        place = is_above ? node->place : place;
    }
    char *file = NULL;
    if (suf_reader_ok(
            self->reader, suf_arena_text(self->reader->arena, place.source->name,
                              strlen(place.source->name), &file))) {
        self->service->asked_file = file;
        self->service->asked_line = place.line;
    }
}

static void
check_requests(const suf_service_at *self)
{
    note_asked(self);
    const suf_service_spec *service = self->service;
    const suf_request_spec *requests = &service->requests;
    if (requests->is_given && !self->reader->scenario->population.is_given) {
        suf_service_fault(self, "requests",
            "requests of residents, but the scenario has no population; expected one, or "
            "arrivals");
    }
    if (suf_service_written(self, "requests", NULL) == NULL &&
        suf_service_written(self, "arrivals", NULL) == NULL && service->fed_by == 0) {
        suf_service_fault(self, "", "expected one of the keys requests, arrivals");
    }
    if (requests->is_given && !requests->is_share &&
        suf_service_written(self, "requests", "of") != NULL) {
        suf_service_fault_idle(self, "requests.of", "it belongs to prevalence");
    }
    check_by_age(self);
}

static void
check_ageless(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    static const char why[] = "arrivals have no age and no sex";
    if (service->eligible.from_months > 0 ||
        service->eligible.to_months != SUF_AGE_OPEN ||
        service->eligible.sex != SUF_BOTH_SEXES) {
        suf_service_fault_idle(self, "eligible", why);
    }
    if (service->stay_until_months != SUF_AGE_OPEN) {
        suf_service_fault_idle(self, "stay.until_age", why);
    }
    if (service->queue.until_months != SUF_AGE_OPEN) {
        suf_service_fault_idle(self, "queue.until_age", why);
    }
}

static void
check_batch(const suf_service_at *self, const suf_arrival_spec *arrival)
{
    double sum = 0;
    for (size_t i = 0; i < arrival->n_batch; i++) {
        const suf_batch_row *row = &arrival->batch[i];
        sum += row->share;
        if (i > 0 && row->size <= row[-1].size) {
            suf_reader_fault_row(self->reader, &arrival->batch, i, row->line, "size",
                "found a size that is not above the one before, expected sizes to "
                "increase");
            return;
        }
    }
    if (arrival->n_batch > 0 && fabs(sum - 1) > 1e-9) {
        suf_reader_fault_row(self->reader, &arrival->batch, arrival->n_batch - 1,
            arrival->batch[arrival->n_batch - 1].line, "share",
            "found shares that sum to %.10g, expected 1", sum);
    }
}

static void
check_arrivals(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_node *given = suf_service_written(self, "arrivals", NULL);
    if (service->n_arrivals > 0) {
        check_ageless(self);
    }
    for (size_t i = 0; i < service->n_arrivals; i++) {
        const suf_arrival_spec *arrival = &service->arrivals[i];
        if (arrival->kind == SUF_ARRIVAL_INTAKE) {
            suf_service_fault(
                self, "arrivals", "per_intake belongs to a service of kind intake");
        }
        if (arrival->kind != SUF_ARRIVAL_TABLE && arrival->is_linear && given != NULL &&
            i < given->n_entries) {
            char path[200];
            (void) snprintf(
                path, sizeof path, "arrivals.%.120s.between", given->entries[i].key);
            suf_service_fault_idle(self, path, "it belongs to a table");
        }
        check_batch(self, arrival);
        for (size_t j = 0; j < arrival->n_rows; j++) {
            const suf_arrival_row *row = &arrival->rows[j];
            if (j == 0 ? row->time_days > 0
                       : row->time_days <= arrival->rows[j - 1].time_days) {
                suf_reader_fault_row(self->reader, &arrival->rows, j, row->line, "day",
                    j == 0 ? "found a first day above 0, expected 0"
                           : "found a day that is not after the one before, expected "
                             "days to increase");
            }
        }
    }
}

static void
check_waves(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    if (service->n_waves == 1) {
        suf_service_fault(self, "waves", "found one state, expected two or more");
    }
    for (size_t i = 0; service->n_waves > 0 && i < service->n_arrivals; i++) {
        if (service->arrivals[i].kind == SUF_ARRIVAL_EVERY) {
            suf_service_fault(self, "waves",
                "found arrivals at an interval, which no factor changes; expected a rate "
                "or a table");
            return;
        }
    }
}

static void
check_balk(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    for (size_t i = 0; i < service->n_balk_by_present; i++) {
        const suf_balk_row *row = &service->balk_by_present[i];
        if (i == 0 ? row->present > 0
                   : row->present <= service->balk_by_present[i - 1].present) {
            suf_reader_fault_row(self->reader, &service->balk_by_present, i, row->line,
                "present",
                i == 0 ? "found a first number present above 0, expected 0"
                       : "found a number present that is not above the one before, "
                         "expected them to increase");
        }
    }
}

static void
check_distribution(const suf_service_at *self, suf_distribution_spec *spec)
{
    if (spec->kind != SUF_DISTRIBUTION_EMPIRICAL) {
        return;
    }
    spec->scale = suf_number_constant(1);
    for (size_t i = 0; i < spec->n_points; i++) {
        const suf_empirical_row *row = &spec->points[i];
        const char *wrong = NULL;
        const char *column = "days";
        if (i > 0 && row->days <= row[-1].days) {
            wrong =
                "found days that are not above those before, expected them to increase";
        } else if (i > 0 && row->cumulative < row[-1].cumulative) {
            wrong = "found a cumulative share below the one before";
            column = "cumulative";
        } else if (i + 1 == spec->n_points && row->cumulative < 1) {
            wrong = "found a last cumulative share below 1, expected 1";
            column = "cumulative";
        } else if (i + 1 == spec->n_points && row->days <= 0) {
            wrong = "found no duration above 0";
        }
        if (wrong != NULL) {
            suf_reader_fault_row(
                self->reader, &spec->points, i, row->line, column, "%s", wrong);
        }
    }
}

static void
check_stay(const suf_service_at *self)
{
    suf_service_spec *service = self->service;
    check_distribution(self, &service->stay);
    bool is_included = service->stay_death == SUF_DEATH_INCLUDED;
    bool has_probability = suf_service_written(self, "stay", "death_probability") != NULL;
    if (is_included && !has_probability) {
        suf_service_fault(self, "stay.death",
            "deaths are included in the stay, expected the key 'death_probability'");
    }
    if (!is_included && has_probability) {
        suf_service_fault_idle(
            self, "stay.death_probability", "it belongs to 'death: included'");
    }
    if (is_included && suf_service_written(self, "stay", "death_factor") != NULL) {
        suf_service_fault_idle(
            self, "stay.death_factor", "it belongs to 'death: competing'");
    }
}

static void
check_queue(const suf_service_at *self)
{
    suf_service_spec *service = self->service;
    static const char *const of_a_list[] = {"patience", "until_age", "limit"};
    check_distribution(self, &service->queue.patience);
    for (size_t i = 0; service->queue.discipline == SUF_DISCIPLINE_NONE && i < 3; i++) {
        if (suf_service_written(self, "queue", of_a_list[i]) != NULL) {
            char path[60];
            (void) snprintf(path, sizeof path, "queue.%s", of_a_list[i]);
            suf_service_fault_idle(self, path, "with 'discipline: none' nobody waits");
        }
    }
    if (service->queue.list == SUF_LIST_CITY) {
        if (service->queue.discipline == SUF_DISCIPLINE_NONE) {
            suf_service_fault_idle(
                self, "queue.list", "with 'discipline: none' nobody waits");
        }
        if (suf_service_written(self, "overflow", NULL) != NULL &&
            service->overflow_minutes > 0) {
            suf_service_fault(self, "overflow",
                "found a limit of travel time beside 'list: city', with which everybody "
                "accepts every place; expected one of the two");
        }
    }
    bool is_retrial = service->queue.discipline == SUF_DISCIPLINE_RETRIAL;
    if (is_retrial && !service->queue.has_retry) {
        suf_service_fault(
            self, "queue", "expected the key 'retry_every' beside 'discipline: retrial'");
    }
    if (!is_retrial && service->queue.has_retry) {
        suf_service_fault_idle(
            self, "queue.retry_every", "it belongs to 'discipline: retrial'");
    }
    suf_check_classes(self);
}

static void
check_rest(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    if (service->overflow_minutes > 0 && !service->has_zones &&
        suf_service_written(self, "overflow", NULL) != NULL &&
        suf_node_find(self->reader->root, "travel") == NULL) {
        suf_service_fault(self, "overflow",
            "use of places elsewhere needs travel times, expected the key 'travel'");
    }
    if (!self->reader->is_resolved && !(service->overflow_minutes > 0) &&
        suf_service_written(self, "overflow", "within") != NULL &&
        suf_reader_is_clean(self->reader)) {
        suf_service_fault(self, "overflow.within",
            "found 0, expected a time above 0; without `overflow` nobody goes elsewhere "
            "(an overlay removes it with `overflow: null`)");
    }
    suf_check_initial(self);
}

void
suf_check_services(suf_reader *self)
{
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        if (self->scenario->services[i].n_then > 0) {
            const suf_service_at at = suf_service_at_of(self, i);
            suf_check_then(&at);
        }
    }
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        const suf_service_at at = suf_service_at_of(self, i);
        check_ages(&at);
        suf_check_kind(&at);
        if (at.service->kind == SUF_KIND_STAY) {
            check_requests(&at);
            check_arrivals(&at);
            check_waves(&at);
            check_balk(&at);
            check_stay(&at);
            check_queue(&at);
            check_rest(&at);
        }
    }
}
