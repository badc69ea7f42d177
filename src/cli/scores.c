/* What the scorecard tells of each target: gathered from the replications of a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/number.h"

/* Whether a share of what is required is there; NAN when undecided. A rounding of the
 * last bits does not miss it. */
static double
is_near(const suf_target_label *label, double value, double met, double share)
{
    if (isnan(met) || met > 0) {
        return met;
    }
    bool is_at_most = strcmp(label->comparison, "at_most") == 0;
    double missing =
        is_at_most ? label->required - share * value : value - share * label->required;
    return missing >= -1e-12 * fmax(1, fabs(label->required)) ? 1 : 0;
}

/* Values by replication of which the order counts. */
typedef struct ordered {
    uint32_t n;
    double *slack, *met_from, *begun; /* [target][n], less than 0 as of suf_score */
    double *n_met;                    /* [n] less the targets that are met */
} ordered;

static void
add_target(suf_scores *self, uint32_t target, uint32_t position,
    double *const values[SUF_N_VARIABLES], const ordered *order)
{
    const suf_layout *layout = &self->results->layout;
    const suf_design_spec *design = &layout->design;
    const suf_target_label *label = &layout->targets[target];
    uint32_t r = (uint32_t) self->results->replications[position];
    suf_score *of = &self->scores[target];
    const double *weight = suf_given_weight(self->given, position);
    size_t at = (size_t) target * order->n + position;
    double value = values[SUF_VARIABLE_TARGET_VALUE][target];
    double met = values[SUF_VARIABLE_TARGET_MET][target];
    suf_estimate_add_weighted(&of->value, design, r, weight, value);
    suf_estimate_add_weighted(
        &of->use, design, r, weight, values[SUF_VARIABLE_TARGET_UTILISATION][target]);
    suf_estimate_add_weighted(&of->peak_utilisation, design, r, weight,
        values[SUF_VARIABLE_TARGET_PEAK_UTILISATION][target]);
    suf_estimate_add_weighted(&of->met, design, r, weight, met);
    suf_estimate_add_weighted(
        &of->stretch, design, r, weight, values[SUF_VARIABLE_TARGET_STRETCH_MET][target]);
    suf_estimate_add_weighted(
        &of->near95, design, r, weight, is_near(label, value, met, 0.95));
    suf_estimate_add_weighted(
        &of->near99, design, r, weight, is_near(label, value, met, 0.99));
    if (met <= 0) {
        suf_estimate_add_weighted(
            &of->shortfall, design, r, weight, fabs(label->required - value));
    }
    double from = values[SUF_VARIABLE_TARGET_MET_FROM][target];
    order->met_from[at] = isnan(from) ? -(double) INFINITY : -from;
    order->slack[at] = values[SUF_VARIABLE_TARGET_SLACK][target];
    order->begun[at] = -values[SUF_VARIABLE_TARGET_BEGUN][target];
    of->planned = values[SUF_VARIABLE_TARGET_PLANNED][target];
    of->planned_begin_days = values[SUF_VARIABLE_TARGET_PLANNED_BEGIN][target];
    of->planned_opening_days = values[SUF_VARIABLE_TARGET_PLANNED_OPENING][target];
}

static void
add_replication(suf_scores *self, uint32_t position,
    double *const values[SUF_N_VARIABLES], const ordered *order)
{
    const suf_layout *layout = &self->results->layout;
    const double *weight = suf_given_weight(self->given, position);
    double share = weight != NULL ? *weight : 1;
    uint32_t n_decided = 0;
    uint32_t n_met = 0;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        add_target(self, i, position, values, order);
        double met = values[SUF_VARIABLE_TARGET_MET][i];
        n_decided += isnan(met) ? 0 : 1;
        n_met += met > 0 ? 1 : 0;
        for (uint32_t d = 0; d < layout->n_districts; d++) {
            size_t at = (size_t) i * layout->n_districts + d;
            double here = values[SUF_VARIABLE_TARGET_DISTRICT_MET][at];
            self->district_n[at] += isnan(here) ? 0 : share;
            self->district_met[at] += here > 0 ? share : 0;
        }
    }
    order->n_met[position] = -(double) n_met;
    suf_estimate_add_weighted(&self->all_met, &layout->design,
        (uint32_t) self->results->replications[position], weight,
        n_decided == 0       ? (double) NAN
        : n_met >= n_decided ? 1
                             : 0);
}

/* What a share p of the replications reach of n values. */
static suf_status
reach_of(const suf_scores *self, const double *values, double p, suf_reach *out)
{
    const suf_results *results = self->results;
    return suf_reach_of(values, results->replications, suf_given_weight(self->given, 0),
        results->n_replications, &results->layout.design, p, out);
}

static suf_status
find_reach(suf_scores *self, const ordered *order)
{
    const struct {
        double p, *least;
    } together[] = {
        {0.05, &self->met_low}, {0.5, &self->met_median}, {0.95, &self->met_high}};
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < self->results->layout.n_targets; i++) {
        size_t first = (size_t) i * order->n;
        suf_score *of = &self->scores[i];
        SUF_TRY(reach_of(self, order->slack + first, SUF_SECURED, &of->slack));
        SUF_TRY(reach_of(self, order->met_from + first, SUF_SECURED, &of->met_from));
        SUF_TRY(reach_of(self, order->begun + first, SUF_SECURED, &of->begun));
    }
    for (size_t i = 0; i < sizeof together / sizeof together[0]; i++) {
        suf_reach reach;
        SUF_TRY(reach_of(self, order->n_met, together[i].p, &reach));
        *together[i].least = -reach.estimate;
    }
out:
    return status;
}

suf_status
suf_scores_gather(suf_scores *self, suf_results *results, uint32_t scenario,
    const suf_given *given, suf_faults *faults)
{
    static const suf_variable read[] = {SUF_VARIABLE_TARGET_VALUE,
        SUF_VARIABLE_TARGET_MET, SUF_VARIABLE_TARGET_STRETCH_MET,
        SUF_VARIABLE_TARGET_MET_FROM, SUF_VARIABLE_TARGET_UTILISATION,
        SUF_VARIABLE_TARGET_PEAK_UTILISATION, SUF_VARIABLE_TARGET_SLACK,
        SUF_VARIABLE_TARGET_BEGUN, SUF_VARIABLE_TARGET_PLANNED,
        SUF_VARIABLE_TARGET_PLANNED_BEGIN, SUF_VARIABLE_TARGET_PLANNED_OPENING,
        SUF_VARIABLE_TARGET_DISTRICT_MET};
    enum { N_READ = sizeof read / sizeof read[0] };
    const suf_layout *layout = &results->layout;
    double *values[SUF_N_VARIABLES] = {NULL};
    size_t n = layout->n_targets;
    size_t n_replications = results->n_replications;
    ordered order = {.n = results->n_replications};
    suf_status status = SUF_OK;
    *self = (suf_scores){
        .results = results, .given = given, .first_free_day = layout->start_day};
    if (layout->known_days != NULL && layout->known_days[scenario] >= layout->start_day) {
        self->first_free_day = layout->known_days[scenario] + 1;
    }
    SUF_TRY(suf_array_new(n, sizeof *self->scores, &self->scores));
    SUF_TRY(suf_array_new(
        n * layout->n_districts, sizeof *self->district_met, &self->district_met));
    SUF_TRY(suf_array_new(
        n * layout->n_districts, sizeof *self->district_n, &self->district_n));
    double **by_target[] = {&order.slack, &order.met_from, &order.begun};
    for (int i = 0; i < 3; i++) {
        SUF_TRY(suf_array_new(n * n_replications, sizeof(double), by_target[i]));
    }
    SUF_TRY(suf_array_new(n_replications, sizeof *order.n_met, &order.n_met));
    for (int i = 0; i < N_READ; i++) {
        SUF_TRY(suf_array_new(
            suf_layout_size(layout, read[i]), sizeof(double), &values[read[i]]));
    }
    for (uint32_t r = 0; r < n_replications; r++) {
        for (int i = 0; i < N_READ; i++) {
            SUF_TRY(
                suf_results_read(results, read[i], scenario, r, values[read[i]], faults));
        }
        add_replication(self, r, values, &order);
    }
    SUF_TRY(find_reach(self, &order));
out:
    free(order.slack);
    free(order.met_from);
    free(order.begun);
    free(order.n_met);
    for (int i = 0; i < N_READ; i++) {
        free(values[read[i]]);
    }
    return status;
}

void
suf_scores_free(suf_scores *self)
{
    free(self->scores);
    free(self->district_met);
    free(self->district_n);
    *self = (suf_scores){0};
}

/* --- what is told of a target ------------------------------------------------------- */

void
suf_score_secured(const suf_scores *self, uint32_t target, char text[11])
{
    const suf_results *results = self->results;
    double days = -self->scores[target].met_from.estimate;
    text[0] = '\0';
    if (days < (double) INFINITY) {
        suf_date_format(results->layout.start_day + (int32_t) days - 1, text);
        text[7] = '\0';
    }
}

double
suf_score_slack(const suf_score *self)
{
    return self->slack.estimate;
}

double
suf_score_begun(const suf_score *self)
{
    return -self->begun.estimate;
}

void
suf_score_slack_interval(const suf_score *self, double *low, double *high)
{
    *low = self->slack.low;
    *high = self->slack.high;
}

void
suf_score_begun_interval(const suf_score *self, double *low, double *high)
{
    *low = -self->begun.high;
    *high = -self->begun.low;
}

void
suf_score_planned(const suf_scores *self, double planned_days, char text[11])
{
    text[0] = '\0';
    if (!isnan(planned_days)) {
        suf_date_format(
            self->results->layout.start_day + (int32_t) floor(planned_days), text);
    }
}

void
suf_score_begin_by(
    const suf_scores *self, uint32_t target, double planned_days, char text[11])
{
    suf_score_moved(self, suf_score_slack(&self->scores[target]), planned_days, text);
}

void
suf_score_moved(const suf_scores *self, double slack, double planned_days, char text[11])
{
    text[0] = '\0';
    if (isinf(slack)) {
        (void) snprintf(text, 11, "%s", slack > 0 ? "always" : "never");
    } else if (!isnan(slack)) {
        suf_score_planned(self, planned_days + slack, text);
    }
}

const char *
suf_score_moved_is(const suf_scores *self, double slack, double planned_days)
{
    const suf_layout *layout = &self->results->layout;
    double day = layout->start_day + floor(planned_days + slack);
    if (!isfinite(day)) {
        return "";
    }
    return day < self->first_free_day ? "too late"
           : day >= layout->end_day   ? "not binding"
                                      : "";
}

bool
suf_score_has_no_spread(const suf_score *self)
{
    double variance = suf_estimate_variance(&self->value);
    double most = SUF_LEAST_SPREAD * suf_estimate_mean(&self->value);
    return self->value.tally.n > 1 && variance > 0 && variance < most * most;
}

bool
suf_score_is_assumed(const suf_target_label *label)
{
    return strcmp(label->dates, "assumed") == 0 || strcmp(label->crews, "assumed") == 0;
}

double
suf_score_short_share(const suf_score *self, const suf_target_label *label)
{
    return label->required > 0 ? suf_estimate_mean(&self->shortfall) / label->required
                               : (double) NAN;
}

uint32_t
suf_scores_weakest(const suf_scores *self, uint32_t target, double *share)
{
    uint32_t n = self->results->layout.n_districts;
    uint32_t weakest = SUF_NONE;
    *share = (double) NAN;
    for (uint32_t d = 0; d < n; d++) {
        size_t at = (size_t) target * n + d;
        if (self->district_n[at] > 0) {
            double here = self->district_met[at] / self->district_n[at];
            if (weakest == SUF_NONE || here < *share) {
                weakest = d;
                *share = here;
            }
        }
    }
    return weakest;
}
