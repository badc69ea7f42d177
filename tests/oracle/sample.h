/* Mean and variance of a sample, with their standard errors, for tests against theory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The acceptance rule of the validation: |z| below the bound for all comparisons of the
 * suite together, and a precision gate, so that a wide interval cannot pass: the standard
 * error is at most 1 / 5.5 of the smallest bias worth detecting (then one of that size is
 * found with 80 % power at that bound). */
#ifndef SUF_TESTS_SAMPLE_H
#define SUF_TESTS_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAMPLE_Z_BOUND 4.65
/* The standard error at most, of a quantity of which a bias of 1 % is worth detecting. */
#define SAMPLE_PRECISE_TO (0.01 / 5.5)

/* A sanitizer looks for faults of memory, which a sixteenth of the draws shows as well as
 * all: their numbers are held against theory where the code is optimised. What is told
 * apart is then four times as large. */
#ifdef SAMPLE_FEW
#define SAMPLE_PART 16
#else
#define SAMPLE_PART 1
#endif
#define SAMPLE_DRAWS(n) ((n) / SAMPLE_PART)
/* How much wider a bound on a standard error is with so few. */
#define SAMPLE_WIDER (SAMPLE_PART == 1 ? 1.0 : 4.0)

typedef struct sample {
    size_t n;
    double shift; /* the first value: sums are of differences from it */
    double sums[4];
} sample;

void sample_add(sample *self, double value);
double sample_mean(const sample *self);
double sample_mean_error(const sample *self);
double sample_variance(const sample *self);
/* From the fourth moment: the values need not be normal. */
double sample_variance_error(const sample *self);
/* Whether one count whose variance is at most its mean agrees with the mean expected; no
 * when that is too small to tell a bias of 1 %. */
bool sample_count_agrees(uint64_t count, double expected);
/* The same for a mean, of which a bias of `worth` is worth detecting. */
bool sample_mean_agrees(const sample *self, double expected, double worth);

#endif
