/* What observations say of the replications of a scenario: gathered from a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observed_runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "base/memory.h"

/* P(simulated + error <= observed) of one replication. */
static double
rank_of(const suf_observation_label *label, double simulated)
{
    return gsl_cdf_ugaussian_P((label->value - simulated) / label->sd);
}

/* Of an observation: what replications have there, [n]; `ascending` is room for them. */
static void
see(suf_observed_runs *self, uint32_t index, const double *simulated, double *ascending)
{
    const suf_observation_label *label = &self->results->layout.observations[index];
    suf_seen *seen = &self->seen[index];
    bool has_error = isfinite(label->sd);
    size_t n = 0;
    double ranks = 0;
    double ranks_given = 0;
    double weight = 0;
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        if (isnan(simulated[r])) {
            continue;
        }
        suf_tally_add(&seen->simulated, simulated[r]);
        ascending[n++] = simulated[r];
        double rank = has_error ? rank_of(label, simulated[r]) : 0;
        ranks += rank;
        ranks_given += self->weights.w[r] * rank;
        weight += self->weights.w[r];
    }
    bool is_there = n > 0 && has_error;
    seen->rank = is_there ? ranks / (double) n : (double) NAN;
    seen->rank_given = is_there && suf_weights_hold(&self->weights) ? ranks_given / weight
                                                                    : (double) NAN;
    gsl_sort(ascending, 1, n);
    seen->low = n > 0 ? gsl_stats_quantile_from_sorted_data(ascending, 1, n, 0.025)
                      : (double) NAN;
    seen->high = n > 0 ? gsl_stats_quantile_from_sorted_data(ascending, 1, n, 0.975)
                       : (double) NAN;
}

static void
add(suf_observed_runs *self, suf_before_after *of, uint32_t r, double value)
{
    const suf_design_spec *design = &self->results->layout.design;
    uint32_t replication = (uint32_t) self->results->replications[r];
    suf_estimate_add(&of->before, design, replication, value);
    suf_estimate_add_weighted(
        &of->after, design, replication, &self->weights.w[r], value);
}

/* The logarithms of the weights, and what is simulated where it was counted, by
 * observation and replication. */
static suf_status
read_weights(suf_observed_runs *self, double *simulated, suf_faults *faults)
{
    suf_results *results = self->results;
    uint32_t n_observations = results->layout.n_observations;
    uint32_t n = results->n_replications;
    double *logarithms = NULL;
    double *row = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *logarithms, &logarithms));
    SUF_TRY(suf_array_new(n_observations, sizeof *row, &row));
    for (uint32_t r = 0; r < n; r++) {
        SUF_TRY(suf_results_read(results, SUF_VARIABLE_OBSERVATION_LOG_WEIGHT,
            self->scenario, r, &logarithms[r], faults));
        SUF_TRY(suf_results_read(
            results, SUF_VARIABLE_OBSERVATION_SIMULATED, self->scenario, r, row, faults));
        for (uint32_t i = 0; i < n_observations; i++) {
            simulated[(size_t) i * n + r] = row[i];
        }
    }
    SUF_TRY(suf_weights_init(&self->weights, logarithms, results->replications,
        suf_inner_of(&results->layout.design), n));
out:
    free(logarithms);
    free(row);
    return status;
}

static suf_status
read_weighted(suf_observed_runs *self, suf_faults *faults)
{
    suf_results *results = self->results;
    const suf_layout *layout = &results->layout;
    double *met = NULL;
    double *values = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *met, &met));
    SUF_TRY(suf_array_new(
        suf_layout_size(layout, SUF_VARIABLE_ASSUMPTION), sizeof *values, &values));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        if (layout->n_targets > 0) {
            SUF_TRY(suf_results_read(
                results, SUF_VARIABLE_TARGET_MET, self->scenario, r, met, faults));
        }
        if (layout->n_assumptions > 0) {
            SUF_TRY(suf_results_read(
                results, SUF_VARIABLE_ASSUMPTION, self->scenario, r, values, faults));
        }
        for (uint32_t i = 0; i < layout->n_targets; i++) {
            add(self, &self->targets[i], r, met[i]);
        }
        for (uint32_t i = 0; i < layout->n_assumptions; i++) {
            double value = values[(size_t) i * layout->n_years];
            bool has_none = isnan(value);
            add(self, &self->assumptions[i], r, value);
            self->values[(size_t) i * results->n_replications + r] =
                (suf_weighed){has_none ? 0 : value, has_none ? 0 : self->weights.w[r]};
        }
    }
    for (uint32_t i = 0; i < layout->n_assumptions; i++) {
        suf_weighed_sort(
            self->values + (size_t) i * results->n_replications, results->n_replications);
    }
out:
    free(met);
    free(values);
    return status;
}

suf_status
suf_observed_runs_gather(
    suf_observed_runs *self, suf_results *results, uint32_t scenario, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    uint32_t n = results->n_replications;
    double *simulated = NULL;
    double *ascending = NULL;
    suf_status status = SUF_OK;
    *self = (suf_observed_runs){.results = results, .scenario = scenario};
    SUF_TRY(suf_array_new(layout->n_observations, sizeof *self->seen, &self->seen));
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *self->targets, &self->targets));
    SUF_TRY(suf_array_new(
        layout->n_assumptions, sizeof *self->assumptions, &self->assumptions));
    SUF_TRY(suf_array_new(
        (size_t) layout->n_observations * n, sizeof *simulated, &simulated));
    SUF_TRY(suf_array_new(
        (size_t) layout->n_assumptions * n, sizeof *self->values, &self->values));
    SUF_TRY(suf_array_new(n, sizeof *ascending, &ascending));
    SUF_TRY(read_weights(self, simulated, faults));
    for (uint32_t i = 0; i < layout->n_observations; i++) {
        const suf_observation_label *label = &layout->observations[i];
        bool is_resident = strcmp(label->basis, "resident") == 0;
        see(self, i, simulated + (size_t) i * n, ascending);
        self->n_weigh += label->weighs != 0;
        self->n_held_out += label->weighs == 0 && is_resident;
        self->n_other += !is_resident;
    }
    SUF_TRY(read_weighted(self, faults));
out:
    free(simulated);
    free(ascending);
    return status;
}

void
suf_observed_runs_free(suf_observed_runs *self)
{
    suf_weights_free(&self->weights);
    free(self->seen);
    free(self->targets);
    free(self->assumptions);
    free(self->values);
    *self = (suf_observed_runs){0};
}

bool
suf_seen_is_excluded(const suf_seen *self)
{
    return self->rank < SUF_EXCLUDED_RANK || self->rank > 1 - SUF_EXCLUDED_RANK;
}

double
suf_seen_z(const suf_seen *self, const suf_observation_label *label)
{
    double variance = suf_tally_variance(&self->simulated);
    double sd = sqrt((isnan(variance) ? 0 : variance) + label->sd * label->sd);
    return self->simulated.n > 0 && isfinite(sd)
               ? (label->value - suf_tally_mean(&self->simulated)) / sd
               : (double) NAN;
}
