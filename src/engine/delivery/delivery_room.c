/* Room for what is delivered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/memory.h"
#include "delivery.h"
#include "engine/delivery/known.h"

suf_status
suf_delivery_init(suf_delivery *self, const suf_model *model)
{
    const suf_delivery_model *delivery = &model->delivery;
    *self = (suf_delivery){
        .model = model, .units = delivery->units, .works = delivery->works};
    suf_status status = SUF_OK;
    size_t n_stocks = delivery->n_stocks;
    uint32_t most_crews = 0;
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        uint32_t lever = delivery->works[i].crews_lever;
        uint32_t crews = lever != SUF_NONE ? (uint32_t) model->levers[lever].most
                                           : delivery->works[i].crews;
        most_crews = crews > most_crews ? crews : most_crews;
    }
    SUF_TRY(
        suf_array_new(delivery->n_units, sizeof *self->opened_days, &self->opened_days));
    SUF_TRY(
        suf_array_new(delivery->n_units, sizeof *self->begun_days, &self->begun_days));
    SUF_TRY(
        suf_array_new(model->n_policies, sizeof *self->policy_days, &self->policy_days));
    SUF_TRY(suf_array_new(delivery->n_units, sizeof *self->order, &self->order));
    SUF_TRY(
        suf_array_new(delivery->n_units, sizeof *self->is_replaced, &self->is_replaced));
    SUF_TRY(
        suf_array_new(most_crews, sizeof *self->crew_free_days, &self->crew_free_days));
    SUF_TRY(suf_array_new(n_stocks, sizeof *self->of_city, &self->of_city));
    SUF_TRY(suf_array_new(
        n_stocks * model->n_districts, sizeof *self->of_district, &self->of_district));
    SUF_TRY(suf_array_new(n_stocks * delivery->n_localities, sizeof *self->of_locality,
        &self->of_locality));
    SUF_TRY(suf_array_new(
        n_stocks * delivery->n_zones, sizeof *self->of_zone, &self->of_zone));
    SUF_TRY(suf_array_new(n_stocks, sizeof *self->start_of_city, &self->start_of_city));
    SUF_TRY(suf_array_new(n_stocks * model->n_districts, sizeof *self->start_of_district,
        &self->start_of_district));
    SUF_TRY(
        suf_array_new(delivery->n_works, sizeof *self->works_done, &self->works_done));
    SUF_TRY(suf_array_new(
        delivery->n_programmes, sizeof *self->programme_shocks, &self->programme_shocks));
    if (delivery->has_facts) {
        SUF_TRY(suf_array_new(1, sizeof *self->known, &self->known));
        SUF_TRY(suf_known_init(self->known, model));
    }
out:
    if (status != SUF_OK) {
        suf_delivery_free(self);
    }
    return status;
}

void
suf_delivery_free(suf_delivery *self)
{
    free(self->opened_days);
    free(self->begun_days);
    free(self->policy_days);
    free(self->is_replaced);
    free(self->order);
    free(self->crew_free_days);
    free(self->of_city);
    free(self->of_district);
    free(self->of_locality);
    free(self->of_zone);
    free(self->start_of_city);
    free(self->start_of_district);
    free(self->works_done);
    free(self->programme_shocks);
    if (self->known != NULL) {
        suf_known_free(self->known);
    }
    free(self->known);
    *self = (suf_delivery){0};
}
