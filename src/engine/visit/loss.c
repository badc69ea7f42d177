/* The time-dependent Erlang loss system M(t)/M/C/C.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While nobody is refused the number present is Poisson, and its mean is known (Eick,
 * Massey and Whitt 1993): nothing needs to be solved. From the moment on at which the
 * places begin to matter the probabilities are followed within a moving window of states,
 * in steps of time that are as long as their error allows. A step is the restricted Pade
 * approximation of order 3 (Norsett 1978; Hairer and Wanner, Solving ODEs II, section
 * IV.6): with A = I - GAMMA h Q,
 *     p(t + h) = B1 y1 + B2 y2 + B3 y3,  A y1 = p(t),  A y2 = y1,  A y3 = y2,
 * L-stable, so that states of fast rates cannot make it swing, and the same solutions
 * give the integral of p over the step. Q is tridiagonal, so a step costs as much as the
 * window has states. Probability is kept. */
#include "loss.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define GAMMA 0.43586652150845899942 /* root of 6 g^3 - 18 g^2 + 9 g - 1 */
#define G     (1 / GAMMA)
#define B3    ((G * G - 4 * G + 2) / 2)
#define B2    (G - 1 - 2 * B3)
#define B1    (1 - B2 - B3)

/* Largest probability that a step may move wrongly, by sqrt(places): the more states, the
 * less of it concerns the last. */
#define STEP_ERROR      2.5e-4
#define MOST_STEP_ERROR 5e-3
/* -ln of the probability of all places being taken that is taken for none. */
#define NO_REFUSAL 16
/* Probability that is left out at either side of the window. */
#define TAIL 1e-7
/* From so many places on the number present hardly varies: by less than 0.0013 of the
 * places where all are taken. */
#define FLUID_PLACES 400000
/* A load so many times the places is as good as any larger one. */
#define LARGEST_LOAD 1e6

void
suf_loss_free(suf_loss *self)
{
    free(self->p);
    free(self->work);
    *self = (suf_loss){0};
}

suf_status
suf_loss_empty(suf_loss *self, uint32_t places, double stay)
{
    suf_status status = SUF_OK;
    if (places < FLUID_PLACES) {
        size_t n = (size_t) places + 1;
        SUF_TRY(suf_array_grow(&self->p, &self->room, n, sizeof *self->p));
        SUF_TRY(suf_array_grow(&self->work, &self->work_room, 5 * n, sizeof *self->work));
    }
    self->places = places;
    self->stay = stay;
    self->present = 0;
    self->is_free = true;
    self->step = 1;
    self->step_error = fmin(STEP_ERROR * sqrt(places), MOST_STEP_ERROR);
out:
    return status;
}

/* Chernoff's bound of a Poisson number of mean `load` being `places` or more, as -ln. */
static double
tail_exponent(double load, double places)
{
    return load > 0 ? places * log(places / load) - places + load : HUGE_VAL;
}

bool
suf_loss_is_free(double load, double places)
{
    return load < places && tail_exponent(load, places) > NO_REFUSAL;
}

/* The largest load that is free, a little below. */
static double
largest_free(double places)
{
    double low = 0;
    double high = places;
    for (int i = 0; i < 40 && high - low > 1e-4 * high; i++) {
        double middle = (low + high) / 2;
        if (suf_loss_is_free(middle, places)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Nobody is refused for a time: da/dt = rate - a / stay. Returns person-hours. */
static double
advance_free(suf_loss *self, double rate, double time)
{
    double steady = rate * self->stay;
    double gone = -expm1(-time / self->stay);
    double hours = steady * time + (self->present - steady) * self->stay * gone;
    self->present += (steady - self->present) * gone;
    return hours;
}

/* From a Poisson number to its probabilities. */
static void
set_probabilities(suf_loss *self)
{
    double mean = self->present;
    double reach = 5.5 * sqrt(mean) + 6;
    self->low = mean > reach ? (uint32_t) (mean - reach) : 0;
    self->high = mean + reach < self->places ? (uint32_t) (mean + reach) : self->places;
    uint32_t mode = (uint32_t) fmin(mean, self->high);
    double *p = self->p;
    double sum = p[mode] = 1;
    for (uint32_t n = mode; n > self->low; n--) {
        p[n - 1] = p[n] * n / mean;
        sum += p[n - 1];
    }
    for (uint32_t n = mode + 1; n <= self->high; n++) {
        p[n] = p[n - 1] * mean / n;
        sum += p[n];
    }
    for (uint32_t n = self->low; n <= self->high; n++) {
        p[n] /= sum;
    }
    self->variance = mean;
    self->is_free = false;
}

/* Room for where the people may be after a step. */
static void
widen(suf_loss *self, double rate, double step)
{
    double drift = (rate - self->present / self->stay) * step;
    double spread =
        5.5 * sqrt(self->variance + (rate + self->present / self->stay) * step) + 6;
    double top = ceil(self->present + fmax(drift, 0) + spread);
    double bottom = floor(self->present + fmin(drift, 0) - spread);
    uint32_t high = top < self->places ? (uint32_t) top : self->places;
    uint32_t low = bottom > 0 ? (uint32_t) bottom : 0;
    while (self->high < high) {
        self->p[++self->high] = 0;
    }
    while (self->low > low) {
        self->p[--self->low] = 0;
    }
}

/* Leaves out states at the edges that are as good as empty; the last that is kept takes
 * what they have. */
static void
narrow(suf_loss *self)
{
    double *p = self->p;
    double tail = 0;
    while (self->low < self->high && fabs(tail + p[self->low]) < TAIL) {
        tail += p[self->low++];
    }
    p[self->low] += tail;
    tail = 0;
    while (self->high > self->low && fabs(tail + p[self->high]) < TAIL) {
        tail += p[self->high--];
    }
    p[self->high] += tail;
}

/* A in factors: of row n the inverse of the pivot, and the share of y(n + 1) that is
 * taken off on the way back. Who would leave the window stays in its last state. At the
 * same time the way there of A y1 = p: two chains of sums that do not wait for each
 * other.
 */
static void
factor(const suf_loss *self, double rate, double step, double *inverse, double *back,
    double *y1)
{
    double up = GAMMA * step * rate;
    double down = GAMMA * step / self->stay;
    double last = 0;
    double last_y = 0;
    for (uint32_t n = self->low; n <= self->high; n++) {
        double pivot = 1 + (n < self->high ? up : 0) + (n > self->low ? n * down : 0);
        inverse[n] = 1 / (pivot - up * last);
        last = back[n] = (n + 1.) * down * inverse[n];
        last_y = y1[n] = (self->p[n] + up * last_y) * inverse[n];
    }
}

static void
solve_forth(const suf_loss *self, double up, const double *inverse, const double *right,
    double *y)
{
    double last = 0;
    for (uint32_t n = self->low; n <= self->high; n++) {
        last = y[n] = (right[n] + up * last) * inverse[n];
    }
}

static void
solve_back(const suf_loss *self, const double *back, double *y)
{
    double last = y[self->high];
    for (uint32_t n = self->high; n > self->low; n--) {
        last = y[n - 1] += back[n - 1] * last;
    }
}

/* Tries a step; returns its error. Unless that is too large the step is made, and the
 * time during which all places were taken, and the person-hours, are added to *hour. */
static double
try_step(suf_loss *self, double rate, double step, suf_loss_hour *hour)
{
    size_t n_states = (size_t) self->places + 1;
    double *inverse = self->work;
    double *back = inverse + n_states;
    double *y1 = back + n_states;
    double *y2 = y1 + n_states;
    double *y3 = y2 + n_states;
    double *p = self->p;
    double up = GAMMA * step * rate;
    widen(self, rate, step);
    factor(self, rate, step, inverse, back, y1);
    solve_back(self, back, y1);
    solve_forth(self, up, inverse, y1, y2);
    solve_back(self, back, y2);
    solve_forth(self, up, inverse, y2, y3);
    solve_back(self, back, y3);
    double error = 0;
    for (uint32_t n = self->low; n <= self->high; n++) {
        error += fabs(y3[n] - p[n] + 3 * (y1[n] - y2[n]));
    }
    error *= fabs(B3);
    if (error > 4 * self->step_error) {
        return error;
    }
    double sum = 0;
    double squares = 0;
    double person_time = 0;
    for (uint32_t n = self->low; n <= self->high; n++) {
        double distance = n - self->present;
        double spent = y1[n] + (1 - B1) * y2[n] + B3 * y3[n];
        person_time += distance * spent;
        p[n] = B1 * y1[n] + B2 * y2[n] + B3 * y3[n];
        sum += distance * p[n];
        squares += distance * distance * p[n];
    }
    if (self->high == self->places) {
        uint32_t n = self->places;
        double spent = y1[n] + (1 - B1) * y2[n] + B3 * y3[n];
        hour->refused += fmax(0, step * GAMMA * spent);
    }
    hour->present += step * (self->present + GAMMA * person_time);
    self->present += sum;
    self->variance = fmax(0, squares - sum * sum);
    narrow(self);
    return error;
}

/* Goes on by a time in as many steps as it takes. */
static void
advance_steps(suf_loss *self, double rate, double time, suf_loss_hour *hour)
{
    double left = time;
    while (left > 0) {
        double step = self->step < left ? self->step : left;
        double error = try_step(self, rate, step, hour);
        double factor = error > 0 ? 0.9 * cbrt(self->step_error / error) : 4;
        if (error <= 4 * self->step_error) {
            left = step < left ? left - step : 0;
        }
        factor = fmin(4, fmax(0.2, factor));
        /* A step that was cut by the hour tells nothing against a longer one. */
        bool is_cut = step < self->step && factor >= 1;
        self->step = is_cut ? fmax(self->step, step * factor) : step * factor;
    }
}

/* Very many places: the number present is its mean, and no more than the places. */
static void
advance_fluid(suf_loss *self, double rate, suf_loss_hour *hour)
{
    double places = self->places;
    double steady = rate * self->stay;
    double until = 1;
    if (steady > places) {
        until = self->present < places
                    ? self->stay * log((steady - self->present) / (steady - places))
                    : 0;
        until = until < 1 ? until : 1;
    }
    hour->present = advance_free(self, rate, until);
    if (until < 1) {
        self->present = places;
        hour->present += (1 - until) * places;
    }
    hour->refused = steady > places ? (1 - until) * (1 - places / steady) : 0;
}

void
suf_loss_advance(suf_loss *self, double rate, suf_loss_hour *hour)
{
    double places = self->places;
    rate = fmin(rate, LARGEST_LOAD * places / self->stay);
    double steady = rate * self->stay;
    double left = 1;
    *hour = (suf_loss_hour){.refused = 1};
    if (self->places == 0) {
        return;
    }
    hour->refused = 0;
    if (self->places >= FLUID_PLACES) {
        advance_fluid(self, rate, hour);
        return;
    }
    if (self->is_free) {
        double end = steady + (self->present - steady) * exp(-1 / self->stay);
        double most = end > self->present ? end : self->present;
        double free_until = 1;
        if (!suf_loss_is_free(most, places)) {
            double limit = largest_free(places);
            free_until =
                limit > self->present
                    ? self->stay * log1p((limit - self->present) / (steady - limit))
                    : 0;
        }
        hour->present = advance_free(self, rate, free_until);
        left = 1 - free_until;
        if (!(left > 0)) {
            return;
        }
        set_probabilities(self);
    }
    advance_steps(self, rate, left, hour);
    hour->refused = fmin(hour->refused, 1);
}
