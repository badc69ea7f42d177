/* Which plan is robust: the regrets of the scenarios of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "regret_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/given.h"
#include "cli/print.h"
#include "cli/why_table.h"
#include "stats/measures.h"
#include "stats/regret.h"

enum { NAME_WIDTH = 30, NUMBER_WIDTH = 16, SHARE_WIDTH = 18, N_MEASURES = 2 };

static const suf_variable measures[N_MEASURES] = {
    SUF_VARIABLE_UNMET, SUF_VARIABLE_WAITING_MEAN};

typedef struct table {
    suf_results *results;
    suf_faults *faults;
    const suf_given *given; /* of the first scenario that has any; borrowed */
    bool is_csv;
    uint32_t *scenarios; /* [n] that are compared; owned */
    uint32_t n;
    uint32_t n_states;   /* of the last quantity that was printed */
    double *values;      /* of one block; owned */
    suf_regret *regrets; /* [n]; owned */
} table;

static suf_status
find_scenarios(table *self)
{
    const suf_layout *layout = &self->results->layout;
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_array_new(layout->n_scenarios, sizeof *self->scenarios, &self->scenarios));
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        bool is_variant = false;
        SUF_TRY(suf_why_is_variant(layout, i, &is_variant));
        if (!is_variant) {
            self->scenarios[self->n++] = i;
        }
    }
    if (self->n < 2) {
        suf_fault_place place = {.file = self->results->path};
        suf_faults_add(self->faults, &place,
            "has one scenario, and regret is against the best of several; run several "
            "scenarios together");
        status = SUF_RAISE(SUF_ERROR_USAGE);
    }
out:
    return status;
}

/* --- a quantity -----------------------------------------------------------------------
 */

static void
print_regret(const suf_regret *of)
{
    char text[64];
    double low = 0;
    double high = 1;
    suf_estimate_probability(&of->best, 0.95, &low, &high);
    suf_print_cell(&of->mean, 2, text);
    suf_print_right(text, NUMBER_WIDTH);
    (void) snprintf(text, sizeof text, "%.4g", of->tenth);
    suf_print_right(text, NUMBER_WIDTH);
    (void) snprintf(text, sizeof text, "%.4g", of->worst);
    suf_print_right(text, NUMBER_WIDTH);
    (void) snprintf(text, sizeof text, "%.0f [%.0f, %.0f]",
        100 * suf_estimate_mean(&of->best), 100 * low, 100 * high);
    suf_print_right(text, SHARE_WIDTH);
    (void) putchar('\n');
}

static void
print_csv_row(const table *self, const char *of, const char *quantity, uint32_t i)
{
    const suf_regret *regret = &self->regrets[i];
    double half = suf_estimate_half_width(&regret->mean, 0.95);
    double mean = suf_estimate_mean(&regret->mean);
    double low = 0;
    double high = 1;
    suf_estimate_probability(&regret->best, 0.95, &low, &high);
    suf_print_field(self->results->layout.scenarios[self->scenarios[i]].name);
    suf_print_field(of);
    suf_print_field(quantity);
    (void) printf("%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%" PRIu64, mean,
        mean - half, mean + half, regret->tenth, regret->worst,
        suf_estimate_mean(&regret->best), low, high, regret->mean.tally.n);
    suf_given_csv(self->given);
}

/* Of the losses that are there; nothing where no state has them for all plans, or no plan
 * ever loses. */
static suf_status
print_quantity(table *self, const double *losses, const char *of, const char *title,
    const char *quantity, const char *unit)
{
    const suf_results *results = self->results;
    bool is_any = false;
    memset(self->regrets, 0, self->n * sizeof *self->regrets);
    suf_status status = suf_regret_fold(losses, results->replications,
        self->given->is_weighted ? self->given->weights.w : NULL, results->n_replications,
        self->n, &results->layout.design, self->regrets);
    for (uint32_t i = 0; i < self->n; i++) {
        is_any |= self->regrets[i].worst > 0;
    }
    if (status != SUF_OK || self->regrets[0].mean.tally.n == 0 ||
        (!is_any && !self->is_csv)) {
        return status;
    }
    self->n_states = (uint32_t) self->regrets[0].mean.tally.n;
    if (!self->is_csv) {
        (void) printf(
            "\n%s%s%s, %s\n", title, title[0] != '\0' ? ": " : "", quantity, unit);
    }
    for (uint32_t i = 0; i < self->n; i++) {
        if (self->is_csv) {
            print_csv_row(self, of, quantity, i);
        } else {
            suf_print_left(
                results->layout.scenarios[self->scenarios[i]].name, NAME_WIDTH);
            print_regret(&self->regrets[i]);
        }
    }
    return status;
}

/* Targets missed at their dates, of those that can be decided. */
static suf_status
print_targets(table *self)
{
    const suf_layout *layout = &self->results->layout;
    double *losses = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) self->results->n_replications * self->n, sizeof *losses, &losses));
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        for (uint32_t i = 0; i < self->n; i++) {
            SUF_TRY(suf_results_read(self->results, SUF_VARIABLE_TARGET_MET,
                self->scenarios[i], r, self->values, self->faults));
            for (uint32_t t = 0; t < layout->n_targets; t++) {
                losses[(size_t) r * self->n + i] += self->values[t] <= 0 ? 1 : 0;
            }
        }
    }
    SUF_TRY(print_quantity(
        self, losses, "targets", "", "targets missed", "of those decided"));
out:
    free(losses);
    return status;
}

/* What all services lose in a measure: [service][replication][n], owned by the caller. */
static suf_status
read_measure(table *self, suf_variable measure, double **losses)
{
    const suf_layout *layout = &self->results->layout;
    size_t n_each = (size_t) self->results->n_replications * self->n;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_services * n_each, sizeof **losses, losses));
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        for (uint32_t i = 0; i < self->n; i++) {
            SUF_TRY(suf_results_read(self->results, measure, self->scenarios[i], r,
                self->values, self->faults));
            for (uint32_t s = 0; s < layout->n_services; s++) {
                (*losses)[s * n_each + (size_t) r * self->n + i] =
                    self->values[suf_measure_at(
                        layout, measure, layout->n_years, layout->n_districts, s)];
            }
        }
    }
out:
    return status;
}

/* Of each service what it leaves unserved, and on its list. */
static suf_status
print_services(table *self)
{
    const suf_layout *layout = &self->results->layout;
    size_t n_each = (size_t) self->results->n_replications * self->n;
    double *losses[N_MEASURES] = {NULL};
    suf_status status = SUF_OK;
    for (int i = 0; i < N_MEASURES; i++) {
        SUF_TRY(read_measure(self, measures[i], &losses[i]));
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        const suf_label *label = &layout->services[s];
        for (int i = 0; i < N_MEASURES; i++) {
            const suf_variable_info *info = suf_variable_info_of(measures[i]);
            SUF_TRY(print_quantity(self, losses[i] + s * n_each, label->name,
                label->title[0] != '\0' ? label->title : label->name, info->name,
                info->units));
        }
    }
out:
    for (int i = 0; i < N_MEASURES; i++) {
        free(losses[i]);
    }
    return status;
}

static void
print_notes(const table *self)
{
    bool is_nested = self->results->layout.design.inner != SUF_NONE &&
                     self->results->layout.design.inner > 1;
    (void) printf(
        "\nRegret: what a scenario loses against the best of these in the same state of "
        "the "
        "world,\nmean ± half width of its 95 %% interval, the value that 90 %% of "
        "%" PRIu32
        " states do not exceed,\nand the worst; best: share of states in which no other "
        "loses less (ties count for each).\n%s\n",
        self->n_states,
        is_nested ? "A state is a draw of the assumptions; chance is averaged out."
                  : "A state is a replication, its chance included; a nested run would "
                    "average it out.");
}

suf_status
suf_regret_print(suf_results *results, bool is_csv, bool is_prior, suf_faults *faults)
{
    suf_given given = {0};
    const suf_layout *layout = &results->layout;
    table self = {
        .results = results, .faults = faults, .given = &given, .is_csv = is_csv};
    size_t n_block = suf_layout_size(layout, SUF_VARIABLE_UNMET);
    size_t n_values = n_block > layout->n_targets ? n_block : layout->n_targets;
    suf_status status = SUF_OK;
    SUF_TRY(find_scenarios(&self));
    for (uint32_t i = 0; i < self.n && !given.has_any; i++) {
        suf_given_free(&given);
        SUF_TRY(suf_given_init(&given, results, self.scenarios[i], is_prior, faults));
    }
    SUF_TRY(suf_array_new(n_values, sizeof *self.values, &self.values));
    SUF_TRY(suf_array_new(self.n, sizeof *self.regrets, &self.regrets));
    if (is_csv) {
        (void) printf(
            "scenario,of,quantity,mean,low,high,q90,worst,best,best_low,best_high,"
            "states");
        suf_given_csv_head(results);
    } else {
        suf_print_left("regret of", NAME_WIDTH);
        suf_print_right("mean", NUMBER_WIDTH);
        suf_print_right("90 %", NUMBER_WIDTH);
        suf_print_right("worst", NUMBER_WIDTH);
        suf_print_right("best in % of", SHARE_WIDTH);
        suf_given_print(&given);
        (void) putchar('\n');
    }
    if (layout->n_targets > 0) {
        SUF_TRY(print_targets(&self));
    }
    SUF_TRY(print_services(&self));
    if (!is_csv) {
        print_notes(&self);
    }
out:
    suf_given_free(&given);
    free(self.scenarios);
    free(self.values);
    free(self.regrets);
    return status;
}
