/* The scorecard as CSV: one row a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/scorecard_csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/number.h"
#include "cli/print.h"

void
suf_scorecard_csv_head(const suf_results *results)
{
    (void) printf(
        "scenario,target,area,title,measure,of,each,comparison,required,stretch,"
        "unit,date,dates,basis,evidence,soft,replications,decided,met,p_met,p_low,p_"
        "high,"
        "p_stretch,value,value_half_width,shortfall,secured,utilisation,weakest_district,"
        "weakest_p_met,crews,p_95,p_99,shortfall_share,no_uncertainty,peak_utilisation,"
        "planned,"
        "planned_begin,planned_opening,begin_by,open_by,slack_days,begin_count,"
        "together_median,together_low,together_high,p_all,known_at,slack_low,"
        "slack_high,begin_by_low,begin_by_high,open_by_low,open_by_high,begin_low,"
        "begin_high,begin_by_is,begin_by_low_is,begin_by_high_is");
    suf_given_csv_head(results);
}

/* A number, or nothing when there is none. */
static void
print_number(double value)
{
    (void) printf(isnan(value) ? "," : "%.10g,", value);
}

/* How many replications meet it, whatever they weigh. */
static uint64_t
n_met(const suf_score *of)
{
    uint64_t n = of->met.tally.n;
    return n > 0 ? (uint64_t) llround(suf_tally_mean(&of->met.tally) * (double) n) : 0;
}

/* Near misses, and what does not rest on the dates that were assumed. */
static void
print_honest(const suf_scores *self, uint32_t target)
{
    const suf_target_label *label = &self->results->layout.targets[target];
    const suf_score *of = &self->scores[target];
    char date[11];
    suf_print_field(label->crews);
    print_number(suf_estimate_mean(&of->near95));
    print_number(suf_estimate_mean(&of->near99));
    print_number(suf_score_short_share(of, label));
    (void) printf("%s,", suf_score_has_no_spread(of) ? "yes" : "no");
    print_number(suf_estimate_mean(&of->peak_utilisation));
    print_number(of->planned);
    suf_score_planned(self, of->planned_begin_days, date);
    suf_print_field(date);
    suf_score_planned(self, of->planned_opening_days, date);
    suf_print_field(date);
    suf_score_begin_by(self, target, of->planned_begin_days, date);
    suf_print_field(date);
    suf_score_begin_by(self, target, of->planned_opening_days, date);
    suf_print_field(date);
    print_number(suf_score_slack(of));
    print_number(suf_score_begun(of));
}

/* Intervals of what does not rest on assumed dates; ends the row. */
static void
print_intervals(const suf_scores *self, uint32_t target)
{
    const suf_score *of = &self->scores[target];
    double slack[2];
    double begun[2];
    suf_score_slack_interval(of, &slack[0], &slack[1]);
    suf_score_begun_interval(of, &begun[0], &begun[1]);
    for (int i = 0; i < 2; i++) {
        (void) printf(isnan(slack[i]) ? "," : ",%.10g", slack[i]);
    }
    const double planned[] = {of->planned_begin_days, of->planned_opening_days};
    for (int i = 0; i < 4; i++) {
        char date[11];
        suf_score_moved(self, slack[i % 2], planned[i / 2], date);
        (void) printf(",%s", date);
    }
    for (int i = 0; i < 2; i++) {
        (void) printf(isnan(begun[i]) ? "," : ",%.10g", begun[i]);
    }
    const double told[] = {suf_score_slack(of), slack[0], slack[1]};
    for (int i = 0; i < 3; i++) {
        (void) printf(",%s", suf_score_moved_is(self, told[i], of->planned_begin_days));
    }
}

/* Of all targets of the scenario together. */
static void
print_together(const suf_scores *self)
{
    double p_all = suf_estimate_mean(&self->all_met);
    print_number(self->met_median);
    print_number(self->met_low);
    print_number(self->met_high);
    print_number(p_all);
}

void
suf_scorecard_csv_print(const suf_scores *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const suf_target_label *label = &layout->targets[i];
        const suf_score *of = &self->scores[i];
        const char *texts[] = {layout->scenarios[scenario].name, label->name, label->area,
            label->title, label->measure, label->of, label->each, label->comparison};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            suf_print_field(texts[j]);
        }
        print_number(label->required);
        print_number(label->stretch);
        suf_print_field(label->unit);
        suf_print_field(label->date);
        suf_print_field(label->dates);
        suf_print_field(label->basis);
        suf_print_field(label->evidence);
        (void) printf("%s,%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",",
            label->is_soft != 0 ? "yes" : "no", self->results->n_replications,
            of->met.tally.n, n_met(of));
        double low = (double) NAN;
        double high = (double) NAN;
        if (of->met.tally.n > 0) {
            suf_estimate_probability(&of->met, 0.95, &low, &high);
        }
        print_number(suf_estimate_mean(&of->met));
        print_number(low);
        print_number(high);
        print_number(
            of->stretch.tally.n > 0 ? suf_estimate_mean(&of->stretch) : (double) NAN);
        print_number(suf_estimate_mean(&of->value));
        print_number(suf_estimate_half_width(&of->value, 0.95));
        print_number(suf_estimate_mean(&of->shortfall));
        char month[11];
        suf_score_secured(self, i, month);
        suf_print_field(month);
        print_number(suf_estimate_mean(&of->use));
        double share = 0;
        uint32_t weakest = suf_scores_weakest(self, i, &share);
        suf_print_field(weakest != SUF_NONE ? layout->districts[weakest].name : "");
        print_number(share);
        print_honest(self, i);
        print_together(self);
        char known[11] = "";
        if (layout->known_days != NULL && layout->known_days[scenario] != INT32_MIN) {
            suf_date_format(layout->known_days[scenario], known);
        }
        (void) printf("%s", known);
        print_intervals(self, i);
        suf_given_csv(self->given);
    }
}
