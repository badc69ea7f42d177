/* What a month step keeps of cohorts that have pupils.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_changes.h"

#include <string.h>

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

void
suf_changes_begin(suf_population *self)
{
    uint32_t n_cohorts = self->model->population.n_cohorts;
    uint32_t first = 0;
    uint32_t end = n_cohorts;
    if (self->pupils == NULL) {
        return;
    }
    while (first < end && self->pupils_city[first] == 0) {
        first++;
    }
    while (end > first && self->pupils_city[end - 1] == 0) {
        end--;
    }
    memset(self->city, 0, n_cohorts * sizeof *self->city);
    for (uint32_t i = 0; i < self->model->n_districts * SUF_N_SEXES; i++) {
        const uint32_t *residents = &self->residents[(size_t) i * n_cohorts];
        for (uint32_t cohort = first; cohort < end; cohort++) {
            self->city[cohort] += residents[cohort];
        }
    }
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
                              .n_before = self->city[cohort],
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
