/* What a search of a size answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_answer.h"

#include <stdlib.h>

void
suf_size_answer_free(suf_size_answer *self)
{
    free(self->points);
    free(self->misses_at);
    free(self->meets_at);
    free(self->violations);
    *self = (suf_size_answer){0};
}

const suf_size_point *
suf_size_find_point(const suf_size_answer *self, uint32_t at)
{
    for (uint32_t i = 0; i < self->n_points; i++) {
        if (self->points[i].at == at) {
            return &self->points[i];
        }
    }
    return NULL;
}
