/* The table of observations of a results file, and what follows from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/given.h"
#include "cli/observation_csv.h"
#include "cli/observed_runs.h"
#include "cli/print.h"

enum { WIDTH_NUMBER = 12, WIDTH_RANGE = 26, WIDTH_RANK = 9, WIDTH_P = 20 };

/* Width of a column of names, or of what stands in front of the others. */
static int
wider(int width, const char *text)
{
    int here = suf_print_width(text) + 2;
    return here > width ? here : width;
}

static void
print_number(double value, int width)
{
    char text[64];
    (void) snprintf(text, sizeof text, isnan(value) ? "-" : "%.6g", value);
    suf_print_right(text, width);
}

/* --- each observation ----------------------------------------------------------------
 */

/* "births, Jiangyang, 2021-12-31" */
static void
describe(const suf_observation_label *label, char text[300])
{
    bool is_all = strcmp(label->district, SUF_ALL) == 0;
    (void) snprintf(text, 300, "%.80s%s%.80s, %.80s, %s", label->measure,
        label->of[0] != '\0' ? " of " : "", label->of,
        is_all ? "all districts" : label->district, label->date);
}

static void
print_rank(double rank)
{
    char text[32];
    (void) snprintf(text, sizeof text, isnan(rank) ? "-" : "%.3f", rank);
    suf_print_right(text, WIDTH_RANK);
}

static void
print_seen(const suf_observed_runs *self, uint32_t index, int name_width, int what_width)
{
    const suf_observation_label *label = &self->results->layout.observations[index];
    const suf_seen *seen = &self->seen[index];
    char text[300];
    suf_print_left(label->name, name_width);
    describe(label, text);
    suf_print_left(text, what_width);
    print_number(label->value, WIDTH_NUMBER);
    print_number(label->sd, WIDTH_NUMBER);
    (void) snprintf(text, sizeof text, seen->simulated.n > 0 ? "%.5g [%.5g, %.5g]" : "-",
        suf_tally_mean(&seen->simulated), seen->low, seen->high);
    suf_print_right(text, WIDTH_RANGE);
    print_rank(seen->rank);
    print_rank(seen->rank_given);
    (void) printf("%s%s%s\n", suf_seen_is_excluded(seen) ? "  excluded" : "",
        strcmp(label->basis, "registered") == 0 ? "  registered, does not weigh"
        : label->weighs == 0                    ? "  held out"
                                                : "",
        seen->simulated.n == 0 ? "  the scenario does not have it" : "");
}

static void
print_all_seen(const suf_observed_runs *self)
{
    const suf_layout *layout = &self->results->layout;
    int name_width = 0;
    int what_width = 0;
    for (uint32_t i = 0; i < layout->n_observations; i++) {
        char text[300];
        describe(&layout->observations[i], text);
        name_width = wider(name_width, layout->observations[i].name);
        what_width = wider(what_width, text);
    }
    (void) printf("\nobservations, and what the run has there\n");
    suf_print_left("", name_width + what_width);
    suf_print_right("counted", WIDTH_NUMBER);
    suf_print_right("sd", WIDTH_NUMBER);
    suf_print_right("run: mean [95 % of it]", WIDTH_RANGE);
    suf_print_right("rank", WIDTH_RANK);
    suf_print_right("weighted", WIDTH_RANK);
    (void) printf("\n");
    for (uint32_t i = 0; i < layout->n_observations; i++) {
        print_seen(self, i, name_width, what_width);
    }
    (void) printf(
        "rank: share of what the run has there, its error added, at or below what was "
        "counted;\nexcluded: below %.3f or above %.3f, so that the run does not hold "
        "what was seen possible;\nweighted: the same with each replication weighted by "
        "how likely it makes what was counted\n",
        SUF_EXCLUDED_RANK, 1 - SUF_EXCLUDED_RANK);
}

/* --- the weights ---------------------------------------------------------------------
 */

static void
print_weights(const suf_observed_runs *self)
{
    const suf_weights *weights = &self->weights;
    bool holds = suf_weights_hold(weights);
    char k[32];
    (void) snprintf(k, sizeof k, weights->pareto_k > 0 ? "too high to tell" : "none");
    if (isfinite(weights->pareto_k)) {
        (void) snprintf(k, sizeof k, "%.2f", weights->pareto_k);
    }
    (void) printf("\nweights by %" PRIu32 " observation%s", self->n_weigh,
        self->n_weigh == 1 ? "" : "s");
    if (self->n_held_out + self->n_other > 0) {
        (void) printf(" (%" PRIu32 " held out, %" PRIu32 " of another basis)",
            self->n_held_out, self->n_other);
    }
    (void) printf(": effective sample size %.0f of %" PRIu32
                  " replications, Pareto k %s\n",
        weights->effective, weights->n, k);
    if (weights->n_known < weights->n) {
        (void) printf("%" PRIu32 " replications do not have what was counted, and no "
                      "weight\n",
            weights->n - weights->n_known);
    }
    if (!holds) {
        (void) printf(
            "refused: %s, so a few replications would speak for all; run more of them, "
            "or look whether\nwhat was thought before, or an error, is too narrow\n",
            weights->effective < SUF_LEAST_EFFECTIVE
                ? "the effective sample size is below 100"
                : "Pareto k is above 0.7");
    }
}

/* --- what follows --------------------------------------------------------------------
 */

static void
print_probability(bool has_any, double p, double low, double high)
{
    char text[64];
    (void) snprintf(
        text, sizeof text, has_any ? "%.2f [%.2f, %.2f]" : "undecidable", p, low, high);
    suf_print_right(text, WIDTH_P);
}

static void
print_targets(const suf_observed_runs *self)
{
    const suf_layout *layout = &self->results->layout;
    int width = 0;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        width = wider(width, layout->targets[i].name);
    }
    suf_print_left("\nP(met) [95 %]", width + 1);
    suf_print_right(suf_given_as_drawn(self->results), WIDTH_P);
    suf_print_right("given what was seen", WIDTH_P);
    (void) printf("\n");
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const suf_before_after *of = &self->targets[i];
        double low = 0;
        double high = 1;
        suf_print_left(layout->targets[i].name, width);
        suf_estimate_probability(&of->before, 0.95, &low, &high);
        print_probability(
            of->before.tally.n > 0, suf_estimate_mean(&of->before), low, high);
        suf_estimate_probability(&of->after, 0.95, &low, &high);
        print_probability(
            of->after.tally.n > 0, suf_estimate_mean(&of->after), low, high);
        (void) printf("  %s\n", layout->targets[i].title);
    }
}

static bool
varies(const suf_before_after *of)
{
    return suf_tally_variance(&of->before.tally) > 0;
}

static void
print_assumptions(const suf_observed_runs *self)
{
    const suf_layout *layout = &self->results->layout;
    int width = 0;
    bool has_any = false;
    for (uint32_t i = 0; i < layout->n_assumptions; i++) {
        width = wider(width, layout->assumptions[i].name);
        has_any |= varies(&self->assumptions[i]);
    }
    if (!has_any) {
        return;
    }
    suf_print_left("\nassumptions: mean (sd)", width + 1);
    suf_print_right(suf_given_as_drawn(self->results), WIDTH_P);
    suf_print_right("given what was seen", WIDTH_P + 2);
    (void) printf("\n");
    for (uint32_t i = 0; i < layout->n_assumptions; i++) {
        const suf_before_after *of = &self->assumptions[i];
        char text[64];
        if (!varies(of)) {
            continue;
        }
        suf_print_left(layout->assumptions[i].name, width);
        (void) snprintf(text, sizeof text, "%.4g (%.2g)", suf_estimate_mean(&of->before),
            sqrt(suf_tally_variance(&of->before.tally)));
        suf_print_right(text, WIDTH_P);
        (void) snprintf(text, sizeof text, "%.4g (%.2g)", suf_estimate_mean(&of->after),
            sqrt(suf_estimate_variance(&of->after)));
        suf_print_right(text, WIDTH_P + 2);
        (void) printf("  %s\n", layout->assumptions[i].title);
    }
}

/* Whether anything was counted of the scenario: other scenarios of the file may have
 * observations that it has not. */
static bool
has_any(const suf_observed_runs *self)
{
    bool is_any = false;
    for (uint32_t i = 0; i < self->results->layout.n_observations; i++) {
        is_any |= self->seen[i].simulated.n > 0;
    }
    return is_any;
}

/* --- all of it -----------------------------------------------------------------------
 */

static void
print_text(const suf_observed_runs *self)
{
    print_all_seen(self);
    if (!has_any(self)) {
        return;
    }
    print_weights(self);
    if (!suf_weights_hold(&self->weights)) {
        return;
    }
    if (self->results->layout.n_targets > 0) {
        print_targets(self);
    }
    print_assumptions(self);
}

suf_status
suf_observation_table_print(
    suf_results *results, uint32_t scenario, bool is_csv, suf_faults *faults)
{
    suf_observed_runs self;
    if (results->layout.n_observations == 0) {
        if (!is_csv) {
            (void) printf("\nno observations: see `observations` of the scenario\n");
        }
        return SUF_OK;
    }
    suf_status status = suf_observed_runs_gather(&self, results, scenario, faults);
    if (status == SUF_OK && is_csv) {
        suf_observation_csv_print(&self);
    } else if (status == SUF_OK) {
        print_text(&self);
    }
    suf_observed_runs_free(&self);
    return status;
}

suf_status
suf_observation_table_warn(suf_results *results, uint32_t scenario, suf_faults *faults)
{
    suf_observed_runs self;
    const char *mark = "excludes: ";
    if (results->layout.n_observations == 0) {
        return SUF_OK;
    }
    suf_status status = suf_observed_runs_gather(&self, results, scenario, faults);
    if (status == SUF_OK && has_any(&self)) {
        (void) printf("\n%" PRIu32 " observation%s (--observations); the run ",
            results->layout.n_observations,
            results->layout.n_observations == 1 ? "" : "s");
        for (uint32_t i = 0; i < results->layout.n_observations; i++) {
            if (suf_seen_is_excluded(&self.seen[i])) {
                const suf_observation_label *label = &results->layout.observations[i];
                (void) printf("%s%s%s", mark, label->name,
                    strcmp(label->basis, "registered") == 0 ? " (of registered people)"
                                                            : "");
                mark = ", ";
            }
        }
        (void) printf("%s\n", mark[0] == 'e' ? "excludes none of them" : "");
    }
    suf_observed_runs_free(&self);
    return status;
}
