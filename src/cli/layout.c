/* The layout of a run's results, from its scenarios.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/agreement.h"
#include "cli/labels.h"
#include "model/build.h"
#include "scenario/types/names.h"

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

/* Labels by their names: number i of a table is that of label i. */
typedef struct label_tables {
    suf_names districts, services, projects, assets, targets, observations, assumptions,
        funds, policies;
} label_tables;

static void
label_tables_free(label_tables *self)
{
    suf_names *all[] = {&self->districts, &self->services, &self->projects, &self->assets,
        &self->targets, &self->observations, &self->assumptions, &self->funds,
        &self->policies};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        suf_names_free(all[i]);
    }
}

/* Finds or adds a label; *at is its place. */
static suf_status
add_label(suf_names *names, suf_label *labels, uint32_t *n, const char *const texts[3],
    uint32_t *at)
{
    suf_status status = SUF_OK;
    *at = suf_names_find(names, texts[0]);
    if (*at == SUF_NONE) {
        suf_label *label = &labels[(*n)++];
        SUF_TRY(suf_label_set(label, texts[0], texts[1], texts[2]));
        SUF_TRY(suf_names_add(names, label->name, at));
    }
out:
    return status;
}

static suf_status
add_services(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->n_services; i++) {
        const suf_service_spec *service = &scenario->services[i];
        const char *texts[] = {service->name, service->title, service->title_zh};
        status = add_label(
            &names->services, self->services, &self->n_services, texts, &map[i]);
    }
    return status;
}

static suf_status
add_projects(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->n_projects; i++) {
        const char *texts[] = {scenario->projects[i].project, "", ""};
        status = add_label(
            &names->projects, self->projects, &self->n_projects, texts, &map[i]);
    }
    return status;
}

/* Stocks, as "class/state". */
static suf_status
add_assets(suf_layout *self, label_tables *names, const suf_scenario *scenario,
    const suf_stock_name *stocks, uint32_t n_stocks, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; status == SUF_OK && i < n_stocks; i++) {
        const suf_asset_spec *asset = &scenario->assets[stocks[i].asset];
        suf_text name;
        suf_text_init(&name);
        suf_text_format(&name, "%s/%s", asset->name, stocks[i].state);
        const char *texts[] = {suf_text_get(&name), asset->title, asset->title_zh};
        status = name.status;
        if (status == SUF_OK) {
            status =
                add_label(&names->assets, self->assets, &self->n_assets, texts, &map[i]);
        }
        suf_text_free(&name);
    }
    return status;
}

static suf_status
add_targets(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < scenario->n_targets; i++) {
        const suf_target_row *row = &scenario->targets[i];
        SUF_TRY(suf_names_add(&names->targets, row->target, &map[i]));
        if (map[i] == self->n_targets) {
            self->n_targets++;
            SUF_TRY(suf_target_label_set(&self->targets[map[i]], scenario, row));
        }
    }
out:
    return status;
}

static suf_status
add_observations(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < scenario->n_observations; i++) {
        const suf_observation_row *row = &scenario->observations[i];
        SUF_TRY(suf_names_add(&names->observations, row->observation, &map[i]));
        if (map[i] == self->n_observations) {
            self->n_observations++;
            SUF_TRY(
                suf_observation_label_set(&self->observations[map[i]], scenario, row));
        }
    }
out:
    return status;
}

/* Classes of priority, as "service/class", of services that have two or more; counts
 * *n of the scenario, in the order of the model. */
static suf_status
add_classes(suf_layout *self, const suf_service_spec *service, uint32_t *map, uint32_t *n)
{
    suf_status status = SUF_OK;
    size_t n_here = service->queue.n_classes > 1 ? service->queue.n_classes : 0;
    for (size_t i = 0; status == SUF_OK && i < n_here; i++) {
        const char *class = service->queue.classes[i].name;
        uint32_t at = 0;
        while (at < self->n_classes &&
               (strcmp(self->classes[at].service, service->name) != 0 ||
                   strcmp(self->classes[at].class, class) != 0)) {
            at++;
        }
        if (at == self->n_classes) {
            status = suf_class_label_set(
                &self->classes[self->n_classes++], service->name, class);
        }
        map[(*n)++] = at;
    }
    return status;
}

static uint32_t
n_classes_of(const suf_scenario *scenario)
{
    size_t n = 0;
    for (size_t i = 0; i < scenario->n_services; i++) {
        size_t n_here = scenario->services[i].queue.n_classes;
        n += n_here > 1 ? n_here : 0;
    }
    return (uint32_t) n;
}

static suf_status
add_assumptions(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *assumption = &scenario->assumptions[i];
        SUF_TRY(suf_names_add(&names->assumptions, assumption->name, &map[i]));
        if (map[i] == self->n_assumptions) {
            self->n_assumptions++;
            SUF_TRY(suf_assumption_label_set(&self->assumptions[map[i]], assumption));
        }
    }
out:
    return status;
}

static suf_status
add_funds(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->costs.n_funds; i++) {
        const suf_fund_spec *fund = &scenario->costs.funds[i];
        const char *texts[] = {fund->name, fund->title, fund->title_zh};
        status = add_label(&names->funds, self->funds, &self->n_funds, texts, &map[i]);
    }
    return status;
}

static suf_status
add_policies(
    suf_layout *self, label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < scenario->n_policies; i++) {
        const suf_policy_spec *policy = &scenario->policies[i];
        const char *texts[] = {policy->name, policy->title, policy->title_zh};
        status = add_label(
            &names->policies, self->policies, &self->n_policies, texts, &map[i]);
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
    size_t n_projects = 0;
    size_t n_assets = 0;
    size_t n_targets = 0;
    size_t n_classes = 0;
    size_t n_observations = 0;
    size_t n_policies = 0;
    size_t n_zones = 0;
    size_t n_funds = 1; /* and all of them */
    for (size_t i = 0; i < n; i++) {
        n_services += scenarios[i].n_services;
        n_assumptions += scenarios[i].n_assumptions;
        n_projects += scenarios[i].n_projects;
        n_assets += scenarios[i].n_stock + scenarios[i].n_projects + scenarios[i].n_works;
        n_targets += scenarios[i].n_targets;
        n_classes += n_classes_of(&scenarios[i]);
        n_observations += scenarios[i].n_observations;
        n_funds += scenarios[i].costs.n_funds;
        n_policies += scenarios[i].n_policies;
        n_zones += scenarios[i].n_zones;
    }
    if ((n | n_services | n_assumptions | n_projects | n_assets | n_targets | n_classes |
            n_observations | n_policies | n_zones | n_funds) > UINT32_MAX) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    SUF_TRY(suf_array_new(n, sizeof *self->scenarios, &self->scenarios));
    SUF_TRY(suf_array_new(
        scenarios[0].n_districts, sizeof *self->districts, &self->districts));
    SUF_TRY(suf_array_new(n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(n_assumptions, sizeof *self->assumptions, &self->assumptions));
    SUF_TRY(suf_array_new(n_projects, sizeof *self->projects, &self->projects));
    SUF_TRY(suf_array_new(n_assets, sizeof *self->assets, &self->assets));
    SUF_TRY(suf_array_new(n_targets, sizeof *self->targets, &self->targets));
    SUF_TRY(suf_array_new(n_classes, sizeof *self->classes, &self->classes));
    SUF_TRY(
        suf_array_new(n_observations, sizeof *self->observations, &self->observations));
    SUF_TRY(suf_array_new(n_funds, sizeof *self->funds, &self->funds));
    SUF_TRY(suf_array_new(n_policies, sizeof *self->policies, &self->policies));
    SUF_TRY(suf_array_new(n_zones, sizeof *self->zones, &self->zones));
out:
    return status;
}

static suf_status
map_districts(const label_tables *names, const suf_scenario *scenario, uint32_t *map)
{
    for (size_t i = 0; i < scenario->n_districts; i++) {
        const char *name = scenario->districts[i].district;
        map[i] = suf_names_find(&names->districts, name);
        suf_bug_unless(map[i] != SUF_NONE);
    }
    return SUF_OK;
}

/* Finds or adds the labels of a scenario, and where each part of it stands. */
static suf_status
add_parts(suf_layout *self, label_tables *names, const suf_scenario *scenario,
    suf_layout_maps *maps)
{
    suf_stock_name *stocks = NULL;
    uint32_t n_stocks = 0;
    uint32_t n_classes = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_stock_names(scenario, &stocks, &n_stocks));
    SUF_TRY(
        suf_array_new(scenario->n_districts, sizeof *maps->districts, &maps->districts));
    SUF_TRY(suf_array_new(scenario->n_services, sizeof *maps->services, &maps->services));
    SUF_TRY(suf_array_new(
        scenario->n_assumptions, sizeof *maps->assumptions, &maps->assumptions));
    SUF_TRY(suf_array_new(scenario->n_projects, sizeof *maps->projects, &maps->projects));
    SUF_TRY(suf_array_new(n_stocks, sizeof *maps->assets, &maps->assets));
    SUF_TRY(suf_array_new(scenario->n_targets, sizeof *maps->targets, &maps->targets));
    SUF_TRY(map_districts(names, scenario, maps->districts));
    SUF_TRY(suf_array_new(n_classes_of(scenario), sizeof *maps->classes, &maps->classes));
    SUF_TRY(add_services(self, names, scenario, maps->services));
    for (size_t i = 0; i < scenario->n_services; i++) {
        SUF_TRY(add_classes(self, &scenario->services[i], maps->classes, &n_classes));
    }
    SUF_TRY(add_assumptions(self, names, scenario, maps->assumptions));
    SUF_TRY(add_projects(self, names, scenario, maps->projects));
    SUF_TRY(add_assets(self, names, scenario, stocks, n_stocks, maps->assets));
    SUF_TRY(add_targets(self, names, scenario, maps->targets));
    SUF_TRY(suf_array_new(
        scenario->n_observations, sizeof *maps->observations, &maps->observations));
    SUF_TRY(add_observations(self, names, scenario, maps->observations));
    SUF_TRY(suf_array_new(scenario->costs.n_funds, sizeof *maps->funds, &maps->funds));
    SUF_TRY(add_funds(self, names, scenario, maps->funds));
    SUF_TRY(suf_array_new(scenario->n_policies, sizeof *maps->policies, &maps->policies));
    SUF_TRY(add_policies(self, names, scenario, maps->policies));
    SUF_TRY(suf_array_new(scenario->n_zones, sizeof *maps->zones, &maps->zones));
    SUF_TRY(suf_layout_add_zones(self, scenario, maps->zones));
out:
    free(stocks);
    return status;
}

/* The labels of a scenario as written, and then where they are in its order. */
static suf_status
add_scenario(suf_layout *self, label_tables *names, const suf_scenario *scenario,
    const suf_scenario *ordered, suf_layout_maps *maps)
{
    suf_layout_maps as_written = {0};
    suf_status status = SUF_OK;
    uint32_t index = self->n_scenarios++;
    SUF_TRY(suf_label_set(
        &self->scenarios[index], scenario->name, scenario->title, scenario->title_zh));
    SUF_TRY(add_parts(self, names, scenario, &as_written));
    SUF_TRY(add_parts(self, names, ordered, maps));
out:
    suf_layout_maps_free(&as_written);
    return status;
}

/* Where no assumption varies replications are independent, whatever the design. */
static suf_design_spec
design_of(const suf_scenario *scenarios, size_t n)
{
    suf_design_spec design = scenarios[0].design;
    bool is_varying = false;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < scenarios[i].n_assumptions; j++) {
            is_varying |= scenarios[i].assumptions[j].kind != SUF_ASSUMPTION_VALUE;
        }
    }
    design.kind = is_varying ? design.kind : SUF_DESIGN_FIXED;
    return design;
}

suf_status
suf_layout_build(suf_layout *self, const suf_scenario *scenarios,
    const suf_scenario *ordered, size_t n, suf_layout_maps *maps, suf_faults *faults)
{
    label_tables names = {0};
    *self = (suf_layout){0};
    suf_bug_unless(n > 0);
    suf_status status = SUF_OK;
    SUF_TRY(suf_agreement_check(ordered, n, faults));
    SUF_TRY(allocate(self, scenarios, n));
    SUF_TRY(set_months(self, &scenarios[0]));
    self->design = design_of(scenarios, n);
    for (size_t i = 0; i < scenarios[0].n_districts; i++) {
        const suf_district_row *district = &scenarios[0].districts[i];
        const char *texts[] = {district->district, district->title, district->title_zh};
        uint32_t at = 0;
        SUF_TRY(
            add_label(&names.districts, self->districts, &self->n_districts, texts, &at));
    }
    for (size_t i = 0; i < n; i++) {
        SUF_TRY(add_scenario(self, &names, &scenarios[i], &ordered[i], &maps[i]));
    }
    SUF_TRY(suf_fund_labels_end(self, scenarios, n));
    SUF_TRY(suf_known_days_set(self, scenarios));
    SUF_TRY(suf_service_facts_set(self, scenarios));
    SUF_TRY(suf_layout_order(self));
    SUF_TRY(suf_layout_seal(self));
out:
    label_tables_free(&names);
    if (status != SUF_OK) {
        suf_layout_free(self);
    }
    return status;
}
