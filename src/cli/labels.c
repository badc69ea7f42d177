/* The labels of results, from the scenario's parts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "labels.h"

#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/evidence_grade.h"
#include "scenario/types/keys.h"
#include "scenario/types/project_facts.h"

suf_status
suf_label_set(suf_label *self, const char *name, const char *title, const char *title_zh)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(name, &self->name));
    SUF_TRY(suf_text_copy(title, &self->title));
    SUF_TRY(suf_text_copy(title_zh, &self->title_zh));
out:
    return status;
}

suf_status
suf_class_label_set(suf_class_label *self, const char *service, const char *class)
{
    suf_text name;
    suf_text_init(&name);
    suf_text_format(&name, "%s/%s", service, class);
    suf_status status = name.status;
    SUF_TRY(status);
    SUF_TRY(suf_text_copy(suf_text_get(&name), &self->name));
    SUF_TRY(suf_text_copy(service, &self->service));
    SUF_TRY(suf_text_copy(class, &self->class));
out:
    suf_text_free(&name);
    return status;
}

suf_status
suf_assumption_label_set(suf_assumption_label *self, const suf_assumption *from)
{
    static const char *const value_units[] = {[SUF_DIMENSION_NONE] = "1",
        [SUF_DIMENSION_DURATION] = "days",
        [SUF_DIMENSION_RATE] = "per day",
        [SUF_DIMENSION_MONEY] = "yuan"};
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(from->name, &self->name));
    SUF_TRY(suf_text_copy(from->title, &self->title));
    SUF_TRY(suf_text_copy(from->title_zh, &self->title_zh));
    SUF_TRY(suf_text_copy(from->unit, &self->unit));
    SUF_TRY(suf_text_copy(from->source, &self->source));
    SUF_TRY(
        suf_text_copy(from->evidence == '?' ? "" : (const char[]){from->evidence, '\0'},
            &self->evidence));
    SUF_TRY(suf_text_copy(value_units[from->dimension], &self->value_unit));
out:
    return status;
}

/* Whether the dates of the projects that a target counts are stated by the plan; "" when
 * it counts none. One assumed date is enough to make them assumed. */
static const char *
dates_of(const suf_scenario *scenario, const suf_target_row *row)
{
    bool is_of_assets = suf_target_is_of_assets(row);
    const char *found = "";
    for (size_t i = 0; row->measure != SUF_MEASURE_DONE && i < scenario->n_projects;
         i++) {
        const suf_project_row *project = &scenario->projects[i];
        bool is_counted = is_of_assets ? project->asset_index == row->of_index &&
                                             strcmp(project->state, row->state) == 0
                                       : project->service == row->of_index;
        while (is_counted && project != NULL) {
            if (project->has_assumed_dates) {
                return "assumed";
            }
            project = suf_project_before(scenario, project);
            found = "stated";
        }
    }
    return found;
}

/* Likewise whether the plan states the crews of the works that it is about. */
static const char *
crews_of(const suf_scenario *scenario, const suf_target_row *row)
{
    bool is_of_stock =
        row->measure == SUF_MEASURE_COUNT || row->measure == SUF_MEASURE_ADDED;
    const char *found = "";
    for (size_t i = 0; i < scenario->n_works; i++) {
        const suf_works_spec *works = &scenario->works[i];
        bool is_about = row->measure == SUF_MEASURE_DONE
                            ? i == row->of_index
                            : is_of_stock && works->asset_index == row->of_index &&
                                  strcmp(works->state, row->state) == 0;
        if (is_about && works->has_assumed_crews) {
            return "assumed";
        }
        found = is_about ? "stated" : found;
    }
    return found;
}

suf_status
suf_target_label_set(
    suf_target_label *self, const suf_scenario *scenario, const suf_target_row *row)
{
    const suf_choices *measures = suf_choices_get(SUF_CHOICE_MEASURE);
    const char *measure = "";
    const char evidence[2] = {suf_target_grade(scenario, row), '\0'};
    char date[11];
    suf_status status = SUF_OK;
    for (size_t i = 0; i < measures->n; i++) {
        measure = measures->items[i].value == (int) row->measure ? measures->items[i].word
                                                                 : measure;
    }
    suf_date_format(row->date_day, date);
    SUF_TRY(suf_text_copy(row->target, &self->name));
    SUF_TRY(suf_text_copy(row->title, &self->title));
    SUF_TRY(suf_text_copy(row->title_zh, &self->title_zh));
    SUF_TRY(suf_text_copy(row->area, &self->area));
    SUF_TRY(suf_text_copy(measure, &self->measure));
    SUF_TRY(suf_text_copy(row->of, &self->of));
    SUF_TRY(suf_text_copy(row->measure_unit, &self->unit));
    SUF_TRY(suf_text_copy(
        row->use_index != SUF_NONE ? scenario->services[row->use_index].name : "",
        &self->use));
    SUF_TRY(suf_text_copy(row->each, &self->each));
    SUF_TRY(suf_text_copy(row->is_at_most ? "at_most" : "at_least", &self->comparison));
    SUF_TRY(suf_text_copy(row->is_assumed ? "assumed" : "stated", &self->basis));
    SUF_TRY(suf_text_copy(evidence, &self->evidence));
    SUF_TRY(suf_text_copy(dates_of(scenario, row), &self->dates));
    SUF_TRY(suf_text_copy(crews_of(scenario, row), &self->crews));
    SUF_TRY(suf_text_copy(date, &self->date));
    self->required = row->value;
    self->stretch = row->stretch;
    self->is_soft = row->is_soft;
out:
    return status;
}

suf_status
suf_observation_label_set(suf_observation_label *self, const suf_scenario *scenario,
    const suf_observation_row *row)
{
    const char evidence[2] = {row->evidence, '\0'};
    char date[11];
    suf_status status = SUF_OK;
    suf_date_format(row->date_day, date);
    SUF_TRY(suf_text_copy(row->observation, &self->name));
    SUF_TRY(suf_text_copy(row->title, &self->title));
    SUF_TRY(suf_text_copy(row->title_zh, &self->title_zh));
    SUF_TRY(suf_text_copy(suf_observed_row_of(row->measure)->name, &self->measure));
    SUF_TRY(suf_text_copy(
        row->service != SUF_NONE ? scenario->services[row->service].name : "",
        &self->of));
    SUF_TRY(suf_text_copy(row->source, &self->source));
    SUF_TRY(suf_text_copy(
        row->district != SUF_NONE ? scenario->districts[row->district].district : SUF_ALL,
        &self->district));
    SUF_TRY(suf_text_copy(row->is_registered ? "registered" : "resident", &self->basis));
    SUF_TRY(suf_text_copy(evidence, &self->evidence));
    SUF_TRY(suf_text_copy(date, &self->date));
    self->value = row->value;
    self->sd = row->sd;
    self->weighs = !row->is_held_out && !row->is_registered;
out:
    return status;
}

suf_status
suf_fund_labels_end(suf_layout *layout, const suf_scenario *scenarios, size_t n)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < n; i++) {
        const suf_costs_spec *costs = &scenarios[i].costs;
        if (costs->is_given && layout->price_year == 0) {
            layout->price_year = costs->price_year;
            status = suf_text_copy(costs->basis, &layout->price_basis);
            if (status == SUF_OK) {
                status = suf_label_set(
                    &layout->funds[layout->n_funds++], SUF_ALL, "all funds", "全部资金");
            }
        }
    }
    return status;
}

suf_status
suf_known_days_set(suf_layout *self, const suf_scenario *scenarios)
{
    bool is_any = false;
    for (size_t i = 0; i < self->n_scenarios; i++) {
        is_any = is_any || suf_scenario_known_day(&scenarios[i]) != INT32_MIN;
    }
    suf_status status = is_any ? suf_array_new(self->n_scenarios,
                                     sizeof *self->known_days, &self->known_days)
                               : SUF_OK;
    for (size_t i = 0; status == SUF_OK && is_any && i < self->n_scenarios; i++) {
        self->known_days[i] = suf_scenario_known_day(&scenarios[i]);
    }
    return status;
}

/* The service of that name; NULL: the scenario has none. */
static const suf_service_spec *
service_named(const suf_scenario *scenario, const char *name)
{
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (strcmp(scenario->services[i].name, name) == 0) {
            return &scenario->services[i];
        }
    }
    return NULL;
}

/* The caveats of services, where one has any. */
static suf_status
set_caveats(suf_layout *self, const suf_scenario *scenarios)
{
    size_t n = (size_t) self->n_scenarios * self->n_services;
    bool is_any = false;
    suf_status status = SUF_OK;
    for (size_t i = 0; i < self->n_scenarios; i++) {
        for (size_t j = 0; j < scenarios[i].n_services; j++) {
            const suf_service_spec *service = &scenarios[i].services[j];
            is_any |= service->caveat[0] != '\0' || service->caveat_zh[0] != '\0';
        }
    }
    if (!is_any) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n, sizeof *self->caveats, &self->caveats));
    for (size_t i = 0; i < n; i++) {
        const suf_service_spec *service = service_named(
            &scenarios[i / self->n_services], self->services[i % self->n_services].name);
        SUF_TRY(suf_text_copy(
            service != NULL ? service->caveat : "", &self->caveats[i].text));
        SUF_TRY(suf_text_copy(
            service != NULL ? service->caveat_zh : "", &self->caveats[i].text_zh));
    }
out:
    return status;
}

suf_status
suf_service_facts_set(suf_layout *self, const suf_scenario *scenarios)
{
    size_t n = (size_t) self->n_scenarios * self->n_services;
    suf_status status =
        suf_array_new(n, sizeof *self->service_facts, &self->service_facts);
    for (size_t i = 0; status == SUF_OK && i < n; i++) {
        const suf_service_spec *service = service_named(
            &scenarios[i / self->n_services], self->services[i % self->n_services].name);
        self->service_facts[i] = (suf_service_facts){SUF_NO_KIND, false};
        if (service != NULL) {
            self->service_facts[i] = (suf_service_facts){(int32_t) service->kind,
                service->kind == SUF_KIND_STAY &&
                    service->queue.discipline != SUF_DISCIPLINE_NONE};
        }
    }
    return status == SUF_OK ? set_caveats(self, scenarios) : status;
}
