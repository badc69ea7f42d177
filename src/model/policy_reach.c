/* Which places a policy may change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy_reach.h"

bool
suf_policy_reaches(
    const suf_model *model, uint32_t policy, uint32_t service, uint32_t area)
{
    const suf_policy *of = &model->policies[policy];
    if (of->action != SUF_POLICY_BEGIN) {
        return (of->service == service || of->to == service) &&
               suf_policy_looks_at(of, area);
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->unit != SUF_NONE &&
            model->delivery.units[change->unit].begun_by == policy &&
            change->district == area &&
            (change->service == service || change->converts == service)) {
            return true;
        }
    }
    return false;
}

bool
suf_policy_moves(const suf_model *model, uint32_t policy, uint32_t service)
{
    for (uint32_t area = 0; area < model->n_areas; area++) {
        if (suf_policy_reaches(model, policy, service, area)) {
            return true;
        }
    }
    return false;
}

bool
suf_policy_adds_to(const suf_model *model, uint32_t policy, uint32_t stock)
{
    for (uint32_t i = 0; stock != SUF_NONE && i < model->delivery.n_units; i++) {
        const suf_delivery_unit *unit = &model->delivery.units[i];
        if (unit->stock == stock && unit->begun_by == policy) {
            return true;
        }
    }
    return false;
}
