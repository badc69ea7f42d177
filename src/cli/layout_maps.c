/* Where the parts of a scenario stand in the layout of its run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/layout.h"

void
suf_layout_maps_free(suf_layout_maps *self)
{
    free(self->districts);
    free(self->services);
    free(self->assumptions);
    free(self->projects);
    free(self->assets);
    free(self->targets);
    free(self->classes);
    free(self->observations);
    free(self->funds);
    free(self->policies);
    free(self->zones);
    *self = (suf_layout_maps){0};
}

suf_layout_map
suf_layout_map_of(const suf_layout_maps *self)
{
    return (suf_layout_map){.districts = self->districts,
        .services = self->services,
        .assumptions = self->assumptions,
        .projects = self->projects,
        .assets = self->assets,
        .targets = self->targets,
        .classes = self->classes,
        .observations = self->observations,
        .funds = self->funds,
        .policies = self->policies,
        .zones = self->zones};
}

/* Whether places of some service stand in zones: else zones have no results. */
static bool
has_zones(const suf_scenario *scenario)
{
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (scenario->services[i].has_zones) {
            return true;
        }
    }
    return false;
}

suf_status
suf_layout_add_zones(suf_layout *self, const suf_scenario *scenario, uint32_t *map)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; has_zones(scenario) && i < scenario->n_zones; i++) {
        const suf_zone_row *zone = &scenario->zones[i];
        map[i] = 0;
        while (
            map[i] < self->n_zones && strcmp(self->zones[map[i]].name, zone->zone) != 0) {
            map[i]++;
        }
        if (map[i] == self->n_zones) {
            suf_zone_label *label = &self->zones[self->n_zones++];
            SUF_TRY(suf_text_copy(zone->zone, &label->name));
            SUF_TRY(suf_text_copy(
                scenario->districts[zone->district].district, &label->district));
            SUF_TRY(suf_text_copy(zone->kind, &label->kind));
        }
    }
out:
    return status;
}
