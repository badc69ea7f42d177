/* Consistency of services with their kind: keys of other kinds, intakes and visits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/check/check.h"
#include "scenario/check/service_at.h"
#include "scenario/types/intake_dates.h"

/* What belongs to one kind of service is without effect in another. */
static void
check_keys(const suf_service_at *self)
{
    static const char *const names[] = {"stay", "intake", "visit"};
    suf_service_kind kind = self->service->kind;
    const suf_section_info *info = suf_section_get(SUF_SECTION_SERVICE);
    if (self->node == NULL || self->node->kind != SUF_NODE_MAP) {
        return; /* told already */
    }
    for (size_t i = 0; i < info->n_keys; i++) {
        if (!suf_key_is_of_kind(&info->keys[i], kind) &&
            suf_service_written(self, info->keys[i].name, NULL) != NULL) {
            char why[80];
            (void) snprintf(
                why, sizeof why, "a service of kind %s has none", names[kind]);
            suf_service_fault_idle(self, info->keys[i].name, why);
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
    if (suf_service_written(self, names[kind], NULL) == NULL && !is_misspelt) {
        suf_service_fault(self, "",
            "the key '%s' is missing, which a service of this kind has", names[kind]);
    }
}

/* Pupils at the start, by the year of the course they are in. */
static void
check_rolls(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_intake_spec *intake = &service->intake;
    const suf_scenario *scenario = self->reader->scenario;
    for (size_t i = 0; i < service->initial.n_rolls; i++) {
        const suf_roll_row *row = &service->initial.rolls[i];
        double every = isnan(intake->every_days) ? 365.25 : intake->every_days;
        /* Which are told themselves. */
        bool is_faulty = every < 1 || !(intake->length_days >= every / 2) ||
                         scenario->start_day == INT32_MIN ||
                         intake->first_day == INT32_MIN;
        if (is_faulty) {
            continue;
        }
        if ((row->year - 1) * 365.25 >= intake->length_days) {
            suf_reader_fault_row(self->reader, &service->initial.rolls, i, row->line,
                "year", "found year %" PRIu32 " of a course that is shorter", row->year);
        } else if (suf_intakes_of_year(scenario, intake, row->year).n == 0) {
            suf_reader_fault_row(self->reader, &service->initial.rolls, i, row->line,
                "year",
                "found year %" PRIu32 " of the course, but no intake was held %" PRIu32
                " to %" PRIu32 " years before the start of the run",
                row->year, row->year - 1, row->year);
        }
    }
}

static void
check_intake(const suf_service_at *self)
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
            suf_service_fault(self, "intake.from",
                "found '%.80s', expected another service of kind intake", intake->from);
        }
    }
    if (!isnan(intake->every_days) && floor(intake->every_days) < intake->every_days &&
        suf_intake_months(intake) == 0) {
        suf_service_fault(self, "intake.every",
            "found %.10g days, expected whole days, as 26 weeks, or whole months, as 6 "
            "months",
            intake->every_days);
    }
    if (intake->first_day == INT32_MIN) {
        intake->first_day = scenario->start_day;
    } else if (isnan(intake->every_days)) {
        suf_service_fault_idle(self, "intake.first", "it belongs to every");
    } else if (intake->first_day < scenario->start_day) {
        suf_service_fault(
            self, "intake.first", "found a date before the start of the run");
    }
    for (size_t i = 0; i < service->n_arrivals; i++) {
        if (service->arrivals[i].kind != SUF_ARRIVAL_INTAKE) {
            suf_service_fault(
                self, "arrivals", "an intake has applicants, expected per_intake");
        }
        if (service->arrivals[i].n_batch > 0) {
            suf_service_fault_idle(
                self, "arrivals", "a batch belongs to a service of kind stay");
        }
    }
    if (service->n_arrivals == 0 && !scenario->population.is_given) {
        suf_service_fault(self, "",
            "its applicants are residents, but the scenario has no population; "
            "expected one, or arrivals");
    }
    if (service->n_arrivals == 0 && service->eligible.to_months == SUF_AGE_OPEN) {
        suf_service_fault(self, "eligible", "expected ages from and to: who may apply");
    }
    if (service->n_arrivals > 0 && service->initial.n_rolls > 0) {
        suf_service_fault_idle(
            self, "initial.rolls", "applicants by arrivals have no age");
    }
    if (!self->reader->is_resolved &&
        (suf_service_written(self, "initial", "occupancy") != NULL ||
            suf_service_written(self, "initial", "waiting") != NULL ||
            suf_service_written(self, "initial", "by_district") != NULL)) {
        suf_service_fault(self, "initial", "of an intake, expected rolls");
    }
    check_rolls(self);
}

static void
check_visit(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_visit_spec *visit = &service->visit;
    if (!self->reader->scenario->population.is_given) {
        suf_service_fault(
            self, "", "its visitors are residents, but the scenario has no population");
    }
    if (visit->opens != SUF_NONE && visit->closes != SUF_NONE &&
        visit->opens >= visit->closes) {
        suf_service_fault(self, "visit.closes", "found an hour that is not after opens");
    }
    double sum = 0;
    uint32_t n_closed = 0;
    for (int day = 0; day < 7; day++) {
        n_closed += visit->closed_days.is_closed[day];
    }
    if (n_closed == 7) {
        suf_service_fault(self, "visit.closed_days", "found no day on which it is open");
        return;
    }
    for (size_t i = 0; i < visit->n_closed_dates; i++) {
        const suf_closed_row *row = &visit->closed_dates[i];
        if (row->to_day != INT32_MIN && row->to_day < row->date_day) {
            suf_reader_fault_row(self->reader, &visit->closed_dates, i, row->line, "to",
                "found a last date before the first");
        }
    }
    for (size_t i = 0; i < visit->n_by_hour; i++) {
        const suf_hour_row *row = &visit->by_hour[i];
        sum += row->weight;
        if (row->weight > 0 && (row->hour < visit->opens || row->hour >= visit->closes ||
                                   (row->day >= 1 && row->day <= 7 &&
                                       visit->closed_days.is_closed[row->day - 1]))) {
            suf_reader_fault_row(self->reader, &visit->by_hour, i, row->line, "weight",
                "found people who come when it is closed");
        }
    }
    if (visit->has_gravity && self->reader->scenario->n_districts > 1 &&
        self->reader->scenario->n_travel == 0) {
        suf_service_fault(self, "visit.gravity",
            "a choice by travel time needs travel times, expected the key 'travel'");
    }
    if (!visit->has_gravity && visit->own_minutes > 0) {
        suf_service_fault_idle(self, "visit.own_district", "it belongs to gravity");
    }
    if (visit->n_by_hour > 0 && !(sum > 0)) {
        suf_service_fault(self, "visit.by_hour", "found nobody who comes in any hour");
    }
}

/* Of a stay: where people ask first. */
static void
check_choice(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_scenario *scenario = self->reader->scenario;
    const char *to = service->first_choice.to;
    if (!service->first_choice.is_given) {
        return;
    }
    bool is_known = strcmp(to, "district") == 0;
    for (size_t i = 0; !is_known && i < scenario->n_districts; i++) {
        is_known = strcmp(to, scenario->districts[i].district) == 0 ||
                   (to[0] != '\0' && strcmp(to, scenario->districts[i].group) == 0);
    }
    if (!is_known) {
        suf_service_fault(self, "first_choice.to",
            "found '%.80s', expected district, a group of districts, or one by its name",
            to);
    }
    if (service->first_choice.has_gravity && scenario->n_districts > 1 &&
        scenario->n_travel == 0) {
        suf_service_fault(self, "first_choice.gravity",
            "a choice by travel time needs travel times, expected the key 'travel'");
    }
    if (!service->first_choice.has_gravity && service->first_choice.own_minutes > 0) {
        suf_service_fault_idle(
            self, "first_choice.own_district", "it belongs to gravity");
    }
    if (scenario->n_districts == 1) {
        suf_service_fault_idle(self, "first_choice", "there is one district");
    }
}

void
suf_check_kind(const suf_service_at *at)
{
    check_keys(at);
    if (at->service->kind == SUF_KIND_STAY) {
        check_choice(at);
    } else if (at->service->kind == SUF_KIND_INTAKE) {
        check_intake(at);
    } else if (at->service->kind == SUF_KIND_VISIT) {
        check_visit(at);
    }
}
