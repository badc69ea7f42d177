/* A naive M(t)/M/C/C.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss_oracle.h"

#include <math.h>

enum { STEPS_PER_HOUR = 40 };

/* One jump or none of the chain that jumps at rate `total`. */
static void
jump(const loss_oracle *self, double rate, double total, const double *from, double *to)
{
    int c = self->places;
    for (int n = 0; n <= c; n++) {
        double up = n < c ? rate : 0;
        to[n] = from[n] * (1 - (up + n / self->stay) / total);
        to[n] += n > 0 ? from[n - 1] * rate / total : 0;
        to[n] += n < c ? from[n + 1] * (n + 1) / self->stay / total : 0;
    }
}

/* Goes on by a time; adds the time with all places taken, and the person-time. */
static void
go_on(loss_oracle *self, double rate, double time, double *full, double *person_time)
{
    double total = rate + self->places / self->stay;
    double weight = exp(-total * time); /* of k jumps */
    double more = 1 - weight;           /* probability of more than k */
    double terms[2][LOSS_ORACLE_PLACES + 1];
    double after[LOSS_ORACLE_PLACES + 1] = {0};
    int c = self->places;
    for (int n = 0; n <= c; n++) {
        terms[0][n] = self->p[n];
    }
    for (int k = 0;; k++) {
        const double *now = terms[k % 2];
        for (int n = 0; n <= c; n++) {
            after[n] += weight * now[n];
            *person_time += more / total * n * now[n];
        }
        *full += more / total * now[c];
        if (more < 1e-12) {
            break;
        }
        jump(self, rate, total, now, terms[(k + 1) % 2]);
        weight *= total * time / (k + 1);
        more -= weight;
    }
    for (int n = 0; n <= c; n++) {
        self->p[n] = after[n];
    }
}

loss_oracle_hour
loss_oracle_advance(loss_oracle *self, double rate)
{
    loss_oracle_hour hour = {0, 0};
    /* Short enough that exp(-total x time) does not vanish. */
    for (int i = 0; i < STEPS_PER_HOUR; i++) {
        go_on(self, rate, 1.0 / STEPS_PER_HOUR, &hour.refused, &hour.present);
    }
    return hour;
}

void
loss_oracle_empty(loss_oracle *self)
{
    for (int n = 0; n <= self->places; n++) {
        self->p[n] = n == 0;
    }
}
