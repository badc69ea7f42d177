/* Units of the projects of a ready scenario, and when they open.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/delivery/delivery.h"
#include "engine/delivery/delivery_process.h"

uint32_t
units_find(const ready *self, const char *project, uint32_t number)
{
    const suf_delivery_model *delivery = &self->model.delivery;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        uint32_t row = delivery->units[i].project;
        if (row != SUF_NONE && delivery->units[i].number == number &&
            strcmp(self->scenario.projects[row].project, project) == 0) {
            return i;
        }
    }
    (void) fprintf(stderr, "no unit %u of a project '%s'\n", number, project);
    abort();
}

const double *
units_draw(ready *self, uint64_t replication)
{
    suf_delivery *delivery = suf_delivery_of(&self->replication.core);
    suf_delivery_start(
        delivery, &self->parameters, (suf_rng_key){self->model.seed, replication});
    return delivery->opened_days;
}
