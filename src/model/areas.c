/* Areas: the shares of zones in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "areas.h"

#include <math.h>

#include "scenario/types/scenario_rows.h"

uint32_t
suf_area_of_uniform(
    const suf_model *self, const suf_parameters *parameters, uint32_t district, double u)
{
    double sum = 0;
    for (uint32_t i = self->zones_first[district]; i < self->zones_first[district + 1];
         i++) {
        uint32_t zone = self->zones_of_district[i];
        sum += suf_parameters_value(parameters, &self->delivery.zones[zone].share);
        if (u < sum || sum >= 1 - SUF_SHARES_SLACK) {
            return self->n_districts + zone;
        }
    }
    return district;
}

double
suf_area_share(const suf_model *self, const suf_parameters *parameters,
    const suf_service *service, uint32_t area)
{
    uint32_t district = suf_area_district(self, area);
    double before = 0;
    if (!service->has_zones) {
        return area < self->n_districts ? 1 : 0;
    }
    for (uint32_t i = self->zones_first[district]; i < self->zones_first[district + 1];
         i++) {
        uint32_t zone = self->zones_of_district[i];
        double share =
            suf_parameters_value(parameters, &self->delivery.zones[zone].share);
        double after = fmin(1, before + share);
        after = after >= 1 - SUF_SHARES_SLACK ? 1 : after;
        if (self->n_districts + zone == area) {
            return after - before;
        }
        before = after;
    }
    return area < self->n_districts ? 1 - before : 0;
}
