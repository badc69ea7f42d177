/* What stays keep: who waits, who stays, who may ask.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the files of this folder; others ask by stay.h. */
#ifndef SUF_ENGINE_STAY_STATE_H
#define SUF_ENGINE_STAY_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/core.h"
#include "engine/population/population.h"
#include "engine/stay/daily_streams.h"
#include "engine/stay/entity_pool.h"
#include "engine/stay/stay_calendar.h"
#include "engine/stay/waiting_line.h"
#include "model/areas.h"

/* A request to come: what was drawn when it was made. */
typedef struct suf_candidate {
    uint64_t name;     /* within its source: names all that is drawn for it later */
    uint32_t cell;     /* SUF_NONE: exogenous, of no age, neither dies nor moves */
    uint32_t position; /* among the people of the cell, from 0: it asks if this is less
                          than the number exposed at its moment (place.h) */
    uint64_t stay_word, hazard_word; /* random words: how long it stays once it has a
                          place; when it dies or moves */
} suf_candidate;

/* Where people come from: a stream of requests of the model, those of the start, or
 * another service. Its purpose and a name are who somebody is, in every scenario. */
typedef struct suf_demand_source {
    uint64_t purpose;                 /* of their names */
    uint32_t service, district, pool; /* where they ask, and their home: an area */
} suf_demand_source;

/* Rules of a service that bear on its requests and stays, as bits: found once a
 * replication, so that an event passes over those that a service does not have without a
 * look at the model. */
typedef enum suf_rule {
    SUF_RULE_AT_ONCE = 1,      /* its days may be taken at once (day.h) */
    SUF_RULE_BALKING = 2,      /* who asks may go away */
    SUF_RULE_COHORTS = 4,      /* a target asks how soon people are admitted */
    SUF_RULE_CLASSES = 8,      /* its lists have classes of priority */
    SUF_RULE_UNTIL = 16,       /* stays end at an age */
    SUF_RULE_STAYING = 32,     /* those staying are counted by cell */
    SUF_RULE_NAMED_END = 64,   /* what comes of a stay is drawn by name: it may end in
                                  death, or people go on */
    SUF_RULE_BY_CLASS = 128,   /* places are kept from classes (class_places.h) */
    SUF_RULE_RETRIAL = 256,    /* who finds no place asks again (retrial.h) */
    SUF_RULE_PREEMPTION = 512, /* who asks may displace somebody (preemption.h) */
    SUF_RULE_CHOICE = 1024,    /* who asks may choose where (first_choice.h) */
    SUF_RULE_ZONES = 2048,     /* its places stand in zones (model/areas.h) */
    SUF_RULE_COUNTED = 4096,   /* a policy counts who asks (request_alarm.h) */
    SUF_RULE_ENTRY = SUF_RULE_BALKING | SUF_RULE_BY_CLASS | SUF_RULE_CHOICE |
                     SUF_RULE_COUNTED /* entry.h */
} suf_rule;

struct suf_request_maker;
struct suf_day;
struct suf_waits;
struct suf_class_line;
struct suf_admission_day;
struct suf_wave_path;
struct suf_seating;

typedef struct suf_stay_state suf_stay_state; /* as in stay.h */
struct suf_stay_state {
    suf_core *core;
    suf_population *people; /* of the replication */
    const suf_model *model; /* of the core */
    suf_entity_pool entities;
    suf_waiting_line *lines;   /* [pool] of the people of its district */
    uint32_t *service_waiting; /* [service] on all its lines */
    uint32_t *in_system;       /* [service][cell] waiting or staying in it; those of all
                                  services, and those apart (departure.h):
                                  people->in_system */
    suf_stay_calendar stays;   /* plain ones of the services at once */
    uint16_t *rules;           /* [service] suf_rule, of this replication */
    bool is_any_at_once;       /* of the services of this replication */
    suf_daily_streams daily;   /* likewise */
    struct suf_day *day;       /* NULL without a population */
    uint32_t *n_brief_stays;   /* [service] on its lists, see brief_stay.h */
    uint64_t *n_lotteries;     /* [pool] offers so far: names the choice */
    struct suf_request_maker *requests;
    struct suf_waits *waits;
    struct suf_class_line *classes;    /* see classes.h */
    struct suf_admission_day *cohorts; /* see admission_cohort.h */
    struct suf_wave_path *waves;       /* [service] see wave.h */
    struct suf_seating *seating;       /* see seating.h */
    uint64_t *alarms; /* [pool] which request of the month a policy waits for; UINT64_MAX:
                         none; NULL: no policy counts requests */
    /* [stream; n_streams + pool: there at the start; n_streams + n_pools + pool: come
     * from another service] */
    suf_demand_source *sources;
};

/* Blocks of draws under the name of a request (rng_stream.h): what their words are for.
 * All of them stand here, so that none is used twice. */
enum {
    SUF_BLOCK_REQUEST,    /* see request.h */
    SUF_BLOCK_JOIN,       /* balk; priority; patience; first choice */
    SUF_BLOCK_RELEASE,    /* death at the end of the stay */
    SUF_BLOCK_BIRTH,      /* moment of birth within its month; whether yet to die */
    SUF_BLOCK_COUNT,      /* of a period: how many candidates; of an arrival: people */
    SUF_BLOCK_ONWARD,     /* at the end of the stay: where it goes on; its name there */
    SUF_BLOCK_ZONE,       /* the zone that it lives in; after a move */
    SUF_BLOCK_HAZARD = 8, /* + hazard_number: time of death or move; which; where */
    /* Of those of the start (initial.c), + try: cell; when it began; the rest. HAZARD
     * meets it only after 65,528 hazards of one person. */
    SUF_BLOCK_FOUND = 1 << 16,
    SUF_BLOCK_RETRY = 1 << 20 /* + tries before: time until the next */
};

/* The source of those who ask for a pool, coming from another service (network.h). */
static inline uint32_t
suf_source_onward(const suf_model *model, uint32_t pool)
{
    return model->n_streams + model->n_services * model->n_areas + pool;
}

static inline bool
suf_has_rule(const suf_stay_state *state, uint32_t service, suf_rule rule)
{
    return (state->rules[service] & (uint32_t) rule) != 0;
}

static inline bool
suf_is_at_once(const suf_stay_state *state, uint32_t service)
{
    return suf_has_rule(state, service, SUF_RULE_AT_ONCE);
}

static inline suf_rng_block
suf_stay_draw(const suf_stay_state *state, const suf_entity *entity, uint64_t block)
{
    return suf_rng_draw(
        state->core->key, block, entity->name, state->sources[entity->source].purpose);
}

/* The area that somebody of a district asks in, by the word of its zone at this number of
 * moves (0: none yet, 1: moved). */
static inline uint32_t
suf_stay_area(const suf_stay_state *state, uint32_t service, uint32_t district,
    uint64_t name, uint32_t source, size_t n_moves)
{
    if (!suf_has_rule(state, service, SUF_RULE_ZONES)) {
        return district;
    }
    suf_rng_block block = suf_rng_draw(
        state->core->key, SUF_BLOCK_ZONE, name, state->sources[source].purpose);
    return suf_area_of_uniform(state->model, state->core->parameters, district,
        suf_rng_uniform(block.word[n_moves]));
}

/* How long a stay in a service lasts by itself, by the word of a request. */
static inline suf_ticks
suf_stay_length(const suf_stay_state *state, uint32_t service, uint64_t stay_word)
{
    return suf_ticks_of_days(suf_distribution_quantile(
        &state->core->parameters->services[service].stay, suf_rng_uniform(stay_word)));
}

/* Fraction of its birth month that was gone at somebody's birth, in (0, 1). Few need it,
 * so it is a draw of its own. */
static inline double
suf_birth_fraction(const suf_stay_state *state, uint64_t name, uint32_t source)
{
    suf_rng_block block = suf_rng_draw(
        state->core->key, SUF_BLOCK_BIRTH, name, state->sources[source].purpose);
    return suf_rng_uniform(block.word[0]);
}

#endif
