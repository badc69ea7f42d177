/* What a month step keeps of cohorts that have pupils.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_changes.h"

#include "base/memory.h"

/* Keeps a change of the cohort in hand, where it has pupils. */
static void
note_change(suf_population *self, suf_change change)
{
    suf_status status = suf_array_grow(
        &self->changes, &self->change_capacity, self->n_changes + 1, sizeof change);
    if (status != SUF_OK) {
        self->status = status;
        return;
    }
    self->changes[self->n_changes++] = change;
}

/* People of a cohort in all districts. */
static uint32_t
cohort_of_city(const suf_population *self, uint32_t cohort)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < self->model->n_districts * SUF_N_SEXES; i++) {
        sum += self->residents[(size_t) i * self->model->population.n_cohorts + cohort];
    }
    return sum;
}

void
suf_changes_note_leavers(const suf_population_row *row, uint32_t cohort, uint64_t deaths,
    uint64_t movers, uint64_t in_migrants)
{
    suf_population *self = row->self;
    const suf_model *model = self->model;
    uint32_t n_cohorts = model->population.n_cohorts;
    uint32_t cell = row->index * n_cohorts + cohort;
    if (in_migrants > 0 && self->pupils_city[cohort] > 0) {
        note_change(self, (suf_change){.cell = cell,
                              .n = (uint32_t) in_migrants,
                              .n_before = cohort_of_city(self, cohort),
                              .to = SUF_NONE,
                              .is_in_migrant = true});
    }
    self->n_cohort_left = 0;
    if (self->pupils[(size_t) row->district * n_cohorts + cohort] == 0 ||
        deaths + movers == 0) {
        return;
    }
    uint32_t other = suf_model_cell(model, row->district, 1 - row->sex, cohort);
    uint32_t n = self->residents[cell] + self->residents[other];
    if (deaths > 0) {
        note_change(self,
            (suf_change){
                .cell = cell, .n = (uint32_t) deaths, .n_before = n, .to = SUF_NONE});
    }
    self->n_cohort_left = n - (uint32_t) deaths;
}

void
suf_changes_note_movers(
    const suf_population_row *row, uint32_t cohort, uint32_t to, uint64_t n)
{
    suf_population *self = row->self;
    if (self->n_cohort_left == 0 || n == 0) {
        return;
    }
    note_change(self,
        (suf_change){.cell = row->index * self->model->population.n_cohorts + cohort,
            .n = (uint32_t) n,
            .n_before = self->n_cohort_left,
            .to = to});
    self->n_cohort_left -= (uint32_t) n;
}
