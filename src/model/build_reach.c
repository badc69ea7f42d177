/* Whose places a service's people take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/areas.h"
#include "model/build_parts.h"

/* An area that can be reached, for sorting. */
typedef struct neighbour {
    double minutes;
    uint32_t rank; /* of equal times: places of the district as a whole, then zones of the
                      same kind, then others */
    uint32_t area;
} neighbour;

static int
compare_neighbours(const void *left, const void *right)
{
    const neighbour *a = left;
    const neighbour *b = right;
    if (a->minutes != b->minutes) {
        return a->minutes < b->minutes ? -1 : 1;
    }
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    return (a->area > b->area) - (a->area < b->area);
}

/* What the tables of neighbours are made of. */
typedef struct reach_builder {
    const suf_model *model;
    const suf_scenario *scenario;
    const suf_service_spec *spec;
    bool is_of_all;   /* everybody accepts every place */
    double *minutes;  /* [n_districts] from the district in hand, or to it */
    neighbour *found; /* [n_areas] */
} reach_builder;

/* Kind of the zone that an area is; NULL of a district as a whole. */
static const char *
kind_of(const reach_builder *self, uint32_t area)
{
    return area < self->model->n_districts
               ? NULL
               : self->scenario->zones[area - self->model->n_districts].kind;
}

/* Adds an area that the one in hand reaches, if it does: `minutes` between the districts
 * and, from zone to zone of another kind, `between_zones`. Places of the own district as
 * a whole are everybody's there. */
static uint32_t
add_area(reach_builder *self, uint32_t n, uint32_t here, uint32_t there, double minutes)
{
    const char *own = kind_of(self, here);
    const char *other = kind_of(self, there);
    bool is_between = own != NULL && other != NULL && strcmp(own, other) != 0;
    bool is_home =
        suf_area_district(self->model, here) == suf_area_district(self->model, there) &&
        other == NULL;
    if (is_between) {
        minutes += self->spec->between_zones_minutes;
    }
    if (here == there || !(self->is_of_all || is_home ||
                             (self->spec->overflow_minutes > 0 &&
                                 minutes <= self->spec->overflow_minutes))) {
        return n;
    }
    self->found[n] = (neighbour){minutes, other == NULL ? 0 : is_between ? 2 : 1, there};
    return n + 1;
}

/* Fills the minutes from a district to the others, or from them to it; infinite without a
 * travel time. */
static void
find_minutes(reach_builder *self, uint32_t district, bool is_reverse)
{
    for (uint32_t i = 0; i < self->model->n_districts; i++) {
        self->minutes[i] = i == district ? 0 : (double) INFINITY;
    }
    for (size_t i = 0; i < self->scenario->n_travel; i++) {
        const suf_travel_row *row = &self->scenario->travel[i];
        if ((is_reverse ? row->to : row->from) == district && row->to != row->from) {
            self->minutes[is_reverse ? row->from : row->to] = row->minutes;
        }
    }
}

/* One table of neighbours: for each area those it reaches, or those who reach it. */
static suf_status
build_neighbours(reach_builder *self, const suf_service *service, bool is_reverse,
    uint32_t **neighbours, uint32_t **first)
{
    const suf_model *model = self->model;
    uint32_t n = 0;
    size_t room = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) model->n_areas + 1, sizeof **first, first));
    for (uint32_t area = 0; area < model->n_areas; area++) {
        bool is_used = area < model->n_districts || service->has_zones;
        uint32_t n_found = 0;
        (*first)[area] = n;
        find_minutes(self, suf_area_district(model, area), is_reverse);
        for (uint32_t d = 0; is_used && d < model->n_districts; d++) {
            for (uint32_t i = 0; i < suf_areas_of(model, service, d); i++) {
                n_found = add_area(
                    self, n_found, area, suf_area_at(model, d, i), self->minutes[d]);
            }
        }
        if (n_found > 0) {
            qsort(self->found, n_found, sizeof *self->found, compare_neighbours);
        }
        SUF_TRY(
            suf_array_grow(neighbours, &room, (size_t) n + n_found, sizeof **neighbours));
        for (uint32_t i = 0; i < n_found; i++) {
            (*neighbours)[n++] = self->found[i].area;
        }
    }
    (*first)[model->n_areas] = n;
out:
    return status;
}

suf_status
suf_build_reach(suf_service *self, const suf_model *model, const suf_scenario *scenario,
    const suf_service_spec *spec)
{
    reach_builder builder = {.model = model,
        .scenario = scenario,
        .spec = spec,
        .is_of_all = spec->is_pooled ||
                     (spec->kind == SUF_KIND_STAY && spec->queue.list == SUF_LIST_CITY)};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(model->n_districts, sizeof *builder.minutes, &builder.minutes));
    SUF_TRY(suf_array_new(model->n_areas, sizeof *builder.found, &builder.found));
    SUF_TRY(build_neighbours(&builder, self, false, &self->reach, &self->reach_first));
    SUF_TRY(build_neighbours(&builder, self, true, &self->accepts, &self->accepts_first));
out:
    free(builder.minutes);
    free(builder.found);
    return status;
}
