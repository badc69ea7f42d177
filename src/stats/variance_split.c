/* How much of the variance comes from what is not known, and how much is chance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "variance_split.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#include "base/number.h"

/* Takes the point at hand into its group once it is whole. */
static void
close_point(suf_variance_split *self, const suf_design_spec *design)
{
    if (self->n != self->inner || isnan(self->sum)) {
        return;
    }
    uint32_t cluster = suf_cluster_of(design, self->point * self->inner);
    uint32_t group = cluster != SUF_NONE ? cluster : self->point % SUF_MOST_CLUSTERS;
    suf_variance_group *of = &self->groups[group];
    double mean = self->sum / self->inner;
    of->n += 1;
    of->means += mean;
    of->squares += mean * mean;
    of->within += self->squares - self->inner * mean * mean;
}

void
suf_variance_split_add(suf_variance_split *self, const suf_design_spec *design,
    uint32_t replication, double value)
{
    if (self->inner == 0) {
        self->inner = design->inner != SUF_NONE && design->inner > 1 ? design->inner : 1;
        self->point = replication / self->inner;
        self->shift = isnan(value) ? 0 : value;
    }
    uint32_t point = replication / self->inner;
    if (point != self->point) {
        self->point = point;
        self->n = 0;
        self->sum = 0;
        self->squares = 0;
    }
    double above = value - self->shift;
    self->n++;
    self->sum += above;
    self->squares += above * above;
    close_point(self, design);
}

static void
add(suf_variance_group *to, const suf_variance_group *from, double sign)
{
    to->n += sign * from->n;
    to->means += sign * from->means;
    to->squares += sign * from->squares;
    to->within += sign * from->within;
}

/* Variance of the assumptions and of chance, from the sums. */
static void
components(
    const suf_variance_group *of, double inner, double *assumptions, double *chance)
{
    double between = inner * (of->squares - of->means * of->means / of->n) / (of->n - 1);
    *chance = of->within / (of->n * (inner - 1));
    *assumptions = (between - *chance) / inner;
}

suf_variance_share
suf_variance_split_share(const suf_variance_split *self, double confidence)
{
    const double none = (double) NAN;
    suf_variance_share share = {none, none, none, none, none, 0};
    suf_variance_group all = {0, 0, 0, 0};
    double groups = 0;
    double inner = self->inner;
    for (int g = 0; g < SUF_MOST_CLUSTERS; g++) {
        add(&all, &self->groups[g], 1);
        groups += self->groups[g].n > 0;
    }
    share.n_points = (uint32_t) all.n;
    if (inner < 2 || groups < 2 || all.n < 3) {
        return share;
    }
    double assumptions = 0;
    double chance = 0;
    components(&all, inner, &assumptions, &chance);
    share.total = assumptions + chance;
    double whole = assumptions / share.total;
    /* Pseudo-values of the groups. */
    double sum = 0;
    double squares = 0;
    for (int g = 0; g < SUF_MOST_CLUSTERS; g++) {
        if (self->groups[g].n > 0) {
            suf_variance_group rest = all;
            add(&rest, &self->groups[g], -1);
            components(&rest, inner, &assumptions, &chance);
            double left = assumptions / (assumptions + chance) - whole;
            sum += left;
            squares += left * left;
        }
    }
    share.error = sqrt((groups - 1) / groups * (squares - sum * sum / groups));
    double half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, groups - 1) * share.error;
    share.share = fmin(fmax(whole, 0), 1);
    share.low = fmin(fmax(whole - half, 0), 1);
    share.high = fmin(fmax(whole + half, 0), 1);
    return share;
}
