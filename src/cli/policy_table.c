/* The table of policies of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/print.h"
#include "stats/estimate.h"

/* Of a policy in a district; first: of the replications in which it acts. */
typedef struct row {
    suf_estimate acts, decisions, places, cost, first;
} row;

typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    row *rows; /* [policy][district] */
    double *decisions, *places, *cost, *first;
} table;

static const suf_layout *
layout_of(const table *self)
{
    return &self->results->layout;
}

/* The sum over the years of a variable by policy, year and district. */
static double
sum_of(const table *self, const double *values, uint32_t policy, uint32_t district)
{
    const suf_layout *layout = layout_of(self);
    double sum = 0;
    for (uint32_t year = 0; year < layout->n_years; year++) {
        size_t at = (size_t) policy * layout->n_years + year;
        sum += values[at * layout->n_districts + district];
    }
    return sum;
}

static void
add(table *self, uint32_t replication)
{
    const suf_layout *layout = layout_of(self);
    const suf_design_spec *design = &layout->design;
    uint32_t r = (uint32_t) self->results->replications[replication];
    const double *weight = suf_given_weight(self->given, replication);
    for (size_t i = 0; i < (size_t) layout->n_policies * layout->n_districts; i++) {
        uint32_t policy = (uint32_t) (i / layout->n_districts);
        uint32_t district = (uint32_t) (i % layout->n_districts);
        double decisions = sum_of(self, self->decisions, policy, district);
        double acts = isnan(decisions) ? (double) NAN : decisions > 0;
        suf_estimate_add_weighted(&self->rows[i].acts, design, r, weight, acts);
        suf_estimate_add_weighted(&self->rows[i].decisions, design, r, weight, decisions);
        suf_estimate_add_weighted(&self->rows[i].places, design, r, weight,
            sum_of(self, self->places, policy, district));
        suf_estimate_add_weighted(&self->rows[i].cost, design, r, weight,
            sum_of(self, self->cost, policy, district));
        suf_estimate_add_weighted(
            &self->rows[i].first, design, r, weight, self->first[i]);
    }
}

static suf_status
gather(table *self, suf_faults *faults)
{
    const suf_layout *layout = layout_of(self);
    const struct {
        suf_variable variable;
        double **values;
    } read[] = {{SUF_VARIABLE_POLICY_DECISIONS, &self->decisions},
        {SUF_VARIABLE_POLICY_PLACES, &self->places},
        {SUF_VARIABLE_POLICY_COST, &self->cost},
        {SUF_VARIABLE_POLICY_FIRST, &self->first}};
    enum { N_READ = sizeof read / sizeof read[0] };
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) layout->n_policies * layout->n_districts,
        sizeof *self->rows, &self->rows));
    for (int i = 0; i < N_READ; i++) {
        SUF_TRY(suf_array_new(
            suf_layout_size(layout, read[i].variable), sizeof(double), read[i].values));
    }
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        for (int i = 0; i < N_READ; i++) {
            SUF_TRY(suf_results_read(self->results, read[i].variable, self->scenario, r,
                *read[i].values, faults));
        }
        add(self, r);
    }
out:
    return status;
}

/* --- printing ------------------------------------------------------------------------
 */

enum { WIDTH_NAME = 22, WIDTH_P = 20, WIDTH_VALUE = 14 };

static void
print_head(const table *self)
{
    (void) printf("\npolicies: how likely each decides in the run, how often, how many "
                  "places it moves, what that costs (yuan; - not known), and when first");
    suf_given_print(self->given);
    (void) printf("\n");
    suf_print_left("", WIDTH_NAME);
    suf_print_left("", WIDTH_NAME);
    suf_print_right("P(decides) [95 %]", WIDTH_P);
    suf_print_right("times", WIDTH_VALUE);
    suf_print_right("places", WIDTH_VALUE);
    suf_print_right("cost", WIDTH_VALUE);
    suf_print_right("mean first", WIDTH_VALUE);
    (void) printf("\n");
}

static void
print_row(const table *self, uint32_t policy, uint32_t district, const row *of)
{
    const suf_layout *layout = layout_of(self);
    char text[64];
    double low = 0;
    double high = 0;
    suf_estimate_probability(&of->acts, 0.95, &low, &high);
    suf_print_left(layout->policies[policy].name, WIDTH_NAME);
    suf_print_left(layout->districts[district].name, WIDTH_NAME);
    (void) snprintf(
        text, sizeof text, "%.2f [%.2f, %.2f]", suf_estimate_mean(&of->acts), low, high);
    suf_print_right(text, WIDTH_P);
    suf_print_cell(&of->decisions, 2, text);
    suf_print_right(text, WIDTH_VALUE);
    suf_print_cell(&of->places, 1, text);
    suf_print_right(text, WIDTH_VALUE);
    (void) snprintf(text, sizeof text, "-");
    if (of->cost.tally.n > 0) {
        suf_print_yuan(suf_estimate_mean(&of->cost), text);
    }
    suf_print_right(text, WIDTH_VALUE);
    (void) snprintf(text, sizeof text, "-");
    if (of->first.tally.n > 0) { /* a decision rests on the month that has ended */
        suf_date_format(
            layout->start_day + (int32_t) suf_estimate_mean(&of->first), text);
    }
    suf_print_right(text, WIDTH_VALUE);
    (void) printf("\n");
}

static void
print_quantity(const table *self, uint32_t policy, uint32_t district, const char *name,
    const suf_estimate *of, bool is_probability)
{
    const suf_layout *layout = layout_of(self);
    double mean = suf_estimate_mean(of);
    double half = suf_estimate_half_width(of, 0.95);
    double low = mean - half;
    double high = mean + half;
    if (is_probability) {
        suf_estimate_probability(of, 0.95, &low, &high);
    }
    suf_print_field(layout->scenarios[self->scenario].name);
    suf_print_field(layout->policies[policy].name);
    suf_print_field(layout->districts[district].name);
    suf_print_field(name);
    (void) printf("%.10g,%.10g,%.10g,%" PRIu64, mean, low, high, (uint64_t) of->tally.n);
    suf_given_csv(self->given);
}

static void
print(const table *self, bool is_csv)
{
    const suf_layout *layout = layout_of(self);
    bool is_any = false;
    for (size_t i = 0; i < (size_t) layout->n_policies * layout->n_districts; i++) {
        is_any = is_any || self->rows[i].acts.tally.n > 0;
    }
    if (!is_csv && !is_any) {
        (void) printf("\npolicies: none in this scenario\n");
    } else if (!is_csv) {
        print_head(self);
    }
    for (uint32_t policy = 0; policy < layout->n_policies; policy++) {
        for (uint32_t district = 0; district < layout->n_districts; district++) {
            const row *of = &self->rows[(size_t) policy * layout->n_districts + district];
            if (of->acts.tally.n == 0) {
                continue; /* it does not look there */
            }
            if (!is_csv) {
                print_row(self, policy, district, of);
                continue;
            }
            print_quantity(self, policy, district, "acts", &of->acts, true);
            print_quantity(self, policy, district, "decisions", &of->decisions, false);
            print_quantity(self, policy, district, "moved_places", &of->places, false);
            if (of->cost.tally.n > 0) {
                print_quantity(self, policy, district, "cost", &of->cost, false);
            }
            print_quantity(self, policy, district, "first_decision", &of->first, false);
        }
    }
}

void
suf_policy_table_csv_head(const suf_results *results)
{
    (void) printf("scenario,policy,district,quantity,mean,low,high,replications");
    suf_given_csv_head(results);
}

suf_status
suf_policy_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, bool is_asked, suf_faults *faults)
{
    table self = {.results = results, .scenario = scenario, .given = given};
    if (results->layout.n_policies == 0) {
        if (!is_asked) {
            return SUF_OK;
        }
        const suf_fault_place place = {.file = results->path};
        suf_faults_add(faults, &place,
            "found no policies: no scenario of the file has any (key policies)");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    suf_status status = gather(&self, faults);
    if (status == SUF_OK) {
        print(&self, is_csv);
    }
    free(self.rows);
    free(self.decisions);
    free(self.places);
    free(self.cost);
    free(self.first);
    return status;
}
