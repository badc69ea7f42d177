/* Consistency of zones as pools: services whose places stand in zones, and what names
 * them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/check.h"

bool
suf_check_is_zoned(const suf_scenario *scenario)
{
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (scenario->services[i].has_zones) {
            return true;
        }
    }
    return false;
}

static bool
is_given(const char *text)
{
    return text[0] != '\0';
}

/* What a service with zones cannot have beside them. */
static void
check_service(suf_reader *self, size_t index)
{
    const suf_service_at at = suf_service_at_of(self, index);
    const suf_service_spec *service = at.service;
    const struct {
        bool is_there;
        const char *field, *what, *instead; /* what keeps the zones */
    } others[] = {
        {service->queue.list == SUF_LIST_CITY, "queue.list", "one list for the city",
            "lists of zones whose people use each other's places (overflow with "
            "between_zones)"},
        {service->queue.discipline == SUF_DISCIPLINE_PREEMPTIVE, "queue.discipline",
            "preemption", "the discipline priority"},
        {service->first_choice.is_given, "first_choice", "a first choice of districts",
            "places of zones that others use too (overflow with between_zones)"},
        {service->teams.is_given, "teams", "staff in teams",
            "staffing, a share of places, in projects"},
        {service->n_then > 0, "then", "people who go on from it",
            "the next service with requests of its own"},
        {service->fed_by > 0, "zones", "people who come on from other services",
            "requests of its own"},
    };
    if (!service->has_zones) {
        if (service->between_zones_minutes > 0) {
            suf_service_fault_idle(
                &at, "overflow.between_zones", "it belongs to a service with 'zones'");
        }
        return;
    }
    if (self->scenario->n_zones == 0 &&
        !suf_reader_is_faulty(self, &self->scenario->zones)) {
        suf_service_fault(&at, "zones",
            "found places in zones, but there are none: expected the table zones");
    }
    for (size_t i = 0;
         service->kind == SUF_KIND_STAY && i < sizeof others / sizeof *others; i++) {
        if (others[i].is_there) {
            suf_service_fault(&at, others[i].field,
                "found %s beside 'zones: yes', expected one of the two; instead of it a "
                "service with zones can have %s",
                others[i].what, others[i].instead);
        }
    }
}

/* Places at the start: their zones are found, and lie in their district. */
static void
check_places(suf_reader *self, const suf_names *zones)
{
    suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_places; i++) {
        suf_places_row *row = &scenario->places[i];
        const void *table = &scenario->places;
        row->zone_index =
            is_given(row->zone) ? suf_names_find(zones, row->zone) : SUF_NONE;
        if (!is_given(row->zone) || row->service == SUF_NONE) {
            continue;
        }
        if (row->zone_index == SUF_NONE || row->zone_index >= scenario->n_zones) {
            const char *near = suf_reader_near(self, zones, row->zone);
            suf_reader_fault_row(self, table, i, row->line, "zone",
                "found zone '%.80s', which there is none of%s%.80s%s", row->zone,
                near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                near != NULL ? "'?" : "");
        } else if (!scenario->services[row->service].has_zones) {
            suf_reader_fault_row(self, table, i, row->line, "zone",
                "without effect: the places of '%.80s' do not stand in zones (key zones "
                "of the service)",
                scenario->services[row->service].name);
        } else if (scenario->zones[row->zone_index].district != row->district) {
            suf_reader_fault_row(self, table, i, row->line, "zone",
                "found zone '%.80s', which lies in another district", row->zone);
        }
    }
}

/* Places are converted within a pool, and policies look at districts. */
static void
check_changes(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (row->converts != SUF_NONE && row->service != SUF_NONE &&
            (scenario->services[row->converts].has_zones ||
                scenario->services[row->service].has_zones)) {
            suf_reader_fault_row(self, &scenario->projects, i, row->line, "converts",
                "found places in zones, expected services without 'zones: yes': places "
                "are converted within a district; instead of it two projects can close "
                "places of a "
                "zone and open others");
        }
    }
    for (size_t i = 0; i < scenario->n_policies; i++) {
        const suf_policy_spec *row = &scenario->policies[i];
        const uint32_t services[] = {
            row->of, row->close, row->open, row->convert, row->to};
        bool is_zoned = false;
        for (size_t j = 0; j < sizeof services / sizeof *services; j++) {
            is_zoned = is_zoned || (services[j] < scenario->n_services &&
                                       scenario->services[services[j]].has_zones);
        }
        if (is_zoned) {
            suf_fault_place place = {.file = scenario->path, .line = row->line};
            suf_faults_add(self->faults, &place,
                "policies.%.80s: found a service with 'zones: yes', expected others: "
                "policies look at districts; a service without zones can have its towns "
                "and "
                "its countryside as districts",
                row->name);
        }
    }
}

/* Targets of the zones of a service: there are such zones, and it is measured by them. */
static void
check_targets(suf_reader *self, const void *table, const suf_target_row *rows, size_t n)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < n; i++) {
        const suf_target_row *row = &rows[i];
        if (!suf_target_is_zoned(scenario, row)) {
            continue;
        }
        bool is_there = false;
        for (size_t j = 0; j < scenario->n_zones; j++) {
            is_there =
                is_there || suf_target_has_zone(scenario, row, &scenario->zones[j]);
        }
        if (!is_there) {
            suf_reader_fault_row(self, table, i, row->line, "zones",
                "found zones '%.80s', which is neither a kind of zones nor one by its "
                "name in the districts of each",
                row->zones);
        }
        if (row->use_index != SUF_NONE && !scenario->services[row->use_index].has_zones) {
            suf_reader_fault_row(self, table, i, row->line, "use",
                "found '%.80s', whose places do not stand in zones, beside zones",
                scenario->services[row->use_index].name);
        }
        if (row->measure == SUF_MEASURE_INEQUALITY ||
            row->measure == SUF_MEASURE_ACCESS) {
            suf_reader_fault_row(self, table, i, row->line, "zones",
                "found zones of a measure between districts, expected none");
        }
    }
}

void
suf_check_zones(suf_reader *self)
{
    suf_scenario *scenario = self->scenario;
    suf_names zones;
    uint32_t number = 0;
    suf_names_init(&zones);
    for (size_t i = 0; i < scenario->n_zones; i++) {
        (void) suf_reader_ok(
            self, suf_names_add(&zones, scenario->zones[i].zone, &number));
    }
    for (size_t i = 0; i < scenario->n_services; i++) {
        check_service(self, i);
    }
    check_places(self, &zones);
    check_changes(self);
    suf_names_free(&zones);
}

void
suf_check_zone_targets(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    check_targets(self, &scenario->targets, scenario->targets, scenario->n_targets);
    check_targets(
        self, &scenario->conditions, scenario->conditions, scenario->n_conditions);
}
