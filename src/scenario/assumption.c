/* Assumptions: their parameters, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumption.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "random/assumption_law.h"

/* A law without limits is held to reach from its 1e-9 to its 1 - 1e-9 quantile. */
static const double beyond = 1e-9;

static void
support(const suf_assumption *assumption, double *low, double *high)
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

void
suf_assumption_check(suf_reader *self, suf_assumption *assumption, const suf_place *place)
{
    double *a = assumption->a;
    const char *wrong = NULL;
    if (assumption->kind == SUF_ASSUMPTION_UNIFORM && !(a[0] < a[1])) {
        wrong = "low is not below high";
    }
    if (assumption->kind == SUF_ASSUMPTION_TRIANGULAR &&
        !(a[0] <= a[1] && a[1] <= a[2] && a[0] < a[2])) {
        wrong = "expected low <= mode <= high, and low below high";
    }
    if (wrong != NULL) {
        suf_reader_fault(self, place, NULL, "%s", wrong);
        a[0] = (double) NAN;
        return;
    }
    double low = 0;
    double high = 0;
    support(assumption, &low, &high);
    if (!isfinite(low) || !isfinite(high)) {
        suf_reader_fault(
            self, place, NULL, "these parameters give no distribution of finite values");
        a[0] = (double) NAN;
    }
}

static const char *
dimension_word(suf_dimension dimension)
{
    switch (dimension) {
    case SUF_DIMENSION_DURATION:
        return "a duration";
    case SUF_DIMENSION_RATE:
        return "a rate";
    case SUF_DIMENSION_NONE:
        break;
    }
    return "a number without unit";
}

static bool
fits(const suf_key *key, double low, double high)
{
    return (key->is_above ? low > key->minimum : low >= key->minimum) &&
           high <= key->maximum;
}

uint32_t
suf_assumption_use(suf_reader *self, const suf_key *key, const suf_node *node)
{
    const char *name = node->text + 1;
    uint32_t found = suf_names_find(&self->assumptions, name);
    if (found == SUF_NONE) {
        suf_reader_fault_near(self, &node->place,
            suf_reader_near(self, &self->assumptions, name),
            "found '$%.80s', expected the name of an assumption", name);
        return SUF_NONE;
    }
    suf_assumption *assumption = &self->scenario->assumptions[found];
    double low = 0;
    double high = 0;
    support(assumption, &low, &high);
    if (!isfinite(low) || !isfinite(high)) {
        return found; /* told already where it is defined */
    }
    char expected[300];
    suf_key_expected(key, expected);
    if (assumption->dimension != key->dimension) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', an assumption that is %s, expected %s", node->text,
            dimension_word(assumption->dimension), expected);
        return SUF_NONE;
    }
    if (!fits(key, low, high)) {
        const char *unit = key->dimension == SUF_DIMENSION_DURATION ? " days"
                           : key->dimension == SUF_DIMENSION_RATE   ? " per day"
                                                                    : "";
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', an assumption that reaches from %.6g to %.6g%s, expected %s",
            node->text, low, high, unit, expected);
        return SUF_NONE;
    }
    double least =
        key->is_above ? nextafter(key->minimum, (double) INFINITY) : key->minimum;
    assumption->minimum = fmax(assumption->minimum, least);
    assumption->maximum = fmin(assumption->maximum, key->maximum);
    return found;
}
