/* Moves between districts and with the outside, from the rows of their table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row that holds for everybody, in all years and with a plain number is a hazard by age
 * in the table of pairs; all others keep their rows, which a replication sums up. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/build_parts.h"

static size_t
person_index(uint32_t district, uint32_t sex, uint32_t age)
{
    return ((size_t) district * SUF_N_SEXES + sex) * SUF_N_AGES + age;
}

/* Propensity to move by completed age. */
static void
set_weights(const suf_population_spec *spec, double weights[SUF_N_AGES])
{
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        weights[age] = spec->n_migration_age == 0;
    }
    for (size_t i = 0; i < spec->n_migration_age; i++) {
        const suf_migration_age_row *row = &spec->migration_age[i];
        for (uint32_t age = row->age_from; age <= row->age_to && age < SUF_N_AGES;
             age++) {
            weights[age] = row->weight;
        }
    }
}

/* Adds one flow of a kind: as a hazard of the people of `from`, or as in_migrants whose
 * ages and sexes are those of all districts together, by the same propensity. */
static bool
add_flow(suf_model *self, const double *exposed_of, const suf_migration_row *row,
    uint32_t kind)
{
    double flow = kind == 0 ? row->persons_per_year.value : row->turnover_per_year.value;
    if (!(flow > 0)) {
        return true;
    }
    suf_population_model *population = &self->population;
    const double *weights = population->weights;
    uint32_t n_districts = self->n_districts;
    double exposed = exposed_of[row->from == SUF_NONE ? n_districts : row->from];
    if (!(exposed > 0)) {
        return false;
    }
    if (row->from != SUF_NONE) {
        uint32_t to = row->to == SUF_NONE ? n_districts : row->to;
        double *rates = suf_moves_rate(
            &population->moves, kind, suf_moves_find(&population->moves, row->from, to));
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            rates[age] += flow * weights[age] / exposed;
        }
        return true;
    }
    double *in_migrants =
        population->in_migrants +
        ((size_t) kind * n_districts + row->to) * SUF_N_SEXES * SUF_N_AGES;
    for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGES; i++) {
        in_migrants[i] += flow * weights[i % SUF_N_AGES] * population->like[i] / exposed;
    }
    return true;
}

/* True when a row holds in all years, for everybody, with plain numbers. */
static bool
is_plain(const suf_migration_row *row)
{
    bool has_ages = (row->age_from != SUF_NONE && row->age_from > 0) ||
                    (row->age_to != SUF_NONE && row->age_to < SUF_N_AGES - 1);
    return row->year == INT32_MIN && row->sex == SUF_BOTH_SEXES && !has_ages &&
           row->persons_per_year.assumption == SUF_NONE &&
           row->turnover_per_year.assumption == SUF_NONE;
}

/* Weighted people of a flow's sex and ages in a place. */
static double
exposed_in(
    const suf_model *self, const double *counts, const suf_flow *flow, uint32_t place)
{
    const suf_population_model *population = &self->population;
    double sum = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t age = flow->age_from; age <= flow->age_to; age++) {
            double people = place == self->n_districts
                                ? population->like[sex * SUF_N_AGES + age]
                                : counts[person_index(place, sex, age)];
            if (flow->sex == SUF_BOTH_SEXES || (uint32_t) flow->sex == sex) {
                sum += population->weights[age] * people;
            }
        }
    }
    return sum;
}

static suf_flow
flow_of(const suf_model *self, const double *counts, const suf_migration_row *row)
{
    suf_flow flow = {.from = row->from == SUF_NONE ? self->n_districts : row->from,
        .to = row->to == SUF_NONE ? self->n_districts : row->to,
        .year = row->year,
        .sex = row->sex,
        .age_from = row->age_from == SUF_NONE ? 0 : row->age_from,
        .age_to = row->age_to == SUF_NONE ? SUF_N_AGES - 1 : row->age_to,
        .persons = {row->persons_per_year, row->turnover_per_year}};
    flow.exposed[0] = exposed_in(self, counts, &flow, flow.from);
    flow.exposed[1] = exposed_in(self, counts, &flow, flow.to);
    return flow;
}

/* By flow, then year; rows as they stand behind that. */
static int
compare_rows(const void *left, const void *right)
{
    const suf_migration_row *a = *(const suf_migration_row *const *) left;
    const suf_migration_row *b = *(const suf_migration_row *const *) right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    if (a->to != b->to) {
        return a->to < b->to ? -1 : 1;
    }
    int order = strcmp(a->flow, b->flow);
    if (order != 0) {
        return order;
    }
    if (a->year != b->year) {
        return a->year < b->year ? -1 : 1;
    }
    return (a > b) - (a < b);
}

static bool
is_same_flow(const suf_migration_row *a, const suf_migration_row *b)
{
    return a->from == b->from && a->to == b->to && strcmp(a->flow, b->flow) == 0;
}

static bool
has_path(const suf_model *self, const suf_number *number)
{
    return number->assumption != SUF_NONE &&
           self->assumptions[number->assumption].has_ar1;
}

static bool
is_any(const suf_number *number)
{
    return number->assumption != SUF_NONE || number->value > 0;
}

/* A row among those that a replication sums up; false when nobody could move. */
static bool
keep_row(
    suf_model *self, const double *counts, const suf_migration_row *row, uint32_t group)
{
    suf_population_model *to = &self->population;
    suf_flow flow = flow_of(self, counts, row);
    flow.group = group;
    to->flows[to->n_flows++] = flow;
    to->moves_by_sex |= flow.sex != SUF_BOTH_SEXES;
    to->moves_by_year |= flow.year != INT32_MIN;
    for (int kind = 0; kind < 2; kind++) {
        to->moves_by_year |= has_path(self, &flow.persons[kind]);
        to->has_drawn_rates |= flow.persons[kind].assumption != SUF_NONE;
    }
    return flow.exposed[0] > 0 || !(is_any(&flow.persons[0]) || is_any(&flow.persons[1]));
}

/* People of a district, each times the weight of their age; of n_districts: of all. */
static void
sum_exposed(const suf_model *self, const double *counts, double *exposed_of)
{
    const double *weights = self->population.weights;
    double *of_all = &exposed_of[self->n_districts];
    for (uint32_t d = 0; d < self->n_districts; d++) {
        for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGES; i++) {
            double people = weights[i % SUF_N_AGES] *
                            counts[(size_t) d * SUF_N_SEXES * SUF_N_AGES + i];
            exposed_of[d] += people;
            *of_all += people;
        }
    }
}

/* The pairs that rows move people between: also the way back of those whose number may be
 * below 0. */
static suf_status
build_pairs(suf_model *self, const suf_population_spec *spec)
{
    uint32_t n_districts = self->n_districts;
    suf_move_pair *pairs = NULL;
    size_t n = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(2 * spec->n_migration, sizeof *pairs, &pairs));
    for (size_t i = 0; i < spec->n_migration; i++) {
        const suf_migration_row *row = &spec->migration[i];
        uint32_t from = row->from == SUF_NONE ? n_districts : row->from;
        uint32_t to = row->to == SUF_NONE ? n_districts : row->to;
        pairs[n++] = (suf_move_pair){from, to};
        if (!is_plain(row)) {
            pairs[n++] = (suf_move_pair){to, from};
        }
    }
    SUF_TRY(suf_moves_init(&self->population.moves, n_districts, pairs, n));
out:
    free(pairs);
    return status;
}

/* Takes rows in their order; a flow whose rows have years keeps all of them. */
static suf_status
take_rows(suf_model *self, const suf_scenario *scenario, const double *counts,
    const suf_migration_row *const *rows, suf_faults *faults)
{
    const suf_population_spec *spec = &scenario->population;
    suf_status status = SUF_OK;
    uint32_t group = 0;
    double *exposed_of = NULL;
    SUF_TRY(
        suf_array_new((size_t) self->n_districts + 1, sizeof *exposed_of, &exposed_of));
    sum_exposed(self, counts, exposed_of);
    for (size_t i = 0; i < spec->n_migration; i++) {
        const suf_migration_row *row = rows[i];
        group += i > 0 && !is_same_flow(row, rows[i - 1]);
        bool is_good = is_plain(row) ? add_flow(self, exposed_of, row, 0) &&
                                           add_flow(self, exposed_of, row, 1)
                                     : keep_row(self, counts, row, group);
        if (!is_good) {
            suf_fault_place place = {
                .file = scenario->path, .path = "population.migration"};
            suf_faults_add(faults, &place,
                "row %zu: a flow of people from where nobody of an age to move lives",
                (size_t) (row - spec->migration) + 1);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
out:
    free(exposed_of);
    return status;
}

suf_status
suf_build_flows(suf_model *self, const suf_scenario *scenario, const double *counts,
    suf_faults *faults)
{
    const suf_population_spec *spec = &scenario->population;
    suf_population_model *to = &self->population;
    const suf_migration_row **rows = NULL;
    size_t n = self->n_districts;
    suf_status status = SUF_OK;
    set_weights(spec, to->weights);
    to->moves_by_year =
        has_path(self, &spec->migration_factor) || has_path(self, &spec->turnover_factor);
    SUF_TRY(build_pairs(self, spec));
    SUF_TRY(suf_array_new(
        2 * n * SUF_N_SEXES * SUF_N_AGES, sizeof *to->in_migrants, &to->in_migrants));
    SUF_TRY(
        suf_array_new((size_t) SUF_N_SEXES * SUF_N_AGES, sizeof *to->like, &to->like));
    SUF_TRY(suf_array_new(spec->n_migration, sizeof *to->flows, &to->flows));
    SUF_TRY(suf_array_new(spec->n_migration, sizeof(const suf_migration_row *), &rows));
    for (uint32_t i = 0; i < n * SUF_N_SEXES * SUF_N_AGES; i++) {
        to->like[i % (SUF_N_SEXES * SUF_N_AGES)] += counts[i];
    }
    for (size_t i = 0; i < spec->n_migration; i++) {
        rows[i] = &spec->migration[i];
    }
    if (spec->n_migration > 0) {
        qsort(rows, spec->n_migration, sizeof(const suf_migration_row *), compare_rows);
    }
    status = take_rows(self, scenario, counts, rows, faults);
out:
    free(rows);
    return status;
}
