/* A law on an interval whose density is known up to a factor, tabulated.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tabulated.h"

#include <math.h>

enum { N_COARSE = 33, N_INTEGRAL = 65, MOST_STEPS = 12 };

/* What is below exp(-NOTHING) of the greatest density does not count. */
#define NOTHING 30.0

/* Evaluates at n even points; returns the greatest. */
static double
tabulate(
    suf_log_density log_density, void *of, double low, double high, int n, double logs[])
{
    double most = -(double) INFINITY;
    for (int i = 0; i < n; i++) {
        logs[i] = log_density(of, low + (high - low) * i / (n - 1));
        most = fmax(most, logs[i]);
    }
    return most;
}

/* Narrows the interval to where there is something. */
static void
narrow(suf_log_density log_density, void *of, double *low, double *high)
{
    double logs[N_COARSE];
    for (int step = 0; step < MOST_STEPS; step++) {
        double most = tabulate(log_density, of, *low, *high, N_COARSE, logs);
        double h = (*high - *low) / (N_COARSE - 1);
        int first = 0;
        int last = N_COARSE - 1;
        while (first < last && !(logs[first] > most - NOTHING)) {
            first++;
        }
        while (last > first && !(logs[last] > most - NOTHING)) {
            last--;
        }
        /* One point more on either side: the peak may lie between. */
        first = first > 0 ? first - 1 : 0;
        last = last < N_COARSE - 1 ? last + 1 : last;
        double from = *low;
        *low = from + h * first;
        *high = from + h * last;
        if (2 * (last - first) >= N_COARSE) {
            return;
        }
    }
}

double
suf_tabulated_integral(suf_log_density log_density, void *of, double low, double high)
{
    double logs[N_INTEGRAL];
    double sum = 0;
    narrow(log_density, of, &low, &high);
    double most = tabulate(log_density, of, low, high, N_INTEGRAL, logs);
    if (isinf(most)) {
        return most;
    }
    for (int i = 0; i < N_INTEGRAL; i++) {
        bool is_end = i == 0 || i == N_INTEGRAL - 1;
        sum += (is_end ? 0.5 : 1) * exp(logs[i] - most);
    }
    return most + log(sum * (high - low) / (N_INTEGRAL - 1));
}

/* A density between two points, by the parabola through both and the middle: the integral
 * from the first up to t of the way. */
static double
part(double left, double middle, double right, double t)
{
    return t * (left + t * ((4 * middle - 3 * left - right) / 2 +
                               t * 2 * (left - 2 * middle + right) / 3));
}

/* The density in the middle of two points, from the logarithms at four. */
static double
middle_of(const double logs[SUF_N_TABULATED], int i)
{
    bool is_end =
        i == 0 || i == SUF_N_TABULATED - 2 || isinf(logs[i - 1]) || isinf(logs[i + 2]);
    return exp(is_end ? (logs[i] + logs[i + 1]) / 2
                      : (9 * (logs[i] + logs[i + 1]) - logs[i - 1] - logs[i + 2]) / 16);
}

bool
suf_tabulated_make(
    suf_tabulated *self, suf_log_density log_density, void *of, double low, double high)
{
    narrow(log_density, of, &low, &high);
    double most = tabulate(log_density, of, low, high, SUF_N_TABULATED, self->logs);
    self->low = low;
    self->high = high;
    self->up_to[0] = 0;
    for (int i = 0; i < SUF_N_TABULATED; i++) {
        self->logs[i] -= most;
    }
    for (int i = 0; i < SUF_N_TABULATED - 1; i++) {
        self->up_to[i + 1] =
            self->up_to[i] +
            part(exp(self->logs[i]), middle_of(self->logs, i), exp(self->logs[i + 1]), 1);
    }
    return isfinite(most);
}

double
suf_tabulated_quantile(const suf_tabulated *self, double u)
{
    const double *up_to = self->up_to;
    double wanted = u * up_to[SUF_N_TABULATED - 1];
    int at = 0;
    while (at < SUF_N_TABULATED - 2 && up_to[at + 1] < wanted) {
        at++;
    }
    double left = exp(self->logs[at]);
    double middle = middle_of(self->logs, at);
    double right = exp(self->logs[at + 1]);
    double from = 0;
    double to = 1;
    for (int i = 0; i < 52; i++) {
        double t = (from + to) / 2;
        bool is_below = up_to[at] + part(left, middle, right, t) < wanted;
        from = is_below ? t : from;
        to = is_below ? to : t;
    }
    return self->low +
           (self->high - self->low) * (at + (from + to) / 2) / (SUF_N_TABULATED - 1);
}
