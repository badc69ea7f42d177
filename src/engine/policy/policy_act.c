/* What a policy does once it has decided.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy_act.h"

#include <math.h>

double *
suf_policy_of_year(const suf_policy_state *self, suf_variable variable, uint32_t policy,
    uint32_t district)
{
    const suf_observation *to = &self->core->observation;
    const suf_layout *layout = to->metrics->layout;
    size_t row = (size_t) to->map->policies[policy] * layout->n_years + to->year;
    return suf_metrics_of(to->metrics, variable) + row * layout->n_districts +
           suf_layout_district(to->map, district);
}

/* Places that it may move now: those built above what is kept, or those that lack to
 * what may be opened. */
static double
leeway(const suf_policy_state *self, const suf_policy *of, uint32_t district)
{
    double built = suf_pool_of(self->core, of->service, district)->built;
    return fmax(0, of->action == SUF_POLICY_OPEN ? of->up_to - built : built - of->keep);
}

bool
suf_policy_can_act(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_model *model = self->core->model;
    const suf_policy *of = &model->policies[policy];
    if (of->action != SUF_POLICY_BEGIN) {
        return leeway(self, of, district) -
                   suf_policy_spot_of(self, policy, district)->left >=
               1;
    }
    for (uint32_t i = 0; i < model->n_districts; i++) {
        if (suf_policy_spot_of(self, policy, i)->n_times > 0) {
            return false; /* a project begins once */
        }
    }
    return true;
}

void
suf_policy_act(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_policy *of = &self->core->model->policies[policy];
    if (of->action == SUF_POLICY_BEGIN) {
        suf_capacity_begin(self->delivery, policy);
        return;
    }
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    const suf_pool *pool = suf_pool_of(self->core, of->service, district);
    double amount = suf_policy_number(self, &of->amount, of->amount_lever);
    amount = of->is_share ? floor(amount * pool->built + 0.5) : amount;
    int64_t n = (int64_t) fmin(amount, leeway(self, of, district));
    switch (of->action) {
    case SUF_POLICY_CLOSE:
        n = suf_capacity_close(self->delivery, of->service, district, n);
        break;
    case SUF_POLICY_OPEN:
        n = suf_capacity_open(self->delivery, of->service, district, n);
        break;
    case SUF_POLICY_CONVERT: /* one by one, from now on */
        at->left = fmin(at->left + amount, fmax(at->left, leeway(self, of, district)));
        n = 0;
        break;
    case SUF_POLICY_BEGIN:
        break;
    }
    *suf_policy_of_year(self, SUF_VARIABLE_POLICY_PLACES, policy, district) += (double) n;
}

void
suf_policy_convert(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_policy *of = &self->core->model->policies[policy];
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    if (at->left < 1) {
        return;
    }
    int64_t n = suf_capacity_turn(self->delivery, of->service, of->to, district,
        fmin(at->left, leeway(self, of, district)));
    at->left -= (double) n;
    *suf_policy_of_year(self, SUF_VARIABLE_POLICY_PLACES, policy, district) += (double) n;
}
