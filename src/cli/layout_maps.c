/* Where the parts of a scenario stand in the layout of its run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

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
        .policies = self->policies};
}
