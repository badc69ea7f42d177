/* Projects that a question lets slip.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slipped_projects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

bool
suf_unit_can_slip(const suf_delivery_unit *unit)
{
    return unit->project != SUF_NONE && !suf_unit_is_settled(unit) &&
           unit->begun_by == SUF_NONE &&
           (unit->duration_days > 0 || unit->starts_days > 0);
}

/* As "later/17": no scenario can have such a lever; it is told to nobody. */
static suf_status
name_lever(uint32_t project, char **out)
{
    suf_text text;
    suf_text_init(&text);
    suf_text_format(&text, "later/%" PRIu32, project);
    suf_status status = suf_text_take(&text, out);
    suf_text_free(&text);
    return status;
}

suf_status
suf_model_slip_projects(suf_model *model, const uint32_t *projects, uint32_t n,
    double most, uint32_t *first_lever)
{
    size_t n_levers = (size_t) model->n_levers + n;
    suf_lever_model *levers = NULL;
    suf_status status = SUF_OK;
    if (n_levers > UINT32_MAX) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    SUF_TRY(suf_array_new(n_levers, sizeof *levers, &levers));
    for (uint32_t i = 0; i < n; i++) {
        levers[model->n_levers + i] = (suf_lever_model){.most = most};
        SUF_TRY(name_lever(projects[i], &levers[model->n_levers + i].name));
    }
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        suf_delivery_unit *unit = &model->delivery.units[i];
        for (uint32_t j = 0; j < n; j++) {
            if (suf_unit_can_slip(unit) && unit->project == projects[j]) {
                unit->slip_lever = model->n_levers + j;
            }
        }
    }
    if (model->n_levers > 0) {
        memcpy(levers, model->levers, model->n_levers * sizeof *levers);
    }
    free(model->levers);
    *first_lever = model->n_levers;
    model->levers = levers;
    model->n_levers = (uint32_t) n_levers;
    return SUF_OK;
out:
    for (size_t i = model->n_levers; levers != NULL && i < n_levers; i++) {
        free(levers[i].name);
    }
    free(levers);
    return status;
}
