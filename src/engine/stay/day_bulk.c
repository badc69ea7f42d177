/* What a day takes at once: ends of plain stays, and admissions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "day_parts.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/request.h"
#include "engine/stay/spell.h"

/* --- ends --------------------------------------------------------------------------- */

void
suf_day_end_stays(suf_stay_state *state, uint32_t day)
{
    struct suf_day *self = state->day;
    const suf_cell_day *cells = self->cells;
    suf_pool_day *pools = self->pools;
    const size_t *in_system_at = self->in_system_at;
    uint32_t *in_system = state->in_system;
    uint32_t *in_any_system = state->people->in_system;
    const suf_pool *core_pools = state->core->pools;
    size_t n = 0;
    const suf_plain_stay *stays = NULL;
    uint32_t at = suf_stay_calendar_first(&state->stays, day);
    while ((stays = suf_stay_calendar_chunk(&state->stays, day, &at, &n)) != NULL) {
        for (size_t i = 0; i < n; i++) {
            suf_plain_stay stay = stays[i];
            uint32_t pool = stay.pool & ~SUF_STAY_AWAY;
            if (!core_pools[pool].has_room || (cells[stay.cell] & SUF_CONTESTED) != 0) {
                suf_spell_add_nameless_end(
                    state, state->core->now + stay.moment, stay.cell, pool);
                continue;
            }
            pools[pool].moments += stay.moment;
            pools[pool].net--;
            in_system[in_system_at[pool] + stay.cell]--;
            in_any_system[stay.cell]--;
        }
    }
    suf_stay_calendar_drop(&state->stays, day);
    for (uint32_t i = 0; i < state->model->n_services * state->model->n_areas; i++) {
        uint64_t n_ended = (uint64_t) - (int64_t) pools[i].net;
        state->core->pools[i].counts[SUF_COUNT_RELEASES] += n_ended;
        state->core->n_events += n_ended;
    }
}

/* --- admissions --------------------------------------------------------------------- */

/* A stream whose candidates are admitted at once, and what each of them needs. */
typedef struct admission {
    suf_stay_state *state;
    const suf_stream *stream;
    uint32_t stream_index;
    const suf_distribution *length; /* of stays */
    suf_ticks to_month_end;         /* from the day's start */
    double greatest_hazard;         /* a day */
    uint32_t edge_from, edge_to; /* cells whose people are not all of the band's ages */
} admission;

static void __attribute__((noinline)) ask_in_order(suf_stay_state *state,
    const suf_day_candidate *one, uint32_t stream_index, uint64_t name)
{
    suf_candidate candidate = {.name = name,
        .cell = one->cell,
        .position = one->position,
        .stay_word = suf_word_of_half(one->stay),
        .hazard_word = suf_word_of_half(one->hazard)};
    suf_request_add(state, stream_index, state->core->now + one->moment, &candidate);
}

/* Whether somebody at the edge of a band is within it. */
static bool __attribute__((noinline))
is_within_band(const admission *self, const suf_day_candidate *one, uint64_t name)
{
    const suf_stay_state *state = self->state;
    double now_days = suf_days_of_ticks(state->core->now + one->moment);
    double age =
        suf_calendar_month_time(&state->model->calendar, state->core->month, now_days) -
        ((double) suf_cell_cohort(state->model, one->cell) - SUF_OLDEST_MONTHS +
            suf_birth_fraction(state, name, self->stream_index));
    return age >= self->stream->from_months && age < self->stream->to_months;
}

static inline suf_ticks
length_of(const suf_distribution *length, uint32_t half)
{
    return suf_ticks_of_days(
        suf_distribution_quantile(length, suf_rng_uniform(suf_word_of_half(half))));
}

/* One whose stay ends today, or may end by death or a move, is seated as in an event. */
static void __attribute__((noinline))
seat_with_care(const admission *self, const suf_day_candidate *one, uint64_t name)
{
    suf_stay_state *state = self->state;
    suf_ticks day_start = state->core->now;
    suf_guest guest = {.name = name,
        .source = self->stream_index,
        .cell = one->cell,
        .index = SUF_NONE,
        .home = self->stream->district,
        .site = self->stream->district,
        .class = SUF_NO_CLASS};
    suf_core_set_now(state->core, day_start + one->moment);
    suf_spell_begin_stay(state, self->stream->service, &guest,
        (suf_stay_begun){
            length_of(self->length, one->stay), suf_word_of_half(one->hazard)});
    suf_core_set_now(state->core, day_start);
}

/* When stays would end: days after today in the upper half, the moment of that day in the
 * lower; the highest bit is set where that needs care. Apart from what is done with them,
 * as nothing here waits for a branch. */
enum { RUN = 128 };
#define NEEDS_CARE (UINT64_C(1) << 63)
#define FAR_TICKS                                                                        \
    (INT64_C(366) *                                                                      \
        SUF_TICKS_PER_DAY) /* for so long the bound of a band's hazards holds */
#define SLACK_DAYS    31.5 /* past this month hazards are followed to a month's end */
#define ONE_TICK_DAYS (1. / SUF_TICKS_PER_DAY) /* more than a length is rounded by */

/* Lengths of stays in days; which kind of table there is, is asked once. */
static inline void
find_lengths(
    const suf_distribution *length, const suf_day_candidate *of, uint32_t n, double *days)
{
    if (length->kind == SUF_DISTRIBUTION_EXPONENTIAL || !length->has_quantile) {
        for (uint32_t i = 0; i < n; i++) {
            days[i] = suf_distribution_quantile(
                length, suf_rng_uniform(suf_word_of_half(of[i].stay)));
        }
        return;
    }
    const suf_quantile_table table = length->quantile; /* which nothing here changes */
    double scale = length->scale;
    for (uint32_t i = 0; i < n; i++) {
        double u = suf_rng_uniform(suf_word_of_half(of[i].stay));
        days[i] = suf_quantile_table_at(&table, u) * scale;
    }
}

static inline void
find_ends(const admission *self, const suf_day_candidate *of, uint32_t n, uint64_t *ends)
{
    static const double slack_days[2] = {0, SLACK_DAYS}; /* no branch */
    double days[RUN];
    suf_ticks to_month_end = self->to_month_end;
    double hazard_in_halves = self->greatest_hazard * 0x1p32;
    find_lengths(self->length, of, n, days);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t end = of[i].moment + (uint64_t) suf_ticks_of_days(days[i]);
        uint64_t day = end / SUF_TICKS_PER_DAY;
        suf_ticks beyond = (suf_ticks) end - to_month_end;
        double at_risk = days[i] + ONE_TICK_DAYS + slack_days[beyond >= 0];
        /* In 2^-32: at most the exponential target of the hazard (hazard.c). */
        double least = (double) (int64_t) (UINT32_MAX - of[i].hazard);
        uint64_t needs_care =
            (day == 0) | (beyond >= FAR_TICKS) | (hazard_in_halves * at_risk >= least);
        ends[i] = needs_care << 63 | day << 32 | (end - day * SUF_TICKS_PER_DAY);
    }
}

/* Takes one that is not plainly admitted; true when it is to be counted as admitted. */
static bool __attribute__((noinline)) take_apart(const admission *self,
    const suf_day_candidate *one, uint64_t end, uint64_t name, bool *is_seated)
{
    suf_stay_state *state = self->state;
    *is_seated = false;
    if ((state->day->cells[one->cell] & SUF_CONTESTED) != 0) {
        ask_in_order(state, one, self->stream_index, name);
        return false;
    }
    bool is_edge = one->cell == self->edge_from || one->cell == self->edge_to;
    if (one->position >= SUF_NOT_EXPOSED ||
        (is_edge && !is_within_band(self, one, name))) {
        return false;
    }
    if (end >= NEEDS_CARE) {
        seat_with_care(self, one, name);
        *is_seated = true;
    }
    return true;
}

/* Takes the candidates of a stream whose pool has room. */
static void __attribute__((noinline)) admit_stream(const admission *self, uint64_t name)
{
    suf_stay_state *state = self->state;
    struct suf_day *day = state->day;
    uint32_t pool =
        suf_model_pool(state->model, self->stream->service, self->stream->district);
    uint32_t *in_system = suf_in_system_of(state, self->stream->service, 0);
    uint32_t *in_any_system = state->people->in_system;
    const suf_cell_day *cells = day->cells;
    uint32_t today = (uint32_t) state->core->now_days;
    uint32_t n_days_left = state->stays.n_days - today; /* with this one */
    uint32_t edge_from = self->edge_from;
    uint32_t edge_to = self->edge_to;
    uint64_t moments = 0;
    uint32_t n_admitted = 0;
    uint32_t n_seated = 0;
    uint32_t last = day->end[self->stream_index];
    for (uint32_t from = day->first[self->stream_index]; from < last; from += RUN) {
        const suf_day_candidate *run = &day->candidates[from];
        uint32_t n = last - from < RUN ? last - from : RUN;
        uint64_t ends[RUN];
        find_ends(self, run, n, ends);
        for (uint32_t i = 0; i < n; i++, name++) {
            const suf_day_candidate *one = &run[i];
            uint32_t cell = one->cell;
            bool is_apart = (cell == edge_from) | (cell == edge_to) |
                            (one->position >= SUF_NOT_EXPOSED) |
                            ((cells[cell] & SUF_CONTESTED) != 0) |
                            (ends[i] >= NEEDS_CARE);
            if (is_apart) {
                bool is_seated = false;
                bool is_admitted = take_apart(self, one, ends[i], name, &is_seated);
                n_admitted += is_admitted;
                n_seated += is_seated;
                if (!is_admitted || is_seated) {
                    continue;
                }
            } else {
                n_admitted++;
            }
            moments += one->moment;
            in_system[cell]++;
            in_any_system[cell]++;
            uint32_t n_later = (uint32_t) (ends[i] >> 32);
            if (n_later < n_days_left) {
                suf_plain_stay stay = {(uint32_t) ends[i], cell, pool};
                suf_stay_calendar_add(&state->stays, today + n_later, stay);
            }
        }
    }
    day->pools[pool].moments -= moments;
    day->pools[pool].net += (int32_t) (n_admitted - n_seated);
    suf_pool *of = &state->core->pools[pool];
    of->counts[SUF_COUNT_REQUESTS] += n_admitted;
    of->counts[SUF_COUNT_ADMISSIONS] += n_admitted;
    state->core->n_events += n_admitted;
}

static admission
admission_of(suf_stay_state *state, uint32_t stream_index)
{
    const suf_model *model = state->model;
    const suf_stream *stream = &model->streams[stream_index];
    uint32_t birth = state->core->month + SUF_OLDEST_MONTHS; /* cohort born this month */
    uint32_t first = suf_model_cell(model, stream->district, stream->sex, 0);
    return (admission){.state = state,
        .stream = stream,
        .stream_index = stream_index,
        .length = &state->core->parameters->services[stream->service].stay,
        .to_month_end = state->core->month_end - state->core->now,
        .greatest_hazard = suf_request_bands(state)->items[stream_index].greatest_hazard,
        .edge_from = first + birth - stream->from_months,
        .edge_to =
            birth >= stream->to_months ? first + birth - stream->to_months : SUF_NONE};
}

/* What was taken at once of a pool: admitted and ended at their moments. */
static void
settle_pools(suf_stay_state *state)
{
    const struct suf_day *self = state->day;
    uint32_t n_pools = state->model->n_services * state->model->n_areas;
    for (uint32_t i = 0; i < n_pools; i++) {
        const suf_pool_day *day = &self->pools[i];
        suf_pool *pool = &state->core->pools[i];
        suf_pool_occupy(state->core, pool, day->net);
        suf_time_weighted_add(&pool->occupied_time, day->moments);
    }
}

void
suf_day_admit(suf_stay_state *state, uint64_t day_number)
{
    const struct suf_day *self = state->day;
    uint64_t name = day_number << SUF_PERIOD_SHIFT;
    for (uint32_t k = 0; k < state->daily.n_population; k++) {
        uint32_t i = state->daily.population[k];
        if (self->first[i] == self->end[i]) {
            continue;
        }
        if (state->core->pools[state->sources[i].pool].has_room) {
            admission of = admission_of(state, i);
            admit_stream(&of, name);
            continue;
        }
        for (uint32_t j = self->first[i]; j < self->end[i]; j++) {
            ask_in_order(state, &self->candidates[j], i, name + j - self->first[i]);
        }
    }
    if (state->is_any_at_once) {
        settle_pools(state);
    }
}
