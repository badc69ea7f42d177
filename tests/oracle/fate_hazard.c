/* Hazards and draws of people in service.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fate_hazard.h"

#include <math.h>

#include "engine/stay/stay.h"
#include "engine/stay/stay_state.h"
#include "random/distribution.h"

enum { FOUND_AT_START = 3 }; /* the upper bits of their names */

/* --- rates, from the model's tables ------------------------------------------------- */

static double
by_age(const double *table, uint32_t age_months)
{
    uint32_t age = age_months / 12;
    double here = table[age < SUF_N_AGES ? age : SUF_N_AGES - 1];
    if (age_months % 12 != 0 || age == 0) {
        return here;
    }
    return (here + table[age - 1 < SUF_N_AGES ? age - 1 : SUF_N_AGES - 1]) / 2;
}

static uint32_t
age_in(const suf_core *core, uint32_t cell, uint32_t month)
{
    return month + SUF_OLDEST_MONTHS - cell % core->model->population.n_cohorts;
}

/* Deaths of a cell's people, per day of a month. */
static double
death_rate(const suf_core *core, uint32_t cell, uint32_t month)
{
    const suf_population_model *people = &core->model->population;
    uint32_t sex = cell / people->n_cohorts % 2;
    int32_t year = (core->model->calendar.first_month + (int32_t) month) / 12;
    size_t row = (size_t) (year - people->first_year) * 2 + sex;
    return by_age(people->mortality + row * SUF_N_AGES, age_in(core, cell, month)) *
           core->parameters->mortality_factor / 365.25;
}

/* Moves to a district (n_districts: outside), likewise. */
static double
move_rate(const suf_core *core, uint32_t cell, uint32_t month, uint32_t to)
{
    const suf_model *model = core->model;
    const suf_moves *moves = &model->population.moves;
    uint32_t from = cell / model->population.n_cohorts / 2;
    size_t flow = moves->first[from];
    while (flow < moves->first[from + 1] && moves->to[flow] != to) {
        flow++;
    }
    if (flow == moves->first[from + 1]) {
        return 0;
    }
    size_t turnover = moves->n_pairs + flow;
    uint32_t age = age_in(core, cell, month);
    const double *rates = moves->rate;
    return (by_age(rates + flow * SUF_N_AGES, age) * core->parameters->migration_factor +
               by_age(rates + turnover * SUF_N_AGES, age) *
                   core->parameters->turnover_factor) /
           365.25;
}

static double
all_moves(const suf_core *core, uint32_t cell, uint32_t month)
{
    double sum = 0;
    for (uint32_t to = 0; to <= core->model->n_districts; to++) {
        sum += move_rate(core, cell, month, to);
    }
    return sum;
}

/* --- draws -------------------------------------------------------------------------- */

suf_rng_block
fate_draw(const suf_core *core, const fate_person *person, uint64_t block)
{
    return suf_rng_draw(core->key, block, person->name,
        suf_stay_of(core)->sources[person->source].purpose);
}

/* Two people of a stream share a block. */
void
fate_words_of(
    const suf_core *core, const fate_person *person, uint64_t *stay, uint64_t *hazard)
{
    if (person->name >> 62 == FOUND_AT_START) {
        suf_rng_block block = fate_draw(core, person, SUF_BLOCK_REQUEST);
        *stay = block.word[2];
        *hazard = block.word[3];
        return;
    }
    uint64_t number = person->name & 0xffffffffU;
    suf_rng_block block =
        suf_rng_draw(core->key, SUF_BLOCK_REQUEST, person->name - number + number / 2,
            suf_stay_of(core)->sources[person->source].purpose);
    uint64_t word = block.word[number % 2 * 2 + 1];
    *stay = (word & 0xffffffff00000000U) | 0x7ffff000U;
    *hazard = word << 32 | 0x7ffff000U;
}

const suf_service_parameters *
fate_numbers_of(const suf_core *core, const fate_person *person)
{
    return &core->parameters->services[person->service];
}

/* When a death or move comes to somebody: the time at which the hazard summed up since
 * from_days passes an exponential number. */
static double
hazard_time(
    const suf_core *core, const fate_person *person, double from_days, uint64_t word)
{
    const suf_calendar *calendar = &core->model->calendar;
    double left = -log(suf_rng_uniform(word));
    double bound = fate_numbers_of(core, person)->death_bound;
    for (uint32_t month = 0; month < calendar->n_months; month++) {
        double from = fmax(from_days, calendar->limits_days[month]);
        double days = calendar->limits_days[month + 1] - from;
        double rate = death_rate(core, person->cell, month) * bound +
                      all_moves(core, person->cell, month);
        if (days <= 0) {
            continue;
        }
        if (rate * days >= left) {
            return from + left / rate;
        }
        left -= rate * days;
    }
    return (double) INFINITY;
}

void
fate_set_hazard(const suf_core *core, fate_person *person, double from_days)
{
    uint64_t stay = 0;
    uint64_t first = 0;
    fate_words_of(core, person, &stay, &first);
    uint64_t word =
        person->phase == 0
            ? first
            : fate_draw(core, person, SUF_BLOCK_HAZARD + person->phase).word[0];
    person->hazard_days = person->cell == SUF_NONE
                              ? (double) INFINITY
                              : hazard_time(core, person, from_days, word);
}

void
fate_resume(const suf_core *core, fate_person *person, double now_days)
{
    person->phase++;
    fate_set_hazard(core, person, floor(now_days) + 1);
}

void
fate_limit_by_age(
    const suf_core *core, fate_person *person, uint32_t until_months, double now_days)
{
    person->is_end_by_age = false;
    if (until_months == SUF_AGE_OPEN || person->cell == SUF_NONE) {
        return;
    }
    double of_month = suf_rng_uniform(fate_draw(core, person, SUF_BLOCK_BIRTH).word[0]);
    double born = (double) (person->cell % core->model->population.n_cohorts) -
                  SUF_OLDEST_MONTHS + of_month;
    double day = suf_calendar_days(&core->model->calendar, born + until_months);
    if (day < person->end_days) {
        person->end_days = fmax(day, now_days);
        person->is_end_by_age = true;
    }
}

/* --- what strikes ------------------------------------------------------------------- */

/* Where somebody moves: a cell; SUF_NONE: outside. */
static uint32_t
destination(const suf_core *core, const fate_person *person, uint32_t month, double u)
{
    uint32_t n = core->model->n_districts;
    uint32_t n_cohorts = core->model->population.n_cohorts;
    double target = u * all_moves(core, person->cell, month);
    double sum = move_rate(core, person->cell, month, n);
    if (target <= sum) {
        return SUF_NONE;
    }
    for (uint32_t to = 0; to < n; to++) {
        sum += move_rate(core, person->cell, month, to);
        if (target <= sum || to == n - 1) {
            return person->cell % (2 * n_cohorts) + to * 2 * n_cohorts;
        }
    }
    return SUF_NONE;
}

fate
fate_strike(
    const suf_core *core, const fate_person *person, double now_days, uint32_t *to)
{
    const suf_service_parameters *numbers = fate_numbers_of(core, person);
    uint32_t month = suf_calendar_month(&core->model->calendar, now_days);
    suf_rng_block block = fate_draw(core, person, SUF_BLOCK_HAZARD + person->phase);
    double factor = person->in == FATE_STAYS ? numbers->death_factor : 1;
    double death = death_rate(core, person->cell, month);
    double all = death * numbers->death_bound + all_moves(core, person->cell, month);
    double at = suf_rng_uniform(block.word[1]) * all;
    if (at < death * factor) {
        return FATE_DEATH;
    }
    if (at < death * numbers->death_bound) {
        return FATE_NOTHING;
    }
    *to = destination(core, person, month, suf_rng_uniform(block.word[2]));
    return FATE_MOVE;
}
