/* Between which places people move: the pairs, sorted, and where to find one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "moves.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/terms.h"

enum { N_KINDS = 2 };

/* By district, then in the order in which movers are split: the outside is first. */
static int
compare_places(uint32_t n_districts, uint32_t a, uint32_t b)
{
    uint32_t rank = a == n_districts ? 0 : a + 1;
    uint32_t other = b == n_districts ? 0 : b + 1;
    return (rank > other) - (rank < other);
}

static int
compare_pairs(const void *left, const void *right)
{
    const suf_move_pair *a = left;
    const suf_move_pair *b = right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return (a->to > b->to) - (a->to < b->to);
}

/* Copies the pairs that lead out of a district, each once. They are sorted by the numbers
 * of places, of which the outside is the greatest: it goes before the others. */
static void
take_pairs(suf_moves *self, const suf_move_pair *pairs, size_t n)
{
    size_t i = 0;
    for (uint32_t d = 0; d < self->n_districts; d++) {
        uint32_t first = self->n_pairs;
        self->first[d] = first;
        for (; i < n && pairs[i].from == d; i++) {
            bool is_new =
                self->n_pairs == first || self->to[self->n_pairs - 1] != pairs[i].to;
            if (is_new) {
                self->to[self->n_pairs++] = pairs[i].to;
            }
        }
        if (self->n_pairs > first && self->to[self->n_pairs - 1] == self->n_districts) {
            for (uint32_t at = self->n_pairs - 1; at > first; at--) {
                self->to[at] = self->to[at - 1];
            }
            self->to[first] = self->n_districts;
        }
    }
    self->first[self->n_districts] = self->n_pairs;
}

suf_status
suf_moves_init(suf_moves *self, uint32_t n_districts, suf_move_pair *pairs, size_t n)
{
    suf_status status = SUF_OK;
    *self = (suf_moves){.n_districts = n_districts};
    if (n >= UINT32_MAX) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    if (n > 0) {
        qsort(pairs, n, sizeof *pairs, compare_pairs);
    }
    SUF_TRY(suf_array_new((size_t) n_districts + 1, sizeof *self->first, &self->first));
    SUF_TRY(suf_array_new(n, sizeof *self->to, &self->to));
    take_pairs(self, pairs, n);
    SUF_TRY(suf_array_new(
        (size_t) N_KINDS * self->n_pairs * SUF_N_AGES, sizeof *self->rate, &self->rate));
out:
    return status;
}

void
suf_moves_free(suf_moves *self)
{
    free(self->first);
    free(self->to);
    free(self->rate);
    *self = (suf_moves){0};
}

uint32_t
suf_moves_find(const suf_moves *self, uint32_t from, uint32_t to)
{
    uint32_t low = self->first[from];
    uint32_t high = self->first[from + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_places(self->n_districts, self->to[middle], to);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return SUF_NONE;
}

double *
suf_moves_rate(const suf_moves *self, uint32_t kind, uint32_t pair)
{
    return &self->rate[((size_t) kind * self->n_pairs + pair) * SUF_N_AGES];
}
