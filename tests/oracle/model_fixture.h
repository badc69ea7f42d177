/* A model of the population built by hand, with its parameters, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every table begins as zeros; a test fills what it needs through the places below and
 * then sets the factors of `parameters` (all 1 at first; as many boys as girls). */
#ifndef SUF_TESTS_MODEL_FIXTURE_H
#define SUF_TESTS_MODEL_FIXTURE_H

#include <stdint.h>

#include "model/model.h"
#include "model/parameters.h"

typedef struct model_fixture {
    suf_model model;
    suf_parameters parameters;
} model_fixture;

typedef struct fixture_size {
    uint32_t n_districts;
    int32_t first_year;   /* the counts' date is 1 January of it */
    uint32_t warm_months; /* from the counts' date to the run's start */
    uint32_t n_months;    /* in all */
    uint32_t n_staying;   /* services whose deaths differ; of kind COMPETING, factor 1 */
} fixture_size;

/* Ends the program when memory is out. */
void fixture_init(model_fixture *self, fixture_size size);
void fixture_free(model_fixture *self);

/* Residents at the start of the cohort that has an age index in the first month. */
uint32_t *fixture_start(
    model_fixture *self, uint32_t district, uint32_t sex, uint32_t age_index);
/* Sets a rate in every year. */
void fixture_set_mortality(
    model_fixture *self, uint32_t sex, uint32_t age, double per_year);
void fixture_set_fertility(model_fixture *self, uint32_t age, double per_year);
/* kind 0: flows, 1: turnover; to = n_districts: outside. */
double *fixture_move_rate(
    model_fixture *self, uint32_t kind, uint32_t from, uint32_t to, uint32_t age);
double *fixture_newcomers(
    model_fixture *self, uint32_t kind, uint32_t district, uint32_t sex, uint32_t age);
/* Sum over all age groups of flows [district][sex][age group]; row = district x 2 + sex.
 */
uint64_t fixture_sum_flows(const uint64_t *flows, uint32_t first_row, uint32_t n_rows);

#endif
