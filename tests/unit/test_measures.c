/* Measures, folded month by month from variables, against a second way; and what the
 * table of variables says, against the page that people read. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "stats/measures.h"

#define V(symbol) SUF_VARIABLE_##symbol
enum { N_MONTHS = 15, N_DISTRICTS = 2, N_SERVICES = 3, N_CLASSES = 2, FIRST_YEAR = 2020 };

/* A stay, an intake and visits from November 2020 to January 2022. */
typedef struct town {
    suf_layout layout;
    suf_label districts[N_DISTRICTS];
    suf_service_facts facts[N_SERVICES];
    char names[N_DISTRICTS][2];
    suf_metrics metrics;
} town;

static void
town_init(town *self)
{
    static const suf_service_facts facts[N_SERVICES] = {
        {SUF_KIND_STAY, true}, {SUF_KIND_INTAKE, false}, {SUF_KIND_VISIT, false}};
    *self = (town){.names = {"b", "a"}};
    memcpy(self->facts, facts, sizeof facts);
    suf_layout *layout = &self->layout;
    *layout = (suf_layout){.start_day = suf_day_of_date(2020, 11, 1),
        .end_day = suf_day_of_date(2022, 2, 1),
        .first_year = FIRST_YEAR,
        .n_years = 3,
        .n_months = N_MONTHS,
        .n_scenarios = 1,
        .n_districts = N_DISTRICTS,
        .n_services = N_SERVICES,
        .n_classes = N_CLASSES,
        .districts = self->districts,
        .service_facts = self->facts};
    for (uint32_t i = 0; i < N_DISTRICTS; i++) {
        self->districts[i].name = self->names[i];
    }
    layout->month_start_days = calloc(N_MONTHS, sizeof(int32_t));
    assert_non_null(layout->month_start_days);
    for (int32_t month = 0; month < N_MONTHS; month++) {
        int32_t number = 10 + month; /* since January 2020 */
        layout->month_start_days[month] =
            suf_day_of_date(FIRST_YEAR + number / 12, number % 12 + 1, 1) -
            layout->start_day;
    }
    assert_int_equal(suf_layout_seal(layout), SUF_OK);
    assert_int_equal(suf_layout_order(layout), SUF_OK);
    assert_int_equal(suf_metrics_init(&self->metrics, layout), SUF_OK);
    suf_metrics_clear(&self->metrics);
    for (int v = 0; v < SUF_FIRST_MEASURE; v++) {
        suf_variable_dims dims = suf_variable_info_of((suf_variable) v)->dims;
        size_t n = suf_layout_size(layout, (suf_variable) v);
        double *values = suf_metrics_of(&self->metrics, (suf_variable) v);
        for (size_t i = 0; i < n && (dims == SUF_DIMS_MONTHLY || dims == SUF_DIMS_CLASS);
             i++) {
            values[i] = (double) ((7 * (size_t) v + 5 * i) % 13);
        }
    }
    suf_measures_fold(&self->metrics, 0);
}

static void
town_free(town *self)
{
    suf_metrics_free(&self->metrics);
    free(self->layout.month_start_days);
    free(self->layout.districts_by_name);
}

/* How a measure is made, told again in another way. */
typedef enum way { YEARLY, MEAN, FIRST, LAST, PERCENT, PERCENT_OF_TIME, WEIGHTED } way;
typedef struct expectation {
    suf_variable measure;
    int32_t kind;
    way way;
    suf_variable of; /* what is divided by, where the way divides */
    uint32_t n_terms;
    suf_variable terms[6];
} expectation;

#define OUT                                                                              \
    6,                                                                                   \
    {                                                                                    \
        V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING),                \
            V(MOVED_WAITING)                                                             \
    }
static const expectation expectations[] = {
    {V(DEMAND), SUF_KIND_STAY, YEARLY, 0, 1, {V(REQUESTS)}},
    {V(DEMAND), SUF_KIND_INTAKE, YEARLY, 0, 1, {V(APPLICANTS)}},
    {V(DEMAND), SUF_KIND_VISIT, YEARLY, 0, 1, {V(VISITS)}},
    {V(PLACES_AT_START), SUF_KIND_STAY, FIRST, 0, 1, {V(PLACES)}},
    {V(PLACES_AT_START), SUF_KIND_INTAKE, FIRST, 0, 1, {V(PLACES)}},
    {V(PLACES_AT_START), SUF_KIND_VISIT, FIRST, 0, 1, {V(PLACES)}},
    {V(PLACES_AT_END), SUF_KIND_STAY, LAST, 0, 1, {V(PLACES)}},
    {V(PLACES_AT_END), SUF_KIND_INTAKE, LAST, 0, 1, {V(PLACES)}},
    {V(PLACES_AT_END), SUF_KIND_VISIT, LAST, 0, 1, {V(PLACES)}},
    {V(USABLE), SUF_KIND_STAY, MEAN, 0, 1, {V(USABLE_PLACES)}},
    {V(USABLE), SUF_KIND_INTAKE, MEAN, 0, 1, {V(USABLE_PLACES)}},
    {V(USABLE), SUF_KIND_VISIT, MEAN, 0, 1, {V(USABLE_PLACES)}},
    {V(OCCUPIED), SUF_KIND_STAY, MEAN, 0, 1, {V(OCCUPANCY)}},
    {V(OCCUPIED), SUF_KIND_INTAKE, MEAN, 0, 1, {V(OCCUPANCY)}},
    {V(UTILISATION), SUF_KIND_STAY, PERCENT_OF_TIME, V(USABLE_PLACES), 1, {V(OCCUPANCY)}},
    {V(UTILISATION), SUF_KIND_INTAKE, PERCENT_OF_TIME, V(USABLE_PLACES), 1,
        {V(OCCUPANCY)}},
    {V(UTILISATION), SUF_KIND_VISIT, PERCENT, V(PLACE_HOURS), 1, {V(PERSON_HOURS)}},
    {V(WAITING_MEAN), SUF_KIND_STAY, MEAN, 0, 1, {V(WAITING)}},
    {V(WAITING_AT_END), SUF_KIND_STAY, LAST, 0, 1, {V(WAITING_END)}},
    {V(WAIT_MEAN), SUF_KIND_STAY, WEIGHTED, V(ADMISSIONS), 1, {V(WAIT)}},
    {V(UNMET), SUF_KIND_STAY, YEARLY, 0, OUT},
    {V(UNMET), SUF_KIND_INTAKE, YEARLY, 0, 2, {V(UNPLACED), V(PLACED_ABOVE)}},
    {V(UNMET), SUF_KIND_VISIT, YEARLY, 0, 1, {V(VISITS_REFUSED)}},
    {V(UNMET_SHARE), SUF_KIND_STAY, PERCENT, V(REQUESTS), OUT},
    {V(UNMET_SHARE), SUF_KIND_INTAKE, PERCENT, V(APPLICANTS), 2,
        {V(UNPLACED), V(PLACED_ABOVE)}},
    {V(UNMET_SHARE), SUF_KIND_VISIT, PERCENT, V(VISITS), 1, {V(VISITS_REFUSED)}},
    {V(ABOVE), SUF_KIND_INTAKE, YEARLY, 0, 1, {V(PLACED_ABOVE)}},
    {V(NO_SEAT), SUF_KIND_INTAKE, YEARLY, 0, 1, {V(UNPLACED)}},
    {V(OVERFLOW_RATE), SUF_KIND_STAY, YEARLY, 0, 1, {V(ADMISSIONS_OVERFLOW)}},
    {V(OVERFLOW_RATE), SUF_KIND_INTAKE, YEARLY, 0, 1, {V(PLACED_OVERFLOW)}},
    {V(OVERFLOW_RATE), SUF_KIND_VISIT, YEARLY, 0, 1, {V(SERVED_OVERFLOW)}},
    {V(CLASS_DEMAND), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_REQUESTS)}},
    {V(CLASS_REFUSED_RATE), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_REFUSALS)}},
    {V(CLASS_LISTED_RATE), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_LISTED)}},
    {V(CLASS_ADMITTED), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_ADMISSIONS)}},
    {V(CLASS_FROM_LIST), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_ADMISSIONS_WAITED)}},
    {V(CLASS_LEFT_RATE), SUF_KIND_STAY, YEARLY, 0, 1, {V(CLASS_LEFT)}},
    {V(CLASS_WAITING_MEAN), SUF_KIND_STAY, MEAN, 0, 1, {V(CLASS_WAITING)}},
    {V(CLASS_WAITING_AT_END), SUF_KIND_STAY, LAST, 0, 1, {V(CLASS_WAITING_END)}},
    {V(CLASS_WAIT_MEAN), SUF_KIND_STAY, WEIGHTED, V(CLASS_ADMISSIONS), 1,
        {V(CLASS_WAIT)}},
};
enum { N_EXPECTATIONS = sizeof expectations / sizeof expectations[0] };

static double
monthly(town *self, suf_variable variable, uint32_t month, uint32_t district, uint32_t i)
{
    uint32_t n =
        suf_variable_info_of(variable)->dims == SUF_DIMS_CLASS ? N_CLASSES : N_SERVICES;
    return suf_metrics_of(
        &self->metrics, variable)[(month * N_DISTRICTS + district) * n + i];
}

/* Over the months [from, to) and the districts [first, last), service or class i. */
static double
expected(town *self, const expectation *of, uint32_t from, uint32_t to, uint32_t first,
    uint32_t last, uint32_t i)
{
    static const int days_of[N_MONTHS] = {
        30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31};
    double top = 0;
    double base = 0;
    double days = 0;
    for (uint32_t month = from; month < to; month++) {
        bool is_counted = of->way == FIRST  ? month == from
                          : of->way == LAST ? month == to - 1
                                            : true;
        days += days_of[month];
        for (uint32_t d = first; d < last && is_counted; d++) {
            double here = 0;
            for (uint32_t t = 0; t < of->n_terms; t++) {
                here += monthly(self, of->terms[t], month, d, i);
            }
            double below = of->way >= PERCENT ? monthly(self, of->of, month, d, i) : 0;
            double weight =
                of->way == MEAN || of->way == PERCENT_OF_TIME ? days_of[month] : 1;
            top += of->way == WEIGHTED ? below * here : weight * here;
            base += weight * below;
        }
    }
    return of->way == YEARLY ? top * 365.25 / days
           : of->way == MEAN ? top / days
           : of->way < PERCENT
               ? top
               : (of->way == WEIGHTED ? 1 : 100) * (base > 0 ? top / base : (double) NAN);
}

static void
measures_are_what_the_months_make_them(void **state)
{
    (void) state;
    /* 2020 from November, 2021, January 2022, and the whole run. */
    static const uint32_t from[] = {0, 2, 14, 0};
    static const uint32_t to[] = {2, 14, 15, 15};
    town self;
    town_init(&self);
    for (size_t e = 0; e < N_EXPECTATIONS; e++) {
        const expectation *of = &expectations[e];
        const double *values = suf_metrics_of(&self.metrics, of->measure);
        bool is_class = suf_variable_info_of(of->measure)->dims == SUF_DIMS_CLASS_MEASURE;
        uint32_t n = is_class ? N_CLASSES : N_SERVICES;
        for (uint32_t i = 0; i < n; i++) {
            if (!is_class && self.facts[i].kind != of->kind) {
                continue;
            }
            for (uint32_t p = 0; p < 4; p++) {
                for (uint32_t r = 0; r <= N_DISTRICTS; r++) {
                    double right =
                        expected(&self, of, from[p], to[p], r < N_DISTRICTS ? r : 0,
                            r < N_DISTRICTS ? r + 1 : N_DISTRICTS, i);
                    double found = values[(p * (N_DISTRICTS + 1) + r) * n + i];
                    if (isnan(found) != isnan(right) ||
                        fabs(found - right) > 1e-12 * fabs(right)) {
                        fail_msg("%s, period %u, region %u, service %u: %.12g, not %.12g",
                            suf_variable_info_of(of->measure)->name, p, r, i, found,
                            right);
                    }
                }
            }
        }
    }
    town_free(&self);
}

static void
a_kind_without_a_measure_has_none(void **state)
{
    (void) state;
    town self;
    town_init(&self);
    for (int v = SUF_FIRST_MEASURE; v < SUF_N_VARIABLES; v++) {
        for (int32_t kind = 0; kind < SUF_N_KINDS; kind++) {
            bool is_expected = false;
            for (size_t e = 0; e < N_EXPECTATIONS; e++) {
                is_expected |=
                    (int) expectations[e].measure == v && expectations[e].kind == kind;
            }
            assert_int_equal(suf_measure_has((suf_variable) v, kind), is_expected);
            suf_variable_dims dims = suf_variable_info_of((suf_variable) v)->dims;
            if (!is_expected && dims == SUF_DIMS_MEASURE) {
                const double *values = suf_metrics_of(&self.metrics, (suf_variable) v);
                assert_true(isnan(values[kind])); /* services go by kind */
            }
        }
        assert_false(suf_measure_has((suf_variable) v, SUF_NO_KIND));
    }
    town_free(&self);
}

/* Words of a column of `suffice info`: its second line says what the number is. */
static void
heads_say_what_a_number_is(void **state)
{
    (void) state;
    for (int v = SUF_FIRST_MEASURE; v < SUF_N_VARIABLES; v++) {
        const suf_service_measure *measure = suf_measure_of((suf_variable) v);
        const char *units = suf_variable_info_of((suf_variable) v)->units;
        const char *methods = suf_variable_info_of((suf_variable) v)->cell_methods;
        const char *unit = measure->head_unit;
        assert_true(strlen(measure->head) > 0 && strlen(measure->title_zh) > 0);
        const char *right = strcmp(units, "people a year") == 0     ? "a year"
                            : strcmp(units, "day") == 0             ? "days"
                            : strcmp(units, "%") == 0               ? "%"
                            : strcmp(methods, "period: point") == 0 ? "end"
                                                                    : "mean";
        right = v == V(PLACES_AT_START) ? "start" : right;
        right = v == V(UNMET_SHARE) ? "% of demand" : right;
        assert_string_equal(unit, right);
    }
}

/* Each variable stands in docs/reference/results.md with what it is told to be. */
static void
the_page_of_results_has_every_variable(void **state)
{
    (void) state;
    enum { MOST = 1 << 20 };
    static char page[MOST];
    FILE *file = fopen(SUF_SOURCE_DIR "/docs/reference/results.md", "r");
    assert_non_null(file);
    page[fread(page, 1, MOST - 1, file)] = '\0';
    (void) fclose(file);
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        const suf_variable_info *info = suf_variable_info_of((suf_variable) v);
        char row[600];
        (void) snprintf(row, sizeof row, "| `%s` | %s | %s | %s |", info->name,
            info->units, info->cell_methods, info->long_name);
        if (strstr(page, row) == NULL) {
            fail_msg("not in the page: %s", row);
        }
    }
}

/* Dimensions that are listed are counted: none is behind the last, of which 0 is
 * scenarios, which every variable has. */
static void
dimensions_are_as_many_as_are_listed(void **state)
{
    (void) state;
    for (int dims = 0; dims < SUF_N_DIMS; dims++) {
        const suf_variable_dims_info *info =
            suf_variable_dims_of((suf_variable_dims) dims);
        const uint32_t most = sizeof info->ids / sizeof info->ids[0];
        for (uint32_t i = 0; i < most; i++) {
            assert_int_equal(info->ids[i] != SUF_DIMENSION_SCENARIO, i < info->n);
        }
    }
}

/* Whether a rule of folding is one: "month: sum". */
static bool
is_rule(const char *methods)
{
    static const char *const over[] = {"month: ", "year: ", "period: ", "target: ",
        "project: ", "service: ", "policy: ", "part: ", "observation: "};
    static const char *const how[] = {"sum", "mean", "point", "quantile"};
    for (size_t i = 0; i < sizeof over / sizeof *over; i++) {
        size_t n = strlen(over[i]);
        for (size_t j = 0; j < sizeof how / sizeof *how; j++) {
            if (strncmp(methods, over[i], n) == 0 && strcmp(methods + n, how[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void
every_variable_says_what_it_is(void **state)
{
    (void) state;
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        const suf_variable_info *of = suf_variable_info_of((suf_variable) v);
        bool is_measure =
            of->dims == SUF_DIMS_MEASURE || of->dims == SUF_DIMS_CLASS_MEASURE;
        if (of->name[0] == '\0' || of->units[0] == '\0' || of->long_name[0] == '\0' ||
            strchr(of->units, ':') != NULL ||
            (of->cell_methods[0] != '\0' && !is_rule(of->cell_methods)) ||
            (is_measure && strncmp(of->cell_methods, "period: ", 8) != 0)) {
            fail_msg("variable %d: '%s', '%s', '%s', '%s'", v, of->name, of->units,
                of->cell_methods, of->long_name);
        }
    }
}

static void
kinds_have_names_and_are_found_by_them(void **state)
{
    (void) state;
    static const char *const names[] = {"stay", "intake", "visit"};
    static const int32_t kinds[] = {SUF_KIND_STAY, SUF_KIND_INTAKE, SUF_KIND_VISIT};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(suf_kind_name(kinds[i]), names[i]);
        assert_int_equal(suf_kind_of(names[i]), kinds[i]);
    }
    assert_string_equal(suf_kind_name(SUF_NO_KIND), "");
    assert_int_equal(suf_kind_of(""), SUF_NO_KIND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_what_the_months_make_them),
        cmocka_unit_test(a_kind_without_a_measure_has_none),
        cmocka_unit_test(heads_say_what_a_number_is),
        cmocka_unit_test(dimensions_are_as_many_as_are_listed),
        cmocka_unit_test(every_variable_says_what_it_is),
        cmocka_unit_test(kinds_have_names_and_are_found_by_them),
        cmocka_unit_test(the_page_of_results_has_every_variable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
