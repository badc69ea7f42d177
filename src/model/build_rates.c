/* Death and birth rates by year, district and age, from the rows of their tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "model/build_parts.h"

/* Whether a row of one calendar year prevails in another over the row in force there: the
 * latest that is not after it, or the first of all when all are. */
static bool
prevails(int32_t row_year, int32_t year, int32_t *rank_in_force)
{
    int32_t rank = row_year <= year ? row_year : -row_year;
    if (rank <= *rank_in_force) {
        return false;
    }
    *rank_in_force = rank;
    return true;
}

/* One year, district and sex of a table: where its rates by age go. */
typedef struct place {
    int32_t year;
    uint32_t district;
    uint32_t sex;
    double *rates; /* [SUF_N_AGES] */
    uint32_t *of;  /* likewise, or NULL: their assumptions */
} place;

/* A row of either table. */
typedef struct row {
    uint32_t district;
    int32_t year;
    suf_sex sex;
    uint32_t age_from, age_to;
    suf_number number;
} row;

static row
mortality_row(const suf_population_spec *spec, size_t i)
{
    const suf_mortality_row *from = &spec->mortality[i];
    return (row){
        from->district, from->year, from->sex, from->age_from, from->age_to, from->rate};
}

static row
fertility_row(const suf_population_spec *spec, size_t i)
{
    const suf_fertility_row *from = &spec->fertility[i];
    suf_number number = from->births_per_1000;
    number.value /= 1000;
    return (row){
        from->district, from->year, SUF_BOTH_SEXES, from->age_from, from->age_to, number};
}

typedef row (*row_reader)(const suf_population_spec *spec, size_t i);

/* Rates of one place: first those of all districts; then the district's own, from their
 * years on. */
static void
set_rates(const suf_population_spec *spec, row_reader read, size_t n, const place *to)
{
    int32_t ranks[SUF_N_AGES];
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            ranks[age] = INT32_MIN;
        }
        for (size_t i = 0; i < n; i++) {
            row from = read(spec, i);
            bool is_own = from.district != SUF_NONE;
            if (is_own != (pass == 1) || (is_own && from.district != to->district) ||
                (is_own && from.year > to->year) ||
                (from.sex != SUF_BOTH_SEXES && (uint32_t) from.sex != to->sex)) {
                continue;
            }
            for (uint32_t age = from.age_from; age <= from.age_to && age < SUF_N_AGES;
                 age++) {
                if (prevails(from.year, to->year, &ranks[age])) {
                    to->rates[age] = from.number.value;
                    if (to->of != NULL) {
                        to->of[age] = from.number.assumption;
                    }
                }
            }
        }
    }
}

/* What the rows of a table need: groups, and whether any is drawn. */
static void
look_at(const suf_population_spec *spec, row_reader read, size_t n, uint32_t n_districts,
    uint32_t *n_groups, bool *is_drawn)
{
    *n_groups = 1;
    for (size_t i = 0; i < n; i++) {
        row from = read(spec, i);
        *n_groups = from.district != SUF_NONE ? n_districts : *n_groups;
        *is_drawn |= from.number.assumption != SUF_NONE;
    }
}

static suf_status
new_assumptions(size_t n, uint32_t **out)
{
    suf_status status = suf_array_new(n, sizeof **out, out);
    for (size_t i = 0; status == SUF_OK && i < n; i++) {
        (*out)[i] = SUF_NONE;
    }
    return status;
}

suf_status
suf_build_rates(suf_model *self, const suf_population_spec *spec)
{
    suf_population_model *to = &self->population;
    bool is_drawn[2] = {false, false};
    suf_status status = SUF_OK;
    look_at(spec, mortality_row, spec->n_mortality, self->n_districts,
        &to->n_death_groups, &is_drawn[0]);
    look_at(spec, fertility_row, spec->n_fertility, self->n_districts,
        &to->n_birth_groups, &is_drawn[1]);
    size_t deaths = (size_t) to->n_years * to->n_death_groups * SUF_N_SEXES * SUF_N_AGES;
    size_t births = (size_t) to->n_years * to->n_birth_groups * SUF_N_AGES;
    to->has_drawn_rates |= is_drawn[0] || is_drawn[1];
    SUF_TRY(suf_array_new(deaths, sizeof *to->mortality, &to->mortality));
    SUF_TRY(suf_array_new(births, sizeof *to->fertility, &to->fertility));
    if (is_drawn[0]) {
        SUF_TRY(new_assumptions(deaths, &to->mortality_of));
    }
    if (is_drawn[1]) {
        SUF_TRY(new_assumptions(births, &to->fertility_of));
    }
    for (uint32_t i = 0; i < to->n_years * to->n_death_groups * SUF_N_SEXES; i++) {
        size_t at = (size_t) i * SUF_N_AGES;
        place of = {
            .year = to->first_year + (int32_t) (i / SUF_N_SEXES / to->n_death_groups),
            .district = i / SUF_N_SEXES % to->n_death_groups,
            .sex = i % SUF_N_SEXES,
            .rates = to->mortality + at,
            .of = is_drawn[0] ? to->mortality_of + at : NULL};
        set_rates(spec, mortality_row, spec->n_mortality, &of);
    }
    for (uint32_t i = 0; i < to->n_years * to->n_birth_groups; i++) {
        size_t at = (size_t) i * SUF_N_AGES;
        place of = {.year = to->first_year + (int32_t) (i / to->n_birth_groups),
            .district = i % to->n_birth_groups,
            .sex = SUF_FEMALE,
            .rates = to->fertility + at,
            .of = is_drawn[1] ? to->fertility_of + at : NULL};
        set_rates(spec, fertility_row, spec->n_fertility, &of);
    }
out:
    return status;
}
