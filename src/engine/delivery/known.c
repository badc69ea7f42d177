/* What is known of projects bears on what they share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "random/delay.h"
#include "random/tabulated.h"

/* Standard deviations of a shock that are looked at. */
#define FURTHEST 8.5
enum { N_NODES = 4096 };

suf_status
suf_known_init(suf_known *self, const suf_model *model)
{
    const suf_delivery_model *delivery = &model->delivery;
    uint32_t n_units = delivery->n_units;
    size_t n_ways = 0;
    size_t n_counts = 0;
    suf_status status = SUF_OK;
    *self = (suf_known){.model = model, .n_groups = delivery->n_programmes + 1};
    for (uint32_t i = 0; i < n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        n_ways += unit->fact != SUF_FACT_NONE ? suf_known_most_ways(unit) : 0;
        if (unit->fact == SUF_FACT_COUNTED) {
            size_t n = ((size_t) unit->n_batch + 1) * (unit->n_open + 1);
            n_counts = n > n_counts ? n : n_counts;
        }
    }
    if (n_ways >= SUF_NONE) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    SUF_TRY(suf_array_new(n_ways, sizeof *self->ways, &self->ways));
    SUF_TRY(suf_array_new(n_units + 1, sizeof *self->first_way, &self->first_way));
    SUF_TRY(suf_array_new(n_units, sizeof *self->n_ways, &self->n_ways));
    SUF_TRY(suf_array_new(n_units, sizeof *self->items, &self->items));
    SUF_TRY(
        suf_array_new(self->n_groups + 1, sizeof *self->first_item, &self->first_item));
    SUF_TRY(suf_array_new(
        (size_t) self->n_groups * N_NODES, sizeof *self->logs, &self->logs));
    SUF_TRY(suf_array_new(n_counts, sizeof *self->given_open, &self->given_open));
    SUF_TRY(suf_array_new(n_units, sizeof *self->is_open, &self->is_open));
    SUF_TRY(suf_array_new(n_units, sizeof *self->scores, &self->scores));
    SUF_TRY(suf_array_new(suf_model_n_values(model) + model->n_levers,
        sizeof *self->values, &self->values));
    for (uint32_t i = 0; i < n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        self->first_way[i + 1] =
            self->first_way[i] +
            (unit->fact != SUF_FACT_NONE ? suf_known_most_ways(unit) : 0);
    }
out:
    if (status != SUF_OK) {
        suf_known_free(self);
    }
    return status;
}

void
suf_known_free(suf_known *self)
{
    free(self->ways);
    free(self->first_way);
    free(self->n_ways);
    free(self->items);
    free(self->first_item);
    free(self->logs);
    free(self->given_open);
    free(self->is_open);
    free(self->scores);
    free(self->values);
    *self = (suf_known){0};
}

double
suf_known_begin(const suf_delivery_unit *units, uint32_t unit)
{
    const suf_delivery_unit *of = &units[unit];
    if (of->begun_by != SUF_NONE) { /* nothing is known of it */
        return (double) NAN;
    }
    if (of->after == SUF_NONE) {
        return of->starts_days;
    }
    const suf_delivery_unit *before = &units[of->after];
    bool is_sure = before->fact == SUF_FACT_NONE && !(before->duration_days > 0) &&
                   before->pass.assumption == SUF_NONE && before->pass.value >= 1;
    double opened = before->fact == SUF_FACT_OPENED ? before->opened_days
                    : is_sure                       ? before->starts_days
                                                    : (double) NAN;
    return of->is_at_once || isnan(opened) ? opened : fmax(of->starts_days, opened);
}

void
suf_known_count(
    suf_known *self, uint32_t first, uint32_t n, uint32_t n_open, suf_known_given given)
{
    size_t length = (size_t) n_open + 1;
    double *last = self->given_open + n * length;
    for (uint32_t j = 0; j <= n_open; j++) {
        last[j] = j == 0 ? 1 : 0;
    }
    for (uint32_t i = n; i-- > 0;) {
        const suf_known_way *ways = &self->ways[self->first_way[first + i]];
        double *here = self->given_open + i * length;
        double open = 0;
        double closed = 0;
        for (uint32_t k = 0; k < self->n_ways[first + i]; k++) {
            open += suf_known_likelihood(&ways[k], SUF_KNOWN_OPEN, given);
            closed += suf_known_likelihood(&ways[k], SUF_KNOWN_NOT_OPEN, given);
        }
        closed = self->n_ways[first + i] > 0 ? closed : 1; /* it is not begun */
        for (uint32_t j = 0; j <= n_open; j++) {
            here[j] =
                closed * here[length + j] + (j > 0 ? open * here[length + j - 1] : 0);
        }
    }
}

/* --- items -------------------------------------------------------------------------- */

/* Adds the item of a unit that tells something, if it does. */
static void
add_item(suf_known *self, const suf_delivery_unit *units,
    const suf_parameters *parameters, uint32_t unit, uint32_t *n)
{
    const suf_delivery_unit *of = &units[unit];
    bool is_opened = of->fact == SUF_FACT_OPENED;
    double begin = suf_known_begin(units, unit);
    double at = is_opened ? of->opened_days : of->known_days;
    suf_known_way *ways = &self->ways[self->first_way[unit]];
    self->n_ways[unit] = 0;
    if (isnan(begin) || !(begin < at)) {
        return;
    }
    self->n_ways[unit] = suf_known_ways(of, begin, at, parameters, ways);
    if (of->fact == SUF_FACT_COUNTED) {
        if (of->number == 0) {
            self->items[(*n)++] = (suf_known_item){
                .unit = unit, .n_units = of->n_batch, .n_open = of->n_open};
        }
        return;
    }
    suf_known_event event = is_opened ? SUF_KNOWN_OPENS : SUF_KNOWN_NOT_OPEN;
    if (suf_known_tells(ways, self->n_ways[unit], event)) {
        self->items[(*n)++] =
            (suf_known_item){.unit = unit, .n_units = 1, .event = event};
    }
}

/* --- the likelihood of what is shared ----------------------------------------------- */

/* What is learnt from: of a replication. */
typedef struct learning {
    suf_known *known;
    double r1, r2;
    uint32_t group; /* in hand */
    double city;    /* sqrt(r1) F in hand */
} learning;

static double
own_of(const learning *self, uint32_t group)
{
    return sqrt(1 - self->r1 - (group > 0 ? self->r2 : 0));
}

/* Of a group, at a node. */
static double
evaluate(const learning *self, uint32_t group, double sum)
{
    suf_known *known = self->known;
    const suf_known_given given = {sum, own_of(self, group)};
    double log_likelihood = 0;
    for (uint32_t i = known->first_item[group]; i < known->first_item[group + 1]; i++) {
        const suf_known_item *item = &known->items[i];
        if (item->event == SUF_KNOWN_NOT_OPEN && item->n_open > 0) {
            suf_known_count(known, item->unit, item->n_units, item->n_open, given);
            log_likelihood += log(fmax(known->given_open[item->n_open], 1e-300));
        } else {
            log_likelihood +=
                suf_known_log_likelihood(&known->ways[known->first_way[item->unit]],
                    known->n_ways[item->unit], item->event, given);
        }
    }
    return log_likelihood;
}

static double
at_node(const learning *self, uint32_t group, double low, double width, uint32_t node)
{
    double *log_likelihood = &self->known->logs[(size_t) group * N_NODES + node];
    if (isnan(*log_likelihood)) {
        *log_likelihood = evaluate(self, group, low + width * node);
    }
    return *log_likelihood;
}

/* Between nodes by the cubic through four of them. */
static double
log_likelihood_of(const learning *self, uint32_t group, double sum)
{
    double furthest = FURTHEST * (sqrt(self->r1) + sqrt(self->r2)) + 1;
    double width = fmax(own_of(self, group) / 6, 2 * furthest / (N_NODES - 4));
    double low = -furthest - width;
    double place = (sum - low) / width;
    uint32_t node = (uint32_t) place;
    double t = place - node;
    double y[4];
    for (uint32_t i = 0; i < 4; i++) {
        y[i] = at_node(self, group, low, width, node + i - 1);
    }
    return -t * (t - 1) * (t - 2) / 6 * y[0] + (t + 1) * (t - 1) * (t - 2) / 2 * y[1] -
           (t + 1) * t * (t - 2) / 2 * y[2] + (t + 1) * t * (t - 1) / 6 * y[3];
}

/* Of the shock of the programme in hand, given the city's. */
static double
log_of_programme(void *of, double shock)
{
    const learning *self = of;
    return -shock * shock / 2 +
           log_likelihood_of(self, self->group, self->city + sqrt(self->r2) * shock);
}

static bool
tells(const learning *self, uint32_t group)
{
    return self->known->first_item[group] < self->known->first_item[group + 1];
}

/* Of the shock of the city. */
static double
log_of_city(void *of, double shock)
{
    learning *self = of;
    double sum = -shock * shock / 2;
    self->city = sqrt(self->r1) * shock;
    sum += tells(self, 0) ? log_likelihood_of(self, 0, self->city) : 0;
    for (uint32_t i = 1; i < self->known->n_groups; i++) {
        self->group = i;
        sum += tells(self, i)
                   ? suf_tabulated_integral(log_of_programme, self, -FURTHEST, FURTHEST)
                   : 0;
    }
    return sum;
}

/* The group whose likelihood a unit is part of; without a weight of programmes all are
 * one. */
static uint32_t
group_of(const suf_delivery_unit *unit, double r2)
{
    return unit->programme != SUF_NONE && r2 > 0 ? unit->programme + 1 : 0;
}

/* Notes what is assumed and chosen; whether it is as before. */
static bool
note_values(suf_known *self, const suf_parameters *parameters)
{
    uint32_t n_values = (uint32_t) suf_model_n_values(self->model);
    bool is_same = self->is_learnt;
    for (uint32_t i = 0; i < n_values + self->model->n_levers; i++) {
        double value = i < n_values ? parameters->assumptions[i]
                                    : parameters->chosen.values[i - n_values];
        is_same = is_same && value >= self->values[i] && value <= self->values[i];
        self->values[i] = value;
    }
    self->is_learnt = true;
    return is_same;
}

static void
learn(learning *self, const suf_delivery_unit *units, const suf_parameters *parameters)
{
    suf_known *known = self->known;
    uint32_t n = 0;
    for (uint32_t group = 0; group < known->n_groups; group++) {
        known->first_item[group] = n;
        for (uint32_t i = 0; i < known->model->delivery.n_units; i++) {
            if (units[i].fact != SUF_FACT_NONE &&
                group_of(&units[i], self->r2) == group) {
                add_item(known, units, parameters, i, &n);
            }
        }
    }
    known->first_item[known->n_groups] = n;
    for (size_t i = 0; i < (size_t) known->n_groups * N_NODES; i++) {
        known->logs[i] = (double) NAN;
    }
    known->has_city =
        n > 0 && suf_tabulated_make(&known->city, log_of_city, self, -FURTHEST, FURTHEST);
}

void
suf_known_shocks(suf_known *self, const suf_delivery_unit *units,
    const suf_parameters *parameters, double *city, double *programmes)
{
    learning of = {.known = self,
        .r1 = parameters->correlation,
        .r2 = parameters->programme_correlation};
    if (!note_values(self, parameters)) {
        learn(&of, units, parameters);
    }
    *city = self->has_city ? suf_tabulated_quantile(&self->city, *city)
                           : suf_delay_shock(*city);
    of.city = sqrt(of.r1) * *city;
    for (uint32_t i = 0; i < self->model->delivery.n_programmes; i++) {
        suf_tabulated table;
        of.group = i + 1;
        programmes[i] =
            tells(&of, of.group) &&
                    suf_tabulated_make(&table, log_of_programme, &of, -FURTHEST, FURTHEST)
                ? suf_tabulated_quantile(&table, programmes[i])
                : suf_delay_shock(programmes[i]);
    }
}
