/* The table of observations as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation_csv.h"

#include <math.h>
#include <stdio.h>

#include "cli/print.h"

void
suf_observation_csv_head(void)
{
    (void) printf("scenario,of,name,quantity,value\n");
}

static void
print_field(const suf_observed_runs *self, const char *of, const char *name,
    const char *quantity, double value)
{
    suf_print_field(self->results->layout.scenarios[self->scenario].name);
    suf_print_field(of);
    suf_print_field(name);
    suf_print_field(quantity);
    (void) printf(isnan(value) ? "\n" : "%.10g\n", value);
}

/* Of an assumption given what was seen: quantiles with the intervals that their effective
 * sample has. */
static void
print_quantiles(const suf_observed_runs *self, uint32_t assumption)
{
    static const struct {
        double share;
        const char *names[3];
    } rows[] = {{0.05, {"q05_given", "q05_low_given", "q05_high_given"}},
        {0.5, {"q50_given", "q50_low_given", "q50_high_given"}},
        {0.95, {"q95_given", "q95_low_given", "q95_high_given"}}};
    const char *name = self->results->layout.assumptions[assumption].name;
    uint32_t n = self->results->n_replications;
    const suf_weighed *values = self->values + (size_t) assumption * n;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double low = 0;
        double high = 0;
        suf_weighed_interval(
            values, n, rows[i].share, self->weights.effective, 0.95, &low, &high);
        print_field(self, "assumption", name, rows[i].names[0],
            suf_weighed_quantile(values, n, rows[i].share));
        print_field(self, "assumption", name, rows[i].names[1], low);
        print_field(self, "assumption", name, rows[i].names[2], high);
    }
}

void
suf_observation_csv_print(const suf_observed_runs *self)
{
    const suf_layout *layout = &self->results->layout;
    const suf_weights *weights = &self->weights;
    bool holds = suf_weights_hold(weights);
    for (uint32_t i = 0; i < layout->n_observations; i++) {
        const suf_observation_label *label = &layout->observations[i];
        const suf_seen *seen = &self->seen[i];
        const struct {
            const char *quantity;
            double value;
        } rows[] = {{"observed", label->value}, {"sd", label->sd},
            {"weighs", label->weighs}, {"mean", suf_tally_mean(&seen->simulated)},
            {"low", seen->low}, {"high", seen->high}, {"rank", seen->rank},
            {"rank_given", seen->rank_given}, {"z", suf_seen_z(seen, label)},
            {"excluded", suf_seen_is_excluded(seen)}};
        for (size_t j = 0; j < sizeof rows / sizeof rows[0]; j++) {
            print_field(
                self, "observation", label->name, rows[j].quantity, rows[j].value);
        }
    }
    print_field(self, "weights", "", "replications", weights->n);
    print_field(self, "weights", "", "effective", weights->effective);
    print_field(self, "weights", "", "pareto_k", weights->pareto_k);
    print_field(self, "weights", "", "hold", holds);
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const suf_before_after *of = &self->targets[i];
        const char *name = layout->targets[i].name;
        double low = 0;
        double high = 1;
        suf_estimate_probability(&of->after, 0.95, &low, &high);
        print_field(self, "target", name, "p_met", suf_estimate_mean(&of->before));
        if (holds) {
            print_field(
                self, "target", name, "p_met_given", suf_estimate_mean(&of->after));
            print_field(self, "target", name, "low_given", low);
            print_field(self, "target", name, "high_given", high);
        }
    }
    for (uint32_t i = 0; i < layout->n_assumptions; i++) {
        const suf_before_after *of = &self->assumptions[i];
        const char *name = layout->assumptions[i].name;
        print_field(self, "assumption", name, "mean", suf_estimate_mean(&of->before));
        print_field(self, "assumption", name, "standard_deviation",
            sqrt(suf_tally_variance(&of->before.tally)));
        if (holds) {
            print_field(
                self, "assumption", name, "mean_given", suf_estimate_mean(&of->after));
            print_field(self, "assumption", name, "standard_deviation_given",
                sqrt(suf_estimate_variance(&of->after)));
            print_quantiles(self, i);
        }
    }
}
