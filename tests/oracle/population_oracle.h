/* The month step of the people a second time: person by person, slowly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written from model.md, not from the simulator: every unheld person draws an exponential
 * time to death and one to each destination, and the first within the month happens; each
 * mother bears a Poisson number of children; nothing is tabulated or inverted. Held
 * people stay where they are. */
#ifndef SUF_TESTS_POPULATION_ORACLE_H
#define SUF_TESTS_POPULATION_ORACLE_H

#include <stdint.h>

#include <gsl/gsl_rng.h>

#include "model/model.h"
#include "model/parameters.h"

typedef struct population_oracle {
    const suf_model *model;
    const suf_parameters *parameters;
    gsl_rng *rng;                        /* borrowed */
    uint32_t *people;                    /* [cell] */
    uint32_t *settling;                  /* [cell] arrivals of the month in hand */
    const uint32_t *in_system, *staying; /* [cell], [staying_index][cell] */
    uint64_t *births, *deaths, *moves_in, *moves_out; /* [district][sex] since start */
} population_oracle;

/* Ends the program when memory is out. `in_system` and `staying` are borrowed. */
void population_oracle_init(population_oracle *self, const suf_model *model,
    const suf_parameters *parameters, const uint32_t *in_system, const uint32_t *staying,
    gsl_rng *rng);
void population_oracle_free(population_oracle *self);
/* Back to the model's start counts. */
void population_oracle_start(population_oracle *self);
void population_oracle_step(population_oracle *self, uint32_t month);

#endif
