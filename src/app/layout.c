/* The layout of a run's results, from its scenarios.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"

static suf_status
label_copy(suf_label *self, const char *name, const char *title, const char *title_zh)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(name, &self->name));
    SUF_TRY(suf_text_copy(title, &self->title));
    SUF_TRY(suf_text_copy(title_zh, &self->title_zh));
out:
    return status;
}

/* --- do the scenarios agree? -------------------------------------------------------- */

static void
check_dates(const suf_scenario *scenario, const suf_scenario *first, suf_faults *faults)
{
    const char *keys[] = {"start", "end"};
    int32_t found[] = {scenario->start_day, scenario->end_day};
    int32_t expected[] = {first->start_day, first->end_day};
    for (int i = 0; i < 2; i++) {
        if (found[i] != expected[i]) {
            char found_text[11];
            char expected_text[11];
            suf_date_format(found[i], found_text);
            suf_date_format(expected[i], expected_text);
            suf_fault_place place = {.file = scenario->path, .path = keys[i]};
            suf_faults_add(faults, &place,
                "found %s, expected %s as in %s: scenarios of one run have the same "
                "months",
                found_text, expected_text, first->path);
        }
    }
}

static void
check_districts(
    const suf_scenario *scenario, const suf_scenario *first, suf_faults *faults)
{
    suf_fault_place place = {.file = scenario->path, .path = "districts"};
    if (scenario->n_districts != first->n_districts) {
        suf_faults_add(faults, &place,
            "found %zu districts, expected the %zu of %s in the same order: scenarios "
            "of one run have the same districts",
            scenario->n_districts, first->n_districts, first->path);
        return;
    }
    for (size_t i = 0; i < scenario->n_districts; i++) {
        const char *found = scenario->districts[i].district;
        const char *expected = first->districts[i].district;
        if (strcmp(found, expected) != 0) {
            suf_faults_add(faults, &place,
                "district %zu: found '%s', expected '%s' as in %s: scenarios of one run "
                "have the same districts in the same order",
                i + 1, found, expected, first->path);
        }
    }
}

static void
check_name(const suf_scenario *scenarios, size_t index, suf_faults *faults)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(scenarios[i].name, scenarios[index].name) == 0) {
            suf_fault_place place = {.file = scenarios[index].path, .path = "name"};
            suf_faults_add(faults, &place,
                "found '%s', which is the name of %s too: scenarios of one run have "
                "names of their own, by which results are told apart",
                scenarios[index].name, scenarios[i].path);
            return;
        }
    }
}

static suf_status
check_agreement(const suf_scenario *scenarios, size_t n, suf_faults *faults)
{
    size_t n_before = faults->n + faults->n_dropped;
    for (size_t i = 1; i < n; i++) {
        check_dates(&scenarios[i], &scenarios[0], faults);
        check_districts(&scenarios[i], &scenarios[0], faults);
        check_name(scenarios, i, faults);
    }
    return faults->n + faults->n_dropped == n_before ? SUF_OK
                                                     : SUF_RAISE(SUF_ERROR_SCENARIO);
}

/* --- labels ------------------------------------------------------------------------- */

static suf_status
set_months(suf_layout *self, const suf_scenario *scenario)
{
    int32_t first = suf_month_of_day(scenario->start_day);
    int32_t end = suf_month_of_day(scenario->end_day);
    self->start_day = scenario->start_day;
    self->end_day = scenario->end_day;
    self->n_months = (uint32_t) (end - first);
    self->first_year = first / 12;
    self->n_years = (uint32_t) ((end - 1) / 12 - self->first_year) + 1;
    suf_status status = suf_array_new(
        self->n_months, sizeof *self->month_start_days, &self->month_start_days);
    for (uint32_t i = 0; status == SUF_OK && i < self->n_months; i++) {
        self->month_start_days[i] =
            suf_day_of_month(first + (int32_t) i) - scenario->start_day;
    }
    return status;
}

static suf_status
add_services(suf_layout *self, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->n_services; i++) {
        const suf_service_spec *service = &scenario->services[i];
        uint32_t at = 0;
        while (at < self->n_services &&
               strcmp(self->services[at].name, service->name) != 0) {
            at++;
        }
        if (at == self->n_services) {
            self->n_services++;
            status = label_copy(
                &self->services[at], service->name, service->title, service->title_zh);
        }
        map[i] = at;
    }
    return status;
}

static suf_status
assumption_copy(suf_assumption_label *self, const suf_assumption *from)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(from->name, &self->name));
    SUF_TRY(suf_text_copy(from->title, &self->title));
    SUF_TRY(suf_text_copy(from->unit, &self->unit));
    SUF_TRY(suf_text_copy(from->source, &self->source));
    self->confidence[0] = from->confidence;
    if (from->confidence == '?') {
        self->confidence[0] = '\0';
    }
out:
    return status;
}

static suf_status
add_assumptions(suf_layout *self, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->n_assumptions; i++) {
        const suf_assumption *assumption = &scenario->assumptions[i];
        uint32_t at = 0;
        while (at < self->n_assumptions &&
               strcmp(self->assumptions[at].name, assumption->name) != 0) {
            at++;
        }
        if (at == self->n_assumptions) {
            self->n_assumptions++;
            status = assumption_copy(&self->assumptions[at], assumption);
        }
        map[i] = at;
    }
    return status;
}

/* Room for the labels: as many as there could be. */
static suf_status
allocate(suf_layout *self, const suf_scenario *scenarios, size_t n)
{
    suf_status status = SUF_OK;
    size_t n_services = 0;
    size_t n_assumptions = 0;
    for (size_t i = 0; i < n; i++) {
        n_services += scenarios[i].n_services;
        n_assumptions += scenarios[i].n_assumptions;
    }
    if (n > UINT32_MAX || n_services > UINT32_MAX || n_assumptions > UINT32_MAX) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    SUF_TRY(suf_array_new(n, sizeof *self->scenarios, &self->scenarios));
    SUF_TRY(suf_array_new(
        scenarios[0].n_districts, sizeof *self->districts, &self->districts));
    SUF_TRY(suf_array_new(n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(n_assumptions, sizeof *self->assumptions, &self->assumptions));
out:
    return status;
}

suf_status
suf_layout_build(suf_layout *self, const suf_scenario *scenarios, size_t n,
    uint32_t **service_maps, uint32_t **assumption_maps, suf_faults *faults)
{
    *self = (suf_layout){0};
    suf_bug_unless(n > 0);
    suf_status status = SUF_OK;
    SUF_TRY(check_agreement(scenarios, n, faults));
    SUF_TRY(allocate(self, scenarios, n));
    SUF_TRY(set_months(self, &scenarios[0]));
    for (size_t i = 0; i < scenarios[0].n_districts; i++) {
        const suf_district_row *district = &scenarios[0].districts[i];
        self->n_districts++;
        SUF_TRY(label_copy(&self->districts[i], district->district, district->title,
            district->title_zh));
    }
    for (size_t i = 0; i < n; i++) {
        const suf_scenario *scenario = &scenarios[i];
        self->n_scenarios++;
        SUF_TRY(label_copy(
            &self->scenarios[i], scenario->name, scenario->title, scenario->title_zh));
        SUF_TRY(
            suf_array_new(scenario->n_services, sizeof **service_maps, &service_maps[i]));
        SUF_TRY(suf_array_new(
            scenario->n_assumptions, sizeof **assumption_maps, &assumption_maps[i]));
        SUF_TRY(add_services(self, scenario, service_maps[i]));
        SUF_TRY(add_assumptions(self, scenario, assumption_maps[i]));
    }
    SUF_TRY(suf_layout_seal(self));
out:
    if (status != SUF_OK) {
        suf_layout_free(self);
    }
    return status;
}
