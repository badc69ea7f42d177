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

/* Rows of travel times by the district that they leave, or that they lead to. */
typedef struct travel_index {
    uint32_t *first; /* [n_districts + 1] */
    uint32_t *rows;  /* [n_travel] of the scenario, in its order within a district */
} travel_index;

/* What the tables of neighbours are made of. */
typedef struct reach_builder {
    const suf_model *model;
    const suf_scenario *scenario;
    const suf_service_spec *spec;
    bool is_of_all;         /* everybody accepts every place */
    travel_index travel[2]; /* from a district, and to it */
    double *minutes;        /* [n_districts] infinite but of those near */
    uint32_t *near;         /* [n_near] the district in hand and those it can reach */
    uint32_t n_near;
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

static uint32_t
end_of(const suf_travel_row *row, bool is_reverse)
{
    return is_reverse ? row->to : row->from;
}

/* Counts, then fills in: rows stay in their order. */
static suf_status
index_travel(reach_builder *self, bool is_reverse)
{
    travel_index *index = &self->travel[is_reverse];
    const suf_scenario *scenario = self->scenario;
    uint32_t n_districts = self->model->n_districts;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) n_districts + 1, sizeof *index->first, &index->first));
    SUF_TRY(suf_array_new(scenario->n_travel, sizeof *index->rows, &index->rows));
    for (size_t i = 0; i < scenario->n_travel; i++) {
        index->first[end_of(&scenario->travel[i], is_reverse) + 1]++;
    }
    for (uint32_t d = 0; d < n_districts; d++) {
        index->first[d + 1] += index->first[d];
    }
    for (size_t i = scenario->n_travel; i-- > 0;) {
        uint32_t end = end_of(&scenario->travel[i], is_reverse);
        index->rows[--index->first[end + 1]] = (uint32_t) i;
    }
    /* Each first is now one place too far. */
    for (uint32_t d = 0; d < n_districts; d++) {
        index->first[d] = index->first[d + 1];
    }
    index->first[n_districts] = (uint32_t) scenario->n_travel;
out:
    return status;
}

static void
add_near(reach_builder *self, uint32_t district, double minutes)
{
    if (isinf(self->minutes[district])) {
        self->near[self->n_near++] = district;
    }
    self->minutes[district] = minutes;
}

/* Finds the districts whose places a district can reach, or that can reach its own: those
 * with a travel time, and where everybody accepts every place all of them. */
static void
find_near(reach_builder *self, uint32_t district, bool is_reverse)
{
    const travel_index *index = &self->travel[is_reverse];
    while (self->n_near > 0) {
        self->minutes[self->near[--self->n_near]] = (double) INFINITY;
    }
    add_near(self, district, 0);
    for (uint32_t i = index->first[district]; i < index->first[district + 1]; i++) {
        const suf_travel_row *row = &self->scenario->travel[index->rows[i]];
        if (row->to != row->from) {
            add_near(self, end_of(row, !is_reverse), row->minutes);
        }
    }
    for (uint32_t d = 0; self->is_of_all && d < self->model->n_districts; d++) {
        if (isinf(self->minutes[d])) {
            self->near[self->n_near++] = d; /* as far as can be */
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
        find_near(self, suf_area_district(model, area), is_reverse);
        for (uint32_t k = 0; is_used && k < self->n_near; k++) {
            uint32_t d = self->near[k];
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
    SUF_TRY(suf_array_new(model->n_districts, sizeof *builder.near, &builder.near));
    SUF_TRY(suf_array_new(model->n_areas, sizeof *builder.found, &builder.found));
    for (uint32_t d = 0; d < model->n_districts; d++) {
        builder.minutes[d] = (double) INFINITY;
    }
    SUF_TRY(index_travel(&builder, false));
    SUF_TRY(index_travel(&builder, true));
    SUF_TRY(build_neighbours(&builder, self, false, &self->reach, &self->reach_first));
    SUF_TRY(build_neighbours(&builder, self, true, &self->accepts, &self->accepts_first));
out:
    for (int i = 0; i < 2; i++) {
        free(builder.travel[i].first);
        free(builder.travel[i].rows);
    }
    free(builder.minutes);
    free(builder.near);
    free(builder.found);
    return status;
}
