/* Places that a question adds to a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "added_places.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "model/chosen.h"

/* As "more/nursery/Jiangyang": no scenario can have such a lever, as "/" is in no name of
 * one; it is told to nobody. */
static suf_status
name_lever(const suf_model *model, const suf_added_places *added, char **out)
{
    suf_text text;
    suf_text_init(&text);
    suf_text_format(&text, "more/%s/%s", model->services[added->service].name,
        model->district_names[added->district]);
    suf_status status = suf_text_take(&text, out);
    suf_text_free(&text);
    return status;
}

suf_status
suf_model_add_places(suf_model *model, const suf_added_places *added, uint32_t n,
    double from_days, uint32_t *first_lever)
{
    size_t n_levers = (size_t) model->n_levers + n;
    size_t n_changes = (size_t) model->n_changes + n;
    suf_lever_model *levers = NULL;
    suf_capacity_change *changes = NULL;
    suf_status status = SUF_OK;
    suf_bug_unless(from_days >= 0 && from_days < model->end_days);
    if (n_levers > UINT32_MAX || n_changes > UINT32_MAX) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    SUF_TRY(suf_array_new(n_levers, sizeof *levers, &levers));
    SUF_TRY(suf_array_new(n_changes, sizeof *changes, &changes));
    for (uint32_t i = 0; i < n; i++) {
        suf_lever_model *lever = &levers[model->n_levers + i];
        *lever = (suf_lever_model){.most = added[i].most};
        SUF_TRY(name_lever(model, &added[i], &lever->name));
        changes[model->n_changes + i] = (suf_capacity_change){.time_days = from_days,
            .service = added[i].service,
            .district = added[i].district,
            .unit = SUF_NONE,
            .n_steps = 1,
            .converts = SUF_NONE,
            .staffing = suf_number_constant(1),
            .is_added = true,
            .places_lever = model->n_levers + i,
            .staffing_lever = SUF_NONE};
    }
    if (model->n_levers > 0) {
        memcpy(levers, model->levers, model->n_levers * sizeof *levers);
    }
    if (model->n_changes > 0) {
        memcpy(changes, model->changes, model->n_changes * sizeof *changes);
    }
    free(model->levers);
    free(model->changes);
    *first_lever = model->n_levers;
    model->levers = levers;
    model->changes = changes;
    model->n_levers = (uint32_t) n_levers;
    model->n_changes = (uint32_t) n_changes;
    suf_changes_sort(model->changes, model->n_changes);
    return SUF_OK;
out:
    for (size_t i = model->n_levers; levers != NULL && i < n_levers; i++) {
        free(levers[i].name);
    }
    free(levers);
    free(changes);
    return status;
}
