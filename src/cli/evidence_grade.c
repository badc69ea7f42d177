/* How well known is what a target rests on?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence_grade.h"

#include <stdbool.h>
#include <string.h>

/* The less certain of two. */
static char
worse(char a, char b)
{
    if (a == '?') {
        return b;
    }
    if (b != '?' && b > a) {
        return b;
    }
    return a;
}

/* Assumptions that are used in one of the places of the mask. */
static char
of_assumptions(const suf_scenario *scenario, uint64_t uses)
{
    char found = '\0';
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *assumption = &scenario->assumptions[i];
        if ((assumption->uses & uses) != 0 && assumption->evidence != '?') {
            found = worse(found, assumption->evidence);
        }
    }
    return found;
}

static char
of_population(const suf_scenario *scenario)
{
    char found = '\0';
    for (size_t i = 0; i < scenario->population.n_start; i++) {
        found = worse(found, scenario->population.start[i].evidence);
    }
    return worse(found, of_assumptions(scenario, SUF_USE_POPULATION));
}

/* A project with those it comes after, and the law of delays where it is not sure. */
static char
of_project(const suf_scenario *scenario, const suf_project_row *project)
{
    char found = '\0';
    if (suf_project_is_random(project)) {
        found = worse(found, of_assumptions(scenario, SUF_USE_DELIVERY));
    }
    for (; project != NULL; project = suf_project_before(scenario, project)) {
        found = worse(found, project->has_assumed_dates ? 'C' : '\0');
        found = worse(found, project->evidence);
    }
    return found;
}

static char
of_places(const suf_scenario *scenario, uint32_t service)
{
    char found = '\0';
    for (size_t i = 0; i < scenario->n_places; i++) {
        if (scenario->places[i].service == service) {
            found = worse(found, scenario->places[i].evidence);
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        if (scenario->projects[i].service == service) {
            found = worse(found, of_project(scenario, &scenario->projects[i]));
        }
    }
    return found;
}

/* Crews whose number or time the scenario assumes. */
static char
of_works(const suf_scenario *scenario, const suf_works_spec *works)
{
    return worse(works->has_assumed_crews ? 'C' : '\0',
        of_assumptions(scenario, SUF_USE_DELIVERY));
}

static char
of_assets(const suf_scenario *scenario, const suf_target_row *target)
{
    char found = '\0';
    for (size_t i = 0; i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        if (row->asset_index == target->of_index &&
            strcmp(row->state, target->state) == 0) {
            found = worse(found, row->evidence);
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (row->asset_index == target->of_index &&
            strcmp(row->state, target->state) == 0) {
            found = worse(found, of_project(scenario, row));
        }
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        const suf_works_spec *works = &scenario->works[i];
        if (works->asset_index == target->of_index &&
            strcmp(works->state, target->state) == 0) {
            found = worse(found, of_works(scenario, works));
        }
    }
    return found;
}

/* A service, and those whose graduates it takes. */
static char
of_service(const suf_scenario *scenario, uint32_t service)
{
    char found = of_population(scenario);
    for (size_t depth = 0; service != SUF_NONE && depth < scenario->n_services; depth++) {
        found = worse(found, of_places(scenario, service));
        found = worse(found, of_assumptions(scenario, suf_use_of_service(service)));
        service = scenario->services[service].intake.from_service;
    }
    return found;
}

char
suf_target_grade(const suf_scenario *scenario, const suf_target_row *target)
{
    switch (target->measure) {
    case SUF_MEASURE_COUNT:
    case SUF_MEASURE_ADDED:
    case SUF_MEASURE_SHARE_WITH:
        return of_assets(scenario, target);
    case SUF_MEASURE_SHARE_WITHIN:
        return worse(of_assets(scenario, target), of_population(scenario));
    case SUF_MEASURE_DONE:
        return of_works(scenario, &scenario->works[target->of_index]);
    case SUF_MEASURE_INEQUALITY:
        if (target->ratio == SUF_RATIO_SERVED) {
            return of_service(scenario, target->of_index);
        }
        if (target->ratio == SUF_RATIO_WITHIN) {
            return worse(of_assets(scenario, target), of_population(scenario));
        }
        return worse(of_places(scenario, target->of_index), of_population(scenario));
    case SUF_MEASURE_ACCESS:
    case SUF_MEASURE_PLACES_PER_1000:
        return worse(of_places(scenario, target->of_index), of_population(scenario));
    case SUF_MEASURE_SHARE_PLACED:
    case SUF_MEASURE_SHARE_ADMITTED:
    case SUF_MEASURE_UTILISATION:
    case SUF_MEASURE_QUEUE:
    case SUF_MEASURE_WAITING:
    case SUF_MEASURE_SHARE_REFUSED:
    case SUF_MEASURE_REQUESTS: /* of policies alone */
        return of_service(scenario, target->of_index);
    }
    return '\0';
}
