/* What one more person served costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "served_cost.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/print.h"
#include "stats/quotient.h"

enum { CAPITAL, RUNNING, SERVED, N_PARTS };
static const suf_variable variables[N_PARTS] = {SUF_VARIABLE_COST_SERVICE_CAPITAL,
    SUF_VARIABLE_COST_SERVICE_RUNNING, SUF_VARIABLE_COST_SERVED};

/* A service in both scenarios. */
typedef struct row {
    suf_quotient quotient; /* cost more over people more */
    bool is_known[2];      /* of capital and running costs: in both */
    bool is_one_sided;     /* one of these is given in one scenario alone */
    bool is_different;
} row;

/* A scenario of a file, and its values of one replication. */
typedef struct side {
    suf_results *results;
    uint32_t scenario;
    double *values[N_PARTS];
} side;

/* Of the whole run and all districts. */
static double
value_of(const side *self, int part, uint32_t service)
{
    const suf_layout *layout = &self->results->layout;
    size_t at = (size_t) (layout->n_years + 1) * (layout->n_districts + 1) - 1;
    return self->values[part][at * layout->n_services + service];
}

static suf_status
read_side(side *self, uint32_t position, suf_faults *faults)
{
    suf_status status = SUF_OK;
    for (int i = 0; status == SUF_OK && i < N_PARTS; i++) {
        status = suf_results_read(self->results, variables[i], self->scenario, position,
            self->values[i], faults);
    }
    return status;
}

static void
add(row *self, const side *sides, const uint32_t services[2],
    const suf_design_spec *design, uint32_t replication, const double *weight)
{
    double cost = 0;
    for (int part = CAPITAL; part <= RUNNING; part++) {
        double base = value_of(&sides[0], part, services[0]);
        double other = value_of(&sides[1], part, services[1]);
        self->is_one_sided |= isnan(base) != isnan(other);
        self->is_known[part] |= !isnan(base) && !isnan(other);
        cost += isnan(base) || isnan(other) ? 0 : other - base;
    }
    double people = value_of(&sides[1], SERVED, services[1]) -
                    value_of(&sides[0], SERVED, services[0]);
    self->is_different |= fabs(cost) > 0;
    if (self->is_known[CAPITAL] || self->is_known[RUNNING]) {
        suf_quotient_add(&self->quotient, design, replication, weight, cost, people);
    }
}

static suf_status
gather(const suf_pairs *pairs, row *rows, side *sides, suf_faults *faults)
{
    const suf_comparison *of = pairs->of;
    uint32_t b = 0;
    suf_status status = SUF_OK;
    for (int i = 0; i < 2; i++) {
        for (int part = 0; part < N_PARTS; part++) {
            SUF_TRY(
                suf_array_new(suf_layout_size(&sides[i].results->layout, variables[part]),
                    sizeof(double), &sides[i].values[part]));
        }
    }
    for (uint32_t a = 0; a < of->base->n_replications; a++) {
        int32_t number = of->base->replications[a];
        while (b < of->other->n_replications && of->other->replications[b] < number) {
            b++;
        }
        if (b == of->other->n_replications || of->other->replications[b] != number) {
            continue;
        }
        SUF_TRY(read_side(&sides[0], a, faults));
        SUF_TRY(read_side(&sides[1], b, faults));
        for (uint32_t s = 0; s < of->base->layout.n_services; s++) {
            const uint32_t services[2] = {s, pairs->services[s]};
            if (services[1] != SUF_NONE) {
                add(&rows[s], sides, services, &of->base->layout.design,
                    (uint32_t) number,
                    suf_pairs_weight(pairs, (const uint32_t[2]){a, b}));
            }
        }
    }
out:
    return status;
}

static const char *
what_of(const row *self)
{
    return self->is_known[CAPITAL] && self->is_known[RUNNING] ? "capital and running"
           : self->is_known[CAPITAL]                          ? "capital alone"
                                                              : "running costs alone";
}

static void
print_text(const suf_pairs *pairs, const row *rows)
{
    const suf_layout *layout = &pairs->of->base->layout;
    bool has_head = false;
    for (uint32_t s = 0; s < layout->n_services; s++) {
        const row *of = &rows[s];
        double low = 0;
        double high = 0;
        char texts[4][64];
        if (!of->is_different || of->is_one_sided) {
            continue;
        }
        if (!has_head) {
            (void) printf("\ncost of one more person served: yuan, prices of %d, whole "
                          "run\n",
                (int) layout->price_year);
            has_head = true;
        }
        suf_quotient_interval(&of->quotient, 0.95, &low, &high);
        suf_print_yuan(suf_estimate_mean(&of->quotient.top), texts[0]);
        suf_print_yuan(suf_quotient_mean(&of->quotient), texts[1]);
        suf_print_yuan(low, texts[2]);
        suf_print_yuan(high, texts[3]);
        double people = suf_estimate_mean(&of->quotient.base);
        (void) printf("  %s: %s more cost (%s), %.6g more people",
            layout->services[s].name, texts[0], what_of(of), people);
        if (isnan(low)) {
            (void) printf(": no quotient, as the people are not told from none\n");
        } else {
            (void) printf(": %s [%s, %s] a person\n", texts[1], texts[2], texts[3]);
        }
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        if (rows[s].is_one_sided) {
            (void) printf("  %s: left out, a cost of it is given in one of the two "
                          "scenarios alone\n",
                layout->services[s].name);
        }
    }
}

static void
print_csv(const suf_pairs *pairs, const row *rows)
{
    const suf_comparison *of = pairs->of;
    const suf_layout *layout = &of->base->layout;
    for (uint32_t s = 0; s < layout->n_services; s++) {
        double low = 0;
        double high = 0;
        const suf_quotient *quotient = &rows[s].quotient;
        if (quotient->top.tally.n == 0 || rows[s].is_one_sided) {
            continue;
        }
        suf_quotient_interval(quotient, 0.95, &low, &high);
        suf_print_field(layout->scenarios[of->base_scenario].name);
        suf_print_field(of->other->layout.scenarios[of->other_scenario].name);
        suf_print_field("costs");
        suf_print_field(layout->services[s].name);
        suf_print_field(SUF_ALL);
        suf_print_field("cost_of_one_more_served");
        (void) printf(",,");
        const double numbers[] = {suf_quotient_mean(quotient), low, high};
        for (int i = 0; i < 3; i++) {
            (void) printf(isnan(numbers[i]) ? "," : "%.10g,", numbers[i]);
        }
        (void) printf("%" PRIu64 ",,%s", quotient->top.tally.n,
            rows[s].is_different ? "yes" : "no");
        suf_pairs_csv(pairs);
    }
}

suf_status
suf_served_cost_print(const suf_pairs *pairs, bool is_csv, suf_faults *faults)
{
    const suf_comparison *of = pairs->of;
    side sides[2] = {{.results = of->base, .scenario = of->base_scenario},
        {.results = of->other, .scenario = of->other_scenario}};
    const suf_layout *a = &of->base->layout;
    const suf_layout *b = &of->other->layout;
    row *rows = NULL;
    suf_status status = SUF_OK;
    if (a->n_funds == 0 || b->n_funds == 0) {
        return SUF_OK;
    }
    if (a->price_year != b->price_year) {
        if (!is_csv) {
            (void) printf("\ncosts are not compared: prices of %d and of %d\n",
                (int) a->price_year, (int) b->price_year);
        }
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(a->n_services, sizeof *rows, &rows));
    SUF_TRY(gather(pairs, rows, sides, faults));
    if (is_csv) {
        print_csv(pairs, rows);
    } else {
        print_text(pairs, rows);
    }
out:
    for (int i = 0; i < 2; i++) {
        for (int part = 0; part < N_PARTS; part++) {
            free(sides[i].values[part]);
        }
    }
    free(rows);
    return status;
}
