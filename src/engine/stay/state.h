/* Everything that a replication in hand owns.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One per worker, reused from one replication to the next. The modules of this floor
 * (request, place, hazard, initial, observation) work on it; replication.h is the door.
 */
#ifndef SUF_ENGINE_STATE_H
#define SUF_ENGINE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/delivery/delivery.h"
#include "engine/stay/entity_pool.h"
#include "engine/core/event_list.h"
#include "engine/population/population.h"
#include "engine/stay/stay_calendar.h"
#include "engine/stay/waiting_line.h"
#include "model/model.h"
#include "model/parameters.h"
#include "random/rng_stream.h"
#include "stats/metrics.h"
#include "stats/time_weighted.h"

/* What an observer is told: one line of the story of a replication. */
typedef enum suf_occurrence {
    SUF_SEEN_REQUEST,
    SUF_SEEN_VOID,
    SUF_SEEN_BALK,
    SUF_SEEN_REFUSAL,
    SUF_SEEN_JOIN,
    SUF_SEEN_ADMISSION,
    SUF_SEEN_RENEGE,
    SUF_SEEN_AGE_OUT,
    SUF_SEEN_DEATH,
    SUF_SEEN_MOVE,
    SUF_SEEN_RELEASE,
    SUF_SEEN_CAPACITY, /* name: places built */
    SUF_SEEN_INTAKE,   /* amounts: applicants, placed, unplaced, above: of a home district
                        */
    SUF_SEEN_VISITS    /* amounts: visits, served anywhere, refused, of a span of days */
} suf_occurrence;

typedef struct suf_sighting {
    suf_occurrence what;
    double time_days;
    uint32_t service, home, site; /* districts; site SUF_NONE where there is none */
    uint32_t source;              /* with name: who it is, the same in every scenario */
    uint64_t name;
    double waited_days; /* ADMISSION, and the ways off a list */
    uint32_t priority;  /* of those on a list, or who leave it; SUF_NONE: there is none */
    uint64_t amounts[4];
} suf_sighting;

/* Told of every occurrence, in order; for traces and tests. */
typedef struct suf_observer {
    void (*see)(void *context, const suf_sighting *sighting);
    void *context;
} suf_observer;

/* Counts of one (service, district) since the month began. */
typedef enum suf_count {
    SUF_COUNT_REQUESTS,
    SUF_COUNT_BALKED,
    SUF_COUNT_VOID,
    SUF_COUNT_ADMISSIONS,
    SUF_COUNT_ADMISSIONS_WAITED,
    SUF_COUNT_ADMISSIONS_AWAY,
    SUF_COUNT_ADMISSIONS_FROM_AWAY,
    SUF_COUNT_REFUSALS,
    SUF_COUNT_RENEGED,
    SUF_COUNT_AGED_OUT,
    SUF_COUNT_DIED_WAITING,
    SUF_COUNT_MOVED_WAITING,
    SUF_COUNT_RELEASES,
    SUF_COUNT_PLACES_OPENED,
    SUF_COUNT_PLACES_CLOSED,
    /* of an intake */
    SUF_COUNT_APPLICANTS,
    SUF_COUNT_PLACED,
    SUF_COUNT_PLACED_AWAY,
    SUF_COUNT_PLACED_ABOVE,
    SUF_COUNT_UNPLACED,
    SUF_COUNT_PUPILS_IN,
    /* of visits */
    SUF_COUNT_VISITS,
    SUF_COUNT_SERVED,
    SUF_COUNT_SERVED_AWAY,
    SUF_COUNT_VISITS_REFUSED,
    SUF_N_COUNTS
} suf_count;

/* The places of one service in one district, pooled, and its people's waiting line. */
typedef struct suf_pool {
    uint32_t occupied;
    uint32_t
        usable;     /* places that admit people; occupied may exceed it after a closing */
    uint32_t built; /* places that count */
    uint32_t sites; /* equal ones that share them */
    bool has_room;  /* whoever asks today finds a free place (day.h) */
    double person_hours, place_hours; /* of visits, since the month began */
    /* Since the month began. */
    suf_time_weighted occupied_time, usable_time, waiting_time;
    double wait_sum_days;                /* of those admitted since the month began */
    double last_applicants, last_placed; /* by residence, of the last intake */
    uint64_t counts[SUF_N_COUNTS];
} suf_pool;

/* A request to come: what was drawn when it was made. */
typedef struct suf_candidate {
    uint64_t name;
    uint32_t cell;     /* SUF_NONE: exogenous; at the same place as an entity's */
    uint32_t position; /* among the people of the cell: it asks if it is exposed */
    uint64_t stay_word, hazard_word;
} suf_candidate;

/* How a replication is taken: the same path each way, draw for draw (a test compares
 * them). An observer is told of persons, so it makes the third way necessary. */
typedef enum suf_way {
    SUF_WAY_AT_ONCE,  /* a day's requests and ends at once, where order does not matter */
    SUF_WAY_IN_ORDER, /* all of them as events, in order; plain stays have no name */
    SUF_WAY_BY_PERSON /* so too, and everybody who stays is an entity */
} suf_way;

struct suf_request_maker;
struct suf_day;
struct suf_targets;
struct suf_enrolment;
struct suf_visits;
struct suf_waits;
struct suf_class_line;

typedef struct suf_state {
    const suf_model *model;           /* borrowed */
    const suf_parameters *parameters; /* borrowed */
    suf_rng_key key;
    suf_ticks now;
    double now_days;       /* the same */
    uint32_t month;        /* index in the calendar of the month in hand */
    double month_end_days; /* of it */
    suf_ticks month_end;   /* the same */
    suf_event_list events;
    suf_entity_pool entities;
    suf_population population;
    suf_delivery delivery;
    struct suf_targets *targets;
    struct suf_enrolment *enrolment;
    struct suf_visits *visits;
    struct suf_waits *waits;
    struct suf_class_line *classes; /* see classes.h */
    double *conversions;            /* [n_changes] places still to be converted */
    double *open_shares;       /* [n_changes] of its places, not closed since it opened */
    suf_pool *pools;           /* [service x n_districts + district] */
    suf_waiting_line *lines;   /* likewise, of the people of the district */
    uint32_t *service_waiting; /* [service] on all its lines */
    uint32_t *held;            /* [service][cell] waiting or staying in it */
    suf_stay_calendar stays;   /* plain ones of the services with is_at_once */
    suf_way way;               /* of the moment */
    bool *is_at_once;          /* [service] its days may be taken at once (day.h) */
    struct suf_day *day;       /* NULL without a population */
    uint64_t *n_lotteries;     /* [pool] offers so far: names the choice */
    struct suf_request_maker *requests;
    /* By source (stream, or n_streams + pool): its service, and the purpose of its names.
     */
    uint32_t *source_service;
    uint64_t *source_purpose;
    const suf_observer *observer; /* borrowed; NULL: nobody looks */
    uint64_t n_events;
    suf_status status; /* the first failure, from then on */
} suf_state;

/* Blocks of an entity's name: what each is for. */
enum {
    SUF_BLOCK_REQUEST,  /* see request.h */
    SUF_BLOCK_JOIN,     /* balk; priority; patience */
    SUF_BLOCK_RELEASE,  /* death at the end of the stay */
    SUF_BLOCK_BIRTH,    /* moment of birth within its month; whether yet to die */
    SUF_BLOCK_COUNT,    /* of a period: how many candidates */
    SUF_BLOCK_PHASE = 8 /* + phase: time of death or move; which; where */
};

static inline void
suf_state_set_now(suf_state *self, suf_ticks now)
{
    self->now = now;
    self->now_days = suf_days_of_ticks(now);
}

static inline suf_rng_block
suf_state_draw(const suf_state *self, const suf_entity *entity, uint64_t block)
{
    return suf_rng_draw(
        self->key, block, entity->name, self->source_purpose[entity->source]);
}

/* Fraction of its birth month that was gone at somebody's birth, in (0, 1). Few need it,
 * so it is a draw of its own. */
static inline double
suf_birth_fraction(const suf_state *self, uint64_t name, uint32_t source)
{
    suf_rng_block block =
        suf_rng_draw(self->key, SUF_BLOCK_BIRTH, name, self->source_purpose[source]);
    return suf_rng_uniform(block.word[0]);
}

/* Cohort, sex and district of a cell. */
static inline uint32_t
suf_cell_cohort(const suf_model *model, uint32_t cell)
{
    return cell % model->population.n_cohorts;
}

static inline uint32_t
suf_cell_sex(const suf_model *model, uint32_t cell)
{
    return cell / model->population.n_cohorts % SUF_N_SEXES;
}

static inline uint32_t
suf_cell_district(const suf_model *model, uint32_t cell)
{
    return cell / model->population.n_cohorts / SUF_N_SEXES;
}

#endif
