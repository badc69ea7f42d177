/* What two scenarios have in common, replication by replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison_pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

static void
pair_add(suf_pair *self, const suf_design_spec *design, uint32_t r, const double *weight,
    double base, double other)
{
    bool is_seen = !isnan(base) && !isnan(other);
    double none = (double) NAN;
    suf_estimate_add_weighted(&self->base, design, r, weight, is_seen ? base : none);
    suf_estimate_add_weighted(&self->other, design, r, weight, is_seen ? other : none);
    suf_estimate_add_weighted(
        &self->difference, design, r, weight, is_seen ? other - base : none);
    self->is_different |= isnan(base) != isnan(other) || (is_seen && base != other);
}

suf_pair *
suf_pairs_service(const suf_pairs *self, uint32_t service, uint32_t row, size_t measure)
{
    size_t rows = (size_t) self->of->base->layout.n_districts + 1;
    return &self->service_pairs[(service * rows + row) * SUF_N_MEASURES + measure];
}

uint32_t
suf_pairs_measures(
    const suf_pairs *self, uint32_t service, suf_variable measures[SUF_N_MEASURES])
{
    const suf_comparison *of = self->of;
    uint32_t there = self->services[service];
    int32_t kind = suf_layout_service(&of->base->layout, of->base_scenario, service).kind;
    return there != SUF_NONE &&
                   suf_layout_service(&of->other->layout, of->other_scenario, there)
                           .kind == kind
               ? suf_measures_of(kind, false, measures)
               : 0;
}

static void
add_services(suf_pairs *self, uint32_t r, const double *weight)
{
    const suf_layout *layout = &self->of->base->layout;
    for (uint32_t s = 0; s < layout->n_services; s++) {
        suf_variable measures[SUF_N_MEASURES];
        uint32_t n = suf_pairs_measures(self, s, measures);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (uint32_t i = 0; i < n; i++) {
                pair_add(suf_pairs_service(self, s, row, i), &layout->design, r, weight,
                    suf_measure_value(&self->base, measures[i], s, row),
                    suf_measure_value(
                        &self->other, measures[i], self->services[s], self->rows[row]));
            }
        }
    }
}

suf_pair *
suf_pairs_equality(const suf_pairs *self, uint32_t service, suf_ratio ratio, int quantity)
{
    size_t row = (size_t) service * SUF_N_RATIOS_RECORDED + ratio - SUF_FIRST_RATIO;
    return &self->equality_pairs[row * SUF_N_EQUALITIES + (size_t) quantity];
}

static void
add_equality(suf_pairs *self, uint32_t r, const double *weight)
{
    const suf_layout *layout = &self->of->base->layout;
    uint32_t whole = layout->n_years; /* both have the same dates */
    for (uint32_t s = 0; s < layout->n_services; s++) {
        for (int i = SUF_FIRST_RATIO;
             self->services[s] != SUF_NONE && i <= SUF_N_RATIOS_RECORDED; i++) {
            for (int quantity = 0; quantity < SUF_N_EQUALITIES; quantity++) {
                suf_ratio ratio = (suf_ratio) i;
                pair_add(suf_pairs_equality(self, s, ratio, quantity), &layout->design, r,
                    weight,
                    suf_equality_value(&self->base_equality, quantity, whole, ratio, s),
                    suf_equality_value(&self->other_equality, quantity, whole, ratio,
                        self->services[s]));
            }
        }
    }
}

static const suf_variable target_variables[2] = {
    SUF_VARIABLE_TARGET_VALUE, SUF_VARIABLE_TARGET_MET};

static suf_status
add_targets(suf_pairs *self, uint32_t r, const uint32_t positions[2], suf_faults *faults)
{
    const suf_comparison *of = self->of;
    suf_results *files[2] = {of->base, of->other};
    const uint32_t scenarios[2] = {of->base_scenario, of->other_scenario};
    const suf_layout *layout = &of->base->layout;
    for (int which = 0; which < 2; which++) {
        for (int side = 0; side < 2; side++) {
            suf_status status = suf_results_read(files[side], target_variables[which],
                scenarios[side], positions[side], self->values[which][side], faults);
            if (status != SUF_OK) {
                return status;
            }
        }
        for (uint32_t t = 0; t < layout->n_targets; t++) {
            if (self->targets[t] != SUF_NONE) {
                suf_pair *row = &self->target_pairs[2 * (size_t) t + (size_t) which];
                row->is_met = target_variables[which] == SUF_VARIABLE_TARGET_MET;
                pair_add(row, &layout->design, r, suf_pairs_weight(self, positions),
                    self->values[which][0][t], self->values[which][1][self->targets[t]]);
            }
        }
    }
    return SUF_OK;
}

/* Where each name of one list stands in another; SUF_NONE: nowhere. */
static void
match(const suf_label *names, uint32_t n, const suf_label *others, uint32_t n_others,
    uint32_t *found)
{
    for (uint32_t i = 0; i < n; i++) {
        found[i] = SUF_NONE;
        for (uint32_t j = 0; j < n_others; j++) {
            if (strcmp(names[i].name, others[j].name) == 0) {
                found[i] = j;
            }
        }
    }
}

static suf_status
allocate(suf_pairs *self)
{
    const suf_layout *a = &self->of->base->layout;
    const suf_layout *b = &self->of->other->layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_measure_reader_init(&self->base, self->of->base));
    SUF_TRY(suf_measure_reader_init(&self->other, self->of->other));
    SUF_TRY(suf_equality_reader_init(&self->base_equality, self->of->base));
    SUF_TRY(suf_equality_reader_init(&self->other_equality, self->of->other));
    SUF_TRY(
        suf_array_new((size_t) a->n_services * SUF_N_RATIOS_RECORDED * SUF_N_EQUALITIES,
            sizeof *self->equality_pairs, &self->equality_pairs));
    SUF_TRY(suf_array_new(a->n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(a->n_targets, sizeof *self->targets, &self->targets));
    SUF_TRY(suf_array_new((size_t) a->n_districts + 1, sizeof *self->rows, &self->rows));
    SUF_TRY(suf_array_new(
        (size_t) a->n_services * ((size_t) a->n_districts + 1) * SUF_N_MEASURES,
        sizeof *self->service_pairs, &self->service_pairs));
    SUF_TRY(suf_array_new(
        2 * (size_t) a->n_targets, sizeof *self->target_pairs, &self->target_pairs));
    for (int which = 0; which < 2; which++) {
        SUF_TRY(suf_array_new(a->n_targets, sizeof(double), &self->values[which][0]));
        SUF_TRY(suf_array_new(b->n_targets, sizeof(double), &self->values[which][1]));
    }
    match(a->services, a->n_services, b->services, b->n_services, self->services);
    for (uint32_t t = 0; t < a->n_targets; t++) {
        self->targets[t] = SUF_NONE;
        for (uint32_t i = 0; i < b->n_targets; i++) {
            if (strcmp(a->targets[t].name, b->targets[i].name) == 0) {
                self->targets[t] = i;
            }
        }
    }
    match(a->districts, a->n_districts, b->districts, b->n_districts, self->rows);
    self->rows[a->n_districts] = b->n_districts;
out:
    return status;
}

const double *
suf_pairs_weight(const suf_pairs *self, const uint32_t positions[2])
{
    return suf_given_weight(&self->given[self->weighs], positions[self->weighs]);
}

double
suf_pairs_apart(const suf_pairs *self)
{
    const suf_given *given = self->given;
    double sum = 0;
    if (self->of->base != self->of->other || !given[0].has_any || !given[1].has_any) {
        return (double) NAN;
    }
    for (uint32_t r = 0; r < given[0].weights.n; r++) {
        sum += fabs(given[0].weights.w[r] - given[1].weights.w[r]) / 2;
    }
    return sum;
}

void
suf_pairs_csv(const suf_pairs *self)
{
    suf_given given = self->given[self->weighs];
    given.is_of_file = self->given[0].is_of_file || self->given[1].is_of_file;
    suf_given_csv(&given);
}

/* Every replication that is in both files. */
suf_status
suf_pairs_gather(suf_pairs *self, suf_faults *faults)
{
    const suf_comparison *of = self->of;
    suf_status status = SUF_OK;
    uint32_t at[2] = {0, 0};
    SUF_TRY(allocate(self));
    SUF_TRY(suf_given_init(
        &self->given[0], of->base, of->base_scenario, of->is_prior, faults));
    SUF_TRY(suf_given_init(
        &self->given[1], of->other, of->other_scenario, of->is_prior, faults));
    self->weighs = !self->given[0].has_any && self->given[1].has_any;
    while (at[0] < of->base->n_replications && at[1] < of->other->n_replications) {
        int32_t a = of->base->replications[at[0]];
        int32_t b = of->other->replications[at[1]];
        if (a == b) {
            SUF_TRY(
                suf_measure_reader_read(&self->base, of->base_scenario, at[0], faults));
            SUF_TRY(
                suf_measure_reader_read(&self->other, of->other_scenario, at[1], faults));
            SUF_TRY(suf_equality_reader_read(
                &self->base_equality, of->base_scenario, at[0], faults));
            SUF_TRY(suf_equality_reader_read(
                &self->other_equality, of->other_scenario, at[1], faults));
            add_services(self, (uint32_t) a, suf_pairs_weight(self, at));
            add_equality(self, (uint32_t) a, suf_pairs_weight(self, at));
            SUF_TRY(add_targets(self, (uint32_t) a, at, faults));
            self->n++;
        }
        at[0] += a <= b;
        at[1] += b <= a;
    }
    if (self->n == 0) {
        suf_fault_place place = {.file = of->other->path};
        suf_faults_add(
            faults, &place, "has no replication in common with %s", of->base->path);
        status = SUF_RAISE(SUF_ERROR_FORMAT);
    }
out:
    return status;
}

void
suf_pairs_free(suf_pairs *self)
{
    suf_measure_reader_free(&self->base);
    suf_measure_reader_free(&self->other);
    suf_equality_reader_free(&self->base_equality);
    suf_equality_reader_free(&self->other_equality);
    suf_given_free(&self->given[0]);
    suf_given_free(&self->given[1]);
    free(self->equality_pairs);
    free(self->services);
    free(self->targets);
    free(self->rows);
    free(self->service_pairs);
    free(self->target_pairs);
    for (int which = 0; which < 2; which++) {
        free(self->values[which][0]);
        free(self->values[which][1]);
    }
}
