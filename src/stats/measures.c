/* What people ask of a service in one number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <math.h>

#include "base/calendar.h"
#include "base/status.h"

#define V(symbol) SUF_VARIABLE_##symbol
#define COUNT(...)                                                                       \
    (uint8_t)(sizeof((const suf_variable[]){__VA_ARGS__}) / sizeof(suf_variable))
#define TERMS(...) .n_terms = COUNT(__VA_ARGS__), .terms = {__VA_ARGS__}
#define IN         .is_in_table = true
#define RATE(...)  .how = SUF_FOLD_RATE, TERMS(__VA_ARGS__)
#define MEAN(x)    .how = SUF_FOLD_MEAN, TERMS(V(x))
#define START(x)   .how = SUF_FOLD_START, TERMS(V(x))
#define END(x)     .how = SUF_FOLD_END, TERMS(V(x))
#define USE_OF_TIME                                                                      \
    .how = SUF_FOLD_SHARE_OF_TIME, TERMS(V(OCCUPANCY)), .base = V(USABLE_PLACES)
#define SHARE(of, ...) .how = SUF_FOLD_SHARE, TERMS(__VA_ARGS__), .base = V(of)
#define WAIT_OF(x, of) .how = SUF_FOLD_WAIT, TERMS(V(x)), .base = V(of)
#define LEFT_OUT                                                                         \
    V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING), V(MOVED_WAITING)
#define STAY   [SUF_KIND_STAY]
#define INTAKE [SUF_KIND_INTAKE]
#define VISIT  [SUF_KIND_VISIT]

/* The one table of measures; in the order of variables.h. Of an intake who is seated
 * above the places is unmet demand too: there was no place. */
static const suf_service_measure rows[SUF_N_MEASURES] = {
    {"demand", "a year", "需求",
        {STAY = {RATE(V(REQUESTS)), IN}, INTAKE = {RATE(V(APPLICANTS)), IN},
            VISIT = {RATE(V(VISITS)), IN}}},
    {"places", "start", "期初名额",
        {STAY = {START(PLACES), IN}, INTAKE = {START(PLACES), IN},
            VISIT = {START(PLACES), IN}}},
    {"places", "end", "期末名额",
        {STAY = {END(PLACES), IN}, INTAKE = {END(PLACES), IN},
            VISIT = {END(PLACES), IN}}},
    {"usable", "mean", "可用名额",
        {STAY = {MEAN(USABLE_PLACES)}, INTAKE = {MEAN(USABLE_PLACES)},
            VISIT = {MEAN(USABLE_PLACES)}}},
    {"occupied", "mean", "占用名额",
        {STAY = {MEAN(OCCUPANCY), IN}, INTAKE = {MEAN(OCCUPANCY), IN}}},
    {"utilisation", "%", "使用率",
        {STAY = {USE_OF_TIME, IN}, INTAKE = {USE_OF_TIME, IN},
            VISIT = {SHARE(PLACE_HOURS, V(PERSON_HOURS)), IN}}},
    {"waiting", "mean", "等候人数", {STAY = {MEAN(WAITING), IN}}},
    {"waiting", "end", "期末等候人数", {STAY = {END(WAITING_END), IN}}},
    {"wait", "days", "等候时间", {STAY = {WAIT_OF(WAIT, ADMISSIONS), IN}}},
    {"unmet", "a year", "未满足需求",
        {STAY = {RATE(LEFT_OUT), IN}, INTAKE = {RATE(V(UNPLACED), V(PLACED_ABOVE))},
            VISIT = {RATE(V(VISITS_REFUSED)), IN}}},
    {"unmet", "% of demand", "未满足需求比例",
        {STAY = {SHARE(REQUESTS, LEFT_OUT)},
            INTAKE = {SHARE(APPLICANTS, V(UNPLACED), V(PLACED_ABOVE)), IN},
            VISIT = {SHARE(VISITS, V(VISITS_REFUSED)), IN}}},
    {"above places", "a year", "超额安置", {INTAKE = {RATE(V(PLACED_ABOVE)), IN}}},
    {"unplaced", "a year", "未获学位", {INTAKE = {RATE(V(UNPLACED)), IN}}},
    {"overflow", "a year", "在外区县获得服务",
        {STAY = {RATE(V(ADMISSIONS_OVERFLOW))}, INTAKE = {RATE(V(PLACED_OVERFLOW)), IN},
            VISIT = {RATE(V(SERVED_OVERFLOW)), IN}}},
    {"demand", "a year", "需求", {STAY = {RATE(V(CLASS_REQUESTS))}}},
    {"refused", "a year", "被拒绝", {STAY = {RATE(V(CLASS_REFUSALS)), IN}}},
    {"listed", "a year", "登记等候", {STAY = {RATE(V(CLASS_LISTED)), IN}}},
    {"admitted", "a year", "获得名额", {STAY = {RATE(V(CLASS_ADMISSIONS)), IN}}},
    {"from the list", "a year", "由名单获得名额",
        {STAY = {RATE(V(CLASS_ADMISSIONS_WAITED)), IN}}},
    {"left the list", "a year", "未获名额离开", {STAY = {RATE(V(CLASS_LEFT)), IN}}},
    {"waiting", "mean", "等候人数", {STAY = {MEAN(CLASS_WAITING), IN}}},
    {"waiting", "end", "期末等候人数", {STAY = {END(CLASS_WAITING_END), IN}}},
    {"wait", "days", "等候时间", {STAY = {WAIT_OF(CLASS_WAIT, CLASS_ADMISSIONS), IN}}},
};

const suf_service_measure *
suf_measure_of(suf_variable variable)
{
    suf_bug_unless(
        (int) variable >= SUF_FIRST_MEASURE && (int) variable < SUF_N_VARIABLES);
    return &rows[(int) variable - SUF_FIRST_MEASURE];
}

bool
suf_measure_has(suf_variable variable, int32_t kind)
{
    return kind != SUF_NO_KIND &&
           suf_measure_of(variable)->formulas[kind].how != SUF_FOLD_NONE;
}

size_t
suf_measure_at(const suf_layout *layout, suf_variable variable, uint32_t period,
    uint32_t region, uint32_t service)
{
    uint32_t shape[4] = {0};
    (void) suf_layout_shape(layout, variable, shape);
    return ((size_t) period * shape[1] + region) * shape[2] + service;
}

/* What a quotient is of, and how long it took; sums. */
typedef struct parts {
    double top, base, days;
} parts;

/* When a month begins, in days since the run's start; past the last: the run's end. */
static int32_t
start_of(const suf_layout *layout, uint32_t month)
{
    return month < layout->n_months ? layout->month_start_days[month]
                                    : layout->end_day - layout->start_day;
}

/* The months [from, to) of a district: of the terms at `at` + month x stride. */
static parts
fold_months(suf_metrics *metrics, const suf_formula *of, size_t at, size_t stride,
    uint32_t from, uint32_t to)
{
    const suf_layout *layout = metrics->layout;
    bool is_by_days = of->how == SUF_FOLD_MEAN || of->how == SUF_FOLD_SHARE_OF_TIME;
    parts sum = {.days = start_of(layout, to) - start_of(layout, from)};
    const double *base =
        of->how >= SUF_FOLD_SHARE ? suf_metrics_of(metrics, of->base) : NULL;
    const double *terms[SUF_MOST_TERMS];
    for (uint8_t i = 0; i < of->n_terms; i++) {
        terms[i] = suf_metrics_of(metrics, of->terms[i]);
    }
    if (of->how == SUF_FOLD_START) {
        to = to > from + 1 ? from + 1 : to;
    } else if (of->how == SUF_FOLD_END) {
        from = to > from + 1 ? to - 1 : from;
    }
    for (uint32_t month = from; month < to; month++) {
        size_t place = at + month * stride;
        double weight =
            is_by_days ? start_of(layout, month + 1) - start_of(layout, month) : 1;
        double x = 0;
        for (uint8_t i = 0; i < of->n_terms; i++) {
            x += terms[i][place];
        }
        if (of->how == SUF_FOLD_WAIT) { /* nobody admitted: the wait is not observed */
            x = base[place] > 0 ? base[place] * x : 0;
        }
        sum.top += weight * x;
        sum.base += base != NULL ? weight * base[place] : 0;
    }
    return sum;
}

static double
quotient(suf_fold how, const parts *of)
{
    switch (how) {
    case SUF_FOLD_RATE:
        return of->top / (of->days / SUF_DAYS_PER_YEAR);
    case SUF_FOLD_MEAN:
        return of->top / of->days;
    case SUF_FOLD_START:
    case SUF_FOLD_END:
        return of->top;
    case SUF_FOLD_SHARE:
    case SUF_FOLD_SHARE_OF_TIME:
        return of->base > 0 ? 100 * of->top / of->base : (double) NAN;
    case SUF_FOLD_WAIT:
        return of->base > 0 ? of->top / of->base : (double) NAN;
    case SUF_FOLD_NONE:
        break;
    }
    return (double) NAN;
}

/* One measure of one service, or class. */
static void
fold_service(suf_metrics *metrics, suf_variable variable, const suf_formula *of,
    uint32_t service, uint32_t n_services)
{
    const suf_layout *layout = metrics->layout;
    uint32_t n_districts = layout->n_districts;
    size_t stride = (size_t) n_districts * n_services;
    double *values = suf_metrics_of(metrics, variable);
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        bool is_run = period == layout->n_years;
        uint32_t from = is_run ? 0 : suf_layout_first_month(layout, period);
        uint32_t to =
            is_run ? layout->n_months : suf_layout_first_month(layout, period + 1);
        parts all = {0};
        for (uint32_t i = 0; i < n_districts; i++) {
            uint32_t district = layout->districts_by_name[i];
            size_t at = (size_t) district * n_services + service;
            parts here = fold_months(metrics, of, at, stride, from, to);
            values[suf_measure_at(layout, variable, period, district, service)] =
                quotient(of->how, &here);
            all.top += here.top;
            all.base += here.base;
            all.days = here.days;
        }
        values[suf_measure_at(layout, variable, period, n_districts, service)] =
            quotient(of->how, &all);
    }
}

void
suf_measures_fold(suf_metrics *metrics, uint32_t scenario)
{
    const suf_layout *layout = metrics->layout;
    for (int v = SUF_FIRST_MEASURE; v < SUF_N_VARIABLES; v++) {
        suf_variable variable = (suf_variable) v;
        const suf_service_measure *measure = suf_measure_of(variable);
        bool is_class = suf_variable_info_of(variable)->dims == SUF_DIMS_CLASS_MEASURE;
        uint32_t n = is_class ? layout->n_classes : layout->n_services;
        for (uint32_t service = 0; service < n; service++) {
            int32_t kind = is_class ? SUF_KIND_STAY
                                    : suf_layout_service(layout, scenario, service).kind;
            if (suf_measure_has(variable, kind)) {
                fold_service(metrics, variable, &measure->formulas[kind], service, n);
            }
        }
    }
}
