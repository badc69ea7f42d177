/* What is known while a size is searched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_places.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "stats/estimate.h"

/* --- asking ------------------------------------------------------------------------ */

/* The place of a value, made when it is not there. */
static suf_status
place_of(suf_size_places *self, uint32_t at, suf_size_place **out)
{
    uint32_t i = 0;
    while (i < self->n_places && self->places[i].at < at) {
        i++;
    }
    suf_status status = SUF_OK;
    double *met = NULL;
    if (i == self->n_places || self->places[i].at > at) {
        SUF_TRY(suf_array_grow(
            &self->places, &self->capacity, self->n_places + 1, sizeof *self->places));
        SUF_TRY(suf_array_new(self->task->n, sizeof *met, &met));
        for (uint32_t r = 0; r < self->task->n; r++) {
            met[r] = (double) NAN;
        }
        for (uint32_t j = self->n_places; j > i; j--) {
            self->places[j] = self->places[j - 1];
        }
        self->places[i] = (suf_size_place){at, met};
        self->n_places++;
    }
    *out = &self->places[i];
out:
    return status;
}

/* Narrows the bracket of a replication. One that was seen to miss at a larger value does
 * not meet from here on; one that misses beyond where it met begins anew behind. */
static void
narrow(suf_size_places *self, uint32_t r, int64_t at, bool is_met)
{
    suf_size_answer *answer = self->answer;
    if (is_met) {
        bool is_least = at > answer->misses_at[r] && at < answer->meets_at[r];
        answer->meets_at[r] = is_least ? at : answer->meets_at[r];
        return;
    }
    answer->misses_at[r] = at > answer->misses_at[r] ? at : answer->misses_at[r];
    if (answer->meets_at[r] > at) {
        return;
    }
    answer->meets_at[r] = self->task->n_values;
    for (uint32_t i = self->n_places; i-- > 0 && (int64_t) self->places[i].at > at;) {
        if (self->places[i].met[r] > 0) {
            answer->meets_at[r] = self->places[i].at;
        }
    }
}

/* Asks the first n replications of self->asked, and narrows their brackets. */
suf_status
suf_places_ask(suf_size_places *self, uint32_t at, uint32_t n)
{
    const suf_size_task *task = self->task;
    suf_size_answer *answer = self->answer;
    suf_size_place *here = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(place_of(self, at, &here));
    if (n > 0) {
        SUF_TRY(task->ask(task->context, at, self->asked, n, self->met, self->values));
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = self->asked[i];
        bool is_met = self->met[i] > 0;
        here->met[r] = is_met ? 1 : 0;
        narrow(self, r, at, is_met);
        if (at == 0) {
            self->felt[r] = self->values[i];
        } else if (at == task->n_values - 1 && !isnan(self->places[0].met[r])) {
            double before = self->felt[r];
            self->is_felt = self->is_felt || self->values[i] < before ||
                            self->values[i] > before ||
                            isnan(self->values[i]) != isnan(before);
        }
    }
    answer->n_asked += n;
out:
    return status;
}

/* Those whose bracket straddles a value; all that were not asked there, with all. */
uint32_t
suf_places_gather(suf_size_places *self, uint32_t at, uint32_t end, bool is_all)
{
    const suf_size_answer *answer = self->answer;
    uint32_t n = 0;
    const suf_size_place *here = NULL;
    for (uint32_t i = 0; i < self->n_places; i++) {
        here = self->places[i].at == at ? &self->places[i] : here;
    }
    for (uint32_t r = 0; r < end; r++) {
        bool is_open =
            answer->misses_at[r] < (int64_t) at && (int64_t) at < answer->meets_at[r];
        bool is_new = here == NULL || isnan(here->met[r]);
        if (is_new && (is_all || is_open)) {
            self->asked[n++] = r;
        }
    }
    return n;
}

suf_status
suf_places_look(suf_size_places *self, uint32_t at)
{
    return suf_places_ask(
        self, at, suf_places_gather(self, at, self->task->n, self->answer->is_pooled));
}

/* --- the curve --------------------------------------------------------------------- */

/* Whether a replication meets at a value, by what it answered there, else its bracket. */
static double
status_of(const suf_size_places *self, const suf_size_place *here, uint32_t r)
{
    if (!isnan(here->met[r])) {
        return here->met[r];
    }
    return self->answer->meets_at[r] <= (int64_t) here->at ? 1 : 0;
}

static suf_size_point
point_of(const suf_size_places *self, const suf_size_place *here)
{
    suf_estimate estimate = {0};
    suf_size_point point = {.at = here->at};
    for (uint32_t r = 0; r < self->task->n; r++) {
        suf_estimate_add(&estimate, self->task->design, r, status_of(self, here, r));
        point.n_asked += isnan(here->met[r]) ? 0 : 1;
    }
    point.p = suf_estimate_mean(&estimate);
    suf_estimate_probability(&estimate, self->task->confidence, &point.low, &point.high);
    return point;
}

/* Pools neighbours until P does not fall: the isotonic regression with equal weights. */
static void
make_isotonic(suf_size_point *points, uint32_t n)
{
    for (uint32_t end = 1; end < n; end++) {
        uint32_t begin = end;
        double sum = points[end].p;
        while (begin > 0 && points[begin - 1].p > sum / (end - begin + 1)) {
            begin--;
            sum += points[begin].p;
        }
        /* Pooled blocks already hold their mean at each of their points. */
        for (uint32_t i = begin; i <= end; i++) {
            points[i].p = sum / (end - begin + 1);
        }
    }
}

/* Whether it is known of every replication whether it meets at a place. */
static bool
is_complete(const suf_size_places *self, const suf_size_place *here)
{
    const suf_size_answer *answer = self->answer;
    for (uint32_t r = 0; r < self->task->n; r++) {
        bool is_open = answer->misses_at[r] < (int64_t) here->at &&
                       (int64_t) here->at < answer->meets_at[r];
        if (isnan(here->met[r]) && (is_open || answer->is_pooled)) {
            return false;
        }
    }
    return true;
}

/* Makes the answer's points anew, from all places that are known. */
suf_status
suf_places_draw(suf_size_places *self)
{
    suf_size_answer *answer = self->answer;
    free(answer->points);
    answer->points = NULL;
    answer->n_points = 0;
    suf_status status =
        suf_array_new(self->n_places, sizeof *answer->points, &answer->points);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; i < self->n_places; i++) {
        if (is_complete(self, &self->places[i])) {
            answer->points[answer->n_points++] = point_of(self, &self->places[i]);
        }
    }
    if (answer->is_pooled) {
        make_isotonic(answer->points, answer->n_points);
    }
    return SUF_OK;
}

double
suf_point_level(const suf_size_point *point, suf_size_side of)
{
    return of == SUF_SIDE_FITS   ? point->p
           : of == SUF_SIDE_SAFE ? point->low
                                 : point->high;
}
