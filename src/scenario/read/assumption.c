/* Assumptions: their parameters, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumption.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "random/assumption_distribution.h"

/* A distribution without limits is held to reach from its 1e-9 to its 1 - 1e-9 quantile.
 */
static const double beyond = 1e-9;

void
suf_assumption_reach(const suf_assumption *assumption, double *low, double *high)
{
    const double *a = assumption->a;
    switch (assumption->kind) {
    case SUF_ASSUMPTION_VALUE:
        *low = a[0];
        *high = a[0];
        return;
    case SUF_ASSUMPTION_UNIFORM:
        *low = a[0];
        *high = a[1];
        return;
    case SUF_ASSUMPTION_TRIANGULAR:
        *low = a[0];
        *high = a[2];
        return;
    case SUF_ASSUMPTION_DISCRETE:
    case SUF_ASSUMPTION_EMPIRICAL:
        *low = (double) INFINITY;
        *high = -(double) INFINITY;
        for (size_t i = 0; i < assumption->points.n; i++) {
            *low = fmin(*low, assumption->points.values[i]);
            *high = fmax(*high, assumption->points.values[i]);
        }
        return;
    case SUF_ASSUMPTION_NORMAL:
    case SUF_ASSUMPTION_LOGNORMAL:
    case SUF_ASSUMPTION_BETA:
    case SUF_ASSUMPTION_GAMMA:
        if (!isfinite(a[0]) || !isfinite(a[1])) { /* not given, or told of */
            *low = (double) NAN;
            *high = (double) NAN;
            return;
        }
        *low = suf_assumption_quantile(assumption->kind, a, beyond);
        *high = suf_assumption_quantile(assumption->kind, a, 1 - beyond);
        return;
    }
}

/* What is wrong with the points of a discrete or empirical distribution; NULL when
 * nothing is. */
static const char *
points_fault(suf_assumption *assumption)
{
    const suf_assumption_points *points = &assumption->points;
    bool is_empirical = assumption->kind == SUF_ASSUMPTION_EMPIRICAL;
    if (assumption->n_weights != points->n) {
        return is_empirical ? "values and cumulative are not of one length"
                            : "values and probabilities are not of one length";
    }
    if (!is_empirical) {
        double sum = 0;
        for (size_t i = 0; i < points->n; i++) {
            sum += points->weights[i];
        }
        return fabs(sum - 1) < 1e-6 ? NULL : "the probabilities do not sum to 1";
    }
    if (points->n < 2 || points->weights[0] > 0 || points->weights[points->n - 1] < 1) {
        return "expected two values or more, cumulative from 0 to 1";
    }
    for (size_t i = 1; i < points->n; i++) {
        if (!(points->values[i] > points->values[i - 1]) ||
            !(points->weights[i] > points->weights[i - 1])) {
            return "values, and cumulative, do not rise from each to the next";
        }
    }
    return NULL;
}

/* Sorted observations lie evenly: the i-th of n at i / (n - 1) (Law and Kelton, section
 * 8.3.16). */
static bool
spread_evenly(suf_reader *self, suf_assumption *assumption)
{
    size_t n = assumption->points.n;
    if (!suf_reader_ok(self, suf_arena_take(self->arena, n, sizeof(double),
                                 &assumption->points.weights))) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        assumption->points.weights[i] = n > 1 ? (double) i / (double) (n - 1) : 1;
    }
    assumption->n_weights = n;
    return true;
}

void
suf_assumption_begin(suf_reader *self, void *element)
{
    suf_assumption *assumption = element;
    self->has_dimension = false;
    assumption->minimum = -(double) INFINITY;
    assumption->maximum = (double) INFINITY;
    assumption->evidence = '?';
}

void
suf_assumption_end(suf_reader *self, void *element, const suf_place *place)
{
    suf_assumption *assumption = element;
    double *a = assumption->a;
    const char *wrong = NULL;
    if (assumption->kind == SUF_ASSUMPTION_UNIFORM && !(a[0] < a[1])) {
        wrong = "low is not below high";
    }
    if (assumption->kind == SUF_ASSUMPTION_TRIANGULAR &&
        !(a[0] <= a[1] && a[1] <= a[2] && a[0] < a[2])) {
        wrong = "expected low <= mode <= high, and low below high";
    }
    if (assumption->kind == SUF_ASSUMPTION_EMPIRICAL && assumption->n_weights == 0 &&
        !spread_evenly(self, assumption)) {
        return;
    }
    if (assumption->kind == SUF_ASSUMPTION_DISCRETE ||
        assumption->kind == SUF_ASSUMPTION_EMPIRICAL) {
        wrong = points_fault(assumption);
        assumption->points.n = wrong != NULL ? 0 : assumption->points.n;
    }
    if (wrong != NULL) {
        suf_reader_fault(self, place, NULL, "%s", wrong);
        a[0] = (double) NAN;
        return;
    }
    double low = 0;
    double high = 0;
    suf_assumption_reach(assumption, &low, &high);
    if (!isfinite(low) || !isfinite(high)) {
        suf_reader_fault(
            self, place, NULL, "these parameters give no distribution of finite values");
        a[0] = (double) NAN;
    }
}

static bool
fits(const suf_key *key, double low, double high)
{
    return (key->is_above ? low > key->minimum : low >= key->minimum) &&
           high <= key->maximum;
}

/* How far a path leads, at six standard deviations of its last year. */
static void
path_reach(const suf_reader *self, const suf_assumption *assumption, double reach[2])
{
    if (!assumption->ar1.is_given) {
        return;
    }
    const suf_scenario *scenario = self->scenario;
    int64_t years = ((int64_t) scenario->end_day - scenario->start_day) / 365 + 1;
    double variance = 0;
    double step = assumption->ar1.sd * assumption->ar1.sd;
    for (int64_t year = 0; year < years; year++) {
        variance = variance * assumption->ar1.phi * assumption->ar1.phi + step;
    }
    double far = 6 * sqrt(variance);
    reach[0] = suf_ar1_value(assumption->ar1.scale, reach[0], -far);
    reach[1] = suf_ar1_value(assumption->ar1.scale, reach[1], far);
}

/* Where the reader is, as a bit of suf_assumption.uses. */
static uint64_t
use_at(const suf_reader *self)
{
    static const char services[] = "services.";
    const char *path = suf_text_get(&self->path);
    if (strncmp(path, "population", 10) == 0 || strncmp(path, "districts", 9) == 0) {
        return SUF_USE_POPULATION;
    }
    if (strncmp(path, services, sizeof services - 1) != 0 ||
        strstr(path, ".running.") != NULL) {
        return SUF_USE_DELIVERY;
    }
    const char *name = path + sizeof services - 1;
    size_t length = strcspn(name, ".");
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        const char *here = self->scenario->services[i].name;
        if (here != NULL && strlen(here) == length && strncmp(here, name, length) == 0) {
            return suf_use_of_service((uint32_t) i);
        }
    }
    return 0;
}

/* Takes `$name`, or `$name * factor`, apart: the name in the arena. NULL when told. */
static const char *
take_apart(suf_reader *self, const suf_node *node, double *factor)
{
    const char *name = node->text + 1;
    const char *star = strchr(name, '*');
    if (star == NULL) {
        return name;
    }
    size_t n = (size_t) (star - name);
    while (n > 0 && name[n - 1] == ' ') {
        n--;
    }
    const char *number = star + 1;
    number += strspn(number, " ");
    const char *why = suf_number_parse(number, factor);
    if (why != NULL || !(fabs(*factor) > 0)) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s'%s%s, expected $assumption, or $assumption * a number that is "
            "not 0",
            node->text, why != NULL ? ": " : "", why != NULL ? why : "");
        return NULL;
    }
    char *copy = NULL;
    if (!suf_reader_ok(self, suf_arena_take(self->arena, n + 1, 1, &copy))) {
        return NULL;
    }
    memcpy(copy, name, n);
    copy[n] = '\0';
    return copy;
}

/* The limits of a key in the unit of an assumption that a factor stands behind. */
static void
note_range(suf_assumption *assumption, const suf_key *key, double factor)
{
    double least =
        key->is_above ? nextafter(key->minimum, (double) INFINITY) : key->minimum;
    double a = least / factor;
    double b = key->maximum / factor;
    assumption->minimum = fmax(assumption->minimum, fmin(a, b));
    assumption->maximum = fmin(assumption->maximum, fmax(a, b));
}

uint32_t
suf_assumption_use(
    suf_reader *self, const suf_key *key, const suf_node *node, double *factor)
{
    *factor = 1;
    const char *name = take_apart(self, node, factor);
    if (name == NULL) {
        return SUF_NONE;
    }
    uint32_t found = suf_names_find(&self->assumptions, name);
    if (found == SUF_NONE) {
        if (suf_reader_knows(self, "assumption", name, node->place.source)) {
            return SUF_NONE;
        }
        suf_reader_fault_near(self, &node->place,
            suf_reader_near(self, &self->assumptions, name),
            "found '$%.80s', expected the name of an assumption", name);
        return SUF_NONE;
    }
    suf_assumption *assumption = &self->scenario->assumptions[found];
    double low = 0;
    double high = 0;
    suf_assumption_reach(assumption, &low, &high);
    if (!isfinite(low) || !isfinite(high)) {
        return found; /* told already where it is defined */
    }
    char expected[300];
    suf_key_expected(key, expected);
    if (assumption->ar1.is_given && !key->is_yearly) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', an assumption that follows a path over the years, expected "
            "one value for all of them: this key cannot change from year to year",
            node->text);
        return SUF_NONE;
    }
    if (assumption->dimension != key->dimension) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', an assumption that is %s, expected %s", node->text,
            suf_dimension_get(assumption->dimension)->word, expected);
        return SUF_NONE;
    }
    double reach[2] = {low, high};
    path_reach(self, assumption, reach);
    low = reach[0];
    high = reach[1];
    double ends[2] = {low * *factor, high * *factor};
    if (!fits(key, fmin(ends[0], ends[1]), fmax(ends[0], ends[1]))) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', an assumption that reaches from %.6g to %.6g%s, expected %s",
            node->text, fmin(ends[0], ends[1]), fmax(ends[0], ends[1]),
            suf_dimension_get(key->dimension)->unit, expected);
        return SUF_NONE;
    }
    if (assumption->ar1.is_given && assumption->ar1.scale == SUF_AR1_LOGIT &&
        !(low > 0 && high < 1)) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', which moves on the scale of logits and reaches from %.6g to "
            "%.6g, expected a share between 0 and 1",
            node->text, low, high);
        return SUF_NONE;
    }
    assumption->uses |= use_at(self);
    note_range(assumption, key, *factor);
    return found;
}
