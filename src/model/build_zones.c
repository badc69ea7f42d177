/* From scenario to model: zones and localities.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "model/build_parts.h"

suf_status
suf_build_zones(suf_delivery_model *self, const suf_scenario *scenario)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(scenario->n_zones, sizeof *self->zones, &self->zones));
    SUF_TRY(suf_array_new(
        scenario->n_units, sizeof *self->locality_district, &self->locality_district));
    for (size_t i = 0; i < scenario->n_zones; i++) {
        const suf_zone_row *row = &scenario->zones[i];
        self->zones[i] = (suf_zone){row->district, row->share, row->area_km2,
            row->people_per_km2, row->latitude, row->longitude, row->communities};
    }
    for (size_t i = 0; i < scenario->n_units; i++) {
        self->locality_district[i] = scenario->units[i].district;
    }
    self->n_zones = (uint32_t) scenario->n_zones;
    self->n_localities = (uint32_t) scenario->n_units;
out:
    return status;
}
