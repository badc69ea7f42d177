/* Requests to come: candidates of every stream, a day or a month at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Population. The candidates of a period (a day; of rare streams a month) are as many as
 * the Poisson distribution gives for one named uniform, by inversion, with mean r x P: r
 * the rate a person, P the people of the band at the month's start and some room
 * (band.h). Candidate (period, number) keeps its moment, person, stay and hazard whatever
 * the rate is. So a higher rate adds candidates at the end and changes none, and two
 * scenarios differ by as few as can be. When its time comes a candidate asks if its
 * position is below the number of people then exposed (place.h), and its age lies within
 * the band: the rate an exposed person is r exactly, at every moment.
 *
 * Exogenous: exogenous.h.
 *
 * Draws. Two candidates of the population share a block, each with two words: moment and
 * person, stay and hazard, of 32 bits each. An exogenous one has a block: moment, mark,
 * stay, hazard. */
#ifndef SUF_ENGINE_REQUEST_H
#define SUF_ENGINE_REQUEST_H

#include "engine/stay/band.h"
#include "engine/stay/stay_state.h"

enum { SUF_PERIOD_SHIFT = 32 };  /* of a candidate's name: below it the number */
#define SUF_MANY_REQUESTS 0x1p30 /* expected in a period: no computer holds more */

/* What is drawn for a candidate of the population: uniforms, as whole numbers of 2^-32;
 * moment: of its period; person: of its band. */
typedef struct suf_request_words {
    uint32_t moment, person, stay, hazard;
} suf_request_words;

/* The words of the first or second candidate of a block. */
static inline suf_request_words
suf_half_block(const suf_rng_block *block, size_t half)
{
    uint64_t first = block->word[2 * half];
    uint64_t second = block->word[2 * half + 1];
    return (suf_request_words){(uint32_t) (first >> 32), (uint32_t) first,
        (uint32_t) (second >> 32), (uint32_t) second};
}

/* The block of candidates 2 i and 2 i + 1 of a period of a stream of the population. */
static inline suf_rng_block
suf_request_block(suf_rng_key key, uint64_t purpose, uint64_t period, uint64_t i)
{
    return suf_rng_draw(
        key, SUF_BLOCK_REQUEST, (period << SUF_PERIOD_SHIFT) + i, purpose);
}

/* A word whose uniform is the middle of one of 2^32 equal parts of (0, 1). */
static inline uint64_t
suf_word_of_half(uint32_t half)
{
    return (uint64_t) half << 32 | 0x7ffff000U;
}

typedef struct suf_request_maker suf_request_maker;

/* *out is owned by the caller; the model is borrowed. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_request_maker_new(
    const suf_model *model, suf_request_maker **out);
/* NULL is allowed. */
void suf_request_maker_free(suf_request_maker *self);
/* Before a replication. */
void suf_request_maker_clear(suf_request_maker *self);

/* Looks at the population after the month's step: how many candidates a day each stream
 * has on average; and makes the month's candidates of its monthly streams, as events.
 * state->core->month is the month, state->core->now its start. The first failure is left
 * in the core's status, here and below. */
void suf_request_begin_month(suf_stay_state *state);
/* Forgets the candidates of the day before. Those of the day are made by day.h and
 * exogenous.h. */
void suf_request_forget_day(suf_stay_state *state);

/* How many candidates a daily stream of the population has on a day (day number), which
 * begins at state->core->now; with waves at the greatest factor of the day. */
uint32_t suf_request_count(const suf_stay_state *state, uint32_t stream, uint64_t day);
/* With waves: how many of them ask whose moment is this one, the first of them. */
uint32_t suf_request_count_at(
    const suf_stay_state *state, uint32_t stream, uint64_t day, suf_ticks time);
const suf_bands *suf_request_bands(const suf_stay_state *state);
/* Puts a candidate of the day, or of the month where its stream is monthly, on the event
 * list. */
void suf_request_add(suf_stay_state *state, uint32_t stream, suf_ticks time,
    const suf_candidate *candidate);

/* The candidate of a request event's index. */
const suf_candidate *suf_request_candidate(const suf_stay_state *state, uint32_t index);
/* The words of stay and hazard of an entity's request, drawn again from its name. */
void suf_request_words_of(const suf_stay_state *state, const suf_entity *entity,
    uint64_t *stay, uint64_t *hazard);

#endif
