/* Markov chains in continuous time: what they are in the long run, solved by itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of rules whose exact law has no closed form: states are numbered by the test,
 * transitions are added one by one, and the balance equations pi_j out_j = sum pi_i q_ij
 * are solved by Gauss and Seidel until no probability changes by more than 1e-14. */
#ifndef SUF_ORACLE_MARKOV_H
#define SUF_ORACLE_MARKOV_H

#include <stdbool.h>
#include <stddef.h>

typedef struct markov_move {
    size_t from, to;
    double rate;
} markov_move;

typedef struct markov {
    size_t n; /* states */
    markov_move *moves;
    size_t n_moves, capacity;
    double *share; /* [n] of time, after markov_solve */
} markov;

void markov_init(markov *self, size_t n);
void markov_free(markov *self);
void markov_add(markov *self, size_t from, size_t to, double rate);
void markov_solve(markov *self);
/* Moves the probabilities in `share` on by a time, by uniformisation, to 1e-13. */
void markov_run(markov *self, double time);

/* Independent observations of a number that is known, one a replication. */
typedef struct judged {
    double n, sum, squares;
} judged;

void judged_add(judged *self, double value);
/* The acceptance rule of tests/validation: |z| < 4.65, and a standard error of at most a
 * 5.5th of 1 % of the value; of a probability of the larger of that and 0.002. Fails the
 * test, and prints what was found. */
void judged_assert(
    const judged *self, const char *name, double expected, bool is_probability);

#endif
