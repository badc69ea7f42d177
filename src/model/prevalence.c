/* From the share of people who hold a place to the rate at which they ask for one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "model/parameters.h"

/* A stay is over when so little of its mean lies ahead. */
#define KERNEL_TAIL 1e-9

/* What stays the same while the rate is looked for. */
typedef struct equation {
    const suf_prevalence_problem *problem;
    double people;   /* whom the share is of */
    double *kernel;  /* [n_kernel], see set_kernel; not for exponential stays */
    double *entries; /* [n_ages] begun stays a day per person, by age */
    uint32_t n_kernel;
    uint32_t n_months; /* from the first age at which somebody may ask */
} equation;

/* Mean over the month that begins at `from` (in months) of the days that a stay has
 * lasted by then, cut at the moment itself: Simpson's rule on the equilibrium
 * distribution. */
static double
mean_days_by(const suf_distribution *stay, double from, uint32_t n_steps)
{
    double step = SUF_DAYS_PER_MONTH / n_steps;
    double sum = 0;
    for (uint32_t i = 0; i <= n_steps; i++) {
        double weight = i == 0 || i == n_steps ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * suf_distribution_equilibrium_cdf(
                            stay, from * SUF_DAYS_PER_MONTH + i * step);
    }
    return suf_distribution_mean(stay) * sum / (3 * n_steps);
}

/* kernel[j]: days in a place during a month j months later, for one who began at a random
 * moment of a month, as a mean over that later month. */
static void
set_kernel(equation *self)
{
    /* Stays far shorter than a month bend most in the first two. */
    enum { FINE = 32, COARSE = 2, N_FINE = 2 };
    const suf_distribution *stay = self->problem->stay;
    double last = 0;
    uint32_t n = 0;
    while (n < self->n_months && suf_distribution_equilibrium_cdf(stay,
                                     (n - 1.) * SUF_DAYS_PER_MONTH) < 1 - KERNEL_TAIL) {
        double days = mean_days_by(stay, n, n < N_FINE ? FINE : COARSE);
        self->kernel[n++] = days - last;
        last = days;
    }
    self->n_kernel = n;
}

/* The first age (months) at which somebody of a group may ask. */
static uint32_t
first_age(const suf_prevalence_problem *problem, uint32_t group)
{
    const double *factor = problem->factor + (size_t) group * problem->n_ages;
    uint32_t first = 0;
    while (first < problem->n_ages && !(factor[first] > 0)) {
        first++;
    }
    return first;
}

static suf_status
equation_init(equation *self, const suf_prevalence_problem *problem)
{
    *self = (equation){.problem = problem};
    for (uint32_t group = 0; group < problem->n_groups; group++) {
        const double *counts = problem->people + (size_t) group * problem->n_ages;
        for (uint32_t x = problem->of_from; x < problem->n_ages && x < problem->of_to;
             x++) {
            self->people += counts[x];
        }
        uint32_t n_months = problem->n_ages - first_age(problem, group);
        self->n_months = n_months > self->n_months ? n_months : self->n_months;
    }
    if (problem->stay->kind == SUF_DISTRIBUTION_EXPONENTIAL) {
        return SUF_OK;
    }
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_array_new((size_t) self->n_months + 1, sizeof *self->kernel, &self->kernel));
    SUF_TRY(suf_array_new(problem->n_ages, sizeof *self->entries, &self->entries));
    set_kernel(self);
out:
    return status;
}

static void
equation_free(equation *self)
{
    free(self->kernel);
    free(self->entries);
}

/* Hazard of death of a group at an age (months), per day, where holders are spared it. */
static double
spared_hazard(const suf_prevalence_problem *problem, uint32_t group, uint32_t age)
{
    return problem->hazard != NULL
               ? problem->hazard[(size_t) group * problem->n_ages + age]
               : 0;
}

/* Holders of a group for an exponential stay: p' = r (1 - p) - p / m + h p has constant
 * rates within a month, and there the solution is exact. */
static double
holders_exponential(
    const suf_prevalence_problem *problem, uint32_t group, uint32_t first, double rate)
{
    const double *people = problem->people + (size_t) group * problem->n_ages;
    const double *factor = problem->factor + (size_t) group * problem->n_ages;
    double leave = 1 / suf_distribution_mean(problem->stay);
    double holders = 0;
    double p = 0;
    double limit = 0;
    double decay = 0;
    double mean_decay = 0;
    for (uint32_t x = first; x < problem->n_ages && x < problem->stay_until; x++) {
        if (x == first || problem->hazard != NULL || factor[x] < factor[x - 1] ||
            factor[x] > factor[x - 1]) {
            double r = rate * factor[x];
            double total = r + leave - spared_hazard(problem, group, x);
            double k = total * SUF_DAYS_PER_MONTH;
            if (fabs(k) < 1e-9) {
                k = 1e-9; /* gains and losses cancel: the limit of the formula */
                total = k / SUF_DAYS_PER_MONTH;
            }
            limit = r / total;
            decay = exp(-k);
            mean_decay = -expm1(-k) / k;
        }
        holders += people[x] * (limit + (p - limit) * mean_decay);
        p = limit + (p - limit) * decay;
    }
    return holders;
}

/* Sum of entries[x - j] kernel[j] over j from 1 to n: four sums, so that one addition
 * need not wait for another. */
static double
convolve(const double *entries, const double *kernel, uint32_t x, uint32_t n)
{
    double sum[4] = {0};
    uint32_t j = 1;
    for (; j + 3 <= n; j += 4) {
        for (uint32_t i = 0; i < 4; i++) {
            sum[i] += entries[x - j - i] * kernel[j + i];
        }
    }
    for (; j <= n; j++) {
        sum[0] += entries[x - j] * kernel[j];
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Holders of a group for any stay. The Volterra equation, with requests constant within
 * each month of age and p its mean over the month (Galerkin's method with piecewise
 * constants; Atkinson 1997, The Numerical Solution of Integral Equations of the Second
 * Kind, section 3.1): without error where few hold a place. */
static double
holders_general(const equation *self, uint32_t group, uint32_t first, double rate)
{
    const suf_prevalence_problem *problem = self->problem;
    const double *people = problem->people + (size_t) group * problem->n_ages;
    const double *factor = problem->factor + (size_t) group * problem->n_ages;
    double holders = 0;
    double survived =
        1; /* of the cohort, from the first age to the middle of this month */
    for (uint32_t x = first; x < problem->n_ages && x < problem->stay_until; x++) {
        uint32_t n = x - first < self->n_kernel ? x - first : self->n_kernel - 1;
        double r = rate * factor[x];
        double own = r * self->kernel[0];
        double half = exp(-spared_hazard(problem, group, x) * SUF_DAYS_PER_MONTH / 2);
        survived *= half;
        double earlier = convolve(self->entries, self->kernel, x, n) / survived;
        double p = (earlier + own) / (1 + own);
        p = p < 1 ? p : 1;
        self->entries[x] = r * (1 - p) * survived;
        survived *= half;
        holders += people[x] * p;
    }
    return holders;
}

static double
share_of_rate(const equation *self, double rate)
{
    const suf_prevalence_problem *problem = self->problem;
    bool is_exponential = problem->stay->kind == SUF_DISTRIBUTION_EXPONENTIAL;
    double holders = 0;
    for (uint32_t group = 0; group < problem->n_groups; group++) {
        uint32_t first = first_age(problem, group);
        holders += is_exponential ? holders_exponential(problem, group, first, rate)
                                  : holders_general(self, group, first, rate);
    }
    return holders / self->people;
}

suf_status
suf_share_of_rate(const suf_prevalence_problem *problem, double per_day, double *share)
{
    equation self;
    suf_status status = equation_init(&self, problem);
    *share = status == SUF_OK && self.people > 0 ? share_of_rate(&self, per_day)
                                                 : (double) NAN;
    equation_free(&self);
    return status;
}

static double
excess(double per_day, void *context)
{
    const equation *self = context;
    return share_of_rate(self, per_day) - self->problem->share;
}

static suf_status
solve(equation *self, double low, double high, double *per_day)
{
    gsl_function function = {excess, self};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL) {
        return SUF_RAISE(SUF_ERROR_MEMORY);
    }
    int code = gsl_root_fsolver_set(solver, &function, low, high);
    for (int i = 0; code == GSL_SUCCESS && i < 100; i++) {
        code = gsl_root_fsolver_iterate(solver);
        if (code == GSL_SUCCESS &&
            gsl_root_test_interval(gsl_root_fsolver_x_lower(solver),
                gsl_root_fsolver_x_upper(solver), 0, 1e-10) == GSL_SUCCESS) {
            break;
        }
    }
    *per_day = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return code == GSL_SUCCESS ? SUF_OK : SUF_RAISE(SUF_ERROR_GSL);
}

suf_status
suf_prevalence_solve(const suf_prevalence_problem *problem, double *per_day)
{
    enum { MAX_RATE_PER_DAY = 1000 };
    equation self;
    suf_status status = SUF_OK;
    *per_day = 0;
    SUF_TRY(equation_init(&self, problem));
    if (problem->share > 0) {
        double low = 0;
        double high = 1e-6;
        while (self.people > 0 && low < MAX_RATE_PER_DAY && !(excess(high, &self) > 0)) {
            low = high;
            high = fmin(8 * high, MAX_RATE_PER_DAY);
        }
        if (!(self.people > 0) || low >= MAX_RATE_PER_DAY) {
            status = SUF_RAISE(SUF_ERROR_PARAMETER);
            goto out;
        }
        status = solve(&self, low, high, per_day);
    }
out:
    equation_free(&self);
    return status;
}
