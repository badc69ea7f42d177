/* Bands: the people from whom a stream takes its requests, this month.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A band is a run of cohorts of one district and sex: all that touch the ages of its
 * stream this month. The people of a district and sex are numbered, cell by cell, with a
 * little room in each cell for those who move in while they are in system, and for those
 * who die later in the month. The people of a band have the numbers of its cells. A
 * random word so finds a person: a cell, and a position in it. The person asks if its
 * position is below the number exposed just then (place.h), so the rate a person is exact
 * at every moment as long as no cell gains more than its room. */
#ifndef SUF_ENGINE_BAND_H
#define SUF_ENGINE_BAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/population/population.h"
#include "model/model.h"
#include "model/scope.h"

typedef struct suf_band {
    uint32_t row;          /* district x SUF_N_SEXES + sex */
    uint32_t first_person; /* number in the row */
    uint32_t n_people;
    double greatest_hazard; /* a bound, per day: within a year from now, of one of them in
                               a stay (suf_service_parameters.death_bound) */
} suf_band;

/* The numbers of a district and sex this month. */
typedef struct suf_band_row {
    uint32_t first_cell; /* of the oldest cohort, number 0 */
    uint32_t shift;      /* of a person's number: its place in the guide */
    /* Ages that are asked about this month, [from, to] and no others: of streams of the
     * population. from is UINT32_MAX: none, and the numbers are not made. */
    uint32_t from_months, to_months;
    uint32_t *numbers; /* [n_cohorts + 1] sums of people, from 0 at the eldest asked */
    uint32_t *guide;   /* [person >> shift] the first cohort to look at */
} suf_band_row;

typedef struct suf_bands {
    suf_band *items;           /* [stream]; of other kinds than POPULATION: unused */
    suf_band_row *rows;        /* [row] */
    uint32_t *numbers, *guide; /* of all rows */
} suf_bands;

/* Rows for all streams of the model, which is borrowed. Fails when memory is out; free
 * it then too. */
SUF_MUST_CHECK suf_status suf_bands_init(suf_bands *self, const suf_model *model);
/* Releases the rows. */
void suf_bands_free(suf_bands *self);
/* Numbers the people that streams of simulated services may ask for, after the step.
 * SUF_ERROR_LIMIT when they are more than a word can number. */
SUF_MUST_CHECK suf_status suf_bands_number(suf_bands *self, const suf_model *model,
    const suf_scope *scope, const suf_population *population);
/* Finds the people of a stream's band, after they have got their numbers. */
void suf_bands_look(suf_bands *self, const suf_model *model, uint32_t stream,
    const suf_population *population, double death_bound);

/* The cell and position of a random word's person. The band has people. */
static inline void
suf_bands_person(const suf_bands *self, const suf_band *band, uint32_t word,
    uint32_t *cell, uint32_t *position)
{
    const suf_band_row *row = &self->rows[band->row];
    uint32_t person =
        band->first_person + (uint32_t) (((uint64_t) word * band->n_people) >> 32);
    const uint32_t *numbers = row->numbers;
    uint32_t at = row->guide[person >> row->shift];
    at += numbers[at + 1] <= person; /* mostly 0 or 1 step: without a branch */
    while (numbers[at + 1] <= person) {
        at++;
    }
    *cell = row->first_cell + at;
    *position = person - numbers[at];
}

#endif
