/* Whose turn it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turn.h"

#include "engine/stay/class_places.h"

/* The line that a place of a district goes to: its own, else the nearest that accepts it;
 * SUF_NONE when nobody waits there. */
static uint32_t
nearest_line(const suf_stay_state *state, const suf_service *service, uint32_t base,
    uint32_t district)
{
    if (state->lines[base + district].n > 0) {
        return base + district;
    }
    for (uint32_t i = service->accepts_first[district];
         i < service->accepts_first[district + 1]; i++) {
        if (state->lines[base + service->accepts[i]].n > 0) {
            return base + service->accepts[i];
        }
    }
    return SUF_NONE;
}

/* The upper half of a word as a whole number below n. */
static inline uint32_t
below(uint64_t word, uint32_t n)
{
    return (uint32_t) (((word >> 32) * n) >> 32);
}

/* Whether one person of a list comes before another: by class, then by time. */
static bool
is_before(const suf_stay_state *state, uint32_t one, uint32_t other)
{
    const suf_entity_detail *a = &state->entities.details[one];
    const suf_entity_detail *b = &state->entities.details[other];
    return a->priority != b->priority ? a->priority < b->priority
                                      : a->since_days < b->since_days;
}

/* Of one list: the line whose first comes before the firsts of all others, looked at from
 * the place outwards, so that of equal ones the nearest is kept. */
static uint32_t
earliest_line(const suf_stay_state *state, const suf_service *service, uint32_t base,
    uint32_t district)
{
    uint32_t found = SUF_NONE;
    uint32_t first = SUF_NONE;
    uint32_t i = service->accepts_first[district];
    for (uint32_t d = district;; d = service->accepts[i++]) {
        const suf_waiting_line *line = &state->lines[base + d];
        uint32_t head = line->n > 0 ? suf_waiting_line_head(line, 0) : SUF_NONE;
        if (head != SUF_NONE && (first == SUF_NONE || is_before(state, head, first))) {
            found = base + d;
            first = head;
        }
        if (i == service->accepts_first[district + 1]) {
            return found;
        }
    }
}

/* Of one list by lottery: the line of the one drawn. */
static uint32_t
drawn_line(const suf_stay_state *state, uint32_t service, uint32_t base, uint64_t word)
{
    uint32_t number = below(word, state->service_waiting[service]);
    uint32_t line = base;
    while (number >= state->lines[line].n) {
        number -= state->lines[line++].n;
    }
    return line;
}

/* Where a class bears on who gets a place: of the line that the place goes to the first,
 * if the place is not kept from it. */
static uint32_t
next_by_class(suf_stay_state *state, const suf_service *service, uint32_t base,
    uint32_t district, uint32_t *line)
{
    const suf_pool *pool = &state->core->pools[base + district];
    uint32_t i = service->accepts_first[district];
    bool is_city = service->stay.is_city_list;
    for (uint32_t d = district;; d = service->accepts[i++]) {
        *line = is_city ? earliest_line(state, service, base, district) : base + d;
        if (*line != SUF_NONE && state->lines[*line].n > 0) {
            uint32_t head = suf_waiting_line_head(&state->lines[*line], 0);
            uint32_t class = state->entities.details[head].priority;
            if (suf_class_may_take(service, class, pool)) {
                return head;
            }
        }
        if (is_city || i == service->accepts_first[district + 1]) {
            return SUF_NONE;
        }
    }
}

uint32_t
suf_turn_next(
    suf_stay_state *state, uint32_t service_index, uint32_t district, uint32_t *line)
{
    const suf_service *service = &state->model->services[service_index];
    uint32_t base = suf_model_pool(state->model, service_index, 0);
    bool is_lottery = service->stay.discipline == SUF_DISCIPLINE_LOTTERY;
    bool is_city = service->stay.is_city_list;
    if (state->service_waiting[service_index] == 0 ||
        service->stay.discipline == SUF_DISCIPLINE_RETRIAL) {
        return SUF_NONE;
    }
    if (service->stay.is_by_class) {
        return next_by_class(state, service, base, district, line);
    }
    if (!(is_city && is_lottery)) {
        *line = is_city ? earliest_line(state, service, base, district)
                        : nearest_line(state, service, base, district);
        if (*line == SUF_NONE) {
            return SUF_NONE;
        }
    }
    uint64_t words[2] = {0};
    if (is_lottery) { /* of one list: by the places of a district, which is known */
        uint64_t *n = &state->n_lotteries[is_city ? base + district : *line];
        uint64_t name = (uint64_t) district << 40 | (*n)++;
        suf_rng_block block = suf_rng_draw(state->core->key, 0, name, service->purpose);
        words[0] = block.word[0];
        words[1] = block.word[1];
        if (is_city) {
            *line = drawn_line(state, service_index, base, words[1]);
        }
    }
    return suf_waiting_line_head(&state->lines[*line], words[0]);
}
