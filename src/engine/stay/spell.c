/* A wait or a stay, with its competing ends.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "spell.h"

#include <math.h>

#include "engine/stay/class_places.h"
#include "engine/stay/hazard.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/retrial.h"
#include "engine/stay/seating.h"

suf_ticks __attribute__((noinline))
suf_birthday(const suf_stay_state *state, uint32_t cell, uint32_t months, double fraction)
{
    double birth = (double) suf_cell_cohort(state->model, cell) - SUF_OLDEST_MONTHS;
    return suf_ticks_of_days(
        suf_calendar_days(&state->model->calendar, birth + months + fraction));
}

/* --- competing ends ----------------------------------------------------------------- */

/* The earliest end of a spell, and the death or move that is in force. */
typedef struct spell_end {
    suf_ticks due, hazard;
    uint32_t cause;
} spell_end;

static inline spell_end
earliest(const suf_spell *begun, suf_ticks hazard)
{
    spell_end end = {begun->end, hazard, begun->end_cause};
    if (hazard < begun->end) {
        end.due = hazard;
        end.cause = SUF_END_HAZARD;
    } else if (hazard < SUF_NEVER_TICKS) {
        end.cause |= SUF_END_PENDING;
    }
    return end;
}

/* Of a spell of somebody who asked in entry_month. What strikes in that month when the
 * spell is over touches nobody: it was counted with the cohort. */
static inline spell_end
draw_end(const suf_stay_state *state, uint32_t service, uint32_t cell,
    const suf_spell *begun, uint32_t entry_month)
{
    suf_ticks hazard = SUF_NEVER_TICKS;
    if (cell != SUF_NONE) {
        hazard = suf_hazard_time(state, cell,
            state->core->parameters->services[service].death_bound,
            begun->hazard_from_days, suf_days_of_ticks(begun->end), begun->hazard_word);
        if (hazard >= begun->end && hazard < state->core->month_end &&
            entry_month == state->core->month) {
            hazard = SUF_NEVER_TICKS;
        }
    }
    return earliest(begun, hazard);
}

/* Of a spell that follows another one: the hazard in force holds to the end of the day,
 * the next is drawn from the next day on. */
static inline spell_end
draw_end_after(
    const suf_stay_state *state, uint32_t service, uint32_t index, suf_spell *begun)
{
    const suf_entity *person = &state->entities.entities[index];
    const suf_entity_detail *detail = &state->entities.details[index];
    double tomorrow_days = floor(state->core->now_days) + 1;
    if (detail->hazard < suf_ticks_of_days(tomorrow_days)) {
        begun->hazard_number = detail->hazard_number;
        return earliest(begun, detail->hazard);
    }
    begun->hazard_from_days = tomorrow_days;
    begun->hazard_number = (uint16_t) (detail->hazard_number + 1);
    begun->hazard_word =
        suf_stay_draw(state, person, (uint64_t) SUF_BLOCK_HAZARD + begun->hazard_number)
            .word[0];
    return draw_end(state, service, person->cell, begun, detail->entry_month);
}

static void
schedule(
    suf_stay_state *state, uint32_t index, const suf_spell *begun, const spell_end *end)
{
    suf_entity_detail *detail = &state->entities.details[index];
    detail->hazard = end->hazard;
    detail->end = begun->end;
    detail->end_cause = (uint16_t) begun->end_cause;
    detail->hazard_number = begun->hazard_number;
    suf_entity_schedule(state, index, begun->kind, end->due, end->cause);
}

void
suf_spell_begin(suf_stay_state *state, uint32_t index, const suf_spell *begun)
{
    const suf_entity *person = &state->entities.entities[index];
    spell_end end = draw_end(state, state->sources[person->source].service, person->cell,
        begun, state->entities.details[index].entry_month);
    schedule(state, index, begun, &end);
}

void __attribute__((noinline))
suf_spell_await_retry(suf_stay_state *state, uint32_t service, uint32_t index)
{
    const suf_entity_detail *detail = &state->entities.details[index];
    const suf_spell wait = {.end = detail->end, .end_cause = detail->end_cause};
    spell_end end = earliest(&wait, detail->hazard);
    suf_ticks again = suf_retrial_next(state, service, index);
    if (again < end.due) {
        suf_entity_schedule(state, index, SUF_EVENT_RETRY, again, SUF_END_OWN);
    } else {
        suf_entity_schedule(state, index, SUF_EVENT_LEAVE, end.due, end.cause);
    }
}

void __attribute__((noinline))
suf_spell_resume(suf_stay_state *state, uint32_t index, suf_event_kind kind)
{
    const suf_entity_detail *detail = &state->entities.details[index];
    uint16_t number = (uint16_t) (detail->hazard_number + 1);
    suf_spell begun = {.kind = kind,
        .end = detail->end,
        .end_cause = detail->end_cause,
        .hazard_from_days = floor(state->core->now_days) + 1,
        .hazard_word = suf_stay_draw(
            state, &state->entities.entities[index], (uint64_t) SUF_BLOCK_HAZARD + number)
                           .word[0],
        .hazard_number = number};
    suf_spell_begin(state, index, &begun);
    uint32_t service = state->sources[state->entities.entities[index].source].service;
    if (kind == SUF_EVENT_LEAVE && suf_has_rule(state, service, SUF_RULE_RETRIAL)) {
        suf_spell_await_retry(state, service, index);
    }
}

/* --- stays -------------------------------------------------------------------------- */

uint32_t
suf_entity_new(
    suf_stay_state *state, uint64_t name, uint32_t source, uint32_t cell, uint32_t home)
{
    uint32_t index = suf_entity_pool_take(&state->entities);
    if (index == SUF_NONE) {
        return SUF_NONE;
    }
    suf_entity *person = &state->entities.entities[index];
    person->name = name;
    person->source = source;
    person->cell = cell;
    person->home = (uint16_t) home;
    person->site = UINT16_MAX;
    suf_enter_system(state, state->sources[source].service, cell);
    return index;
}

/* Whether a stay that begins now is plain (spell.h). Where days are taken at once those
 * of no cell are not: a day keeps plain stays by their cell. */
static inline bool
is_plain(
    const suf_stay_state *state, uint32_t service, uint32_t cell, const spell_end *end)
{
    return end->hazard == SUF_NEVER_TICKS &&
           !suf_has_rule(state, service, SUF_RULE_NAMED_END) &&
           !(cell == SUF_NONE && suf_is_at_once(state, service));
}

/* Whether a spell needs no entity: it is plain, and no observer looks. */
static inline bool
is_nameless(const suf_stay_state *state, const suf_spell *spell)
{
    return spell->kind == SUF_EVENT_PLAIN_END && state->core->way != SUF_WAY_BY_PERSON;
}

/* Keeps a plain stay in the calendar; as an event when it ends today, as today's have
 * been taken out, or when the days of its service are not taken at once. One that ends
 * after the run is not kept at all: its place stays occupied to the end. */
static inline void
keep_plain(suf_stay_state *state, uint32_t service, const suf_guest *guest, suf_ticks end)
{
    uint32_t pool = suf_model_pool(state->model, service, guest->site);
    if (!suf_is_at_once(state, service)) {
        suf_spell_add_nameless_end(state, end, guest->cell, pool);
        return;
    }
    uint64_t day = (uint64_t) end / SUF_TICKS_PER_DAY;
    if (day == (uint64_t) state->core->now / SUF_TICKS_PER_DAY) {
        suf_spell_add_nameless_end(state, end, guest->cell, pool);
    } else if (day < state->stays.n_days) {
        suf_plain_stay stay = {
            (uint32_t) ((uint64_t) end % SUF_TICKS_PER_DAY), guest->cell, pool};
        stay.pool |= guest->site != guest->home ? SUF_STAY_AWAY : 0;
        suf_stay_calendar_add(&state->stays, (uint32_t) day, stay);
    }
}

/* Takes the place; the stay with its end by itself or by age, hazards not yet drawn. */
static inline suf_spell
take_place(suf_stay_state *state, uint32_t service_index, const suf_guest *guest,
    suf_stay_begun begun)
{
    const suf_service *service = &state->model->services[service_index];
    suf_pool_occupy(state->core, suf_pool_of(state->core, service_index, guest->site),
        (int32_t) suf_class_places(service, guest->class));
    suf_count_staying(state, service_index, guest->cell, 1);
    suf_spell spell = {.kind = SUF_EVENT_RELEASE,
        .end = state->core->now + begun.length,
        .end_cause = SUF_END_OWN,
        .hazard_from_days = state->core->now_days,
        .hazard_word = begun.hazard_word};
    if (suf_has_rule(state, service_index, SUF_RULE_UNTIL) && guest->cell != SUF_NONE) {
        suf_spell_limit(
            state, &spell, guest->cell, service->stay.until, guest->name, guest->source);
    }
    return spell;
}

void
suf_spell_begin_stay(
    suf_stay_state *state, uint32_t service, const suf_guest *guest, suf_stay_begun begun)
{
    suf_spell spell = take_place(state, service, guest, begun);
    spell_end end = draw_end(state, service, guest->cell, &spell, state->core->month);
    spell.kind =
        is_plain(state, service, guest->cell, &end) ? SUF_EVENT_PLAIN_END : spell.kind;
    if (is_nameless(state, &spell)) {
        suf_enter_system(state, service, guest->cell);
        keep_plain(state, service, guest, spell.end);
        return;
    }
    uint32_t index = guest->index;
    if (index == SUF_NONE) {
        index =
            suf_entity_new(state, guest->name, guest->source, guest->cell, guest->home);
        if (index == SUF_NONE) {
            return;
        }
    }
    state->entities.entities[index].site = (uint16_t) guest->site;
    state->entities.details[index].entry_month = (uint16_t) state->core->month;
    state->entities.details[index].priority = guest->class;
    schedule(state, index, &spell, &end);
    suf_seating_seat(state, service, index);
}

void
suf_spell_begin_stay_after_wait(
    suf_stay_state *state, uint32_t service, uint32_t index, suf_ticks length)
{
    const suf_entity *person = &state->entities.entities[index];
    const suf_entity_detail *detail = &state->entities.details[index];
    suf_guest guest = {.name = person->name,
        .source = person->source,
        .cell = person->cell,
        .index = index,
        .home = person->home,
        .site = person->site,
        .class = detail->priority};
    suf_spell spell =
        take_place(state, service, &guest, (suf_stay_begun){.length = length});
    spell_end end = draw_end_after(state, service, index, &spell);
    spell.kind =
        is_plain(state, service, guest.cell, &end) ? SUF_EVENT_PLAIN_END : spell.kind;
    if (is_nameless(state, &spell)) {
        suf_entity_pool_give(&state->entities, index);
        keep_plain(state, service, &guest, spell.end);
        return;
    }
    schedule(state, index, &spell, &end);
    suf_seating_seat(state, service, index);
}

void
suf_spell_begin_wait_after_stay(suf_stay_state *state, uint32_t service, uint32_t index)
{
    const suf_entity *person = &state->entities.entities[index];
    uint32_t until = state->model->services[service].stay.list_until;
    suf_spell spell = {
        .kind = SUF_EVENT_LEAVE, .end = SUF_NEVER_TICKS, .end_cause = SUF_END_OWN};
    if (until != SUF_AGE_OPEN && person->cell != SUF_NONE) {
        suf_spell_limit(state, &spell, person->cell, until, person->name, person->source);
    }
    spell_end end = draw_end_after(state, service, index, &spell);
    schedule(state, index, &spell, &end);
}
