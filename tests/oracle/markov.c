/* Markov chains in continuous time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "markov.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "oracle/sample.h"

void
markov_init(markov *self, size_t n)
{
    *self = (markov){.n = n, .share = calloc(n, sizeof(double))};
    assert_non_null(self->share);
}

void
markov_free(markov *self)
{
    free(self->moves);
    free(self->share);
    *self = (markov){0};
}

void
markov_add(markov *self, size_t from, size_t to, double rate)
{
    assert_true(from < self->n && to < self->n && from != to);
    if (self->n_moves == self->capacity) {
        self->capacity = 2 * self->capacity + 64;
        self->moves = realloc(self->moves, self->capacity * sizeof *self->moves);
        assert_non_null(self->moves);
    }
    self->moves[self->n_moves++] = (markov_move){from, to, rate};
}

static int
by_target(const void *one, const void *other)
{
    const markov_move *a = one;
    const markov_move *b = other;
    return (a->to > b->to) - (a->to < b->to);
}

/* Replaces the shares once, state by state; the greatest change. */
static double
sweep(markov *self, const double *out)
{
    double greatest = 0;
    double sum = 0;
    size_t at = 0;
    for (size_t state = 0; state < self->n; state++) {
        double in = 0;
        for (; at < self->n_moves && self->moves[at].to == state; at++) {
            in += self->share[self->moves[at].from] * self->moves[at].rate;
        }
        double share = out[state] > 0 ? in / out[state] : 0;
        greatest = fmax(greatest, fabs(share - self->share[state]));
        self->share[state] = share;
        sum += share;
    }
    for (size_t state = 0; state < self->n; state++) {
        self->share[state] /= sum;
    }
    return greatest;
}

void
markov_solve(markov *self)
{
    double *out = calloc(self->n, sizeof *out);
    assert_non_null(out);
    qsort(self->moves, self->n_moves, sizeof *self->moves, by_target);
    for (size_t i = 0; i < self->n_moves; i++) {
        out[self->moves[i].from] += self->moves[i].rate;
    }
    for (size_t state = 0; state < self->n; state++) {
        self->share[state] = 1 / (double) self->n;
    }
    size_t n_sweeps = 0;
    while (sweep(self, out) > 1e-14) {
        assert_true(++n_sweeps < 200000);
    }
    free(out);
}

void
markov_run(markov *self, double time)
{
    double *out = calloc(self->n, sizeof *out);
    double *now = calloc(self->n, sizeof *now);
    double *next = calloc(self->n, sizeof *next);
    double most = 0;
    assert_true(out != NULL && now != NULL && next != NULL);
    for (size_t i = 0; i < self->n_moves; i++) {
        out[self->moves[i].from] += self->moves[i].rate;
    }
    for (size_t i = 0; i < self->n; i++) {
        most = out[i] > most ? out[i] : most;
        now[i] = self->share[i];
        self->share[i] = 0;
    }
    double weight = exp(-most * time); /* Poisson, of so many steps */
    double left = 1;
    assert_true(most > 0 && weight > 1e-280);
    for (size_t step = 0; left > 1e-13; step++) {
        for (size_t i = 0; i < self->n; i++) {
            self->share[i] += weight * now[i];
            next[i] = now[i] * (1 - out[i] / most);
        }
        for (size_t i = 0; i < self->n_moves; i++) {
            next[self->moves[i].to] +=
                now[self->moves[i].from] * self->moves[i].rate / most;
        }
        double *swap = now;
        now = next;
        next = swap;
        left -= weight;
        weight *= most * time / (double) (step + 1);
    }
    free(out);
    free(now);
    free(next);
}

void
judged_add(judged *self, double value)
{
    self->n++;
    self->sum += value;
    self->squares += value * value;
}

void
judged_assert(const judged *self, const char *name, double expected, bool is_probability)
{
    double mean = self->sum / self->n;
    double variance = (self->squares - self->sum * mean) / (self->n - 1);
    double error = sqrt(variance / self->n);
    double worth = 0.01 * fabs(expected);
    worth = is_probability ? fmax(worth, 0.002) : worth;
    double z = (mean - expected) / error;
    print_message("%s: expected %.8g, found %.8g, se %.2g (at most %.2g), z %.2f\n", name,
        expected, mean, error, worth / 5.5, z);
    assert_true(error <= SAMPLE_WIDER * worth / 5.5);
    assert_true(fabs(z) < 4.65);
}
