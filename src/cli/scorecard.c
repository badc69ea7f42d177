/* The scorecard: every target of a results file with its probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scorecard.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/number.h"
#include "cli/print.h"
#include "cli/scorecard_csv.h"
#include "cli/scores.h"

#define DAYS_PER_MONTH (365.25 / 12)

enum {
    WIDTH_INDENT = 4,
    WIDTH_BEGIN_BY = 9,
    WIDTH_SLACK = 17,
    WIDTH_BEGIN = 16,
    WIDTH_P = 21,
    WIDTH_NEAR = 11,
    WIDTH_VALUE = 15,
    WIDTH_MISS = 15,
    WIDTH_MONTH = 9,
    WIDTH_UTILISATION = 13
};

static void
format_required(const suf_target_label *label, char text[80])
{
    bool is_at_most = strcmp(label->comparison, "at_most") == 0;
    if (isnan(label->stretch)) {
        (void) snprintf(text, 80, "%s %.6g", is_at_most ? "<=" : ">=", label->required);
    } else {
        (void) snprintf(text, 80, "%s %.6g (%.6g)",
            is_at_most ? "<=" : ">=", label->required, label->stretch);
    }
}

/* "0.93 [0.91, 0.95]", of those decided, in brackets where dates or crews are assumed. */
static void
format_probability(const suf_target_label *label, const suf_estimate *met, char text[80])
{
    double low = 0;
    double high = 0;
    bool is_assumed = suf_score_is_assumed(label);
    if (met->tally.n == 0) {
        (void) snprintf(text, 80, "undecidable");
        return;
    }
    suf_estimate_probability(met, 0.95, &low, &high);
    (void) snprintf(text, 80, "%s%.2f [%.2f, %.2f]%s", is_assumed ? "(" : "",
        suf_print_hundredths(suf_estimate_mean(met)), suf_print_hundredths(low),
        suf_print_hundredths(high), is_assumed ? ")" : " ");
}

/* --- the line of words -------------------------------------------------------------- */

/* What P(met) rests on, in round brackets. */
static void
print_marks(const suf_scores *self, uint32_t index)
{
    const suf_target_label *label = &self->results->layout.targets[index];
    const suf_score *of = &self->scores[index];
    if (strcmp(label->basis, "assumed") == 0) {
        (void) printf(" (assumed)");
    }
    if (strcmp(label->dates, "assumed") == 0) {
        char planned[11];
        suf_score_planned(self, of->planned_opening_days, planned);
        planned[planned[0] != '\0' ? 7 : 0] = '\0';
        (void) printf(planned[0] != '\0' ? " (dates assumed: if planned for %s)"
                                         : " (dates assumed%s)",
            planned);
    }
    if (strcmp(label->crews, "assumed") == 0) {
        (void) printf(" (crews assumed)");
    }
    if (label->is_soft != 0) {
        (void) printf(" (in principle)");
    }
    if (suf_score_has_no_spread(of)) {
        (void) printf(" (no uncertainty modelled)");
    }
}

static void
print_words(const suf_scores *self, uint32_t index, int name_width)
{
    const suf_target_label *label = &self->results->layout.targets[index];
    const suf_score *of = &self->scores[index];
    double share = 0;
    uint32_t weakest = suf_scores_weakest(self, index, &share);
    double use = suf_estimate_mean(&of->use);
    char text[80];
    format_required(label, text);
    suf_print_left(label->name, name_width);
    (void) printf("%s", label->title[0] != '\0' ? label->title : label->of);
    if (strcmp(label->each, "city") != 0) {
        (void) printf(", in each %s", label->each);
    }
    (void) printf(": %s", text);
    print_marks(self, index);
    if (of->stretch.tally.n > 0) {
        (void) printf("; P(%.6g) %.2f", label->stretch,
            suf_print_hundredths(suf_estimate_mean(&of->stretch)));
    }
    if (weakest != SUF_NONE && share < 1) {
        (void) printf("; weakest: %s %.2f", self->results->layout.districts[weakest].name,
            suf_print_hundredths(share));
    }
    if (suf_estimate_mean(&of->met) >= SUF_SECURED && use < SUF_IDLE_BELOW) {
        (void) printf("; met, but %.0f %% of %s stand idle", 100 * (1 - use),
            label->use[0] != '\0' ? label->use : "it");
    }
    (void) printf("\n");
}

/* --- the line of numbers ------------------------------------------------------------ */

/* A slack in months, "any" or "none". */
static void
print_months(double days, char text[16])
{
    if (isinf(days)) {
        (void) snprintf(text, 16, "%s", days > 0 ? "any" : "none");
    } else {
        (void) snprintf(text, 16, "%+.0f", floor(days / DAYS_PER_MONTH));
    }
}

/* Projects to begin; more than were tried as ">" these. */
static void
print_count(double n, double planned, char text[16])
{
    (void) snprintf(text, 16, isinf(n) ? ">%.0f" : "%.0f", isinf(n) ? 3 * planned : n);
}

static void
print_begin(const suf_scores *self, uint32_t index)
{
    const suf_score *of = &self->scores[index];
    double slack = suf_score_slack(of);
    double begun = suf_score_begun(of);
    double low = 0;
    double high = 0;
    char cells[3][16];
    char text[80];
    char date[11];
    const char *is = suf_score_moved_is(self, slack, of->planned_begin_days);
    suf_score_begin_by(self, index, of->planned_begin_days, date);
    if (!isinf(slack)) {
        date[date[0] != '\0' ? 7 : 0] = '\0';
    }
    suf_print_right(is[0] != '\0'     ? is
                    : date[0] != '\0' ? date
                                      : "-",
        WIDTH_INDENT + WIDTH_BEGIN_BY);
    suf_score_slack_interval(of, &low, &high);
    bool is_told = isinf(slack) && low >= slack && high <= slack; /* by "begin by" */
    if (isnan(slack) || is_told) {
        (void) snprintf(text, sizeof text, "-");
    } else {
        print_months(slack, cells[0]);
        print_months(low, cells[1]);
        print_months(high, cells[2]);
        (void) snprintf(text, sizeof text, "%s [%s, %s]", cells[0], cells[1], cells[2]);
    }
    suf_print_right(text, WIDTH_SLACK);
    suf_score_begun_interval(of, &low, &high);
    if (isnan(begun)) {
        (void) snprintf(text, sizeof text, "-");
    } else {
        print_count(begun, of->planned, cells[0]);
        print_count(low, of->planned, cells[1]);
        print_count(high, of->planned, cells[2]);
        (void) snprintf(text, sizeof text, "%s/%.0f [%s, %s]", cells[0], of->planned,
            cells[1], cells[2]);
    }
    suf_print_right(text, WIDTH_BEGIN);
}

static void
print_numbers(const suf_scores *self, uint32_t index)
{
    const suf_target_label *label = &self->results->layout.targets[index];
    const suf_score *of = &self->scores[index];
    char text[80];
    char cell[64];
    char month[11];
    print_begin(self, index);
    format_probability(label, &of->met, text);
    suf_print_right(text, WIDTH_P);
    (void) snprintf(text, sizeof text, of->met.tally.n > 0 ? "%.2f %.2f" : "-",
        suf_print_hundredths(suf_estimate_mean(&of->near99)),
        suf_print_hundredths(suf_estimate_mean(&of->near95)));
    suf_print_right(text, WIDTH_NEAR);
    suf_print_cell(&of->value, 3, cell);
    suf_print_right(cell, WIDTH_VALUE);
    double short_share = suf_score_short_share(of, label);
    (void) snprintf(text, sizeof text,
        of->shortfall.tally.n == 0 ? "-"
        : isnan(short_share)       ? "%.3g"
        : short_share < 0.1        ? "%.3g (%.2g %%)"
                                   : "%.3g (%.0f %%)",
        suf_estimate_mean(&of->shortfall), 100 * short_share);
    suf_print_right(text, WIDTH_MISS);
    suf_score_secured(self, index, month);
    suf_print_right(month[0] != '\0' ? month : "-", WIDTH_MONTH);
    (void) snprintf(text, sizeof text, of->use.tally.n > 0 ? "%.0f %%" : "-",
        100 * suf_estimate_mean(&of->use));
    suf_print_right(text, WIDTH_UTILISATION);
    if (of->peak_utilisation.tally.n > 0) {
        (void) printf(", peak %.0f %%", 100 * suf_estimate_mean(&of->peak_utilisation));
    }
    (void) printf("\n");
}

static void
print_head(void)
{
    suf_print_right("begin by", WIDTH_INDENT + WIDTH_BEGIN_BY);
    suf_print_right("slack [95 %]", WIDTH_SLACK);
    suf_print_right("begin [95 %]", WIDTH_BEGIN);
    suf_print_right("P(met) [95 %] ", WIDTH_P);
    suf_print_right("99 % 95 %", WIDTH_NEAR);
    suf_print_right("value", WIDTH_VALUE);
    suf_print_right("short by", WIDTH_MISS);
    suf_print_right("secured", WIDTH_MONTH);
    suf_print_right("utilisation", WIDTH_UTILISATION);
    (void) printf("\n");
}

/* --- all of them -------------------------------------------------------------------- */

/* What holds of all targets at once, which the rows do not tell. */
static void
print_together(const suf_scores *self)
{
    uint32_t n = self->results->n_replications;
    double p_all = suf_estimate_mean(&self->all_met);
    double low = 0;
    double high = 0;
    (void) printf("met together: %.0f of %" PRIu32
                  " (median; %.0f to %.0f in 90 %% of replications); ",
        self->met_median, self->results->layout.n_targets, self->met_low, self->met_high);
    suf_estimate_probability(&self->all_met, 0.95, &low, &high);
    if (p_all > 0) {
        (void) printf("all of them: P %.2f [%.2f, %.2f]\n", suf_print_hundredths(p_all),
            suf_print_hundredths(low), suf_print_hundredths(high));
    } else {
        (void) printf("never met all together in %" PRIu32 " (P at most %.2f)\n", n,
            suf_print_hundredths(high));
    }
}

static void
print_foot(const suf_layout *layout)
{
    uint32_t n_on_c = suf_layout_targets_of(layout, 'C');
    if (n_on_c > 0) {
        (void) printf("%" PRIu32 " of %" PRIu32
                      " targets rest on inputs of evidence C (assumed)\n",
            n_on_c, layout->n_targets);
    }
    (void) printf(
        "begin by: last planned begin that meets it with probability %.1f, all its "
        "projects moved together;\n"
        "slack: months from the plan's begin to that, less than 0: late, none: no begin "
        "is "
        "early enough; begin: projects\n"
        "to begin for %.1f / planned; [95 %%]: intervals of slack, which moves begin by, "
        "and "
        "of that number\n"
        "(P): if planned as assumed; 99 %% 95 %%: P(that share of what is required); "
        "short by: mean of those\n"
        "that miss it; secured: month by which it is met for good with probability %.1f; "
        "utilisation: of the places\n"
        "it is about, last 365 days, and in the fullest hour of the week; no uncertainty "
        "modelled: values differ\n"
        "by less than %.1f %% (standard deviation)\n",
        SUF_SECURED, SUF_SECURED, SUF_SECURED, 100 * SUF_LEAST_SPREAD);
}

static void
print_text(const suf_scores *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    int name_width = WIDTH_INDENT;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        int width = suf_print_width(layout->targets[i].name) + 1;
        name_width = width > name_width ? width : name_width;
    }
    (void) printf("\ntargets");
    if (layout->known_days != NULL && layout->known_days[scenario] != INT32_MIN) {
        char known[11];
        suf_date_format(layout->known_days[scenario], known);
        (void) printf(", given what is known at %s", known);
    }
    suf_given_print(self->given);
    (void) printf("\n");
    print_together(self);
    print_head();
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const char *area = layout->targets[i].area;
        if (area[0] != '\0' &&
            (i == 0 || strcmp(area, layout->targets[i - 1].area) != 0)) {
            (void) printf("%s\n", area);
        }
        print_words(self, i, name_width);
        print_numbers(self, i);
    }
    print_foot(layout);
}

suf_status
suf_scorecard_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    suf_scores self;
    if (results->layout.n_targets == 0) {
        return SUF_OK;
    }
    suf_status status = suf_scores_gather(&self, results, scenario, given, faults);
    if (status == SUF_OK && is_csv) {
        suf_scorecard_csv_print(&self, scenario);
    } else if (status == SUF_OK) {
        print_text(&self, scenario);
    }
    suf_scores_free(&self);
    return status;
}
