/* The time-dependent Erlang loss system M(t)/M/C/C: who is there, and who is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People come at a Poisson rate that is constant within each hour, stay for exponential
 * times, and are refused while all places are taken. The probabilities p of the number
 * present follow the Kolmogorov equations
 *     p'(n) = rate p(n - 1) - (rate [n < C] + n / stay) p(n) + (n + 1) / stay p(n + 1),
 * which are solved numerically; how exactly is in loss.c and model.md. Times are in
 * hours. */
#ifndef SUF_ENGINE_LOSS_H
#define SUF_ENGINE_LOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* A system in hand, with room that is used again. Zeroed is ready for suf_loss_empty. */
typedef struct suf_loss {
    uint32_t places;
    double stay;    /* mean, > 0 */
    double present; /* mean number present now */
    bool is_free;   /* nobody was refused so far: the number present is Poisson */
    /* Otherwise its probabilities are p[low .. high], and beyond them negligible. */
    uint32_t low, high;
    double variance;   /* of p */
    double step;       /* of time, that would do next */
    double step_error; /* largest probability that a step may move wrongly */
    double *p, *work;  /* owned */
    size_t room, work_room;
} suf_loss;

/* Of an hour. */
typedef struct suf_loss_hour {
    double refused; /* share of those who come, 0..1; 1 without places */
    double present; /* mean number present */
} suf_loss_hour;

/* Releases its arrays; one of zeros is allowed. */
void suf_loss_free(suf_loss *self);
/* Nobody is there. stay > 0. */
SUF_MUST_CHECK suf_status suf_loss_empty(suf_loss *self, uint32_t places, double stay);
/* Goes on by one hour, in which `rate` >= 0 people come. */
void suf_loss_advance(suf_loss *self, double rate, suf_loss_hour *hour);
/* True when so few are there at a Poisson load that no more than one in millions finds
 * all places taken. */
bool suf_loss_is_free(double load, double places);

#endif
