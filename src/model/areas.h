/* Areas: where a pool of places may stand. A district, or a zone of one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Area a < n_districts is the district a as a whole; area n_districts + z is the zone z
 * of delivery.zones, where some service has its places in zones; else there are no
 * further areas. People, moves and results are of districts; pools, lists and the place
 * that somebody asks for are of areas.
 *
 * A service with zones has in each district a pool for each of its zones, and one of the
 * district as a whole, for places that name no zone and people who live in none. Of those
 * who ask in a district each lives in one of its zones with the zone's share, independent
 * of all else: a Poisson number of requests is thinned into independent ones.
 *
 * Invariants: what is counted in the areas of a district sums to what is counted in the
 * district, in every measure; a service without zones has nothing in those of zones; one
 * zone of the share 1 has the numbers of the district without zones. */
#ifndef SUF_MODEL_AREAS_H
#define SUF_MODEL_AREAS_H

#include "model/model.h"
#include "model/parameters.h"

/* The district that an area is or lies in. */
static inline uint32_t
suf_area_district(const suf_model *self, uint32_t area)
{
    return self->area_district[area];
}

/* How many areas of a district a service may have places in: the district itself, and
 * its zones. */
static inline uint32_t
suf_areas_of(const suf_model *self, const suf_service *service, uint32_t district)
{
    return service->has_zones
               ? 1 + self->zones_first[district + 1] - self->zones_first[district]
               : 1;
}

/* The i-th of them; the district itself comes first, then its zones by name. */
static inline uint32_t
suf_area_at(const suf_model *self, uint32_t district, uint32_t i)
{
    return i == 0 ? district
                  : self->n_districts +
                        self->zones_of_district[self->zones_first[district] + i - 1];
}

/* The areas that an area has the pools of: a district those of suf_areas_of, a zone
 * itself. */
static inline uint32_t
suf_area_n_parts(const suf_model *self, const suf_service *service, uint32_t area)
{
    return area < self->n_districts ? suf_areas_of(self, service, area) : 1;
}

static inline uint32_t
suf_area_part(const suf_model *self, uint32_t area, uint32_t i)
{
    return area < self->n_districts ? suf_area_at(self, area, i) : area;
}

/* Whether `pools` has any pool of a service in an area: of a district its zones' too. */
static inline bool
suf_areas_have_any(
    const suf_model *self, const bool *pools, uint32_t service, uint32_t area)
{
    bool is_any = false;
    for (uint32_t i = 0; i < suf_area_n_parts(self, &self->services[service], area);
         i++) {
        is_any |= pools[suf_model_pool(self, service, suf_area_part(self, area, i))];
    }
    return is_any;
}

/* The area that somebody of a district lives in, by a uniform of (0, 1); the district
 * where the shares of its zones leave it out. */
uint32_t suf_area_of_uniform(
    const suf_model *self, const suf_parameters *parameters, uint32_t district, double u);
/* Share of a district's people who live in an area of it, 0 to 1; of the district itself
 * what its zones leave, of a service without zones 1. */
double suf_area_share(const suf_model *self, const suf_parameters *parameters,
    const suf_service *service, uint32_t area);

#endif
