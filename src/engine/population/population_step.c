/* The month step of the people: deaths, moves, in-migrants, births.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Per cell, one block of random words. Leavers are drawn by competing hazards over the
 * whole month: with death hazard h and hazards g_k of moving to k, a person leaves with
 * probability 1 - exp(-(h + sum g) L), for each cause in proportion to its hazard.
 * Arrivals of movers are put aside until all cells are drawn, so nobody is drawn twice.
 */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/population/population.h"
#include "engine/population/population_changes.h"
#include "engine/population/population_flows.h"
#include "engine/population/population_rates.h"
#include "random/inversion.h"

/* Blocks of a cohort's draws in a month, and the words of a block. A destination is known
 * by its number: the scenarios of a run agree on their districts. */
enum { BLOCK_COHORT, BLOCK_BIRTHS, BLOCK_SPLIT, N_BLOCKS_LOG2 = 32 };
enum { WORD_DEATHS, WORD_MOVES, WORD_IN_MIGRANTS, WORD_OUTSIDE };
enum { WORD_BIRTHS, WORD_NEWBORN_DEATHS, N_WORDS = 4 };

static uint64_t
entity_of(const suf_population_row *row, uint32_t cohort)
{
    int32_t birth_month = row->self->model->calendar.first_month + (int32_t) cohort -
                          (int32_t) SUF_OLDEST_MONTHS;
    return (uint64_t) row->sex << 32 | (uint32_t) birth_month;
}

/* Books movers that arrive in a district; they join it when the step is over. */
static void
arrive(const suf_population_row *row, uint32_t cohort, uint32_t to, uint64_t moved)
{
    suf_population *self = row->self;
    uint32_t to_row = to * SUF_N_SEXES + row->sex;
    uint32_t *oldest = &self->oldest[to_row];
    self->arrivals[(size_t) to_row * self->model->population.n_cohorts + cohort] +=
        (uint32_t) moved;
    self->moves_in[(size_t) to_row * SUF_N_AGE_GROUPS +
                   suf_age_group(row->youngest - cohort)] += moved;
    *oldest = cohort < *oldest ? cohort : *oldest;
}

/* Of movers who went to none of the destinations before, those who go to this one. */
static inline uint64_t
take_share(uint64_t movers, double share, uint64_t word)
{
    double u = suf_rng_uniform(word);
    return movers == 1 ? u > 1 - share : suf_binomial_quantile(movers, share, u);
}

/* Splits the movers of a cohort among their destinations by sequential binomials, each
 * with a word of its own: the outside in the cohort's block, districts by fours. */
static void
split_movers(const suf_population_row *row, uint32_t cohort, uint32_t slot,
    uint64_t movers, uint64_t word_outside)
{
    const suf_population *self = row->self;
    const suf_moves *moves = &self->model->population.moves;
    const uint32_t *places = &moves->to[moves->first[row->district]];
    const double *share =
        &self->move_share[suf_population_shares_at(self, row->district, row->sex, slot)];
    uint32_t i = 0;
    if (places[0] == moves->n_districts) {
        uint64_t out = take_share(movers, share[i++], word_outside);
        suf_changes_note_movers(row, cohort, SUF_NONE, out);
        movers -= out;
    }
    suf_rng_block block = {{0}};
    uint32_t drawn = UINT32_MAX; /* the block in hand */
    for (; movers > 0; i++) {
        uint32_t to = places[i];
        if (to / N_WORDS != drawn) {
            drawn = to / N_WORDS;
            block = suf_rng_draw(self->key, row->block + BLOCK_SPLIT + drawn,
                entity_of(row, cohort), row->purpose);
        }
        uint64_t moved = take_share(movers, share[i], block.word[to % N_WORDS]);
        if (moved > 0) {
            movers -= moved;
            arrive(row, cohort, to, moved);
            suf_changes_note_movers(row, cohort, to, moved);
        }
    }
}

/* The integrated death hazard of those at risk where those staying die at other rates:
 * the cohort's deaths stay right as long as the others' hazard need not be negative. */
static double
death_of_at_risk(const suf_population *self, size_t cell, double cohort_death,
    double days, uint32_t at_risk)
{
    const suf_model *model = self->model;
    double excess = 0;
    uint64_t n_staying = 0;
    for (uint32_t i = 0; i < model->n_staying; i++) {
        uint32_t staying = self->staying[(size_t) i * model->population.n_cells + cell];
        n_staying += staying;
        excess += staying * (cohort_death * (1 - self->staying_factor[i]) -
                                self->staying_per_day[i] * days);
    }
    return n_staying == 0 ? cohort_death : fmax(0, cohort_death + excess / at_risk);
}

/* Draws those of a cell who leave; their probabilities are worked out only when the
 * bounds p_death <= death and p_move <= move (1 + death + move) leave it open that
 * somebody does. */
static void
draw_leavers(const suf_month_rates *given, double death, uint32_t at_risk,
    const suf_rng_block *block, uint64_t leavers[2])
{
    double u_death = suf_rng_uniform(block->word[WORD_DEATHS]);
    double u_move = suf_rng_uniform(block->word[WORD_MOVES]);
    suf_month_rates own;
    const suf_month_rates *rates = given;
    if (death < given->death || death > given->death) {
        double sum = death + given->move;
        if (sum < 1 && u_death <= 1 - at_risk * death &&
            u_move <= 1 - at_risk * given->move * (1 + sum)) {
            leavers[0] = leavers[1] = 0;
            return;
        }
        own = (suf_month_rates){.death = death, .move = given->move};
        suf_month_rates_set_leaving(&own);
        rates = &own;
    }
    leavers[0] = suf_binomial_draw(at_risk, rates->p_death, rates->log_alive, u_death);
    leavers[1] =
        suf_binomial_draw(at_risk - leavers[0], rates->p_move, rates->log_stay, u_move);
}

/* Draws who leaves a cohort and who comes to it, by the words of its block. */
static inline void
step_cohort(const suf_population_row *row, uint32_t cohort, const suf_rng_block *block)
{
    suf_population *self = row->self;
    const suf_model *model = self->model;
    size_t cell = (size_t) row->index * model->population.n_cohorts + cohort;
    uint32_t slot = suf_age_slot(row->youngest - cohort);
    const suf_month_rates *rates = &row->rates[slot];
    uint32_t at_risk = self->residents[cell] - self->in_system[cell];
    uint64_t leavers[2] = {0, 0};
    if (at_risk > 0) {
        bool is_as_cohort = model->n_staying == 0 || self->is_nobody_staying;
        double death =
            is_as_cohort ? rates->death
                         : death_of_at_risk(self, cell, rates->death, row->days, at_risk);
        draw_leavers(rates, death, at_risk, block, leavers);
    }
    uint64_t in_migrants = suf_poisson_draw(rates->in_migrants, rates->p_nobody,
        suf_rng_uniform(block->word[WORD_IN_MIGRANTS]));
    if ((leavers[0] | leavers[1] | in_migrants) == 0) {
        return;
    }
    size_t flow =
        (size_t) row->index * SUF_N_AGE_GROUPS + suf_age_group(row->youngest - cohort);
    if (self->pupils != NULL) {
        suf_changes_note_leavers(row, cohort, leavers[0], leavers[1], in_migrants);
    }
    self->deaths[flow] += leavers[0];
    self->moves_out[flow] += leavers[1];
    self->moves_in[flow] += in_migrants;
    uint32_t more = (uint32_t) (in_migrants - leavers[0] - leavers[1]);
    self->residents[cell] += more;
    suf_changes_count(self, cohort, more);
    if (leavers[1] > 0) {
        split_movers(row, cohort, slot, leavers[1], block->word[WORD_OUTSIDE]);
    }
}

/* Cohorts of a row whose blocks are drawn together, as these do not wait for each other.
 */
enum { RUN = 16 };

static void
step_run(const suf_population_row *row, const uint32_t *cohorts, uint32_t n)
{
    suf_rng_block blocks[RUN];
    for (uint32_t i = 0; i < n; i++) {
        blocks[i] = suf_rng_draw(row->self->key, row->block + BLOCK_COHORT,
            entity_of(row, cohorts[i]), row->purpose);
    }
    for (uint32_t i = 0; i < n; i++) {
        step_cohort(row, cohorts[i], &blocks[i]);
    }
}

/* Whether the residents of a cohort are stepped in this month. */
static inline bool
is_stepped(const suf_population_row *row, uint32_t cohort)
{
    const suf_population *self = row->self;
    return self->cohort_months == NULL ||
           self->month <
               self->cohort_months[row->sex * self->model->population.n_cohorts + cohort];
}

/* Steps the cohorts of a row, oldest first; adds up the births expected of its people. */
static double
step_row(const suf_population_row *row)
{
    suf_population *self = row->self;
    const uint32_t *residents =
        &self->residents[(size_t) row->index * self->model->population.n_cohorts];
    uint32_t oldest = self->oldest[row->index];
    if (self->has_in_migrants[row->index]) {
        /* They may come to any cohort up to 101 years of age. */
        uint32_t eldest = row->youngest - 12 * SUF_N_AGES;
        oldest = eldest < oldest ? eldest : oldest;
        self->oldest[row->index] = oldest;
    }
    double births_per_day = 0;
    uint32_t cohorts[RUN];
    uint32_t n = 0;
    oldest = oldest > self->eldest[row->sex] ? oldest : self->eldest[row->sex];
    for (uint32_t cohort = oldest; cohort <= row->youngest; cohort++) {
        uint32_t slot = suf_age_slot(row->youngest - cohort);
        if (!is_stepped(row, cohort) ||
            (residents[cohort] == 0 && row->rates[slot].in_migrants <= 0)) {
            continue;
        }
        births_per_day += residents[cohort] * row->births_per_day[slot];
        cohorts[n++] = cohort;
        if (n == RUN) {
            step_run(row, cohorts, n);
            n = 0;
        }
    }
    step_run(row, cohorts, n);
    return births_per_day;
}

/* Births of a district in the month, of one sex, and the deaths among them: `mean` of
 * both sexes together. A newborn lives on average through half the month, so it faces
 * half a month's hazard. */
static void
draw_births(const suf_population_row *row, double mean)
{
    suf_population *self = row->self;
    const suf_model *model = self->model;
    size_t cell = (size_t) row->index * model->population.n_cohorts + row->youngest;
    size_t flow = (size_t) row->index * SUF_N_AGE_GROUPS;
    if (!(mean < 0x1p31)) {
        self->status = SUF_RAISE(SUF_ERROR_POPULATION);
        return;
    }
    double males = self->parameters->males_per_female;
    double share = (row->sex == SUF_MALE ? males : 1) / (1 + males);
    suf_rng_block block = suf_rng_draw(self->key, row->block + BLOCK_BIRTHS,
        entity_of(row, row->youngest), model->population.district_purpose[row->district]);
    uint64_t births =
        suf_poisson_quantile(mean * share, suf_rng_uniform(block.word[WORD_BIRTHS]));
    double half = row->rates[0].death / 2;
    uint64_t deaths = suf_binomial_draw(
        births, -expm1(-half), -half, suf_rng_uniform(block.word[WORD_NEWBORN_DEATHS]));
    self->births[flow] += births;
    self->deaths[flow] += deaths;
    self->residents[cell] += (uint32_t) (births - deaths);
    suf_changes_count(self, row->youngest, (uint32_t) (births - deaths));
    uint32_t *oldest = &self->oldest[row->index];
    *oldest = row->youngest < *oldest ? row->youngest : *oldest;
}

/* Passes over cohorts that are stepped no more: the months of none come again. */
static void
find_eldest(suf_population *self, uint32_t youngest)
{
    uint32_t n_cohorts = self->model->population.n_cohorts;
    for (uint32_t sex = 0; self->cohort_months != NULL && sex < SUF_N_SEXES; sex++) {
        const uint32_t *months = &self->cohort_months[(size_t) sex * n_cohorts];
        uint32_t *eldest = &self->eldest[sex];
        while (*eldest <= youngest && months[*eldest] <= self->month) {
            ++*eldest;
        }
    }
}

/* Lets the movers of the step arrive, who are of cohorts that are stepped. */
static void
settle_row(suf_population *self, uint32_t index, uint32_t youngest)
{
    size_t first = (size_t) index * self->model->population.n_cohorts;
    uint32_t *residents = &self->residents[first];
    uint32_t *arrivals = &self->arrivals[first];
    uint32_t oldest = self->oldest[index];
    uint32_t eldest = self->eldest[index % SUF_N_SEXES];
    eldest = eldest > oldest ? eldest : oldest;
    for (uint32_t cohort = eldest; cohort <= youngest; cohort++) {
        residents[cohort] += arrivals[cohort];
        arrivals[cohort] = 0;
    }
    while (oldest <= youngest && residents[oldest] == 0) {
        oldest++;
    }
    self->oldest[index] = oldest;
}

/* More than three times as many people as at the last new year: a rate of the scenario
 * is wrong, and the run would never end. */
static void
refuse_growth(suf_population *self)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < self->model->population.n_cells; i++) {
        n += self->residents[i];
    }
    if (self->n_a_year_ago > 0 && n > 3 * self->n_a_year_ago && self->status == SUF_OK) {
        self->status = SUF_RAISE(SUF_ERROR_POPULATION);
    }
    bool is_new_year =
        (self->model->calendar.first_month + (int32_t) self->month) % 12 == 0;
    if (is_new_year || self->n_a_year_ago == 0) {
        self->n_a_year_ago = n;
    }
}

/* Births per day of a woman of a district in a year, by age slot. */
static const double *
births_of(const suf_population *self, uint32_t year, uint32_t district)
{
    uint32_t n_groups = self->model->population.n_birth_groups;
    size_t group = (size_t) year * n_groups + suf_rate_group(n_groups, district);
    return &self->births_per_day[group * SUF_N_AGE_SLOTS];
}

void
suf_population_step(suf_population *self, uint32_t month)
{
    const suf_model *model = self->model;
    assert(month == self->month + 1);
    self->month = month;
    if (!model->population.is_given || self->status != SUF_OK) {
        return;
    }
    const double *limits = model->calendar.limits_days;
    suf_population_row row = {.self = self, .days = limits[month + 1] - limits[month]};
    row.youngest = month + SUF_OLDEST_MONTHS;
    find_eldest(self, row.youngest);
    row.block = (uint64_t) (model->calendar.first_month + (int32_t) month)
                << N_BLOCKS_LOG2;
    uint32_t year = suf_population_year(model, month);
    suf_population_take_year(self, year);
    const suf_month_rates *rates = suf_month_rates_of(self, month, row.days);
    suf_changes_begin(self);
    for (row.district = 0; row.district < model->n_districts; row.district++) {
        double births_per_day = 0;
        row.purpose = model->population.district_purpose[row.district];
        row.births_per_day = births_of(self, year, row.district);
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            row.sex = sex;
            row.index = row.district * SUF_N_SEXES + sex;
            row.rates = &rates[(size_t) row.index * SUF_N_AGE_SLOTS];
            double expected = step_row(&row);
            births_per_day += sex == SUF_FEMALE ? expected : 0;
        }
        double factor = suf_parameters_value_in(self->parameters,
            &model->population.district_births[row.district],
            model->population.first_year + (int32_t) year);
        for (uint32_t sex = 0; births_per_day > 0 && sex < SUF_N_SEXES; sex++) {
            row.sex = sex;
            row.index = row.district * SUF_N_SEXES + sex;
            row.rates = &rates[(size_t) row.index * SUF_N_AGE_SLOTS];
            draw_births(&row, births_per_day * row.days * factor);
        }
    }
    for (uint32_t i = 0; i < model->n_districts * SUF_N_SEXES; i++) {
        settle_row(self, i, row.youngest);
    }
    refuse_growth(self);
}
