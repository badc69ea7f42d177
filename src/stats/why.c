/* Why people are not served: unmet demand split into its causes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "stats/cause_split.h"
#include "stats/measures.h"
#include "stats/quotient.h"

#define CONFIDENCE 0.95

/* Cells whose estimates are held at a time: some 10 KB each. */
enum { SLICE = 4096 };

static const suf_why_quantity_info quantities[SUF_N_WHY_QUANTITIES] = {
    [SUF_WHY_UNMET] = {SUF_VARIABLE_UNMET, "unmet", "people",
        "people not served in the period"},
    [SUF_WHY_WAITING] = {SUF_VARIABLE_WAITING_MEAN, "waiting", "people",
        "people on the list, mean over the period"},
};

const suf_why_quantity_info *
suf_why_quantity_of(int quantity)
{
    suf_bug_unless(quantity >= 0 && quantity < SUF_N_WHY_QUANTITIES);
    return &quantities[quantity];
}

/* --- which scenarios ------------------------------------------------------------------
 */

suf_status
suf_why_mask_of_name(const char *name, const char *plan, uint32_t *mask)
{
    size_t n = strlen(plan);
    suf_status status = SUF_OK;
    *mask = 0;
    if (strncmp(name, plan, n) != 0 || name[n] != '-') {
        return SUF_OK;
    }
    for (uint32_t m = 1; status == SUF_OK && *mask == 0 && m < SUF_N_COMBINATIONS; m++) {
        suf_text text;
        suf_text_init(&text);
        suf_cause_add_name(&text, plan, m);
        status = text.status;
        *mask = status == SUF_OK && strcmp(suf_text_get(&text), name) == 0 ? m : 0;
        suf_text_free(&text);
    }
    return status;
}

/* The plan that a scenario is; its acting causes 0 when it is none. */
static suf_status
find_plan(const suf_layout *layout, uint32_t scenario, suf_why_plan *plan)
{
    uint32_t found[SUF_N_COMBINATIONS];
    *plan = (suf_why_plan){.scenario = scenario};
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        found[m] = SUF_NONE;
    }
    found[0] = scenario;
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        uint32_t mask = 0;
        suf_status status = suf_why_mask_of_name(
            layout->scenarios[i].name, layout->scenarios[scenario].name, &mask);
        if (status != SUF_OK) {
            return status;
        }
        if (mask != 0) {
            found[mask] = i;
            plan->acting |= mask;
        }
    }
    bool is_whole = true;
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        plan->scenarios[m] = found[m & plan->acting];
        is_whole &= plan->scenarios[m] != SUF_NONE;
    }
    plan->acting = is_whole ? plan->acting : 0;
    return SUF_OK;
}

suf_status
suf_why_plans(const suf_layout *layout, suf_why_plan **plans, uint32_t *n)
{
    suf_why_plan plan;
    suf_status status = SUF_OK;
    *n = 0;
    SUF_TRY(suf_array_new(layout->n_scenarios, sizeof **plans, plans));
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        SUF_TRY(find_plan(layout, i, &plan));
        if (plan.acting != 0) {
            (*plans)[(*n)++] = plan;
        }
    }
out:
    if (status != SUF_OK || *n == 0) {
        free(*plans);
        *plans = NULL;
    }
    return status;
}

/* --- the fold -------------------------------------------------------------------------
 */

/* Of one cell over the replications. */
typedef struct estimates {
    suf_estimate total, parts[SUF_N_PARTS], both[SUF_N_PARTS];
    suf_tally without[SUF_N_COMBINATIONS];
} estimates;

typedef struct folding {
    suf_why *of;
    suf_why_reader read;
    void *context;
    size_t n_block;                     /* cells of one quantity */
    double *blocks[SUF_N_COMBINATIONS]; /* [n_block] the measure of each mask; owned by
                                           the first of a scenario */
    estimates *slice;                   /* [SLICE]; owned */
} folding;

static suf_status
read_blocks(folding *self, int quantity, uint32_t position)
{
    const suf_why_plan *plan = &self->of->plan;
    suf_status status = SUF_OK;
    for (uint32_t m = 0; status == SUF_OK && m < SUF_N_COMBINATIONS; m++) {
        if ((m & plan->acting) == m) {
            status = self->read(self->context, quantities[quantity].measure,
                plan->scenarios[m], position, self->blocks[m]);
        }
    }
    return status;
}

/* People of the period, from people a year: they are counted, so the number is whole. */
static double
quantity_value(const folding *self, int quantity, size_t at, double value)
{
    const suf_layout *layout = self->of->layout;
    if (quantity != SUF_WHY_UNMET || isnan(value)) {
        return value;
    }
    size_t n_of_period = self->n_block / ((size_t) layout->n_years + 1);
    uint32_t period = (uint32_t) (at / n_of_period);
    int32_t days = layout->end_day - layout->start_day;
    if (period < layout->n_years) {
        uint32_t from = suf_layout_first_month(layout, period);
        uint32_t to = suf_layout_first_month(layout, period + 1);
        int32_t end = to < layout->n_months ? layout->month_start_days[to] : days;
        days = end - layout->month_start_days[from];
    }
    return nearbyint(value * days / SUF_DAYS_PER_YEAR);
}

static void
add_cell(folding *self, estimates *to, int quantity, size_t at, uint32_t replication)
{
    const suf_design_spec *design = &self->of->layout->design;
    double values[SUF_N_COMBINATIONS];
    double parts[SUF_N_PARTS];
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        uint32_t of = m & self->of->plan.acting;
        values[m] = quantity_value(self, quantity, at, self->blocks[of][at]);
        suf_tally_add(&to->without[m], values[m]);
    }
    suf_cause_split(values, parts);
    suf_estimate_add(&to->total, design, replication, values[0]);
    for (int part = 0; part < SUF_N_PARTS; part++) {
        double value = parts[part] / SUF_CAUSE_ORDERS;
        suf_estimate_add(&to->parts[part], design, replication, value);
        suf_estimate_add(&to->both[part], design, replication, value + values[0]);
    }
}

static void
limits(const suf_estimate *of, double *mean, double *low, double *high)
{
    double half = suf_estimate_half_width(of, CONFIDENCE);
    *mean = suf_estimate_mean(of);
    *low = *mean - half;
    *high = *mean + half;
}

static void
end_cell(const estimates *from, suf_why_cell *to)
{
    limits(&from->total, &to->total, &to->low, &to->high);
    for (int part = 0; part < SUF_N_PARTS; part++) {
        suf_why_part *of = &to->parts[part];
        limits(&from->parts[part], &of->mean, &of->low, &of->high);
        of->share = to->total > 0 ? of->mean / to->total : (double) NAN;
        suf_quotient_interval_of(&from->parts[part], &from->total, &from->both[part],
            CONFIDENCE, &of->share_low, &of->share_high);
    }
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        to->without[m] = suf_tally_mean(&from->without[m]);
    }
}

/* The cells [from, to) of a quantity's block. */
static suf_status
fold_slice(
    folding *self, int quantity, size_t from, size_t to, const int32_t *replications)
{
    suf_why *of = self->of;
    memset(self->slice, 0, (to - from) * sizeof *self->slice);
    for (uint32_t r = 0; r < of->n_replications; r++) {
        suf_status status = read_blocks(self, quantity, r);
        if (status != SUF_OK) {
            return status;
        }
        for (size_t at = from; at < to; at++) {
            add_cell(
                self, &self->slice[at - from], quantity, at, (uint32_t) replications[r]);
        }
    }
    for (size_t at = from; at < to; at++) {
        end_cell(
            &self->slice[at - from], &of->cells[(size_t) quantity * self->n_block + at]);
    }
    return SUF_OK;
}

suf_status
suf_why_fold(suf_why *self, const suf_layout *layout, const suf_why_plan *plan,
    const int32_t *replications, uint32_t n, suf_why_reader read, void *context)
{
    *self = (suf_why){.layout = layout, .plan = *plan, .n_replications = n};
    folding of = {.of = self,
        .read = read,
        .context = context,
        .n_block = suf_layout_size(layout, SUF_VARIABLE_UNMET)};
    size_t n_slice = of.n_block < SLICE ? of.n_block : SLICE;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        SUF_N_WHY_QUANTITIES * of.n_block, sizeof *self->cells, &self->cells));
    SUF_TRY(suf_array_new(n_slice, sizeof *of.slice, &of.slice));
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        if ((m & plan->acting) == m) {
            SUF_TRY(suf_array_new(of.n_block, sizeof *of.blocks[m], &of.blocks[m]));
        }
    }
    for (int quantity = 0; quantity < SUF_N_WHY_QUANTITIES; quantity++) {
        for (size_t from = 0; from < of.n_block; from += SLICE) {
            size_t to = of.n_block - from > SLICE ? from + SLICE : of.n_block;
            SUF_TRY(fold_slice(&of, quantity, from, to, replications));
        }
    }
out:
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        free(of.blocks[m]);
    }
    free(of.slice);
    return status;
}

void
suf_why_free(suf_why *self)
{
    free(self->cells);
    *self = (suf_why){0};
}

const suf_why_cell *
suf_why_at(
    const suf_why *self, int quantity, uint32_t period, uint32_t region, uint32_t service)
{
    const suf_layout *layout = self->layout;
    size_t n_block = suf_layout_size(layout, SUF_VARIABLE_UNMET);
    return &self->cells[(size_t) quantity * n_block + suf_measure_at(layout,
                                                          SUF_VARIABLE_UNMET, period,
                                                          region, service)];
}
