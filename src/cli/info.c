/* suffice info: what is in a results file, and a short table per service and district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/calendar.h"
#include "cli/commands.h"
#include "cli/cost_table.h"
#include "cli/displaced_table.h"
#include "cli/equality_table.h"
#include "cli/given.h"
#include "cli/journal_info.h"
#include "cli/measure_table.h"
#include "cli/observation_csv.h"
#include "cli/observation_table.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/policy_table.h"
#include "cli/scorecard.h"
#include "cli/scorecard_csv.h"
#include "cli/variance_table.h"
#include "cli/why_table.h"
#include "cli/zone_table.h"

/* What is asked for: everything, or one part of it. */
typedef enum part {
    PART_ALL,
    PART_TARGETS,
    PART_VARIANCE,
    PART_CLASSES,
    PART_EQUALITY,
    PART_COSTS,
    PART_OBSERVATIONS,
    PART_POLICIES,
    PART_WHY,
    PART_ZONES
} part;

typedef struct info_options {
    part asked;
    bool is_csv, is_prior;
} info_options;

#define PART(text, part, what)                                                           \
    {                                                                                    \
        (text), .kind = SUF_OPTION_CHOICE, SUF_OPTION_AT(info_options, asked),           \
                .choice = (part), .help = (what)                                         \
    }

static const suf_option options[] = {
    PART("targets", PART_TARGETS, "the scorecard alone"),
    PART("variance", PART_VARIANCE, "that split of the variance alone"),
    PART("classes", PART_CLASSES,
        "the lists of services with classes of priority, by class and district; of those "
        "who got a place at once each class has its share, unless some places are kept "
        "for a class, or taken several at a time"),
    PART("equality", PART_EQUALITY,
        "how unequal districts are, by service and year: in places per 1000 of those "
        "whom "
        "the service is for, and in those served of those who ask"),
    PART("costs", PART_COSTS,
        "what is spent by year and fund, P(over budget), what services cost and their "
        "idle "
        "places, and how much of the plan has no cost given"),
    PART("observations", PART_OBSERVATIONS,
        "what was counted in the world beside what the run has there, whether weights by "
        "it hold, and P(met) and assumptions given what was seen"),
    PART("policies", PART_POLICIES,
        "how likely each policy acts in each district, how often, how many places it "
        "moves, what that costs, and when first"),
    PART("why", PART_WHY,
        "why people are not served, of a file that suffice why has made"),
    PART("zones", PART_ZONES,
        "by service, zone and year: who asks, places, who is there, who is on the list "
        "and "
        "who finds no place, of services whose places stand in zones"),
    {"prior", SUF_OPTION_AT(info_options, is_prior),
        .help = "as thought before what was seen: replications are not weighted by the "
                "observations"},
    {"csv", SUF_OPTION_AT(info_options, is_csv),
        .help =
            "as CSV: scenario, service, district, quantity, mean, half_width, "
            "replications; with --targets one row a target, with --classes the class "
            "behind the service, with --equality ratio and period there; with "
            "--costs what it is of (fund, "
            "service, part), region, period, quantity, mean and interval; with "
            "--observations what it is of, its name, quantity and value; with --policies "
            "policy, district, quantity, mean and interval; with --zones zone, its "
            "district and "
            "kind, and the year behind the service; of a file with caveats of services "
            "the tables "
            "of services end with them; of a file with observations "
            "the last column is the effective sample size, empty where rows are as "
            "thought "
            "before"},
};

const suf_usage suf_info_usage = {.command = "info",
    .arguments = "FILE [--targets|--variance|--classes|...] [--csv]",
    .summary = "print the scorecard and a table for each service",
    .question =
        "What came out of a run? Prints how likely each target of the plan is met, and "
        "for each service by district: how many ask, how many places there are, who "
        "waits and how long, and who is not served.",
    .example = "suffice info results/hello.h5",
    .details =
        "Unmet demand are people who were refused, or left the list without a place. "
        "Numbers are means over replications, with the half width of their 95 % "
        "interval, over the 25 groups where the design is balanced; - is not "
        "observed. Intervals do not correct for the looks of a run with --until.\n"
        "\n"
        "The scorecard has of each target: what is required, and what that rests on; "
        "the last planned begin, all its projects moved together, that meets it with a "
        "probability of 0.9; the slack of the plan in months; and how many projects "
        "have to be begun. Then P(met) with its 95 % interval (Clopper and Pearson "
        "1934), in brackets where dates or crews are assumed; P(at least 99 %, 95 % of "
        "it); the mean value at its date; the mean shortfall where it is missed; the "
        "month by which it is met for good with a probability of 0.9; and how much of "
        "what it counts is used, for visits in the peak hour too. Above it stands how "
        "many targets are met together. A target that no replication can decide is told"
        " as such.\n"
        "\n"
        "Of a nested run it also tells how much of the variance of each number comes "
        "from the assumptions, and how much is chance, with the interval over outer "
        "points.\n"
        "\n"
        "Where the scenario has observations, and the weights of replications by them "
        "hold, all of this is given what was seen, and its heads say so with the "
        "effective sample size: numbers are weighted means, order statistics those of "
        "the weight; --prior prints it as thought before.\n"
        "\n"
        "FILE may be a journal. Every record of it is checked; told is what made it, "
        "how much of the run is there, and what is damaged.",
    .files = "h5 journal",
    SUF_OPTIONS(options),
    .least = 1,
    .most = 1,
    .wanted = "one results file is needed"};

static void
print_head(const suf_results *results)
{
    const suf_layout *layout = &results->layout;
    char start[11];
    char end[11];
    suf_date_format(layout->start_day, start);
    suf_date_format(layout->end_day, end);
    (void) printf("%s: results of suffice %s (%s), format %d.%d, seed %" PRIu64 "\n",
        results->path, results->version != NULL ? results->version : "?",
        results->commit != NULL ? results->commit : "?", results->format_major,
        results->format_minor, results->seed);
    (void) printf("%s to %s: %" PRIu32 " scenario%s x %" PRIu32 " replication%s, %" PRIu32
                  " district%s, %" PRIu32 " service%s, %" PRIu32 " assumption%s\n",
        start, end, layout->n_scenarios, layout->n_scenarios == 1 ? "" : "s",
        results->n_replications, results->n_replications == 1 ? "" : "s",
        layout->n_districts, layout->n_districts == 1 ? "" : "s", layout->n_services,
        layout->n_services == 1 ? "" : "s", layout->n_assumptions,
        layout->n_assumptions == 1 ? "" : "s");
}

static void
print_csv_head(const suf_results *results, part asked)
{
    switch (asked) {
    case PART_ALL:
        suf_service_tables_csv_head(results);
        return;
    case PART_TARGETS:
        suf_scorecard_csv_head(results);
        return;
    case PART_VARIANCE:
        suf_variance_table_csv_head();
        return;
    case PART_CLASSES:
        suf_class_tables_csv_head(results);
        return;
    case PART_EQUALITY:
        suf_equality_table_csv_head(results);
        return;
    case PART_COSTS:
        suf_cost_table_csv_head(results);
        return;
    case PART_OBSERVATIONS:
        suf_observation_csv_head();
        return;
    case PART_POLICIES:
        suf_policy_table_csv_head(results);
        return;
    case PART_ZONES:
        suf_zone_table_csv_head(results);
        return;
    case PART_WHY: /* which prints its own */
        return;
    }
}

/* As text everything of a scenario goes together; as CSV only what is asked for. */
static suf_status
print_scenario(suf_results *results, uint32_t scenario, const info_options *wanted,
    suf_faults *faults)
{
    bool is_csv = wanted->is_csv;
    part asked = wanted->asked;
    suf_given given;
    suf_status status = SUF_OK;
    SUF_TRY(suf_given_init(&given, results, scenario, wanted->is_prior, faults));
    if (asked == PART_TARGETS || (asked == PART_ALL && !is_csv)) {
        SUF_TRY(suf_scorecard_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_VARIANCE || (asked == PART_ALL && !is_csv)) {
        SUF_TRY(suf_variance_table_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_ALL) {
        SUF_TRY(suf_service_tables_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_CLASSES || (asked == PART_ALL && !is_csv)) {
        SUF_TRY(suf_class_tables_print(
            results, scenario, &given, is_csv, asked == PART_CLASSES, faults));
        SUF_TRY(suf_displaced_table_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_POLICIES || (asked == PART_ALL && !is_csv)) {
        SUF_TRY(suf_policy_table_print(
            results, scenario, &given, is_csv, asked == PART_POLICIES, faults));
    }
    if (asked == PART_EQUALITY) {
        SUF_TRY(suf_equality_table_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_OBSERVATIONS) {
        SUF_TRY(suf_observation_table_print(results, scenario, is_csv, faults));
    }
    if (asked == PART_ALL && !is_csv) {
        SUF_TRY(suf_observation_table_warn(results, scenario, faults));
    }
    if (asked == PART_COSTS) {
        SUF_TRY(suf_cost_table_print(results, scenario, &given, is_csv, faults));
    }
    if (asked == PART_ZONES) {
        SUF_TRY(suf_zone_table_print(results, scenario, &given, is_csv, faults));
    }
out:
    suf_given_free(&given);
    return status;
}

static suf_status
print_results(suf_results *results, const info_options *asked, suf_faults *faults)
{
    bool is_csv = asked->is_csv;
    const suf_layout *layout = &results->layout;
    uint32_t n_left_out = 0;
    if (asked->asked == PART_WHY) {
        const suf_why_style style = {.is_csv = is_csv};
        return suf_why_print(results, &style, faults);
    }
    if (is_csv) {
        print_csv_head(results, asked->asked);
    } else {
        print_head(results);
    }
    for (uint32_t scenario = 0; scenario < layout->n_scenarios; scenario++) {
        bool is_variant = false;
        suf_status status = suf_why_is_variant(layout, scenario, &is_variant);
        if (status != SUF_OK) {
            return status;
        }
        if (is_variant && !is_csv) {
            n_left_out++;
            continue;
        }
        if (!is_csv) {
            const suf_label *label = &layout->scenarios[scenario];
            (void) printf("\nscenario %s%s%s\n", label->name,
                label->title[0] != '\0' ? ": " : "", label->title);
        }
        status = print_scenario(results, scenario, asked, faults);
        if (status != SUF_OK) {
            return status;
        }
    }
    if (n_left_out > 0) {
        (void) printf("\n%" PRIu32
                      " scenario%s without causes of shortage left out: --csv "
                      "has them, --why their answer\n",
            n_left_out, n_left_out == 1 ? " is" : "s are");
    }
    if (!is_csv && asked->asked == PART_ALL) {
        (void) printf(
            "\nmean ± half width of the 95 %% interval over replications; a "
            "year is 365.25 days;\nunmet: balked, refused, or left the list "
            "without a place; of an intake: unplaced\n(no seat), or seated above the "
            "places; visits: utilisation is person-hours over place-hours\n");
    }
    return SUF_OK;
}

static suf_status
run(void *given, const suf_operands *files, suf_faults *faults)
{
    const info_options *asked = given;
    suf_results results;
    if (suf_journal_info_is_journal(files->items[0])) {
        return suf_journal_info_print(files->items[0], asked->is_csv, faults);
    }
    suf_status status = suf_opened_results(&results, files->items[0], faults);
    if (status == SUF_OK) {
        status = print_results(&results, asked, faults);
        suf_results_close(&results);
    }
    return status;
}

int
suf_app_info(int argc, char **argv)
{
    info_options asked = {.asked = PART_ALL};
    return suf_options_run(&suf_info_usage, argc, argv, &asked, run);
}
