/* The least value of a lever at which a condition holds with a probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_search.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/memory.h"
#include "base/number.h"
#include "question/size_places.h"

enum { LEAST_CHECKED = 50, LEAST_PILOT = 50 };
/* More than this share of paths that violate monotonicity gives the brackets up. */
#define MOST_VIOLATIONS 0.01
/* A share that is p but for the last bits reaches it. */
#define ROUNDING 1e-9

/* A level on the scale on which the curve of a sum is nearly straight. */
static double
score(const suf_size_places *self, double p)
{
    double least = 0.5 / self->task->n;
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(p, least), 1 - least));
}

/* The next value between two: the secant's, or the middle. */
static uint32_t
split(const suf_size_places *self, const suf_size_point *low, const suf_size_point *high,
    suf_size_side of, bool is_secant)
{
    uint32_t middle = low->at + (high->at - low->at) / 2;
    double from = score(self, suf_point_level(low, of));
    double rise = score(self, suf_point_level(high, of)) - from;
    if (!is_secant || !(rise > 0)) {
        return middle;
    }
    double part = (score(self, self->task->p) - from) / rise;
    double at = low->at + floor(part * (high->at - low->at));
    at = fmax(at, low->at + 1.0);
    return (uint32_t) fmin(at, high->at - 1.0);
}

/* The value to ask next, with the bracket [high - 1, high) of the points as they are;
 * SUF_NONE: nothing is left to ask. Where a side is open it grows, ever faster. */
static uint32_t
next_value(suf_size_places *self, suf_size_side of, uint32_t high, uint32_t round)
{
    const suf_size_point *points = self->answer->points;
    uint32_t n = self->answer->n_points;
    uint32_t last = self->task->n_values - 1;
    if (high < n && high > 0) {
        return points[high].at == points[high - 1].at + 1
                   ? SUF_NONE
                   : split(self, &points[high - 1], &points[high], of, round % 2 == 0);
    }
    uint32_t stride = self->stride;
    self->stride = stride < last ? 2 * stride : stride;
    if (high == n) { /* not reached yet */
        uint32_t at = points[n - 1].at;
        return at == last ? SUF_NONE : last - at > stride ? at + stride : last;
    }
    uint32_t at = points[0].at; /* reached already */
    return at == 0 ? SUF_NONE : at > stride ? at - stride : 0;
}

/* The least value whose level reaches p; SUF_NONE: none does. */
static suf_status
find_least(suf_size_places *self, suf_size_side of, uint32_t *found)
{
    const suf_size_task *task = self->task;
    suf_status status = SUF_OK;
    for (uint32_t round = 0;; round++) {
        SUF_TRY(suf_places_draw(self));
        const suf_size_point *points = self->answer->points;
        uint32_t n = self->answer->n_points;
        uint32_t high = 0;
        while (high < n && suf_point_level(&points[high], of) < task->p - ROUNDING) {
            high++;
        }
        if (task->tell != NULL) {
            task->tell(task->context, high > 0 ? points[high - 1].at : 0,
                high < n ? points[high].at : SUF_NONE, self->answer->n_asked);
        }
        uint32_t at = next_value(self, of, high, round);
        if (at == SUF_NONE) {
            *found = high == n ? SUF_NONE : points[high].at;
            return SUF_OK;
        }
        SUF_TRY(suf_places_look(self, at));
    }
out:
    return status;
}

static suf_status
find_all(suf_size_places *self)
{
    suf_size_answer *answer = self->answer;
    suf_status status = SUF_OK;
    SUF_TRY(find_least(self, SUF_SIDE_FITS, &answer->fits));
    if (answer->fits != SUF_NONE) {
        SUF_TRY(find_least(self, SUF_SIDE_SAFE, &answer->safe));
        SUF_TRY(find_least(self, SUF_SIDE_UPPER, &answer->upper));
    }
out:
    return status;
}

/* Paths that meet at a value and miss at a larger one, among those that were checked. */
static suf_status
count_violations(suf_size_places *self)
{
    suf_size_answer *answer = self->answer;
    size_t capacity = answer->n_violations;
    suf_status status = SUF_OK;
    answer->n_violations = 0;
    for (uint32_t r = 0; r < self->task->n; r++) {
        uint32_t met_at = SUF_NONE;
        for (uint32_t i = 0; i < self->n_places; i++) {
            double met = self->places[i].met[r];
            if (met > 0 && met_at == SUF_NONE) {
                met_at = self->places[i].at;
            } else if (met <= 0 && met_at != SUF_NONE) {
                SUF_TRY(suf_array_grow(&answer->violations, &capacity,
                    answer->n_violations + 1, sizeof *answer->violations));
                answer->violations[answer->n_violations++] =
                    (suf_size_violation){r, met_at, self->places[i].at};
                break;
            }
        }
    }
out:
    return status;
}

/* Asks the first replications at the answer, whatever their brackets say. */
static suf_status
check_monotone(suf_size_places *self)
{
    uint32_t n = self->task->n;
    uint32_t n_checked = n / 10 > LEAST_CHECKED ? n / 10 : LEAST_CHECKED;
    n_checked = n_checked < n ? n_checked : n;
    suf_status status = SUF_OK;
    SUF_TRY(suf_places_ask(self, self->answer->fits,
        suf_places_gather(self, self->answer->fits, n_checked, true)));
    self->answer->n_checked = n_checked;
    SUF_TRY(count_violations(self));
    if (self->answer->n_violations > 0) {
        SUF_TRY(find_all(self)); /* some brackets have moved */
    }
out:
    return status;
}

/* All replications at all values, from now on. */
static suf_status
pool(suf_size_places *self)
{
    uint32_t n = self->answer->n_points;
    uint32_t *known = NULL;
    suf_status status = SUF_OK;
    self->answer->is_pooled = true;
    SUF_TRY(suf_array_new(n, sizeof *known, &known));
    for (uint32_t i = 0; i < n; i++) {
        known[i] = self->answer->points[i].at;
    }
    for (uint32_t i = 0; i < n; i++) {
        SUF_TRY(suf_places_look(self, known[i]));
    }
    SUF_TRY(find_all(self));
    self->answer->n_checked = self->task->n;
    SUF_TRY(count_violations(self));
out:
    free(known);
    return status;
}

/* Replications of the pilot that meet at a value, by their brackets. */
static uint32_t
n_met_of_pilot(const suf_size_places *self, uint32_t n, uint32_t at)
{
    uint32_t n_met = 0;
    for (uint32_t r = 0; r < n; r++) {
        n_met += self->answer->meets_at[r] <= (int64_t) at ? 1 : 0;
    }
    return n_met;
}

/* Halves a range of values with the first n replications alone: the least at which so
 * many of them meet, or the last. */
static suf_status
halve(suf_size_places *self, uint32_t n, double wanted, uint32_t *found)
{
    uint32_t low = 0; /* too few meet */
    uint32_t high = self->task->n_values - 1;
    suf_status status = SUF_OK;
    if (n_met_of_pilot(self, n, 0) >= wanted) {
        high = 0;
    }
    while (high > low + 1) {
        uint32_t middle = low + (high - low) / 2;
        SUF_TRY(suf_places_ask(self, middle, suf_places_gather(self, middle, n, false)));
        if (n_met_of_pilot(self, n, middle) >= wanted) {
            high = middle;
        } else {
            low = middle;
        }
    }
    *found = high;
out:
    return status;
}

/* A few replications find out where to begin with all: somewhat below the answer, so that
 * most of them meet there and need not be asked again. */
static suf_status
try_pilot(suf_size_places *self, uint32_t *begin)
{
    const suf_size_task *task = self->task;
    uint32_t last = task->n_values - 1;
    uint32_t n = task->n / 20 > LEAST_PILOT ? task->n / 20 : LEAST_PILOT;
    uint32_t likely = 0;
    suf_status status = SUF_OK;
    n = n < task->n ? n : task->n;
    SUF_TRY(suf_places_ask(self, 0, suf_places_gather(self, 0, n, true)));
    SUF_TRY(suf_places_ask(self, last,
        suf_places_gather(self, last, n < SUF_N_FELT ? n : SUF_N_FELT, true)));
    SUF_TRY(suf_places_ask(self, last, suf_places_gather(self, last, n, false)));
    double error = sqrt(task->p * (1 - task->p) / n + 1.0 / task->n);
    SUF_TRY(halve(self, n, fmax(task->p - 2 * error, task->p / 2) * n, begin));
    SUF_TRY(halve(self, n, task->p * n, &likely));
    self->stride = likely > *begin ? likely - *begin : 1;
out:
    return status;
}

/* The pilot did not feel the lever, perhaps as it does not need it: all are asked at the
 * least, and those that miss there at the most. */
static suf_status
look_at_ends(suf_size_places *self, bool *is_ever_missed)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_places_look(self, 0));
    SUF_TRY(suf_places_look(self, self->task->n_values - 1));
    for (uint32_t r = 0; r < self->task->n; r++) {
        *is_ever_missed = *is_ever_missed || self->answer->misses_at[r] >= 0;
    }
out:
    return status;
}

static suf_status
go(suf_size_places *self)
{
    suf_size_answer *answer = self->answer;
    uint32_t begin = 0;
    bool is_ever_missed = false;
    suf_status status = SUF_OK;
    SUF_TRY(try_pilot(self, &begin));
    if (!self->is_felt) {
        SUF_TRY(look_at_ends(self, &is_ever_missed));
    }
    if (!self->is_felt) {
        answer->outcome = is_ever_missed ? SUF_SIZE_NOT_FELT : SUF_SIZE_NOT_NEEDED;
        goto out;
    }
    SUF_TRY(suf_places_look(self, begin));
    SUF_TRY(find_all(self));
    if (answer->fits == SUF_NONE) {
        answer->outcome = SUF_SIZE_NOT_REACHED;
        goto out;
    }
    SUF_TRY(check_monotone(self));
    if (answer->n_violations > MOST_VIOLATIONS * answer->n_checked) {
        SUF_TRY(pool(self));
        answer->outcome =
            answer->fits == SUF_NONE ? SUF_SIZE_NOT_REACHED : SUF_SIZE_FOUND;
    }
    SUF_TRY(suf_places_draw(self));
out:
    return status;
}

suf_status
suf_size_search(const suf_size_task *task, suf_size_answer *answer)
{
    suf_size_places self = {.task = task, .answer = answer};
    suf_status status = SUF_OK;
    *answer = (suf_size_answer){.fits = SUF_NONE, .safe = SUF_NONE, .upper = SUF_NONE};
    SUF_TRY(suf_array_new(task->n, sizeof *answer->misses_at, &answer->misses_at));
    SUF_TRY(suf_array_new(task->n, sizeof *answer->meets_at, &answer->meets_at));
    SUF_TRY(suf_array_new(task->n, sizeof *self.asked, &self.asked));
    SUF_TRY(suf_array_new(task->n, sizeof *self.met, &self.met));
    SUF_TRY(suf_array_new(task->n, sizeof *self.values, &self.values));
    SUF_TRY(suf_array_new(task->n, sizeof *self.felt, &self.felt));
    for (uint32_t r = 0; r < task->n; r++) {
        answer->misses_at[r] = -1;
        answer->meets_at[r] = task->n_values;
    }
    SUF_TRY(go(&self));
out:
    for (uint32_t i = 0; i < self.n_places; i++) {
        free(self.places[i].met);
    }
    free(self.places);
    free(self.asked);
    free(self.met);
    free(self.values);
    free(self.felt);
    if (status != SUF_OK) {
        suf_size_answer_free(answer);
    }
    return status;
}
