/* People who are there at the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "initial.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/stay/initial_counts.h"
#include "engine/stay/offer.h"
#include "engine/stay/place.h"

/* Names of the people found at the start, apart from requests and counts. */
#define INITIAL_NAME (3ULL << 62)
enum { DISTRICT_SHIFT = 40, WAITING_SHIFT = 39, MAX_TRIES = 64 };

/* A band in which somebody of an age may have begun its stay, `least` to `most` days ago.
 */
typedef struct past_band {
    double before; /* the weights of the bands after it, summed */
    double low;    /* H(least) */
    double factor, least, most;
} past_band;

/* One service in one district: who may be found there. */
typedef struct search {
    suf_stay_state *state;
    uint32_t service, district;
    uint32_t area;     /* of the district, where they are */
    uint64_t n_before; /* found in other areas of the district: names go on */
    const suf_distribution *duration; /* stay or patience; of who waits for ever: stay */
    bool is_endless;                  /* waits for ever */
    uint32_t until;                   /* age limit, months */
    const double *weights;            /* [sex][cohort]; NULL: without a population */
    double *cumulative; /* people x weights of the district's cells, summed */
    uint32_t *bands;    /* [district][sex][2] first and end of the service's streams,
                           youngest first */
    past_band *past;    /* [n_past] of the age walked last; room for all bands */
    uint32_t n_past;
} search;

/* The streams of each district and sex: they are contiguous. */
static void
find_bands(search *self)
{
    const suf_model *model = self->state->model;
    const suf_service *service = &model->services[self->service];
    uint32_t end = service->stay.first_stream + service->stay.n_streams;
    for (uint32_t i = service->stay.first_stream; i < end; i++) {
        const suf_stream *stream = &model->streams[i];
        uint32_t *band = &self->bands[2 * ((size_t) stream->district * SUF_N_SEXES +
                                              (size_t) stream->sex)];
        band[0] = band[1] == 0 ? i : band[0];
        band[1] = i + 1;
    }
}

/* A person of an age found in a place began it while in one of the bands, `least` to
 * `most` days ago: with weight band factor x (H(most) - H(least)). Walks the bands from
 * the present one down to the youngest, until hardly any stay is so old. Returns the sum
 * of the weights. */
static double
walk_bands(search *self, uint32_t sex, double age_months)
{
    const suf_stream *streams = self->state->model->streams;
    const uint32_t *band =
        &self->bands[2 * ((size_t) self->district * SUF_N_SEXES + sex)];
    double sum = 0;
    double last_most =
        -1; /* of the band before, and its H: mostly where this one begins */
    double last_high = 0;
    self->n_past = 0;
    if (age_months >= self->until) {
        return 0;
    }
    for (uint32_t at = band[1]; at-- > band[0];) {
        double least = fmax(0, (age_months - streams[at].to_months) * SUF_DAYS_PER_MONTH);
        double most = (age_months - streams[at].from_months) * SUF_DAYS_PER_MONTH;
        if (most <= 0) {
            continue;
        }
        bool is_known = least >= last_most && least <= last_most;
        double low = is_known ? last_high
                              : suf_distribution_equilibrium_near(self->duration, least);
        if (low > 1 - 1e-12) {
            break;
        }
        last_most = most;
        last_high = suf_distribution_equilibrium_near(self->duration, most);
        self->past[self->n_past++] =
            (past_band){sum, low, streams[at].band_factor, least, most};
        sum += streams[at].band_factor * (last_high - low);
    }
    return sum;
}

/* The elapsed days that belong to a target below the sum of the weights walked last. */
static double
elapsed_of(const search *self, double target)
{
    const past_band *band = &self->past[self->n_past - 1];
    while (band > self->past && target < band->before) {
        band--;
    }
    double h = band->low + (target - band->before) / band->factor;
    double elapsed = suf_distribution_equilibrium_quantile(self->duration, h);
    return fmin(fmax(elapsed, band->least), band->most);
}

/* Weights by sex and cohort at the month's start, the same in every district. */
static void
set_weights(search *self, double *weights)
{
    const suf_stay_state *state = self->state;
    uint32_t n_cohorts = state->model->population.n_cohorts;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t cohort = 0; cohort < n_cohorts; cohort++) {
            /* Mean age of the cohort: half a month less than its index. */
            double age = (double) state->core->month + SUF_OLDEST_MONTHS - cohort - 0.5;
            weights[sex * n_cohorts + cohort] = age > 0 ? walk_bands(self, sex, age) : 0;
        }
    }
}

/* Sums the weights of the district's cells; the last is the total. */
static void
weigh_cells(search *self)
{
    const suf_stay_state *state = self->state;
    uint32_t n_cohorts = state->model->population.n_cohorts;
    uint32_t first = suf_model_cell(state->model, self->district, 0, 0);
    double sum = 0;
    for (uint32_t i = 0; i < SUF_N_SEXES * n_cohorts; i++) {
        sum += state->people->residents[first + i] * self->weights[i];
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

/* Tries to find the person of a block in a cohort that has somebody who is nowhere yet:
 * sets its cell, and how long ago it began. */
static bool
is_found(search *self, const suf_rng_block *block, suf_initial_occupant *found,
    double *elapsed_days)
{
    const suf_stay_state *state = self->state;
    const suf_model *model = state->model;
    uint32_t n_last = SUF_N_SEXES * model->population.n_cohorts - 1;
    if (!(self->cumulative[n_last] > 0)) {
        return false; /* nobody of the right age lives here */
    }
    uint32_t cell =
        find_cell(self, suf_rng_uniform(block->word[0]) * self->cumulative[n_last]);
    if (state->people->in_system[cell] >= state->people->residents[cell]) {
        return false;
    }
    double age = (double) state->core->month + SUF_OLDEST_MONTHS -
                 suf_cell_cohort(model, cell) -
                 suf_birth_fraction(state, found->name, found->source);
    double weight = walk_bands(self, suf_cell_sex(model, cell), age);
    if (!(weight > 0)) {
        return false;
    }
    found->cell = cell;
    *elapsed_days = elapsed_of(self, weight * suf_rng_uniform(block->word[1]));
    return true;
}

/* Draws one person. Who is not found in a cohort, try after try, is of none: it holds its
 * place or waits, but has no age, and neither dies nor moves. */
static suf_initial_occupant
find_person(search *self, uint64_t number, bool is_waiting)
{
    suf_stay_state *state = self->state;
    suf_initial_occupant found = {.name = INITIAL_NAME |
                                          (uint64_t) self->district << DISTRICT_SHIFT |
                                          (uint64_t) is_waiting << WAITING_SHIFT | number,
        .source = state->model->n_streams +
                  suf_model_pool(state->model, self->service, self->area),
        .cell = SUF_NONE,
        .home = self->area};
    uint64_t purpose = state->sources[found.source].purpose;
    found.hazard_word =
        suf_rng_draw(state->core->key, SUF_BLOCK_REQUEST, found.name, purpose).word[3];
    double elapsed = 0;
    suf_rng_block block;
    uint64_t try = 0;
    do {
        block =
            suf_rng_draw(state->core->key, SUF_BLOCK_FOUND + try, found.name, purpose);
    } while (self->weights != NULL && !is_found(self, &block, &found, &elapsed) &&
             ++try < MAX_TRIES);
    if (found.cell == SUF_NONE) {
        elapsed = suf_distribution_equilibrium_quantile(
            self->duration, suf_rng_uniform(block.word[1]));
    }
    found.since_days = state->core->now_days - elapsed;
    found.end_days = (double) INFINITY;
    if (!self->is_endless) {
        found.end_days =
            state->core->now_days + suf_distribution_residual(self->duration, elapsed,
                                        suf_rng_uniform(block.word[2]));
    }
    return found;
}

static void
find_people(search *self, uint64_t n, bool is_waiting)
{
    if (n > 0 && self->weights != NULL) {
        weigh_cells(self);
    }
    for (uint64_t i = 0; i < n; i++) {
        suf_initial_occupant found = find_person(self, self->n_before + i, is_waiting);
        if (is_waiting) {
            suf_place_list(self->state, &found);
        } else if (!suf_place_seat(self->state, &found, (uint32_t) n)) {
            return; /* who takes several places would be one too many */
        }
    }
}

/* The people of a district at the start; its zones share the list out. */
static suf_status
find_people_of_district(search *self, bool is_waiting)
{
    suf_stay_state *state = self->state;
    const suf_service *service = &state->model->services[self->service];
    suf_status status = SUF_OK;
    double before = 0;
    self->n_before = 0;
    for (uint32_t i = 0; i < suf_areas_of(state->model, service, self->district); i++) {
        self->area = suf_area_at(state->model, self->district, i);
        double share =
            suf_area_share(state->model, state->core->parameters, service, self->area);
        double listed = suf_initial_listed(&service->stay, self->district);
        double n =
            is_waiting
                ? floor(listed * (before + share) + 0.5) - floor(listed * before + 0.5)
                : (double) suf_initial_seated(state, self->service, self->area);
        uint32_t pool = suf_model_pool(state->model, self->service, self->area);
        find_people(self, (uint64_t) n, is_waiting);
        self->n_before += (uint64_t) n;
        before += share;
        SUF_TRY(suf_waiting_line_sort(&state->lines[pool], &state->entities));
    }
out:
    return status;
}

static suf_status
find_people_of_service(suf_stay_state *state, uint32_t service_index, double *weights,
    /* NOLINTNEXTLINE(readability-non-const-parameter): written by the search */
    double *cumulative)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_service_parameters *numbers =
        &state->core->parameters->services[service_index];
    /* Patience has no use for a table of its own unless somebody waits at the start. */
    suf_distribution patience;
    suf_distribution_init(&patience);
    suf_status status = SUF_OK;
    search look = {.state = state,
        .service = service_index,
        .weights = service->stay.has_population ? weights : NULL,
        .cumulative = cumulative};
    bool is_any_listed = suf_initial_is_any_listed(state->model, &service->stay);
    if (is_any_listed) {
        bool is_given = numbers->patience.kind != SUF_DISTRIBUTION_NONE;
        /* Who waits for ever has waited for as long as a stay lasts. */
        const suf_distribution *like = is_given ? &numbers->patience : &numbers->stay;
        SUF_TRY(suf_distribution_set(
            &patience, like->kind, like->scale, like->shape, &like->empirical));
        SUF_TRY(suf_distribution_need_equilibrium(&patience));
    }
    if (service->stay.has_population) {
        SUF_TRY(suf_array_new((size_t) state->model->n_districts * SUF_N_SEXES * 2,
            sizeof *look.bands, &look.bands));
        SUF_TRY(suf_array_new(service->stay.n_streams, sizeof *look.past, &look.past));
        find_bands(&look);
    }
    for (int is_waiting = 0; is_waiting < 2; is_waiting++) {
        look.duration = is_waiting ? &patience : &numbers->stay;
        look.is_endless = is_waiting && numbers->patience.kind == SUF_DISTRIBUTION_NONE;
        look.until = is_waiting ? service->stay.list_until : service->stay.until;
        look.district = 0;
        if (is_waiting && !is_any_listed) {
            break;
        }
        if (service->stay.has_population) {
            set_weights(&look, weights);
        }
        for (; look.district < state->model->n_districts; look.district++) {
            SUF_TRY(find_people_of_district(&look, is_waiting != 0));
        }
    }
out:
    free(look.bands);
    free(look.past);
    suf_distribution_free(&patience);
    return status;
}

suf_status
suf_initial_people(suf_stay_state *state)
{
    size_t n = (size_t) SUF_N_SEXES * state->model->population.n_cohorts;
    double *weights = NULL;
    double *cumulative = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *weights, &weights));
    SUF_TRY(suf_array_new(n, sizeof *cumulative, &cumulative));
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        const suf_stay_model *stay = suf_service_stay(&state->model->services[i]);
        if (stay != NULL && stay->has_initial &&
            suf_scope_has_service(&state->core->scope, i)) {
            SUF_TRY(find_people_of_service(state, i, weights, cumulative));
        }
    }
    /* Nobody waits beside a free place. */
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        for (uint32_t d = 0; d < state->model->n_areas; d++) {
            suf_offer_places(state, i, d);
        }
    }
out:
    free(weights);
    free(cumulative);
    return status;
}
