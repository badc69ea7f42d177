/* Whom a target looks at, and what they can reach.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_access.h"

#include <math.h>

#include "engine/population/served_people.h"
#include "engine/target/target_totals.h"

#define EARTH_RADIUS_KM 6371.0088 /* mean radius, IUGG 1980 */
#define PI              3.14159265358979323846

bool
suf_is_in(uint32_t district, const uint32_t *districts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (districts[i] == district) {
            return true;
        }
    }
    return false;
}

double
suf_residents_of(const suf_target_state *state, uint32_t district, uint32_t from_months)
{
    return (double) suf_population_residents(
        state->people, district, SUF_BOTH_SEXES, from_months, SUF_AGE_OPEN);
}

/* --- facilities within reach of zones ----------------------------------------------- */

/* Great-circle distance (haversine; Sinnott 1984). */
static double
distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    const double degree = PI / 180;
    double a = sin((latitude_b - latitude_a) * degree / 2);
    double b = sin((longitude_b - longitude_a) * degree / 2);
    double h = a * a + cos(latitude_a * degree) * cos(latitude_b * degree) * b * b;
    return 2 * EARTH_RADIUS_KM * asin(fmin(1, sqrt(h)));
}

static bool
is_reached(const suf_zone *zone, const suf_location *at, double reach_km)
{
    return distance_km(zone->latitude, zone->longitude, at->latitude, at->longitude) <=
           reach_km;
}

/* Whether some asset of a stock lies within reach of a zone's centre. */
static bool
has_near(const suf_target_state *state, const suf_target *target, const suf_zone *zone,
    double reach_km)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    for (uint32_t i = 0; i < delivery->n_items; i++) {
        const suf_stock_item *item = &delivery->items[i];
        if (item->stock == target->stock && item->count > 0 &&
            is_reached(zone, &item->at, reach_km)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < state->delivery->n_passed; i++) {
        const suf_delivery_unit *unit =
            &state->delivery->units[state->delivery->order[i].unit];
        if (unit->stock == target->stock && is_reached(zone, &unit->at, reach_km)) {
            return true;
        }
    }
    return false;
}

/* Share of a square of some side that a disc around its middle covers: the disc less its
 * four segments beyond the sides. */
static double
square_covered(double side, double radius)
{
    double half = side / 2;
    if (radius >= half * sqrt(2)) {
        return 1;
    }
    double beyond = 0;
    if (radius > half) {
        beyond = 4 * (radius * radius * acos(half / radius) -
                         half * sqrt(radius * radius - half * half));
    }
    return (PI * radius * radius - beyond) / (side * side);
}

/* Share of a zone's people within reach of one of its n facilities. Where it has
 * communities, they are squares of one size, a facility is in the middle of one, and
 * reaches people of its own alone; more facilities than communities add nothing. Else
 * facilities are spread at random over the area: 1 - (1 - k)^n, k the share of the area
 * that one covers (the Boolean model of random discs for a given number of them; Hall
 * 1988). */
static double
covered_share(const suf_target_state *state, const suf_target *target,
    uint32_t zone_index, double reach_km)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_zone *zone = &delivery->zones[zone_index];
    double km2 = state->zone_km2[zone_index];
    if (isnan(km2)) {
        return has_near(state, target, zone, reach_km) ? 1 : 0;
    }
    double n =
        state->delivery->of_zone[(size_t) target->stock * delivery->n_zones + zone_index];
    if (zone->communities > 0) {
        double side = sqrt(km2 / zone->communities);
        double served = fmin(1, n / zone->communities);
        return served * (side > 0 ? square_covered(side, reach_km) : 1);
    }
    double k = km2 > 0 ? fmin(1, PI * reach_km * reach_km / km2) : 1;
    return n > 0 ? 1 - pow(1 - k, n) : 0;
}

suf_part
suf_people_within(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    double reach_km =
        suf_parameters_value(state->core->parameters, &target->speed_kmh) * target->hours;
    suf_part sum = {0};
    for (uint32_t i = 0; i < target->n_zones; i++) {
        const suf_zone *zone = &delivery->zones[target->zones[i]];
        if (suf_is_in(zone->district, districts, n)) {
            double here = suf_residents_of(state, zone->district, target->from_months) *
                          suf_parameters_value(state->core->parameters, &zone->share);
            sum.base += here;
            sum.top += here * covered_share(state, target, target->zones[i], reach_km);
        }
    }
    return sum;
}

/* --- places within reach of districts ----------------------------------------------- */

double
suf_decay_weight(suf_decay decay, double minutes, double within_minutes)
{
    if (!(minutes <= within_minutes)) {
        return 0; /* too far, or the time is not known */
    }
    double x = minutes / within_minutes;
    const double edge = exp(-0.5);
    return decay == SUF_DECAY_GAUSSIAN ? (exp(-0.5 * x * x) - edge) / (1 - edge) : 1;
}

/* The weight of the places of a district for the people of another. */
static double
weight_of(
    const suf_target_state *state, const suf_target *target, uint32_t from, uint32_t to)
{
    const suf_model *model = state->model;
    double minutes =
        model->delivery.travel_minutes[(size_t) from * model->n_districts + to];
    return suf_decay_weight(target->decay, minutes, target->minutes);
}

/* Step 1: the places of a district for each person within reach of them. */
static double
places_a_person(const suf_target_state *state, const suf_target *target, uint32_t there)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[target->of];
    double people = 0;
    for (uint32_t from = 0; from < model->n_districts; from++) {
        double weight = weight_of(state, target, from, there);
        people += weight > 0
                      ? weight * (double) suf_served_people(state->people, service, from)
                      : 0;
    }
    return people > 0 ? suf_places_built(state, target->of, there) / people : 0;
}

suf_part
suf_places_reached(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_model *model = state->model;
    suf_part sum = {0};
    for (uint32_t i = 0; i < n; i++) {
        double access = 0; /* step 2: all places within reach of the district */
        for (uint32_t there = 0; there < model->n_districts; there++) {
            double weight = weight_of(state, target, districts[i], there);
            access += weight > 0 ? weight * places_a_person(state, target, there) : 0;
        }
        double people = (double) suf_served_people(
            state->people, &model->services[target->of], districts[i]);
        sum.base += people;
        sum.top += people * access;
    }
    return sum;
}
