/* Cumulative incidence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "incidence.h"

#include <math.h>
#include <string.h>

/* A share that is reached exactly is not lost to the rounding of the sum. */
static const double rounding = 1e-9;

enum { DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS, N_DIGITS = 9, DAYS_DIGITS = 6 };

/* A digit of (group, days): those of the days, which are not negative, order as the bits
 * of the number do. */
static inline size_t
digit_of(const suf_wait *wait, int digit)
{
    uint64_t bits = wait->group;
    if (digit < DAYS_DIGITS) {
        memcpy(&bits, &wait->days, sizeof bits);
    } else {
        digit -= DAYS_DIGITS;
    }
    return bits >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* By one digit after the other, the least first, each keeping the order of the one before
 * (measured on 37,000 waits of a replication: 5 ms by qsort, 0.7 ms so). */
suf_wait *
suf_waits_sort(suf_wait *waits, suf_wait *spare, size_t n)
{
    for (int digit = 0; digit < N_DIGITS; digit++) {
        size_t starts[DIGIT_VALUES + 1] = {0};
        for (size_t i = 0; i < n; i++) {
            starts[digit_of(&waits[i], digit) + 1]++;
        }
        if (n == 0 || starts[digit_of(&waits[0], digit) + 1] == n) {
            continue;
        }
        for (size_t value = 1; value < DIGIT_VALUES; value++) {
            starts[value] += starts[value - 1];
        }
        for (size_t i = 0; i < n; i++) {
            spare[starts[digit_of(&waits[i], digit)]++] = waits[i];
        }
        suf_wait *sorted = spare;
        spare = waits;
        waits = sorted;
    }
    return waits;
}

void
suf_incidence_quantiles(double n_at_once, const suf_wait *waits, size_t n,
    const double *levels, uint32_t n_levels, double *quantiles)
{
    double at_risk = n_at_once + (double) n;
    double incidence = 0; /* F */
    double remaining = 1; /* S */
    double days = 0;
    double n_admitted = n_at_once; /* at `days`, as the next two */
    double n_left = 0;
    double n_censored = 0;
    uint32_t level = 0;
    size_t i = 0;
    for (;;) {
        for (; i < n && waits[i].days <= days; i++) {
            n_admitted += waits[i].end == SUF_WAIT_ADMITTED;
            n_left += waits[i].end == SUF_WAIT_LEFT;
            n_censored += waits[i].end == SUF_WAIT_CENSORED;
        }
        if (at_risk > 0) {
            incidence += remaining * n_admitted / at_risk;
            remaining *= (at_risk - n_admitted - n_left) / at_risk;
            at_risk -= n_admitted + n_left + n_censored;
        }
        while (
            level < n_levels && n_admitted > 0 && incidence >= levels[level] - rounding) {
            quantiles[level++] = days;
        }
        if (i == n || level == n_levels) {
            break;
        }
        days = waits[i].days;
        n_admitted = n_left = n_censored = 0;
    }
    for (; level < n_levels; level++) {
        quantiles[level] = (double) NAN;
    }
}
