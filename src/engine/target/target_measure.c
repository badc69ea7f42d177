/* The value of a target now, and whether it is met.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_measure.h"

#include <math.h>

#include "engine/target/target_value.h"
#include "model/areas.h"

/* 1: met, 0: missed, NAN: undecided. A rounding of the last bits does not miss it. */
static double
is_met(double value, double required, bool is_at_most)
{
    const double slack = 1e-12;
    if (isnan(value) || isnan(required)) {
        return (double) NAN;
    }
    double margin = is_at_most ? required - value : value - required;
    return margin >= -slack * fmax(1, fabs(required)) ? 1 : 0;
}

/* Both: missed where one is, else undecided where one is. */
static double
both(double a, double b)
{
    if ((a <= 0) || (b <= 0)) {
        return 0;
    }
    return isnan(a) || isnan(b) ? (double) NAN : 1;
}

/* Puts a value at its district. Of zones, which come one after the other, a district has
 * the value of the worst of them. */
static void
tell_district(const suf_district_values *out, const suf_target *target,
    const suf_model *model, uint32_t number, double value, double met)
{
    uint32_t district = suf_area_district(model, target->districts[number]);
    uint32_t at = suf_layout_district(out->map, district);
    bool is_first = true;
    for (uint32_t i = 0; i < number; i++) {
        is_first = is_first && suf_area_district(model, target->districts[i]) != district;
    }
    bool is_worse =
        target->is_at_most ? value > out->values[at] : value < out->values[at];
    if (is_first || is_worse || isnan(out->values[at])) {
        out->values[at] = value;
    }
    out->mets[at] = is_first ? met : both(out->mets[at], met);
}

static suf_measured
measure_each(const suf_target_state *state, const suf_target *target,
    const suf_district_values *out)
{
    suf_measured all = {(double) NAN, 1, 1};
    for (uint32_t i = 0; i < target->n_districts; i++) {
        uint32_t district = target->districts[i];
        double value = suf_target_value(state, target, &district, 1);
        double met = is_met(value, target->value, target->is_at_most);
        bool is_worse = target->is_at_most ? value > all.value : value < all.value;
        all.value = is_worse || isnan(all.value) ? value : all.value;
        all.met = both(all.met, met);
        all.stretch_met =
            both(all.stretch_met, is_met(value, target->stretch, target->is_at_most));
        if (out->values != NULL) {
            tell_district(out, target, state->model, i, value, met);
        }
    }
    return all;
}

suf_measured
suf_target_measure(const suf_target_state *state, const suf_target *target,
    const suf_district_values *out)
{
    if (target->is_each) {
        return measure_each(state, target, out);
    }
    double value =
        suf_target_value(state, target, target->districts, target->n_districts);
    return (suf_measured){value, is_met(value, target->value, target->is_at_most),
        is_met(value, target->stretch, target->is_at_most)};
}
