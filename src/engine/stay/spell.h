/* A wait or a stay, with its competing ends: its own, an age limit, death or a move.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stay is plain when no death or move comes before the month of its end is over, and
 * nothing is drawn by name when it ends. Unless an observer looks (core.h, suf_way) only
 * its end is kept then: in the calendar (stay_calendar.h) where the days of the service
 * are taken at once, else as an event. The others are entities. The path is the same
 * either way, draw for draw.
 *
 * Hazards in force. A hazard is drawn when a wait begins, and holds while the person
 * waits. After admission from a list it holds to the end of the day, and the stay's own
 * is drawn from the next day on: so at the start of a day all deaths and moves of the day
 * are known (day.h). It is exact, as hazards have no memory: both are drawn at the same
 * bound and thinned by the rule that holds when they strike (hazard.h); only that a
 * thinned one spares the rest of its day. */
#ifndef SUF_ENGINE_SPELL_H
#define SUF_ENGINE_SPELL_H

#include "engine/stay/stay_state.h"

/* Ends of plain stays come after the others of an instant, and among each other in the
 * order in which they began: so their order is one, whoever has a name. `low` of one
 * without a name is the pool with this bit, which no cause reaches; its index the cell.
 */
#define SUF_NAMELESS 0x80000000U

static inline void
suf_spell_add_nameless_end(
    suf_stay_state *state, suf_ticks time, uint32_t cell, uint32_t pool)
{
    suf_event_list_add(
        &state->core->events, time, SUF_EVENT_PLAIN_END, cell, pool | SUF_NAMELESS);
}

/* What a spell begins with. */
typedef struct suf_spell {
    suf_event_kind kind;     /* LEAVE: of a wait; RELEASE or PLAIN_END: of a stay; HAZARD:
                                of somebody apart (departure.h) */
    suf_ticks end;           /* by itself */
    uint32_t end_cause;      /* OWN or AGE */
    double hazard_from_days; /* hazards are in force from here on */
    uint64_t hazard_word;
    uint16_t hazard_number; /* as in suf_entity_detail */
} suf_spell;

/* When a person of a cell reaches an age; fraction: suf_birth_fraction. */
suf_ticks suf_birthday(
    const suf_stay_state *state, uint32_t cell, uint32_t months, double fraction);
/* Ends a spell of somebody of a cell, with the name and source of its request, at an age
 * at the latest. When in its month somebody was born is drawn only where that can matter.
 * Inline, so that a spell may stay in registers. */
static inline void
suf_spell_limit(const suf_stay_state *state, suf_spell *spell, uint32_t cell,
    uint32_t months, uint64_t name, uint32_t source)
{
    if (spell->end <= suf_birthday(state, cell, months, 0)) {
        return;
    }
    suf_ticks limit =
        suf_birthday(state, cell, months, suf_birth_fraction(state, name, source));
    if (limit < spell->end) {
        spell->end = limit > state->core->now ? limit : state->core->now;
        spell->end_cause = SUF_END_AGE;
    }
}

/* Draws the hazard of an entity's spell and schedules its earliest end. */
void suf_spell_begin(suf_stay_state *state, uint32_t index, const suf_spell *begun);
/* Draws when an entity in orbit (retrial.h) asks next, and schedules that or the end of
 * its wait, whichever comes first. */
void suf_spell_await_retry(suf_stay_state *state, uint32_t service, uint32_t index);
/* A hazard of an entity struck and ended nothing, as it was thinned or a move that spares
 * the place: draws the next one, from tomorrow on, for what is left of the spell. */
void suf_spell_resume(suf_stay_state *state, uint32_t index, suf_event_kind kind);

/* Who begins a stay: a candidate that has a place, somebody of the start, or an entity
 * from a list. */
typedef struct suf_guest {
    uint64_t name;
    uint32_t source, cell; /* as in suf_entity */
    uint32_t index;        /* SUF_NONE: no entity (yet) */
    uint32_t home, site;   /* districts */
    uint16_t class;        /* SUF_NO_CLASS: none that bears on places */
} suf_guest;
/* What its stay begins with: the request's own words, as the guest asked now or was there
 * at the start. */
typedef struct suf_stay_begun {
    suf_ticks length;     /* of the stay by itself */
    uint64_t hazard_word; /* random: when it dies or moves */
} suf_stay_begun;

/* A new entity, which is in system from now on; SUF_NONE when memory is out. */
uint32_t suf_entity_new(
    suf_stay_state *state, uint64_t name, uint32_t source, uint32_t cell, uint32_t home);
/* Seats a guest who did not wait: takes the place and begins the stay. It becomes an
 * entity only if the end needs one. */
void suf_spell_begin_stay(suf_stay_state *state, uint32_t service, const suf_guest *guest,
    suf_stay_begun begun);
/* Seats an entity from a list at its site. It stays one only if the end needs one. */
void suf_spell_begin_stay_after_wait(
    suf_stay_state *state, uint32_t service, uint32_t index, suf_ticks length);

/* Begins the wait of an entity that has lost its place (preemption.h). */
void suf_spell_begin_wait_after_stay(
    suf_stay_state *state, uint32_t service, uint32_t index);

#endif
