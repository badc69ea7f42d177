/* Assets of what is delivered, counted by place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "delivery.h"

static void
count_assets(suf_delivery *self, uint32_t stock, const suf_location *at, double count)
{
    const suf_model *model = self->model;
    if (stock == SUF_NONE) {
        return;
    }
    self->of_city[stock] += count;
    if (at->district != SUF_NONE) {
        self->of_district[(size_t) stock * model->n_districts + at->district] += count;
    }
    if (at->locality != SUF_NONE) {
        self->of_locality[(size_t) stock * model->delivery.n_localities + at->locality] +=
            count;
    }
    if (at->zone != SUF_NONE) {
        self->of_zone[(size_t) stock * model->delivery.n_zones + at->zone] += count;
    }
}

void
suf_delivery_count_start(suf_delivery *self)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    size_t n_stocks = delivery->n_stocks;
    size_t n_districts = self->model->n_districts;
    memset(self->of_city, 0, n_stocks * sizeof *self->of_city);
    memset(self->of_district, 0, n_stocks * n_districts * sizeof *self->of_district);
    memset(self->of_locality, 0,
        n_stocks * delivery->n_localities * sizeof *self->of_locality);
    memset(self->of_zone, 0, n_stocks * delivery->n_zones * sizeof *self->of_zone);
    for (uint32_t i = 0; i < delivery->n_items; i++) {
        const suf_stock_item *item = &delivery->items[i];
        count_assets(self, item->stock, &item->at, item->count);
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        const suf_works *works = &delivery->works[i];
        self->works_done[i] = works->done;
        if (works->n_batches > 0) {
            count_assets(
                self, works->stock, &delivery->units[works->first_unit].at, works->done);
        }
    }
    suf_delivery_advance(self, 0); /* what is known to have opened before the run */
    memcpy(self->start_of_city, self->of_city, n_stocks * sizeof *self->of_city);
    memcpy(self->start_of_district, self->of_district,
        n_stocks * n_districts * sizeof *self->of_district);
}

/* Counts the next unit of the order. */
static void
pass_one(suf_delivery *self)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    uint32_t index = self->order[self->n_passed++].unit;
    const suf_delivery_unit *unit = &self->units[index];
    count_assets(self, unit->stock, &unit->at, unit->count);
    if (unit->project == SUF_NONE) {
        uint32_t works = 0;
        while (index >=
               delivery->works[works].first_unit + delivery->works[works].n_batches) {
            works++;
        }
        self->works_done[works] += unit->count;
    }
}

void
suf_delivery_advance(suf_delivery *self, double now_days)
{
    while (self->n_passed < self->model->delivery.n_units &&
           self->opened_days[self->order[self->n_passed].unit] < now_days) {
        pass_one(self);
    }
}

void
suf_delivery_pass(suf_delivery *self, uint32_t n)
{
    while (self->n_passed < n) {
        pass_one(self);
    }
}

void
suf_delivery_count(suf_delivery *self, uint32_t unit, double sign)
{
    const suf_delivery_unit *of = &self->units[unit];
    count_assets(self, of->stock, &of->at, sign * of->count);
}

void
suf_delivery_copy_stock(suf_delivery *self, const suf_delivery *from, uint32_t stock)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    self->units = from->units;
    const struct {
        double *to, *from;
        size_t n;
    } counts[] = {{self->of_city, from->of_city, 1},
        {self->start_of_city, from->start_of_city, 1},
        {self->of_district, from->of_district, self->model->n_districts},
        {self->start_of_district, from->start_of_district, self->model->n_districts},
        {self->of_locality, from->of_locality, delivery->n_localities},
        {self->of_zone, from->of_zone, delivery->n_zones}};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        size_t n = counts[i].n;
        if (n > 0) {
            memcpy(
                counts[i].to + stock * n, counts[i].from + stock * n, n * sizeof(double));
        }
    }
}
