/* Services: reach, queues, distributions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "model/build_parts.h"

suf_status
suf_build_distribution(suf_distribution_model *self, const suf_distribution_spec *spec)
{
    *self = (suf_distribution_model){.kind = spec->kind,
        .scale = spec->scale,
        .shape = spec->shape,
        .shape_is_cv = spec->shape_is_cv,
        .scale_is_mean = spec->scale_is_mean,
        .n_points = spec->n_points};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(spec->n_points, sizeof *self->values, &self->values));
    SUF_TRY(suf_array_new(spec->n_points, sizeof *self->cumulative, &self->cumulative));
    for (size_t i = 0; i < spec->n_points; i++) {
        self->values[i] = spec->points[i].days;
        self->cumulative[i] = spec->points[i].cumulative;
    }
out:
    return status;
}

suf_fault_place
suf_build_asked(const suf_scenario *scenario, const suf_service_spec *spec)
{
    bool is_known = spec->asked_file != NULL;
    return (suf_fault_place){.file = is_known ? spec->asked_file : scenario->path,
        .line = is_known ? spec->asked_line : spec->line};
}

static suf_status
build_queue(suf_model *model, suf_stay_model *self, const suf_service_spec *spec)
{
    suf_status status = SUF_OK;
    self->discipline = spec->queue.discipline;
    self->preempts = self->discipline == SUF_DISCIPLINE_PREEMPTIVE;
    self->is_by_class = self->preempts;
    self->is_city_list = spec->queue.list == SUF_LIST_CITY;
    self->retry_every = spec->queue.retry_every;
    self->list_limit = spec->queue.limit;
    self->list_until = spec->queue.until_months;
    self->n_classes = spec->queue.n_classes > 0 ? (uint32_t) spec->queue.n_classes : 1;
    self->first_class = model->n_classes;
    model->n_classes += self->n_classes > 1 ? self->n_classes : 0;
    SUF_TRY(
        suf_array_new(self->n_classes, sizeof *self->class_limits, &self->class_limits));
    SUF_TRY(suf_array_new(self->n_classes, sizeof *self->class_kept, &self->class_kept));
    SUF_TRY(suf_array_new(self->n_classes, sizeof *self->class_size, &self->class_size));
    self->class_size[0] = 1;
    double sum = 0;
    uint64_t kept = 0;
    for (size_t i = 0; i < spec->queue.n_classes; i++) {
        sum += spec->queue.classes[i].share;
        self->class_limits[i] = sum;
        self->class_kept[i] = kept;
        kept += spec->queue.classes[i].reserved;
        self->class_size[i] = spec->queue.classes[i].size;
        self->has_sizes = self->has_sizes || self->class_size[i] > 1;
        self->is_by_class =
            self->is_by_class || self->has_sizes || self->class_kept[i] > 0;
    }
    self->class_limits[self->n_classes - 1] = 1;
    SUF_TRY(suf_array_new(
        spec->n_balk_by_present, sizeof *self->balk_present, &self->balk_present));
    SUF_TRY(suf_array_new(spec->n_balk_by_present, sizeof *self->balk_probability,
        &self->balk_probability));
    self->n_balk = spec->n_balk_by_present;
    for (size_t i = 0; i < self->n_balk; i++) {
        self->balk_present[i] = spec->balk_by_present[i].present;
        self->balk_probability[i] = spec->balk_by_present[i].probability;
    }
out:
    return status;
}

/* Whether deaths among those staying are not simply those of their cohort. */
static bool
has_own_deaths(const suf_service_spec *spec, bool is_fed)
{
    return (spec->requests.is_given || is_fed) &&
           (spec->stay_death == SUF_DEATH_INCLUDED ||
               spec->stay_death_factor.assumption != SUF_NONE ||
               spec->stay_death_factor.value != 1);
}

static suf_status
build_requests(suf_stay_model *self, const suf_request_spec *requests)
{
    suf_status status = SUF_OK;
    self->has_population = requests->is_given;
    self->is_share = requests->is_share;
    self->base_rate =
        requests->is_share ? requests->prevalence : requests->per_person_day;
    self->of_from = requests->of_from_months;
    self->of_to = requests->of_to_months;
    SUF_TRY(suf_array_new(requests->n_by_year, sizeof *self->by_year, &self->by_year));
    self->n_by_year = requests->n_by_year;
    for (size_t i = 0; i < requests->n_by_year; i++) {
        self->by_year[i] = requests->by_year[i];
    }
    suf_month_factors(requests->by_month, self->by_month);
out:
    return status;
}

static suf_status
build_teams(
    suf_stay_model *self, const suf_scenario *scenario, const suf_service_spec *spec)
{
    suf_status status = SUF_OK;
    if (!spec->teams.is_given) {
        return SUF_OK;
    }
    self->team_places = spec->teams.places;
    self->n_steady_teams = spec->teams.steady;
    self->team_present_days = spec->teams.present_days;
    self->team_absent_days = spec->teams.absent_days;
    SUF_TRY(suf_array_new(
        scenario->n_districts, sizeof *self->team_purpose, &self->team_purpose));
    for (size_t i = 0; i < scenario->n_districts; i++) {
        self->team_purpose[i] =
            suf_purpose("teams/%s/%s", spec->name, scenario->districts[i].district);
    }
out:
    return status;
}

static suf_status
build_choice(
    suf_choice_model *self, const suf_scenario *scenario, const suf_service_spec *spec)
{
    const char *to = spec->first_choice.to;
    suf_status status = SUF_OK;
    if (!spec->first_choice.is_given) {
        return SUF_OK;
    }
    *self = (suf_choice_model){.share = spec->first_choice.share,
        .gravity = spec->first_choice.gravity,
        .has_gravity = spec->first_choice.has_gravity,
        .own_minutes = spec->first_choice.own_minutes};
    SUF_TRY(suf_array_new(scenario->n_districts, sizeof *self->to, &self->to));
    for (uint32_t i = 0; i < scenario->n_districts; i++) {
        const suf_district_row *row = &scenario->districts[i];
        if (strcmp(to, "district") == 0 || strcmp(to, row->district) == 0 ||
            strcmp(to, row->group) == 0) {
            self->to[self->n++] = i;
        }
    }
out:
    return status;
}

static suf_status
build_stay(suf_model *model, suf_stay_model *self, const suf_scenario *scenario,
    const suf_service_spec *spec)
{
    suf_status status = SUF_OK;
    SUF_TRY(build_requests(self, &spec->requests));
    SUF_TRY(suf_array_new(spec->n_waves, sizeof *self->waves, &self->waves));
    self->n_waves = (uint32_t) spec->n_waves;
    self->wave_purpose = suf_purpose("waves/%s", spec->name);
    for (size_t i = 0; i < spec->n_waves; i++) {
        self->waves[i] =
            (suf_wave_state){spec->waves[i].factor, spec->waves[i].mean_days};
    }
    SUF_TRY(suf_build_distribution(&self->length, &spec->stay));
    SUF_TRY(suf_build_distribution(&self->patience, &spec->queue.patience));
    SUF_TRY(suf_array_new(spec->n_then, sizeof *self->then, &self->then));
    self->n_then = (uint32_t) spec->n_then;
    for (size_t i = 0; i < spec->n_then; i++) {
        self->then[i] = (suf_then){spec->then[i].service, spec->then[i].share};
    }
    self->until = spec->stay_until_months;
    self->death = spec->stay_death;
    self->death_factor = spec->stay_death_factor;
    self->death_probability = spec->stay_death_probability;
    self->staying_index =
        has_own_deaths(spec, self->is_fed) ? model->n_staying++ : SUF_NONE;
    self->ends_on_move = spec->stay_ends_on_move;
    self->balk = spec->balk;
    SUF_TRY(build_queue(model, self, spec));
    SUF_TRY(build_teams(self, scenario, spec));
    SUF_TRY(build_choice(&self->choice, scenario, spec));
    self->needs_names = self->n_then > 0 || self->has_sizes || self->preempts;
    self->has_initial = spec->initial.is_given;
    self->initial_from_share = spec->initial.from_share;
    self->initial_occupancy = spec->initial.occupancy;
    self->initial_waiting = spec->initial.waiting;
    if (spec->initial.n_by_district > 0) {
        SUF_TRY(suf_array_new(scenario->n_districts, sizeof *self->initial_occupied,
            &self->initial_occupied));
        SUF_TRY(suf_array_new(
            scenario->n_districts, sizeof *self->initial_listed, &self->initial_listed));
    }
    for (size_t i = 0; i < spec->initial.n_by_district; i++) {
        const suf_initial_row *row = &spec->initial.by_district[i];
        self->initial_occupied[row->district] = row->occupied;
        self->initial_listed[row->district] = row->waiting;
    }
out:
    return status;
}

static suf_status
build_service(suf_model *model, suf_service *self, const suf_scenario *scenario,
    const suf_service_spec *spec)
{
    suf_status status = SUF_OK;
    self->kind = spec->kind; /* first: it says what there is to free */
    SUF_TRY(suf_text_copy(spec->name, &self->name));
    self->purpose = suf_purpose("service/%s", spec->name);
    self->then_purpose = suf_purpose("then/%s", spec->name);
    self->eligible_from = spec->eligible.from_months;
    self->eligible_to = spec->eligible.to_months;
    self->served_to = self->eligible_to;
    if (spec->kind == SUF_KIND_INTAKE && self->served_to != SUF_AGE_OPEN) {
        self->served_to +=
            (uint32_t) (spec->intake.length_days / SUF_DAYS_PER_MONTH + 0.5);
    }
    self->sex = spec->eligible.sex;
    self->has_zones = spec->has_zones;
    SUF_TRY(suf_build_reach(self, model, scenario, spec));
    switch (spec->kind) {
    case SUF_KIND_STAY:
        self->stay.is_fed = spec->fed_by > 0;
        return build_stay(model, &self->stay, scenario, spec);
    case SUF_KIND_INTAKE:
        return suf_build_intake(&self->intake, scenario, spec);
    case SUF_KIND_VISIT:
        return suf_build_visit(&self->visit, scenario, &spec->visit);
    }
out:
    return status;
}

suf_status
suf_build_services(suf_model *self, const suf_scenario *scenario)
{
    suf_status status =
        suf_array_new(scenario->n_services, sizeof *self->services, &self->services);
    self->n_services = status == SUF_OK ? (uint32_t) scenario->n_services : 0;
    for (uint32_t i = 0; status == SUF_OK && i < self->n_services; i++) {
        status =
            build_service(self, &self->services[i], scenario, &scenario->services[i]);
    }
    return status;
}
