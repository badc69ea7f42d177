/* When a unit opens, given what is known of it and the shocks it shares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "known_draw.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "engine/delivery/unit_names.h"

bool
suf_known_bears(const suf_delivery_unit *unit)
{
    return unit->fact == SUF_FACT_NOT_OPEN || unit->fact == SUF_FACT_COUNTED
               ? unit->starts_days < unit->known_days
               : unit->fact != SUF_FACT_NONE;
}

/* sqrt(1 - w): what is the project's own; some, as the check sees to it. */
static suf_known_given
given_by(const suf_known_draw *of)
{
    return (suf_known_given){of->shared.sum, sqrt(1 - of->shared.weight)};
}

static double
uniform_of(const suf_known_draw *of, bool is_replaced, int word)
{
    uint32_t number = of->unit->number + (is_replaced ? SUF_NUMBERS_OF_REPLACEMENTS : 0);
    suf_rng_block block =
        suf_rng_draw(of->key, SUF_BLOCK_UNIT, number, of->unit->purpose);
    return suf_rng_uniform(block.word[word]);
}

/* The way taken, of n: first whether it is one of a cancelled project, then which. Ways
 * of one fate are in the order of their failures; the less u, the more of them, as when
 * nothing is known. NULL: none is possible. */
static const suf_known_way *
choose_way(const suf_known_draw *of, const suf_known_way *ways, uint32_t n,
    suf_known_event event, double *u_beyond)
{
    const suf_known_given given = given_by(of);
    double weight[2] = {0, 0};
    for (uint32_t i = 0; i < n; i++) {
        weight[ways[i].is_replaced || ways[i].is_never] +=
            suf_known_likelihood(&ways[i], event, given);
    }
    double all = weight[0] + weight[1];
    if (!(all > 0)) {
        return NULL;
    }
    bool is_cancelled =
        weight[0] <= 0 || uniform_of(of, false, SUF_WORD_CANCELLATION) < weight[1] / all;
    double u = uniform_of(of, is_cancelled, SUF_WORD_INSPECTION);
    double more = 1; /* P(as many failures, or more) */
    const suf_known_way *taken = NULL;
    *u_beyond = u;
    for (uint32_t i = 0; i < n; i++) {
        bool is_of_fate = (ways[i].is_replaced || ways[i].is_never) == is_cancelled;
        double p = suf_known_likelihood(&ways[i], event, given) / weight[is_cancelled];
        if (!is_of_fate || !(p > 0)) {
            continue;
        }
        if (taken != NULL && u > more) {
            break;
        }
        taken = &ways[i];
        *u_beyond = u / more;
        more -= p;
    }
    return taken;
}

/* The last way of a fate stands for all with more failures: how many more. */
static double
more_failures(const suf_known_draw *of, const suf_known_way *way, double u_beyond)
{
    double pass = suf_parameters_value(of->parameters, &of->unit->pass);
    if (!way->is_rest || pass >= 1) {
        return 0;
    }
    return pass > 0 ? floor(log(fmin(u_beyond, 1)) / log1p(-pass)) : (double) INFINITY;
}

/* Of one that is not open at known_days. */
static double
opening_beyond(
    suf_known *self, const suf_known_draw *of, const suf_known_way *way, double shift)
{
    const suf_delivery_unit *unit = of->unit;
    const suf_delay *delay = &of->parameters->delay;
    double begin = unit->starts_days + shift;
    double opened = begin;
    if (unit->duration_days > 0) {
        double u = uniform_of(of, way->is_replaced, SUF_WORD_DELAY);
        double above = fmax(0, (unit->known_days - begin) / unit->duration_days);
        opened += unit->duration_days * suf_delay_draw(delay, of->shared, u, above);
        self->scores[of->index] = suf_delay_score(delay, of->shared, u, above);
    }
    return fmax(opened, unit->known_days); /* rounding must not say otherwise */
}

/* Of one that is open by known_days, it is not known since when. */
static double
opening_before(suf_known *self, const suf_known_draw *of, const suf_known_way *way)
{
    const suf_delivery_unit *unit = of->unit;
    const suf_known_given given = given_by(of);
    double u = uniform_of(of, way->is_replaced, SUF_WORD_DELAY);
    double open = gsl_cdf_ugaussian_P((way->score - given.sum) / given.own);
    double score = given.sum + given.own * gsl_cdf_ugaussian_Pinv(u * open);
    double opened =
        unit->starts_days + way->shift_days +
        unit->duration_days * suf_delay_of_score(&of->parameters->delay, score);
    self->scores[of->index] = score;
    return fmin(opened, nextafter(unit->known_days, 0));
}

double
suf_known_opening(suf_known *self, const suf_known_draw *of, bool *is_replaced)
{
    const suf_delivery_unit *unit = of->unit;
    bool is_opened = unit->fact == SUF_FACT_OPENED;
    bool is_open = unit->fact == SUF_FACT_COUNTED && self->is_open[of->index];
    double at = is_opened ? unit->opened_days : unit->known_days;
    suf_known_event event = is_opened ? SUF_KNOWN_OPENS
                            : is_open ? SUF_KNOWN_OPEN
                                      : SUF_KNOWN_NOT_OPEN;
    suf_known_way *ways = &self->ways[self->first_way[of->index]];
    uint32_t n = suf_known_ways(unit, unit->starts_days, at, of->parameters, ways);
    double u_beyond = 1;
    const suf_known_way *way = choose_way(of, ways, n, event, &u_beyond);
    *is_replaced = way != NULL && way->is_replaced;
    self->scores[of->index] = (double) NAN;
    if (is_opened) {
        self->scores[of->index] =
            way != NULL && isfinite(way->score) ? way->score : (double) NAN;
        return unit->opened_days;
    }
    if (way == NULL) {
        return unit->known_days; /* the law has it open by then, and it is not */
    }
    if (way->is_never) {
        return (double) INFINITY;
    }
    if (is_open) {
        return opening_before(self, of, way);
    }
    double more = more_failures(of, way, u_beyond);
    return isinf(more)
               ? more
               : opening_beyond(self, of, way, way->shift_days + more * unit->retry_days);
}

void
suf_known_choose(suf_known *self, const suf_known_draw *first)
{
    const suf_delivery_unit *unit = first->unit;
    uint32_t n = unit->n_batch;
    size_t length = (size_t) unit->n_open + 1;
    uint32_t left = unit->n_open;
    suf_known_count(self, first->index, n, unit->n_open, given_by(first));
    for (uint32_t i = 0; i < n; i++) {
        const double *here = self->given_open + i * length;
        /* P(this one is not open | left of those from here on are). */
        double none = 0;
        double closed = 0;
        suf_known_draw of = *first;
        const suf_known_way *ways = &self->ways[self->first_way[first->index + i]];
        for (uint32_t k = 0; k < self->n_ways[first->index + i]; k++) {
            closed += suf_known_likelihood(&ways[k], SUF_KNOWN_NOT_OPEN, given_by(first));
        }
        closed = self->n_ways[first->index + i] > 0 ? closed : 1;
        none = here[left] > 0 ? closed * here[length + left] / here[left] : left == 0;
        of.unit = unit + i;
        self->is_open[first->index + i] =
            left > 0 && uniform_of(&of, false, SUF_WORD_KNOWN) >= none;
        left -= self->is_open[first->index + i];
    }
}
