/* People who asked for a place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "entity_pool.h"

#include <stdlib.h>

#include "base/memory.h"

void
suf_entity_pool_init(suf_entity_pool *self)
{
    *self = (suf_entity_pool){.free_entity = SUF_NONE};
}

void
suf_entity_pool_free(suf_entity_pool *self)
{
    free(self->entities);
    free(self->details);
    suf_entity_pool_init(self);
}

void
suf_entity_pool_clear(suf_entity_pool *self)
{
    self->n = 0;
    self->n_live = 0;
    self->free_entity = SUF_NONE;
    self->status = SUF_OK;
}

uint32_t
suf_entity_pool_take(suf_entity_pool *self)
{
    uint32_t index = self->free_entity;
    if (index != SUF_NONE) {
        self->free_entity = (uint32_t) self->entities[index].name;
    } else {
        if (self->n == self->entity_capacity || self->n == self->detail_capacity) {
            suf_status status = self->n >= SUF_NONE ? SUF_RAISE(SUF_ERROR_LIMIT) : SUF_OK;
            if (status == SUF_OK) {
                status = suf_array_grow(&self->entities, &self->entity_capacity,
                    self->n + 1, sizeof *self->entities);
            }
            if (status == SUF_OK) {
                status = suf_array_grow(&self->details, &self->detail_capacity,
                    self->n + 1, sizeof *self->details);
            }
            if (status != SUF_OK) {
                self->status = status;
                return SUF_NONE;
            }
        }
        index = (uint32_t) self->n++;
        self->entities[index].generation = 0;
    }
    self->n_live++;
    return index;
}
