/* Bands: the people from whom a stream takes its requests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "band.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Cells of a band: ages from_months to to_months, both ends' cohorts included. */
static uint32_t
n_cells_of(const suf_stream *stream)
{
    return stream->to_months - stream->from_months + 1;
}

suf_status
suf_bands_init(suf_bands *self, const suf_model *model)
{
    suf_status status = SUF_OK;
    size_t n_cumulative = 0;
    size_t n_guide = 0;
    *self = (suf_bands){0};
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->items, &self->items));
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (model->streams[i].kind == SUF_STREAM_POPULATION) {
            uint32_t n = n_cells_of(&model->streams[i]);
            self->items[i].cumulative_at = n_cumulative;
            self->items[i].guide_at = n_guide;
            n_cumulative += (size_t) n + 1;
            n_guide += (size_t) 2 * n + 2;
        }
    }
    SUF_TRY(suf_array_new(n_cumulative, sizeof *self->cumulative, &self->cumulative));
    SUF_TRY(suf_array_new(n_guide, sizeof *self->guide, &self->guide));
out:
    if (status != SUF_OK) {
        suf_bands_free(self);
    }
    return status;
}

void
suf_bands_free(suf_bands *self)
{
    free(self->items);
    free(self->cumulative);
    free(self->guide);
    *self = (suf_bands){0};
}

/* People of a cell with room for those who move in during the month while in system, and
 * for those of its dead who are there for a part of it (hazard.h): so many for each who
 * lives. */
static inline uint64_t
with_room(uint32_t people, double dead_per_person)
{
    return people == 0 ? 0
                       : (uint64_t) people + people / 64 + 1 +
                             (uint64_t) (people * dead_per_person);
}

/* For each 2^shift people the cell of the first of them. */
static void
set_guide(const suf_bands *self, suf_band *band)
{
    const uint32_t *cumulative = self->cumulative + band->cumulative_at;
    uint32_t *guide = self->guide + band->guide_at;
    uint32_t n = 0; /* steps that have their cell */
    band->shift = 0;
    while ((band->n_people >> band->shift) > 2 * band->n_cells) {
        band->shift++;
    }
    uint32_t round_up = (1U << band->shift) - 1;
    for (uint32_t cell = 0; cell < band->n_cells; cell++) {
        uint64_t end = ((uint64_t) cumulative[cell + 1] + round_up) >> band->shift;
        while (n < end) {
            guide[n++] = cell;
        }
    }
}

suf_status
suf_bands_look(suf_bands *self, const suf_model *model, uint32_t stream_index,
    const suf_population *population, double death_bound)
{
    const suf_stream *stream = &model->streams[stream_index];
    suf_band *band = &self->items[stream_index];
    uint32_t birth = population->month + SUF_OLDEST_MONTHS; /* cohort born this month */
    uint32_t last = birth - stream->from_months;
    uint32_t first = birth > stream->to_months ? birth - stream->to_months : 0;
    band->first_cell = suf_model_cell(model, stream->district, stream->sex, first);
    band->n_cells = last - first + 1;
    const uint32_t *residents = population->residents + band->first_cell;
    uint32_t *cumulative = self->cumulative + band->cumulative_at;
    uint64_t sum = 0;
    const double *death_per_day =
        suf_population_deaths(population, population->month, stream->sex);
    uint32_t slot_before = SUF_NONE; /* cells of one age in years die alike */
    double dead_per_person = 0;
    for (uint32_t i = 0; i < band->n_cells; i++) {
        cumulative[i] = (uint32_t) sum;
        uint32_t slot = suf_age_slot(birth - (first + i));
        if (slot != slot_before) {
            slot_before = slot;
            dead_per_person = expm1(death_per_day[slot] * SUF_LONGEST_MONTH_DAYS);
        }
        sum += with_room(residents[i], dead_per_person);
        if (sum >= UINT32_MAX) {
            return SUF_RAISE(SUF_ERROR_LIMIT);
        }
    }
    cumulative[band->n_cells] = (uint32_t) sum;
    band->n_people = (uint32_t) sum;
    set_guide(self, band);
    /* A stay that ends within a year is followed to its month's end; a month of grace. */
    band->greatest_hazard = suf_population_greatest_hazard(population, stream->district,
        stream->sex, stream->from_months, stream->to_months + 14, death_bound);
    return SUF_OK;
}
