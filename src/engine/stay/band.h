/* Bands: the people from whom a stream takes its requests, this month.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A band is a run of cohorts of one district and sex: all that touch the ages of its
 * stream this month. Its people are numbered, cell by cell, with a little room in each
 * cell for those who move in while they are in system, and for those who die later in the
 * month. A random word so finds a person: a cell, and a position in it. The person asks
 * if its position is below the number exposed just then (place.h), so the rate a person
 * is exact at every moment as long as no cell gains more than its room. */
#ifndef SUF_ENGINE_BAND_H
#define SUF_ENGINE_BAND_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/population/population.h"
#include "model/model.h"

typedef struct suf_band {
    uint32_t first_cell, n_cells;
    uint32_t n_people;
    uint32_t shift;         /* of a person's number: its place in the guide */
    size_t cumulative_at;   /* n_cells + 1 sums of people, from 0 */
    size_t guide_at;        /* [person >> shift] the first cell to look at */
    double greatest_hazard; /* a bound, per day: within a year from now, of one of them in
                               a stay (suf_service_parameters.death_bound) */
} suf_band;

typedef struct suf_bands {
    suf_band *items; /* [stream]; of other kinds than POPULATION: unused */
    uint32_t *cumulative, *guide;
} suf_bands;

SUF_MUST_CHECK suf_status suf_bands_init(suf_bands *self, const suf_model *model);
void suf_bands_free(suf_bands *self);
/* Looks at the people of a stream's band, after the month's step. SUF_ERROR_LIMIT when
 * they are more than a word can number. */
SUF_MUST_CHECK suf_status suf_bands_look(suf_bands *self, const suf_model *model,
    uint32_t stream, const suf_population *population, double death_bound);

/* The cell and position of a random word's person. The band has people. */
static inline void
suf_bands_person(const suf_bands *self, const suf_band *band, uint32_t word,
    uint32_t *cell, uint32_t *position)
{
    uint32_t person = (uint32_t) (((uint64_t) word * band->n_people) >> 32);
    const uint32_t *cumulative = self->cumulative + band->cumulative_at;
    uint32_t at = self->guide[band->guide_at + (person >> band->shift)];
    at += cumulative[at + 1] <= person; /* mostly 0 or 1 step: without a branch */
    while (cumulative[at + 1] <= person) {
        at++;
    }
    *cell = band->first_cell + at;
    *position = person - cumulative[at];
}

#endif
