/* Bands of ages spread over single years, with their totals kept to the person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "graduation.h"

#include <math.h>
#include <stdbool.h>

enum { WIDTH = 5, N_GROUPS = 20, SCALE = 10000, LEAST_RUN = 4, MOST_TERMS = 5 };

/* Sprague's multipliers times SCALE: of each year of a group, the terms of the groups
 * from `first` before it on. */
typedef struct panel {
    int first;
    int terms[WIDTH][MOST_TERMS];
} panel;

static const panel first_group = {
    0, {{3616, -2768, 1488, -336}, {2640, -960, 400, -80}, {1840, 400, -320, 80},
           {1200, 1360, -720, 160}, {704, 1968, -848, 176}}};
static const panel second_group = {
    1, {{336, 2272, -752, 144}, {80, 2320, -480, 80}, {-80, 2160, -80, 0},
           {-160, 1840, 400, -80}, {-176, 1408, 912, -144}}};
static const panel middle_group = {2,
    {{-128, 848, 1504, -240, 16}, {-16, 144, 2224, -416, 64}, {64, -336, 2544, -336, 64},
        {64, -416, 2224, 144, -16}, {16, -240, 1504, 848, -128}}};

/* Weights of the years, and what they are. */
typedef struct weights {
    int64_t of[SUF_N_YEARS_OF_AGE];
    bool is_graduated[N_GROUPS]; /* by Sprague's multipliers */
    bool is_cut[N_GROUPS];       /* one of them was below zero */
} weights;

/* The weights of a group, from the totals of its run; at: its place in the run. */
static void
weigh_group(weights *self, size_t group, const int64_t *totals, size_t at, size_t n)
{
    /* At the end of a run the panels are those of its beginning, seen from behind. */
    const bool is_mirrored = at + 2 >= n && at >= 2;
    const size_t place = is_mirrored ? n - 1 - at : at;
    const panel *used = place == 0   ? &first_group
                        : place == 1 ? &second_group
                                     : &middle_group;
    const size_t n_terms = used == &middle_group ? MOST_TERMS : MOST_TERMS - 1;
    self->is_graduated[group] = true;
    for (size_t i = 0; i < WIDTH; i++) {
        const int *terms = used->terms[is_mirrored ? WIDTH - 1 - i : i];
        int64_t value = 0;
        for (size_t j = 0; j < n_terms; j++) {
            const size_t from = place - (size_t) used->first + j;
            value += terms[j] * totals[is_mirrored ? n - 1 - from : from];
        }
        self->is_cut[group] = self->is_cut[group] || value < 0;
        self->of[group * WIDTH + i] = value < 0 ? 0 : value;
    }
}

/* Weighs the groups that are told in full and stand in runs that are long enough. */
static void
weigh_runs(weights *self, const suf_age_band *bands, size_t n)
{
    int64_t totals[N_GROUPS] = {0};
    uint32_t told[N_GROUPS] = {0}; /* years */
    for (size_t i = 0; i < n; i++) {
        const suf_ages *ages = &bands[i].ages;
        const uint32_t group = ages->from / WIDTH;
        if (group < N_GROUPS && ages->to / WIDTH == group) {
            totals[group] += bands[i].count;
            told[group] += ages->to - ages->from + 1;
        }
    }
    size_t end = 0;
    for (size_t from = 0; from < N_GROUPS; from = end + 1) {
        end = from;
        while (end < N_GROUPS && told[end] == WIDTH) {
            end++;
        }
        for (size_t i = from; i < end && end - from >= LEAST_RUN; i++) {
            weigh_group(self, i, &totals[from], i - from, end - from);
        }
    }
}

/* Shares people out over years by weights of which one at least is above zero. */
static void
share_out(uint32_t people, const int64_t *weight, size_t n, uint32_t *counts)
{
    double remainders[SUF_N_YEARS_OF_AGE] = {0};
    double sum = 0;
    uint32_t left = people;
    for (size_t i = 0; i < n; i++) {
        sum += (double) weight[i];
    }
    for (size_t i = 0; i < n; i++) {
        const double share = (double) people * (double) weight[i] / sum;
        counts[i] = (uint32_t) floor(share);
        remainders[i] = share - floor(share);
        left -= counts[i];
    }
    for (; left > 0; left--) {
        size_t largest = 0;
        for (size_t i = 1; i < n; i++) {
            largest = remainders[i] > remainders[largest] ? i : largest;
        }
        counts[largest]++;
        remainders[largest] = -1;
    }
}

/* Weighs the years of a band that Sprague's multipliers do not, or leave without any. */
static void
weigh_band(weights *self, const suf_ages *ages, bool is_open)
{
    int64_t sum = 0;
    for (uint32_t age = ages->from; age <= ages->to; age++) {
        sum += self->of[age];
    }
    for (uint32_t age = ages->from; age <= ages->to && sum == 0; age++) {
        const int64_t years_left = SUF_N_YEARS_OF_AGE - age;
        self->of[age] = is_open ? years_left * years_left : 1;
    }
}

void
suf_graduate(const suf_age_band *bands, size_t n, uint32_t counts[SUF_N_YEARS_OF_AGE],
    suf_graduation *told)
{
    weights weighed = {.of = {0}};
    *told = (suf_graduation){SUF_NONE, SUF_NONE};
    for (size_t age = 0; age < SUF_N_YEARS_OF_AGE; age++) {
        counts[age] = 0;
    }
    weigh_runs(&weighed, bands, n);
    for (size_t i = 0; i < n; i++) {
        const suf_ages *ages = &bands[i].ages;
        const size_t group = ages->from / WIDTH;
        const bool is_open = ages->to == SUF_N_YEARS_OF_AGE - 1;
        const bool is_band = ages->to > ages->from && bands[i].count > 0;
        const bool is_graduated =
            group < N_GROUPS && ages->to / WIDTH == group && weighed.is_graduated[group];
        if (is_band && !is_open && !is_graduated && told->evenly == SUF_NONE) {
            told->evenly = (uint32_t) i;
        }
        if (is_band && is_graduated && weighed.is_cut[group] &&
            told->below_zero == SUF_NONE) {
            told->below_zero = (uint32_t) i;
        }
        weigh_band(&weighed, ages, is_open);
        share_out(bands[i].count, &weighed.of[ages->from], ages->to - ages->from + 1,
            &counts[ages->from]);
    }
}
