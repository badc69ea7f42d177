/* Bands: the people from whom a stream takes its requests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "band.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Places of a guide for each cell: cells of the old are small. */
enum { PLACES_A_CELL = 4 };

static uint32_t
row_of(const suf_stream *stream)
{
    return stream->district * SUF_N_SEXES + stream->sex;
}

suf_status
suf_bands_init(suf_bands *self, const suf_model *model)
{
    suf_status status = SUF_OK;
    size_t n_cohorts = model->population.n_cohorts;
    size_t n_rows =
        model->population.is_given ? (size_t) model->n_districts * SUF_N_SEXES : 0;
    size_t n_numbers = n_cohorts + 1;
    size_t n_places = PLACES_A_CELL * n_cohorts + 1;
    *self = (suf_bands){0};
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->items, &self->items));
    SUF_TRY(suf_array_new(n_rows, sizeof *self->rows, &self->rows));
    SUF_TRY(suf_array_new(n_rows * n_numbers, sizeof *self->numbers, &self->numbers));
    SUF_TRY(suf_array_new(n_rows * n_places, sizeof *self->guide, &self->guide));
    for (size_t i = 0; i < n_rows; i++) {
        self->rows[i].first_cell = (uint32_t) (i * n_cohorts);
        self->rows[i].numbers = &self->numbers[i * n_numbers];
        self->rows[i].guide = &self->guide[i * n_places];
    }
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
    free(self->rows);
    free(self->numbers);
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

/* For each 2^shift people the cohort of the first of them. */
static void
set_guide(suf_band_row *row, uint32_t first, uint32_t end_cohort)
{
    const uint32_t *numbers = row->numbers;
    uint32_t *guide = row->guide;
    uint32_t n = 0; /* places that have their cohort */
    row->shift = 0;
    while ((numbers[end_cohort] >> row->shift) >= PLACES_A_CELL * (end_cohort - first)) {
        row->shift++;
    }
    uint32_t round_up = (1U << row->shift) - 1;
    for (uint32_t cohort = first; cohort < end_cohort; cohort++) {
        uint64_t end = ((uint64_t) numbers[cohort + 1] + round_up) >> row->shift;
        while (n < end) {
            guide[n++] = cohort;
        }
    }
}

/* Finds the ages that the streams of the services which are simulated take their requests
 * from, row by row. */
static void
find_ages(suf_bands *self, const suf_model *model, const suf_scope *scope)
{
    for (uint32_t i = 0; i < model->n_districts * SUF_N_SEXES; i++) {
        self->rows[i].from_months = UINT32_MAX;
        self->rows[i].to_months = 0;
    }
    for (uint32_t i = 0; i < model->n_streams; i++) {
        const suf_stream *stream = &model->streams[i];
        if (stream->kind == SUF_STREAM_POPULATION &&
            suf_scope_has_service(scope, stream->service)) {
            suf_band_row *row = &self->rows[row_of(stream)];
            row->from_months = stream->from_months < row->from_months
                                   ? stream->from_months
                                   : row->from_months;
            row->to_months =
                stream->to_months > row->to_months ? stream->to_months : row->to_months;
        }
    }
}

/* Numbers the people of a row; dead_per_person by age slot. */
static suf_status
number_row(
    suf_band_row *row, const suf_population *population, const double *dead_per_person)
{
    uint32_t birth = population->month + SUF_OLDEST_MONTHS; /* cohort born this month */
    const uint32_t *residents = population->residents + row->first_cell;
    uint32_t first = birth > row->to_months ? birth - row->to_months : 0;
    uint32_t last = birth - row->from_months;
    uint64_t sum = 0;
    for (uint32_t cohort = first; cohort <= last; cohort++) {
        row->numbers[cohort] = (uint32_t) sum;
        sum +=
            with_room(residents[cohort], dead_per_person[suf_age_slot(birth - cohort)]);
        if (sum >= UINT32_MAX) {
            return SUF_RAISE(SUF_ERROR_LIMIT);
        }
    }
    row->numbers[last + 1] = (uint32_t) sum;
    set_guide(row, first, last + 1);
    return SUF_OK;
}

suf_status
suf_bands_number(suf_bands *self, const suf_model *model, const suf_scope *scope,
    const suf_population *population)
{
    double dead_per_person[SUF_N_SEXES][SUF_N_AGE_SLOTS];
    if (!model->population.is_given) {
        return SUF_OK;
    }
    suf_status status = SUF_OK;
    find_ages(self, model, scope);
    for (uint32_t i = 0; i < model->n_districts * SUF_N_SEXES && status == SUF_OK; i++) {
        if (i < SUF_N_SEXES || model->population.n_death_groups > 1) {
            const double *per_day = suf_population_deaths(
                population, population->month, i / SUF_N_SEXES, i % SUF_N_SEXES);
            for (uint32_t slot = 0; slot < SUF_N_AGE_SLOTS; slot++) {
                dead_per_person[i % SUF_N_SEXES][slot] =
                    expm1(per_day[slot] * SUF_LONGEST_MONTH_DAYS);
            }
        }
        if (self->rows[i].from_months != UINT32_MAX) {
            status =
                number_row(&self->rows[i], population, dead_per_person[i % SUF_N_SEXES]);
        }
    }
    return status;
}

void
suf_bands_look(suf_bands *self, const suf_model *model, uint32_t stream_index,
    const suf_population *population, double death_bound)
{
    const suf_stream *stream = &model->streams[stream_index];
    suf_band *band = &self->items[stream_index];
    uint32_t birth = population->month + SUF_OLDEST_MONTHS; /* cohort born this month */
    uint32_t last = birth - stream->from_months;
    uint32_t first = birth > stream->to_months ? birth - stream->to_months : 0;
    band->row = row_of(stream);
    const uint32_t *numbers = self->rows[band->row].numbers;
    band->first_person = numbers[first];
    band->n_people = numbers[last + 1] - numbers[first];
    /* A stay that ends within a year is followed to its month's end; a month of grace. */
    band->greatest_hazard = suf_population_greatest_hazard(population, stream->district,
        stream->sex, stream->from_months, stream->to_months + 14, death_bound);
}
