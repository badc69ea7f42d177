/* People who are there at the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "initial.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/place.h"

/* Names of the people found at the start, apart from requests and counts. */
#define INITIAL_NAME (3ULL << 62)
enum { DISTRICT_SHIFT = 40, WAITING_SHIFT = 39, MAX_TRIES = 64 };

/* Draws of somebody found at the start: block 0 has the slots of a request (the stay and
 * hazard words name what comes later), block SUF_BLOCK_FOUND + try the rest. */
enum { SUF_BLOCK_FOUND = 1 << 16 };

/* One service in one district: who may be found there. */
typedef struct search {
    suf_state *state;
    uint32_t service, district;
    const suf_distribution *duration; /* stay or patience */
    uint32_t until;                   /* age limit, months */
    double *cumulative;               /* weights of the cells of the district, summed */
} search;

/* The streams of a (service, district, sex) give the rates by age. */
static bool
is_of(const suf_stream *stream, uint32_t district, uint32_t sex)
{
    return stream->kind == SUF_STREAM_POPULATION && stream->district == district &&
           (uint32_t) stream->sex == sex;
}

/* Elapsed days within which a person of an age (months) began while in a band. */
static void
elapsed_window(
    const suf_stream *stream, double age_months, double *least_days, double *most_days)
{
    *least_days = fmax(0, (age_months - stream->to_months) * SUF_DAYS_PER_MONTH);
    *most_days = fmax(0, (age_months - stream->from_months) * SUF_DAYS_PER_MONTH);
}

/* Integral of r(x - a) P(S > a) over a, in units of the mean duration and the base rate.
 */
static double
weight_of_age(const search *self, uint32_t sex, double age_months)
{
    const suf_model *model = self->state->model;
    const suf_service *service = &model->services[self->service];
    double weight = 0;
    if (age_months >= self->until) {
        return 0;
    }
    for (uint32_t i = 0; i < service->n_streams; i++) {
        const suf_stream *stream = &model->streams[service->first_stream + i];
        if (is_of(stream, self->district, sex)) {
            double least = 0;
            double most = 0;
            elapsed_window(stream, age_months, &least, &most);
            weight += stream->band_factor *
                      (suf_distribution_equilibrium_cdf(self->duration, most) -
                          suf_distribution_equilibrium_cdf(self->duration, least));
        }
    }
    return weight;
}

/* Elapsed days of a person of an age: by inversion of u over its bands. */
static double
elapsed_of_age(const search *self, uint32_t sex, double age_months, double u)
{
    const suf_model *model = self->state->model;
    const suf_service *service = &model->services[self->service];
    double target = u * weight_of_age(self, sex, age_months);
    for (uint32_t i = 0; i < service->n_streams; i++) {
        const suf_stream *stream = &model->streams[service->first_stream + i];
        if (!is_of(stream, self->district, sex) || !(stream->band_factor > 0)) {
            continue;
        }
        double least = 0;
        double most = 0;
        elapsed_window(stream, age_months, &least, &most);
        double low = suf_distribution_equilibrium_cdf(self->duration, least);
        double high = suf_distribution_equilibrium_cdf(self->duration, most);
        double weight = stream->band_factor * (high - low);
        if (target < weight) {
            double h = low + target / stream->band_factor;
            double elapsed = suf_distribution_equilibrium_quantile(self->duration, h);
            return fmin(fmax(elapsed, least), most);
        }
        target -= weight;
    }
    return 0;
}

/* Sums the weights of the district's cells; the last is the total. */
static void
weigh_cells(search *self)
{
    const suf_state *state = self->state;
    uint32_t n_cohorts = state->model->population.n_cohorts;
    uint32_t first = suf_model_cell(state->model, self->district, 0, 0);
    double sum = 0;
    for (uint32_t i = 0; i < SUF_N_SEXES * n_cohorts; i++) {
        uint32_t cohort = i % n_cohorts;
        /* Mean age of the cohort at the month's start: half a month less than its index.
         */
        double age = (double) state->month + SUF_OLDEST_MONTHS - cohort - 0.5;
        uint32_t people = state->population.residents[first + i];
        if (people > 0 && age > 0) {
            sum += people * weight_of_age(self, i / n_cohorts, age);
        }
        self->cumulative[i] = sum;
    }
}

static uint32_t
find_cell(const search *self, double target)
{
    uint32_t low = 0;
    uint32_t high = SUF_N_SEXES * self->state->model->population.n_cohorts - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->cumulative[middle] > target) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return suf_model_cell(self->state->model, self->district, 0, 0) + low;
}

/* Draws one person; false when nobody of the drawn cells is free, try after try. */
static bool
find_person(const search *self, uint64_t number, bool is_waiting, suf_newcomer *found)
{
    suf_state *state = self->state;
    const suf_model *model = state->model;
    uint64_t purpose = state->source_purpose[found->source];
    found->name = INITIAL_NAME | (uint64_t) self->district << DISTRICT_SHIFT |
                  (uint64_t) is_waiting << WAITING_SHIFT | number;
    suf_rng_block request =
        suf_rng_draw(state->key, SUF_BLOCK_REQUEST, found->name, purpose);
    found->stay_word = request.word[2];
    found->hazard_word = request.word[3];
    double elapsed = 0;
    double u = 0;
    for (uint64_t try = 0;; try++) {
        if (try == MAX_TRIES) {
            return false;
        }
        suf_rng_block block =
            suf_rng_draw(state->key, SUF_BLOCK_FOUND + try, found->name, purpose);
        u = suf_rng_uniform(block.word[2]);
        if (self->cumulative == NULL) {
            elapsed = suf_distribution_equilibrium_quantile(
                self->duration, suf_rng_uniform(block.word[1]));
            break;
        }
        uint32_t n_last = SUF_N_SEXES * model->population.n_cohorts - 1;
        found->cell =
            find_cell(self, suf_rng_uniform(block.word[0]) * self->cumulative[n_last]);
        if (state->population.held[found->cell] >=
            state->population.residents[found->cell]) {
            continue; /* everybody of that cell is somewhere already */
        }
        double age = (double) state->month + SUF_OLDEST_MONTHS -
                     suf_cell_cohort(model, found->cell) -
                     suf_birth_fraction(found->stay_word, found->hazard_word);
        uint32_t sex = suf_cell_sex(model, found->cell);
        if (weight_of_age(self, sex, age) > 0) {
            elapsed = elapsed_of_age(self, sex, age, suf_rng_uniform(block.word[1]));
            break;
        }
    }
    found->since_days = state->now_days - elapsed;
    found->end_days =
        state->now_days + suf_distribution_residual(self->duration, elapsed, u);
    return true;
}

static void
find_people(search *self, uint64_t n, bool is_waiting)
{
    suf_state *state = self->state;
    if (n == 0) {
        return;
    }
    if (self->cumulative != NULL) {
        weigh_cells(self);
        uint32_t n_last = SUF_N_SEXES * state->model->population.n_cohorts - 1;
        if (!(self->cumulative[n_last] > 0)) {
            return; /* nobody of the right age lives here */
        }
    }
    for (uint64_t i = 0; i < n; i++) {
        suf_newcomer found = {
            .source = state->model->n_streams +
                      suf_model_pool(state->model, self->service, self->district),
            .cell = SUF_NONE,
            .home = self->district};
        if (!find_person(self, i, is_waiting, &found)) {
            return;
        }
        if (is_waiting) {
            suf_place_list(state, &found);
        } else {
            suf_place_seat(state, &found);
        }
    }
}

/* People of the ages a share is of, in a district. */
static double
people_of(const suf_state *state, const suf_service *service, uint32_t district)
{
    double people = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        if (service->sex != SUF_BOTH_SEXES && (uint32_t) service->sex != sex) {
            continue;
        }
        for (uint32_t cohort = 0; cohort < state->model->population.n_cohorts; cohort++) {
            double age = (double) state->month + SUF_OLDEST_MONTHS - cohort - 0.5;
            if (age >= service->of_from && age < service->of_to) {
                people +=
                    state->population
                        .residents[suf_model_cell(state->model, district, sex, cohort)];
            }
        }
    }
    return people;
}

static uint64_t
n_seated(const suf_state *state, uint32_t service_index, uint32_t district)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_pool *pool =
        &state->pools[suf_model_pool(state->model, service_index, district)];
    double wanted = 0;
    if (service->initial_from_share) {
        const suf_number *share = &service->base_rate;
        wanted = share->value * people_of(state, service, district);
        if (share->assumption != SUF_NONE) {
            wanted *= state->parameters->assumptions[share->assumption];
        }
    } else {
        wanted =
            state->parameters->services[service_index].initial_occupancy * pool->usable;
    }
    return (uint64_t) floor(fmin(wanted, pool->usable) + 0.5);
}

static suf_status
find_people_of_service(suf_state *state, uint32_t service_index, double *cumulative)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_service_parameters *numbers = &state->parameters->services[service_index];
    /* Patience has no use for a table of its own unless somebody waits at the start. */
    suf_distribution patience;
    suf_distribution_init(&patience);
    suf_status status = SUF_OK;
    if (service->initial_waiting > 0) {
        bool is_given = numbers->patience.kind != SUF_DISTRIBUTION_NONE;
        /* Who waits for ever has waited for as long as a stay lasts. */
        const suf_distribution *like = is_given ? &numbers->patience : &numbers->stay;
        SUF_TRY(suf_distribution_set(
            &patience, like->kind, like->scale, like->shape, &like->empirical));
        SUF_TRY(suf_distribution_need_equilibrium(&patience));
    }
    for (uint32_t district = 0; district < state->model->n_districts; district++) {
        search look = {.state = state,
            .service = service_index,
            .district = district,
            .duration = &numbers->stay,
            .until = service->stay_until,
            .cumulative = service->has_population ? cumulative : NULL};
        find_people(&look, n_seated(state, service_index, district), false);
        look.duration = &patience;
        look.until = service->list_until;
        find_people(&look, service->initial_waiting, true);
    }
out:
    suf_distribution_free(&patience);
    return status;
}

suf_status
suf_initial_people(suf_state *state)
{
    double *cumulative = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) SUF_N_SEXES * state->model->population.n_cohorts,
        sizeof *cumulative, &cumulative));
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        if (state->model->services[i].has_initial) {
            SUF_TRY(find_people_of_service(state, i, cumulative));
        }
    }
out:
    free(cumulative);
    return status;
}
