/* The ways in which a unit comes to what is known of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "known_ways.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>

uint32_t
suf_known_most_ways(const suf_delivery_unit *unit)
{
    double span = fmax(unit->known_days, unit->opened_days) - fmin(unit->starts_days, 0);
    bool is_inspected = unit->pass.assumption != SUF_NONE || unit->pass.value < 1;
    double failures = is_inspected ? fmax(0, span / unit->retry_days) : 0;
    /* Of each fate: those told one by one, and all beyond. */
    return 2 * ((uint32_t) fmin(failures, SUF_MOST_FAILURES) + 3);
}

/* The ways of one fate, with the weight of that. */
static uint32_t
add_fate(const suf_delivery_unit *unit, double left_days, double weight, bool is_replaced,
    const suf_parameters *parameters, suf_known_way *ways)
{
    double pass = suf_parameters_value(parameters, &unit->pass);
    double later = is_replaced ? unit->replaced_within_days : 0;
    double rest = 1; /* of the weight */
    uint32_t n = 0;
    for (uint32_t failed = 0; failed <= SUF_MOST_FAILURES && rest > 0; failed++) {
        double shift = later + failed * unit->retry_days;
        suf_known_way way = {.weight = weight * rest,
            .shift_days = shift,
            .score = -(double) INFINITY,
            .n_failed = failed,
            .is_replaced = is_replaced};
        if (!(shift < left_days) || failed == SUF_MOST_FAILURES) {
            way.is_rest = true;
            ways[n++] = way;
            break;
        }
        if (pass > 0) {
            way.weight *= pass;
            way.score = (double) INFINITY;
            if (unit->duration_days > 0) {
                double x = (left_days - shift) / unit->duration_days;
                way.score = suf_delay_score_at(&parameters->delay, x);
                way.slope = suf_delay_slope_at(&parameters->delay, x);
            }
            ways[n++] = way;
        }
        rest *= 1 - pass;
    }
    return n;
}

uint32_t
suf_known_ways(const suf_delivery_unit *unit, double begin_days, double at_days,
    const suf_parameters *parameters, suf_known_way *ways)
{
    double left = at_days - begin_days;
    double cancelled = unit->fact == SUF_FACT_CANCELLED ? 1
                       : unit->duration_days > 0
                           ? suf_parameters_value(parameters, &unit->cancellation)
                           : 0;
    uint32_t n = 0;
    if (cancelled < 1) {
        n += add_fate(unit, left, 1 - cancelled, false, parameters, ways);
    }
    if (cancelled > 0 && unit->replaced_within_days > 0) {
        n += add_fate(unit, left, cancelled, true, parameters, ways + n);
    } else if (cancelled > 0) {
        ways[n++] = (suf_known_way){
            .weight = cancelled, .score = -(double) INFINITY, .is_never = true};
    }
    return n;
}

double
suf_known_likelihood(
    const suf_known_way *way, suf_known_event event, suf_known_given given)
{
    double t = (way->score - given.sum) / given.own;
    switch (event) {
    case SUF_KNOWN_NOT_OPEN:
        return way->weight * gsl_cdf_ugaussian_Q(t);
    case SUF_KNOWN_OPENS:
        return way->slope > 0 ? way->weight * way->slope * exp(-t * t / 2) /
                                    sqrt(2 * M_PI) / given.own
                              : 0;
    case SUF_KNOWN_OPEN:
        return way->weight * gsl_cdf_ugaussian_P(t);
    }
    return (double) NAN;
}

/* Logarithm of one way's, far out as well. */
static double
log_of(const suf_known_way *way, suf_known_event event, suf_known_given given)
{
    double t = (way->score - given.sum) / given.own;
    double far = -t * t / 2;
    if (event == SUF_KNOWN_OPENS) {
        return log(way->weight * way->slope / given.own / sqrt(2 * M_PI)) + far;
    }
    t = event == SUF_KNOWN_OPEN ? -t : t;
    return t < 30 ? log(way->weight * gsl_cdf_ugaussian_Q(t))
                  : log(way->weight / (t * sqrt(2 * M_PI))) + far; /* Mills' ratio */
}

/* Whether the law allows the event along a way. */
static bool
allows(const suf_known_way *way, suf_known_event event)
{
    return way->weight > 0 &&
           (event == SUF_KNOWN_NOT_OPEN  ? way->score < (double) INFINITY
               : event == SUF_KNOWN_OPEN ? way->score > -(double) INFINITY
                                         : way->slope > 0);
}

double
suf_known_log_likelihood(
    const suf_known_way *ways, uint32_t n, suf_known_event event, suf_known_given given)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += suf_known_likelihood(&ways[i], event, given);
    }
    if (sum > 1e-250) {
        return log(sum);
    }
    double most = -(double) INFINITY;
    for (uint32_t i = 0; i < n; i++) {
        if (allows(&ways[i], event)) {
            most = fmax(most, log_of(&ways[i], event, given));
        }
    }
    return most;
}

bool
suf_known_tells(const suf_known_way *ways, uint32_t n, suf_known_event event)
{
    bool is_allowed = false;
    bool is_uncertain = false;
    for (uint32_t i = 0; i < n; i++) {
        is_allowed = is_allowed || allows(&ways[i], event);
        is_uncertain = is_uncertain || isfinite(ways[i].score);
    }
    return is_allowed && is_uncertain;
}
