/* The parts of a day, for day.c, day_*.c and brief_stay.c alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_DAY_PARTS_H
#define SUF_ENGINE_DAY_PARTS_H

#include "engine/stay/stay_state.h"

/* Slices of a day, by the upper bits of a moment. */
enum { SUF_SLICE_BITS = 6, SUF_N_SLICES = 1 << SUF_SLICE_BITS };

static inline uint32_t
suf_slice_of(uint32_t moment)
{
    return moment >> (32 - SUF_SLICE_BITS);
}

/* Somebody who may ask today. */
typedef struct suf_day_candidate {
    uint32_t cell, position; /* as in suf_candidate */
    uint32_t moment;         /* ticks since the day began */
    uint32_t stay, hazard;   /* random halves (suf_word_of_half) */
} suf_day_candidate;

/* A position that is surely not exposed gets this bit: above all people. */
#define SUF_NOT_EXPOSED 0x80000000U

/* What happens to people of a cell today, at most: requests in the lower 16 bits, ends of
 * plain stays in the next 15, and whether it is contested. A day on which a cell has more
 * of either than can be counted goes in order. */
typedef uint32_t suf_cell_day;
#define SUF_ONE_END   0x10000U
#define SUF_CONTESTED 0x80000000U

static inline uint32_t
suf_asks_of(suf_cell_day cell)
{
    return cell & 0xffffU;
}

static inline uint32_t
suf_ends_of(suf_cell_day cell)
{
    return cell >> 16 & 0x7fffU;
}

/* A pool's day. */
typedef struct suf_pool_day {
    uint64_t moments; /* ticks: of ends, less those of admissions */
    int32_t net;      /* admissions less ends */
    uint32_t n_asks;  /* who may ask, of its district's people */
    bool has_line;    /* people on a list may take its places */
    bool has_slices;  /* asks are counted by slice */
} suf_pool_day;

struct suf_day {
    suf_day_candidate *candidates; /* by stream; owned, as all here */
    size_t candidate_capacity;
    /* [stream] of its candidates; equal where it is not a daily one of the population. */
    uint32_t *first, *end;
    suf_cell_day *cells;  /* [cell] where a service is at once; of no use elsewhere */
    suf_pool_day *pools;  /* [pool] likewise */
    size_t *in_system_at; /* [pool] where those in its system begin */
    /* [pool][slice] who may ask; ends of plain stays; and how many of the pool's people
     * may have found it full by the slice's end. Used for services at once alone. */
    uint32_t *asks, *ends, *overflow;
    bool is_beyond_count; /* a cell has more today than can be counted */
    bool *is_changing;    /* [service] places of it change today */
    suf_plain_stay *away; /* of today's ends, those of people away from home */
    size_t n_away, away_capacity;
    uint32_t *waiting; /* scratch: the people of the lists of a service */
    size_t waiting_capacity;
};

static inline void
suf_day_contest(struct suf_day *self, uint32_t cell)
{
    if (cell != SUF_NONE) {
        self->cells[cell] |= SUF_CONTESTED;
    }
}

/* Makes the candidates of all daily streams of the population, and counts them by pool
 * and cell (day_candidates.c). */
void suf_day_make_candidates(suf_stay_state *state, uint64_t day_number);

/* Counts the plain stays that end today, by cell and by pool and slice (day_order.c). */
void suf_day_count_ends(suf_stay_state *state, uint32_t day);
/* Looks at the events of the day that are on the list, and at who may die today of those
 * on lists (brief_stay.h). */
void suf_day_look_at_events(suf_stay_state *state, uint32_t day);
/* Finds the pools that have room today. */
void suf_day_find_rooms(suf_stay_state *state);
/* Finds the contested cells, and the candidates who are surely not exposed. */
void suf_day_find_contested(suf_stay_state *state);

/* Ends the plain stays of the day: at once or as events (day_bulk.c). */
void suf_day_end_stays(suf_stay_state *state, uint32_t day);
/* Admits the candidates of the streams: at once, or puts them on the list. */
void suf_day_admit(suf_stay_state *state, uint64_t day_number);

#endif
