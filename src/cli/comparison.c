/* Paired differences between two scenarios on common random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/print.h"
#include "cli/served_cost.h"
#include "stats/estimate.h"

/* NAN when the difference does not vary. */
static double
reduction_of(const suf_pair *of)
{
    double variance = suf_estimate_variance(&of->difference);
    return variance > 0
               ? (suf_estimate_variance(&of->base) + suf_estimate_variance(&of->other)) /
                     variance
               : (double) NAN;
}

/* The 95 % interval of a difference; NAN when there is none. */
static void
interval_of(const suf_pair *of, double *low, double *high)
{
    if (of->is_met && of->difference.tally.n > 0) {
        suf_estimate_change(&of->difference, 0.95, low, high);
        return;
    }
    double mean = suf_estimate_mean(&of->difference);
    double half = suf_estimate_half_width(&of->difference, 0.95);
    *low = mean - half;
    *high = mean + half;
}

enum { WIDTH_QUANTITY = 26, WIDTH_VALUE = 15, WIDTH_DIFFERENCE = 28, WIDTH_TIMES = 12 };

static void
print_pair(const char *label, int width, const char *quantity, const suf_pair *of)
{
    char text[64];
    double reduction = reduction_of(of);
    suf_print_left(label, width);
    suf_print_left(quantity, WIDTH_QUANTITY);
    (void) snprintf(text, sizeof text, "%.6g", suf_estimate_mean(&of->base));
    suf_print_right(text, WIDTH_VALUE);
    (void) snprintf(text, sizeof text, "%.6g", suf_estimate_mean(&of->other));
    suf_print_right(text, WIDTH_VALUE);
    if (of->is_met) {
        double low = 0;
        double high = 0;
        interval_of(of, &low, &high);
        (void) snprintf(text, sizeof text, "%.3f [%.3f, %.3f]",
            suf_estimate_mean(&of->difference), low, high);
    } else {
        suf_print_cell(&of->difference, 9, text);
    }
    suf_print_right(text, WIDTH_DIFFERENCE);
    if (isnan(reduction)) {
        (void) snprintf(text, sizeof text, "exact");
    } else {
        (void) snprintf(text, sizeof text, "%.3g x", reduction);
    }
    suf_print_right(text, WIDTH_TIMES);
    (void) printf("\n");
}

static void
print_head(int width)
{
    suf_print_left("", width);
    suf_print_left("", WIDTH_QUANTITY);
    suf_print_right("base", WIDTH_VALUE);
    suf_print_right("scenario", WIDTH_VALUE);
    suf_print_right("difference", WIDTH_DIFFERENCE);
    suf_print_right("variance", WIDTH_TIMES);
    (void) printf("\n");
}

/* The quantities of a service that differ; counts all into *n and those into *n_same. */
static void
print_service(
    const suf_pairs *self, uint32_t service, int width, uint64_t *n_all, uint64_t *n_same)
{
    const suf_layout *layout = &self->of->base->layout;
    const suf_label *label = &layout->services[service];
    suf_variable measures[SUF_N_MEASURES];
    uint32_t n = suf_pairs_measures(self, service, measures);
    bool has_head = false;
    uint32_t n_rows = layout->n_districts > 1 ? layout->n_districts + 1 : 1;
    for (uint32_t row = 0; row < n_rows; row++) {
        for (uint32_t i = 0; i < n; i++) {
            const suf_pair *of = suf_pairs_service(self, service, row, i);
            *n_all += of->difference.tally.n > 0;
            *n_same += of->difference.tally.n > 0 && !of->is_different;
            if (!of->is_different) {
                continue;
            }
            if (!has_head) {
                (void) printf("\n%s%s%s\n", label->name,
                    label->title[0] != '\0' ? ": " : "", label->title);
                print_head(width);
                has_head = true;
            }
            print_pair(row < layout->n_districts ? layout->districts[row].name : "all",
                width, suf_variable_info_of(measures[i])->name, of);
        }
    }
}

/* The Gini coefficients that differ, over the whole run; CSV has the other indices. */
static void
print_equality(const suf_pairs *self, int width, uint64_t *n_all, uint64_t *n_same)
{
    const suf_layout *layout = &self->of->base->layout;
    bool has_head = false;
    for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
        for (uint32_t s = 0; s < layout->n_services; s++) {
            const suf_pair *of =
                suf_pairs_equality(self, s, (suf_ratio) i, SUF_EQUALITY_GINI);
            *n_all += of->difference.tally.n > 0;
            *n_same += of->difference.tally.n > 0 && !of->is_different;
            if (!of->is_different) {
                continue;
            }
            if (!has_head) {
                (void) printf(
                    "\ninequality between districts: Gini coefficient of places "
                    "for people, and of those served\n");
                print_head(width);
                has_head = true;
            }
            print_pair(suf_ratio_names[i - SUF_FIRST_RATIO], width,
                layout->services[s].name, of);
        }
    }
}

static void
print_targets(const suf_pairs *self, int width, uint64_t *n_all, uint64_t *n_same)
{
    static const char *const quantities[2] = {"value", "P(met)"};
    const suf_layout *layout = &self->of->base->layout;
    bool has_head = false;
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        for (size_t which = 0; which < 2; which++) {
            const suf_pair *of = &self->target_pairs[2 * (size_t) t + which];
            *n_all += of->difference.tally.n > 0;
            *n_same += of->difference.tally.n > 0 && !of->is_different;
            if (!of->is_different) {
                continue;
            }
            if (!has_head) {
                (void) printf("\ntargets\n");
                print_head(width);
                has_head = true;
            }
            print_pair(layout->targets[t].name, width, quantities[which], of);
        }
    }
}

/* Whose weights the numbers take, and whether the other has the same past. */
static void
print_given(const suf_pairs *self)
{
    const suf_comparison *of = self->of;
    const suf_given *given = &self->given[self->weighs];
    const suf_label *whose = self->weighs == 0
                                 ? &of->base->layout.scenarios[of->base_scenario]
                                 : &of->other->layout.scenarios[of->other_scenario];
    double apart = suf_pairs_apart(self);
    suf_given_print(given);
    (void) printf("\n");
    if (given->is_weighted) {
        (void) printf("weights: those of %s, under which it was seen", whose->name);
        if (apart > 0) {
            (void) printf("; by those of the other scenario, whose past is another one, "
                          "%.0f %% of the weight would lie on other replications",
                100 * apart);
        }
        (void) printf("\n");
    }
}

static suf_status
print_text(const suf_pairs *self, suf_faults *faults)
{
    const suf_comparison *of = self->of;
    const suf_layout *layout = &of->base->layout;
    const suf_label *other = &of->other->layout.scenarios[of->other_scenario];
    int width = (int) sizeof "district";
    uint64_t n_all = 0;
    uint64_t n_same = 0;
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        int here = suf_print_width(layout->districts[i].name) + 2;
        width = here > width ? here : width;
    }
    (void) printf("\nscenario %s%s%s\ncompared with %s over %" PRIu32
                  " replications on common random numbers",
        other->name, other->title[0] != '\0' ? ": " : "", other->title,
        layout->scenarios[of->base_scenario].name, self->n);
    print_given(self);
    print_targets(self, width, &n_all, &n_same);
    for (uint32_t s = 0; s < layout->n_services; s++) {
        print_service(self, s, width, &n_all, &n_same);
    }
    print_equality(self, width, &n_all, &n_same);
    suf_status status = suf_served_cost_print(self, false, faults);
    (void) printf("\n%" PRIu64 " of %" PRIu64
                  " quantities are the same in every replication\n",
        n_same, n_all);
    return status;
}

void
suf_comparison_csv_head(const suf_results *base, const suf_results *other)
{
    (void) printf("base,scenario,of,name,district,quantity,base_mean,mean,difference,"
                  "low,high,replications,variance_reduction,is_different");
    suf_given_csv_head(base->layout.n_observations > 0 ? base : other);
}

static void
print_number(double value)
{
    (void) printf(isnan(value) ? "," : "%.10g,", value);
}

static void
print_csv_row(const suf_pairs *self, const char *of, const char *name,
    const char *district, const char *quantity, const suf_pair *row)
{
    const suf_comparison *files = self->of;
    double low = 0;
    double high = 0;
    if (row->difference.tally.n == 0 && !row->is_different) {
        return;
    }
    suf_print_field(files->base->layout.scenarios[files->base_scenario].name);
    suf_print_field(files->other->layout.scenarios[files->other_scenario].name);
    suf_print_field(of);
    suf_print_field(name);
    suf_print_field(district);
    suf_print_field(quantity);
    print_number(suf_estimate_mean(&row->base));
    print_number(suf_estimate_mean(&row->other));
    print_number(suf_estimate_mean(&row->difference));
    interval_of(row, &low, &high);
    print_number(low);
    print_number(high);
    (void) printf("%" PRIu64 ",", row->difference.tally.n);
    print_number(reduction_of(row));
    (void) printf("%s", row->is_different ? "yes" : "no");
    suf_pairs_csv(self);
}

static void
print_csv(const suf_pairs *self)
{
    const suf_layout *layout = &self->of->base->layout;
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        const suf_pair *of = &self->target_pairs[2 * (size_t) t];
        print_csv_row(self, "target", layout->targets[t].name, "", "value", &of[0]);
        print_csv_row(self, "target", layout->targets[t].name, "", "p_met", &of[1]);
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        suf_variable measures[SUF_N_MEASURES];
        uint32_t n = suf_pairs_measures(self, s, measures);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (uint32_t i = 0; i < n; i++) {
                print_csv_row(self, "service", layout->services[s].name,
                    row < layout->n_districts ? layout->districts[row].name : "all",
                    suf_variable_info_of(measures[i])->name,
                    suf_pairs_service(self, s, row, i));
            }
        }
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
            for (int quantity = 0; quantity < SUF_N_EQUALITIES; quantity++) {
                char name[64];
                (void) snprintf(name, sizeof name, "%s_%s",
                    suf_ratio_names[i - SUF_FIRST_RATIO],
                    suf_variable_info_of(suf_equality_quantity(quantity))->name);
                print_csv_row(self, "equality", layout->services[s].name, SUF_ALL, name,
                    suf_pairs_equality(self, s, (suf_ratio) i, quantity));
            }
        }
    }
}

suf_status
suf_comparison_print(const suf_comparison *self, bool is_csv, suf_faults *faults)
{
    suf_pairs of = {.of = self};
    suf_status status = suf_pairs_gather(&of, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&of);
        status = suf_served_cost_print(&of, true, faults);
    } else if (status == SUF_OK) {
        status = print_text(&of, faults);
    }
    suf_pairs_free(&of);
    return status;
}
