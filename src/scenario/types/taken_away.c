/* A scenario without some causes of shortage: what the key `without` does.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "taken_away.h"

#include <string.h>

#include "base/cause.h"
#include "random/assumption_distribution.h"

uint32_t
suf_taken_away_mask(const suf_scenario *scenario)
{
    const suf_taken_away *of = &scenario->without;
    uint32_t mask = 0;
    mask |= of->late ? 1U << SUF_CAUSE_LATE : 0;
    mask |= of->unstaffed ? 1U << SUF_CAUSE_UNSTAFFED : 0;
    mask |= of->misplaced ? 1U << SUF_CAUSE_MISPLACED : 0;
    mask |= of->unexpected ? 1U << SUF_CAUSE_UNEXPECTED : 0;
    return mask;
}

static bool
is_one(const suf_number *number)
{
    return number->assumption == SUF_NONE && number->value >= 1;
}

static bool
is_unsure(const suf_project_row *row)
{
    return row->starts_day != INT32_MIN || !is_one(&row->pass);
}

/* Whether more than projects rests on it. */
static bool
is_of_demand(const suf_assumption *assumption)
{
    return (assumption->uses & ~SUF_USE_DELIVERY) != 0;
}

static bool
has_own_lists(const suf_service_spec *service)
{
    return service->kind != SUF_KIND_STAY || service->queue.list != SUF_LIST_CITY;
}

/* Whether somebody of a district lives in none of its zones, in some replication. */
static bool
has_people_outside(const suf_scenario *scenario, uint32_t district)
{
    double sum = 0;
    bool is_drawn = false;
    for (size_t i = 0; i < scenario->n_zones; i++) {
        const suf_zone_row *zone = &scenario->zones[i];
        if (zone->district == district) {
            is_drawn |= zone->share.assumption != SUF_NONE;
            sum += zone->share.value;
        }
    }
    return is_drawn || sum < 1 - SUF_SHARES_SLACK;
}

/* How many parts of the city have a list, and places, of their own people. */
static uint32_t
n_lists(const suf_scenario *scenario, const suf_service_spec *service)
{
    if (!service->has_zones) {
        return (uint32_t) scenario->n_districts;
    }
    uint32_t n = (uint32_t) scenario->n_zones;
    for (uint32_t district = 0; district < scenario->n_districts; district++) {
        n += has_people_outside(scenario, district) ? 1 : 0;
    }
    return n;
}

uint32_t
suf_causes_that_act(const suf_scenario *scenario)
{
    bool acts[SUF_N_CAUSES] = {false};
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        bool has_places = row->service != SUF_NONE;
        acts[SUF_CAUSE_LATE] |= has_places && is_unsure(row);
        acts[SUF_CAUSE_UNSTAFFED] |=
            has_places && (!is_one(&row->staffing) || row->ramp_months > 0);
    }
    for (size_t i = 0; i < scenario->n_services; i++) {
        const suf_service_spec *service = &scenario->services[i];
        acts[SUF_CAUSE_UNSTAFFED] |= service->teams.is_given;
        acts[SUF_CAUSE_MISPLACED] |=
            n_lists(scenario, service) > 1 && has_own_lists(service);
    }
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *assumption = &scenario->assumptions[i];
        bool is_moving =
            assumption->kind != SUF_ASSUMPTION_VALUE || assumption->ar1.is_given;
        acts[SUF_CAUSE_UNEXPECTED] |= scenario->design.kind != SUF_DESIGN_FIXED &&
                                      is_moving && is_of_demand(assumption);
    }
    uint32_t mask = 0;
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        mask |= acts[cause] ? 1U << (unsigned) cause : 0;
    }
    return mask;
}

static void
pool(suf_service_spec *service, uint32_t n_of)
{
    if (n_of == 0 || !has_own_lists(service)) {
        return;
    }
    service->is_pooled = true;
    if (service->kind != SUF_KIND_STAY ||
        service->queue.discipline == SUF_DISCIPLINE_NONE) {
        return;
    }
    service->queue.list = SUF_LIST_CITY;
    if (service->queue.limit < SUF_NONE / n_of) {
        service->queue.limit *= n_of;
    }
    for (size_t i = 0; i < service->n_balk_by_present; i++) {
        suf_balk_row *row = &service->balk_by_present[i];
        row->present =
            row->present < SUF_NONE / n_of ? row->present * n_of : row->present;
    }
}

void
suf_take_away(suf_scenario *ordered)
{
    const suf_taken_away *of = &ordered->without;
    for (size_t i = 0; i < ordered->n_projects; i++) {
        suf_project_row *row = &ordered->projects[i];
        if (of->late && row->service != SUF_NONE) {
            row->starts_day = INT32_MIN;
            row->pass = suf_number_constant(1);
            row->opened += strlen(row->opened); /* "" */
            row->cancelled += strlen(row->cancelled);
            row->known_day = INT32_MIN;
        }
        if (of->unstaffed) {
            row->staffing = suf_number_constant(1);
            row->ramp_months = 0;
        }
    }
    for (size_t i = 0; of->unstaffed && i < ordered->n_services; i++) {
        ordered->services[i].teams.is_given = false;
    }
    for (size_t i = 0; of->misplaced && i < ordered->n_services; i++) {
        pool(&ordered->services[i], n_lists(ordered, &ordered->services[i]));
    }
    for (size_t i = 0; of->unexpected && i < ordered->n_assumptions; i++) {
        suf_assumption *assumption = &ordered->assumptions[i];
        if (is_of_demand(assumption)) {
            assumption->a[0] = suf_assumption_value(
                assumption->kind, assumption->a, &assumption->points, 0.5);
            assumption->kind = SUF_ASSUMPTION_VALUE;
            assumption->ar1.is_given = false;
        }
    }
}
