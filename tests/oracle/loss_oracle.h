/* A naive M(t)/M/C/C, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Kolmogorov equations of all states by uniformisation: the jump chain at a Poisson
 * number of jumps, whose terms are all positive, until less than 1e-12 is left out. It
 * shares nothing with the program. */
#ifndef SUF_TESTS_LOSS_ORACLE_H
#define SUF_TESTS_LOSS_ORACLE_H

enum { LOSS_ORACLE_PLACES = 130 };

typedef struct loss_oracle {
    int places;                       /* at most LOSS_ORACLE_PLACES */
    double stay;                      /* mean, hours */
    double p[LOSS_ORACLE_PLACES + 1]; /* probability of so many being there */
} loss_oracle;

typedef struct loss_oracle_hour {
    double refused; /* share of the time that all places are taken */
    double present; /* mean number present */
} loss_oracle_hour;

void loss_oracle_empty(loss_oracle *self);
/* Goes on by an hour in which `rate` people come. */
loss_oracle_hour loss_oracle_advance(loss_oracle *self, double rate);

#endif
