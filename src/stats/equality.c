/* Equality between districts, by period.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "equality.h"

#include <math.h>

#include "stats/measures.h"

#define V(symbol) SUF_VARIABLE_##symbol

enum { MOST_TERMS = 6 };
#define NOTHING SUF_N_VARIABLES /* no further term */

/* Who was served and who went without, by kind; monthly variables, by residence. */
typedef struct terms {
    suf_variable served[MOST_TERMS + 1], without[MOST_TERMS + 1];
} terms;

static const terms terms_of[SUF_N_KINDS] = {
    [SUF_KIND_STAY] = {{V(ADMISSIONS), NOTHING},
        {V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING),
            V(MOVED_WAITING), NOTHING}},
    [SUF_KIND_INTAKE] = {{V(PLACED), NOTHING}, {V(UNPLACED), V(PLACED_ABOVE), NOTHING}},
    [SUF_KIND_VISIT] = {{V(SERVED), V(SERVED_OVERFLOW), NOTHING},
        {V(VISITS_REFUSED), NOTHING}},
};

suf_variable
suf_equality_variable(suf_inequality index)
{
    static const suf_variable variables[SUF_N_INEQUALITIES + 1] = {
        [SUF_INEQUALITY_WORST_TO_BEST] = V(EQUALITY_WORST_TO_BEST),
        [SUF_INEQUALITY_VARIATION] = V(EQUALITY_VARIATION),
        [SUF_INEQUALITY_GINI] = V(EQUALITY_GINI),
        [SUF_INEQUALITY_THEIL] = V(EQUALITY_THEIL)};
    suf_bug_unless(
        index >= SUF_FIRST_INEQUALITY && (int) index <= (int) SUF_N_INEQUALITIES);
    return variables[index];
}

size_t
suf_equality_at(
    const suf_layout *layout, uint32_t period, suf_ratio ratio, uint32_t service)
{
    size_t row = (size_t) period * SUF_N_RATIOS_RECORDED + ratio - SUF_FIRST_RATIO;
    return row * layout->n_services + service;
}

/* The months [from, to) of one service. */
typedef struct span {
    suf_metrics *metrics;
    uint32_t service, from, to, last_year;
    const terms *terms;
} span;

/* Sum of the terms of a district over the months. */
static double
sum_of(const span *self, const suf_variable *of, uint32_t district)
{
    const suf_layout *layout = self->metrics->layout;
    double sum = 0;
    for (; *of != NOTHING; of++) {
        const double *values = suf_metrics_of(self->metrics, *of);
        for (uint32_t month = self->from; month < self->to; month++) {
            size_t row = (size_t) month * layout->n_districts + district;
            sum += values[row * layout->n_services + self->service];
        }
    }
    return sum;
}

/* Adds a ratio of every district, in order of their names. */
static void
gather(const span *self, suf_ratio ratio, suf_unequal *out)
{
    const suf_layout *layout = self->metrics->layout;
    const double *places = suf_metrics_of(self->metrics, V(PLACES));
    const double *people = suf_metrics_of(self->metrics, V(SERVED_PEOPLE));
    size_t n = layout->n_services;
    suf_unequal_clear(out);
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        uint32_t district = layout->districts_by_name[i];
        double top = 0;
        double base = 0;
        if (ratio == SUF_RATIO_PLACES) {
            size_t month = (size_t) (self->to - 1) * layout->n_districts + district;
            size_t year = (size_t) self->last_year * layout->n_districts + district;
            top = 1000 * places[month * n + self->service];
            base = people[year * n + self->service];
        } else {
            double served = sum_of(self, self->terms->served, district);
            top = 100 * served;
            base = served + sum_of(self, self->terms->without, district);
        }
        (void) suf_unequal_add(out, top, base);
    }
}

static void
fold_span(const span *self, uint32_t period, suf_unequal *unequal)
{
    suf_metrics *metrics = self->metrics;
    for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
        suf_ratio ratio = (suf_ratio) i;
        size_t at = suf_equality_at(metrics->layout, period, ratio, self->service);
        gather(self, ratio, unequal);
        double overall = suf_unequal_overall(unequal);
        suf_metrics_of(metrics, V(EQUALITY_OVERALL))[at] = overall;
        suf_metrics_of(metrics, V(EQUALITY_DISTRICTS))[at] =
            isnan(overall) && unequal->n > 0 ? (double) NAN : unequal->n;
        for (int j = SUF_FIRST_INEQUALITY; j <= SUF_N_INEQUALITIES; j++) {
            suf_inequality index = (suf_inequality) j;
            suf_metrics_of(metrics, suf_equality_variable(index))[at] =
                suf_unequal_index(unequal, index);
        }
    }
}

suf_status
suf_equality_fold(suf_metrics *metrics, uint32_t scenario)
{
    const suf_layout *layout = metrics->layout;
    suf_unequal unequal = {0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_unequal_init(&unequal, layout->n_districts));
    for (uint32_t service = 0; service < layout->n_services; service++) {
        int32_t kind = suf_layout_service(layout, scenario, service).kind;
        for (uint32_t period = 0; kind != SUF_NO_KIND && period <= layout->n_years;
             period++) {
            bool is_run = period == layout->n_years;
            span of = {.metrics = metrics,
                .service = service,
                .from = is_run ? 0 : suf_layout_first_month(layout, period),
                .to = is_run ? layout->n_months
                             : suf_layout_first_month(layout, period + 1),
                .last_year = is_run ? layout->n_years - 1 : period,
                .terms = &terms_of[kind]};
            if (of.to > of.from) {
                fold_span(&of, period, &unequal);
            }
        }
    }
out:
    suf_unequal_free(&unequal);
    return status;
}
