/* The model: releases what it owns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model.h"

#include <stdlib.h>

static void
population_free(suf_population_model *self)
{
    free(self->start);
    free(self->mortality);
    free(self->fertility);
    free(self->mortality_of);
    free(self->fertility_of);
    free(self->flows);
    free(self->like);
    free(self->district_births);
    suf_moves_free(&self->moves);
    free(self->in_migrants);
    free(self->district_purpose);
}

static void
stay_free(suf_stay_model *self)
{
    free(self->by_year);
    free(self->waves);
    free(self->team_purpose);
    free(self->then);
    free(self->length.values);
    free(self->length.cumulative);
    free(self->patience.values);
    free(self->patience.cumulative);
    free(self->balk_present);
    free(self->balk_probability);
    free(self->class_limits);
    free(self->class_kept);
    free(self->class_size);
    free(self->choice.to);
    free(self->initial_occupied);
    free(self->initial_listed);
}

static void
intake_free(suf_intake_model *self)
{
    free(self->days);
    free(self->ends_days);
    free(self->per_intake);
    free(self->rolls);
}

static void
service_free(suf_service *self)
{
    free(self->name);
    free(self->reach);
    free(self->reach_first);
    free(self->accepts);
    free(self->accepts_first);
    switch (self->kind) {
    case SUF_KIND_STAY:
        stay_free(&self->stay);
        break;
    case SUF_KIND_INTAKE:
        intake_free(&self->intake);
        break;
    case SUF_KIND_VISIT:
        free(self->visit.closed_dates);
        break;
    }
}

static void
delivery_free(suf_delivery_model *self)
{
    for (uint32_t i = 0; self->works_time != NULL && i < self->n_works; i++) {
        free(self->works_time[i].values);
        free(self->works_time[i].cumulative);
    }
    for (uint32_t i = 0;
         self->targets != NULL && i < self->n_targets + self->n_conditions; i++) {
        free(self->targets[i].districts);
        free(self->targets[i].over);
        free(self->targets[i].zones);
    }
    free(self->programme_purposes);
    free(self->programme_rows);
    free(self->units);
    free(self->works);
    free(self->works_time);
    free(self->locality_district);
    free(self->items);
    free(self->zones);
    free(self->targets);
    free(self->snapshot_days);
    free(self->travel_minutes);
}

void
suf_model_free(suf_model *self)
{
    suf_calendar_free(&self->calendar);
    population_free(&self->population);
    delivery_free(&self->delivery);
    suf_cost_model_free(&self->costs);
    free(self->counted);
    for (uint32_t i = 0; self->policies != NULL && i < self->n_policies; i++) {
        free(self->policies[i].districts);
    }
    free(self->policies);
    for (uint32_t i = 0; self->services != NULL && i < self->n_services; i++) {
        service_free(&self->services[i]);
    }
    free(self->services);
    free(self->streams);
    free(self->changes);
    for (uint32_t i = 0; self->assumptions != NULL && i < self->n_assumptions; i++) {
        free(self->assumptions[i].points.values);
        free(self->assumptions[i].points.weights);
    }
    free(self->assumptions);
    for (uint32_t i = 0; self->levers != NULL && i < self->n_levers; i++) {
        free(self->levers[i].name);
    }
    free(self->levers);
    free(self->copula);
    free(self->area_district);
    free(self->zones_of_district);
    free(self->zones_first);
    free(self->points);
    free(self->point_steps);
    free(self->point_shocks);
    free(self->point_log_weights);
    for (uint32_t i = 0; self->district_names != NULL && i < self->n_districts; i++) {
        free(self->district_names[i]);
    }
    free(self->district_names);
    for (size_t i = 0; i < self->n_tables; i++) {
        free(self->tables[i]);
    }
    free(self->tables);
    *self = (suf_model){0};
}
