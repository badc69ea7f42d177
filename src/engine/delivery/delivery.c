/* What is delivered when, in one replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "delivery.h"

#include <math.h>
#include <stdlib.h>

#include "engine/delivery/known_draw.h"
#include "engine/delivery/unit_names.h"

/* --- draws -------------------------------------------------------------------------- */

/* The shocks that a unit shares with others; without a programme, that of the city. */
static suf_delay_shared
shared_by(const suf_delivery *self, const suf_delivery_unit *unit,
    const suf_parameters *parameters)
{
    suf_delay_shared shared = {
        parameters->correlation, sqrt(parameters->correlation) * self->shock};
    if (unit->programme != SUF_NONE) {
        shared.weight = fmin(shared.weight + parameters->programme_correlation, 1);
        shared.sum += sqrt(parameters->programme_correlation) *
                      self->programme_shocks[unit->programme];
    }
    return shared;
}

/* Days that the planned duration takes, in its stages. */
static double
draw_duration(const suf_delivery_unit *unit, const suf_parameters *parameters,
    suf_rng_key key, suf_delay_shared shared, double u)
{
    const suf_delay *delay = &parameters->delay;
    if (unit->stages == 1) {
        double above =
            unit->starts_days < 0 ? -unit->starts_days / unit->duration_days : 0;
        return unit->duration_days * suf_delay_draw(delay, shared, u, above);
    }
    double sum = 0;
    for (uint32_t stage = 0; stage < unit->stages; stage++) {
        suf_rng_block block =
            suf_rng_draw(key, SUF_BLOCK_STAGE + stage, unit->number, unit->purpose);
        sum +=
            suf_delay_draw(delay, shared, suf_rng_uniform(block.word[SUF_WORD_DELAY]), 0);
    }
    return unit->duration_days / unit->stages * sum;
}

/* Of a unit that is not cancelled. */
static double
draw_sure_opening(const suf_delivery *self, const suf_delivery_unit *unit,
    const suf_parameters *parameters, suf_rng_key key, const suf_rng_block *block)
{
    double opened = unit->starts_days;
    if (unit->duration_days > 0) {
        opened += draw_duration(unit, parameters, key, shared_by(self, unit, parameters),
            suf_rng_uniform(block->word[SUF_WORD_DELAY]));
        /* Begun before the run and not open at its start: rounding must not say so. */
        opened = unit->starts_days < 0 ? fmax(opened, 0) : opened;
    }
    /* The number of inspections that fail before one recognises it is geometric. */
    double pass = suf_parameters_value(parameters, &unit->pass);
    if (pass < 1) {
        double u = suf_rng_uniform(block->word[SUF_WORD_INSPECTION]);
        opened += pass > 0 ? floor(log(u) / log1p(-pass)) * unit->retry_days
                           : (double) INFINITY;
    }
    return opened + unit->slip_days;
}

double
suf_delivery_shift(const suf_delivery *self, uint32_t unit)
{
    const suf_delivery_unit *of = &self->units[unit];
    if (of->begun_by == SUF_NONE || of->after != SUF_NONE) {
        return 0;
    }
    const suf_delivery_unit *first = &self->units[unit - of->number];
    double begun = fmax(self->policy_days[of->begun_by], of->earliest_days);
    return fmax(
        begun - (first->starts_days + first->duration_days - of->planned_days), 0);
}

/* Days of the opening, given that of the unit it comes after; the fact of a unit bears on
 * the unit with this index. */
static double
draw_opening(const suf_delivery *self, suf_delivery_unit unit, uint32_t index,
    double after_days, const suf_parameters *parameters, suf_rng_key key,
    bool *is_replaced)
{
    *is_replaced = false;
    unit.starts_days += suf_delivery_shift(self, index);
    if (unit.after != SUF_NONE) {
        unit.starts_days =
            unit.is_at_once ? after_days : fmax(unit.starts_days, after_days);
    }
    if (unit.is_absent || !(unit.starts_days < (double) INFINITY)) {
        return (double) INFINITY;
    }
    if (suf_known_bears(&unit)) {
        const suf_known_draw known = {
            &unit, index, parameters, key, shared_by(self, &unit, parameters)};
        double opened = suf_known_opening(self->known, &known, is_replaced);
        bool is_open = unit.fact == SUF_FACT_OPENED ||
                       (unit.fact == SUF_FACT_COUNTED && opened < unit.known_days);
        return is_open ? opened : opened + unit.slip_days;
    }
    suf_rng_block block = suf_rng_draw(key, SUF_BLOCK_UNIT, unit.number, unit.purpose);
    bool is_cancelled = unit.duration_days > 0 &&
                        suf_rng_uniform(block.word[SUF_WORD_CANCELLATION]) <
                            suf_parameters_value(parameters, &unit.cancellation);
    *is_replaced = is_cancelled && unit.replaced_within_days > 0;
    if (!is_cancelled) {
        return draw_sure_opening(self, &unit, parameters, key, &block);
    }
    if (!*is_replaced) {
        return (double) INFINITY;
    }
    unit.starts_days += unit.replaced_within_days;
    unit.number += SUF_NUMBERS_OF_REPLACEMENTS;
    block = suf_rng_draw(key, SUF_BLOCK_UNIT, unit.number, unit.purpose);
    return draw_sure_opening(self, &unit, parameters, key, &block);
}

/* When the building of a unit that opens begins. */
static double
begun_of(const suf_delivery *self, uint32_t index, double after_days)
{
    const suf_delivery_unit *unit = &self->units[index];
    double starts = unit->after == SUF_NONE
                        ? unit->starts_days + suf_delivery_shift(self, index)
                    : unit->is_at_once ? after_days
                                       : fmax(unit->starts_days, after_days);
    return unit->duration_days > 0
               ? starts + (self->is_replaced[index] ? unit->replaced_within_days : 0)
               : self->opened_days[index];
}

static void
draw_unit(
    suf_delivery *self, uint32_t index, const suf_parameters *parameters, suf_rng_key key)
{
    const suf_delivery_unit *unit = &self->units[index];
    double after = unit->after != SUF_NONE ? self->opened_days[unit->after] : 0;
    self->opened_days[index] = draw_opening(
        self, *unit, index, after, parameters, key, &self->is_replaced[index]);
    self->begun_days[index] = begun_of(self, index, after);
}

/* Those that come after others, after them. */
static void
draw_projects(suf_delivery *self, const suf_parameters *parameters, suf_rng_key key)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    for (uint32_t rank = 0; rank <= delivery->greatest_rank; rank++) {
        for (uint32_t i = 0; i < delivery->n_units; i++) {
            const suf_delivery_unit *unit = &self->units[i];
            if (unit->project != SUF_NONE && unit->rank == rank) {
                if (unit->fact == SUF_FACT_COUNTED && unit->number == 0) {
                    suf_known_choose(
                        self->known, &(suf_known_draw){unit, i, parameters, key,
                                         shared_by(self, unit, parameters)});
                }
                draw_unit(self, i, parameters, key);
            }
        }
    }
}

uint32_t
suf_delivery_number(const suf_delivery *self, uint32_t unit)
{
    return self->units[unit].number +
           (self->is_replaced[unit] ? SUF_NUMBERS_OF_REPLACEMENTS : 0);
}

double
suf_delivery_score(const suf_delivery *self, const suf_parameters *parameters,
    suf_rng_key key, uint32_t unit)
{
    const suf_delivery_unit *of = &self->units[unit];
    if (of->fact != SUF_FACT_NONE && !isnan(self->known->scores[unit])) {
        return self->known->scores[unit];
    }
    uint32_t number = suf_delivery_number(self, unit);
    suf_rng_block block = suf_rng_draw(key, SUF_BLOCK_UNIT, number, of->purpose);
    double u = suf_rng_uniform(block.word[SUF_WORD_DELAY]);
    if (of->project == SUF_NONE) {
        return suf_delay_shock(u);
    }
    suf_delay_shared shared = shared_by(self, of, parameters);
    double sum = 0;
    if (of->stages == 1) {
        double starts = self->begun_days[unit];
        double above =
            of->duration_days > 0 && starts < 0 ? -starts / of->duration_days : 0;
        return suf_delay_score(&parameters->delay, shared, u, above);
    }
    for (uint32_t stage = 0; stage < of->stages; stage++) {
        block = suf_rng_draw(key, SUF_BLOCK_STAGE + stage, number, of->purpose);
        sum += suf_delay_shock(suf_rng_uniform(block.word[SUF_WORD_DELAY]));
    }
    return shared.sum + sqrt(1 - fmin(shared.weight, 1)) * sum / sqrt(of->stages);
}

/* Moves the least of a heap, made greater, to where it belongs. */
static void
sift_down(double *heap, uint32_t n)
{
    uint32_t at = 0;
    double moved = heap[0];
    for (uint32_t child = 1; child < n; child = 2 * at + 1) {
        child += child + 1 < n && heap[child + 1] < heap[child];
        if (heap[child] >= moved) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* Each batch is taken by the crew that is free first, once it is released. */
static void
draw_works(
    suf_delivery *self, const suf_parameters *parameters, uint32_t index, suf_rng_key key)
{
    const suf_works *works = &self->works[index];
    double *free_days = self->crew_free_days;
    for (uint32_t i = 0; i < works->crews; i++) {
        free_days[i] = works->starts_days;
    }
    for (uint32_t i = 0; i < works->n_batches; i++) {
        suf_rng_block block = suf_rng_draw(key, SUF_BLOCK_UNIT, i, works->purpose);
        double released = works->starts_days + i * works->released_every_days;
        double begun = fmax(free_days[0], released);
        self->begun_days[works->first_unit + i] = begun;
        free_days[0] = begun + suf_distribution_quantile(&parameters->works_time[index],
                                   suf_rng_uniform(block.word[SUF_WORD_DELAY]));
        self->opened_days[works->first_unit + i] = free_days[0];
        sift_down(free_days, works->crews);
    }
}

/* --- order -------------------------------------------------------------------------- */

int
suf_opening_compare(const void *left, const void *right)
{
    const suf_opening *a = left;
    const suf_opening *b = right;
    if (a->days < b->days || a->days > b->days) {
        return a->days < b->days ? -1 : 1;
    }
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static void
sort_units(suf_delivery *self)
{
    uint32_t n = self->model->delivery.n_units;
    for (uint32_t i = 0; i < n; i++) {
        self->order[i] = (suf_opening){self->opened_days[i], i};
    }
    if (n > 0) {
        qsort(self->order, n, sizeof *self->order, suf_opening_compare);
    }
}

/* From their uniforms, given what is known. */
static void
set_shocks(suf_delivery *self, const suf_parameters *parameters)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    if (self->known != NULL) {
        for (uint32_t i = 0; i < delivery->n_units; i++) {
            self->known->scores[i] = (double) NAN;
        }
        suf_known_shocks(
            self->known, self->units, parameters, &self->shock, self->programme_shocks);
        return;
    }
    self->shock = suf_delay_shock(self->shock);
    for (uint32_t i = 0; i < delivery->n_programmes; i++) {
        self->programme_shocks[i] = suf_delay_shock(self->programme_shocks[i]);
    }
}

void
suf_delivery_start(suf_delivery *self, const suf_parameters *parameters, suf_rng_key key)
{
    for (uint32_t i = 0; i < self->model->n_policies; i++) {
        self->policy_days[i] = (double) INFINITY;
    }
    suf_delivery_draw(self, parameters, key);
}

void
suf_delivery_draw(suf_delivery *self, const suf_parameters *parameters, suf_rng_key key)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    self->n_passed = 0;
    self->units = parameters->chosen.units;
    self->works = parameters->chosen.works;
    if (delivery->n_units == 0 && delivery->n_items == 0) {
        return;
    }
    suf_rng_block block = suf_rng_draw(key, 0, 0, delivery->shock_purpose);
    self->shock = suf_rng_uniform(block.word[0]);
    for (uint32_t i = 0; i < delivery->n_programmes; i++) {
        block = suf_rng_draw(key, 0, 0, delivery->programme_purposes[i]);
        self->programme_shocks[i] = suf_rng_uniform(block.word[0]);
    }
    set_shocks(self, parameters);
    draw_projects(self, parameters, key);
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        draw_works(self, parameters, i, key);
    }
    sort_units(self);
    suf_delivery_count_start(self);
}

void
suf_delivery_begin(suf_delivery *self, const suf_parameters *parameters, suf_rng_key key,
    uint32_t policy, double days)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    self->policy_days[policy] = days;
    for (uint32_t rank = 0; rank <= delivery->greatest_rank; rank++) {
        for (uint32_t i = 0; i < delivery->n_units; i++) {
            if (self->units[i].begun_by == policy && self->units[i].rank == rank) {
                draw_unit(self, i, parameters, key);
            }
        }
    }
    sort_units(self); /* what was counted stays first: it opened earlier */
}

double
suf_delivery_copy_opening(const suf_delivery *self, const suf_parameters *parameters,
    suf_rng_key key, uint32_t unit, uint32_t copy)
{
    const suf_delivery_unit *units = self->units;
    suf_bug_unless(copy >= 1 && copy <= SUF_MOST_COPIES);
    double opened = 0;
    for (uint32_t left = units[unit].rank + 1; left-- > 0;) {
        uint32_t index = unit; /* the unit, or the one that is `left` before it */
        for (uint32_t i = 0; i < left; i++) {
            index = units[index].after;
        }
        suf_delivery_unit like = units[index];
        like.number += copy * SUF_NUMBERS_OF_A_COPY;
        if (like.fact != SUF_FACT_NONE) { /* it is begun when that is known */
            like.starts_days = fmax(like.starts_days, like.known_days);
            like.fact = SUF_FACT_NONE;
        }
        bool is_replaced = false;
        opened = draw_opening(self, like, index, opened, parameters, key, &is_replaced);
    }
    return opened;
}
