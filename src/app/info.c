/* suffice info: what is in a results file, and a short table per service and district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/print.h"
#include "app/report.h"
#include "app/scorecard.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "output/results_read.h"
#include "stats/interval.h"
#include "stats/tally.h"

/* Columns of the table: each a number a replication gives, told with its interval. */
typedef enum column {
    COLUMN_DEMAND,         /* requests a year */
    COLUMN_PLACES_START,   /* built at the end of the first month */
    COLUMN_PLACES_END,     /* built at the end */
    COLUMN_OCCUPANCY,      /* places taken, mean over the run */
    COLUMN_OCCUPIED_SHARE, /* per cent of the usable places, mean over the run */
    COLUMN_WAITING,        /* on the list, mean over the run */
    COLUMN_WAITING_END,
    COLUMN_WAIT, /* days, of the admitted */
    COLUMN_LOST, /* refused, or left the list unserved, a year */
    N_COLUMNS
} column;

typedef struct column_text {
    const char *head, *unit, *name;
    int width;
} column_text;

static const column_text columns[N_COLUMNS] = {
    [COLUMN_DEMAND] = {"demand", "a year", "requests_per_year", 19},
    [COLUMN_PLACES_START] = {"places", "start", "places_start", 8},
    [COLUMN_PLACES_END] = {"places", "end", "places_end", 8},
    [COLUMN_OCCUPANCY] = {"taken", "mean", "occupancy", 18},
    [COLUMN_OCCUPIED_SHARE] = {"taken", "%", "occupied_percent", 15},
    [COLUMN_WAITING] = {"waiting", "mean", "waiting", 16},
    [COLUMN_WAITING_END] = {"waiting", "end", "waiting_end", 16},
    [COLUMN_WAIT] = {"wait", "days", "wait_days", 16},
    [COLUMN_LOST] = {"unserved", "a year", "unserved_per_year", 16},
};

/* The monthly variables that the columns are made of. */
static const suf_variable sources[] = {SUF_VARIABLE_REQUESTS, SUF_VARIABLE_BALKED,
    SUF_VARIABLE_ADMISSIONS, SUF_VARIABLE_REFUSALS, SUF_VARIABLE_RENEGED,
    SUF_VARIABLE_AGED_OUT, SUF_VARIABLE_DIED_WAITING, SUF_VARIABLE_MOVED_WAITING,
    SUF_VARIABLE_OCCUPANCY, SUF_VARIABLE_PLACES, SUF_VARIABLE_USABLE_PLACES,
    SUF_VARIABLE_WAITING, SUF_VARIABLE_WAITING_END, SUF_VARIABLE_WAIT};
enum { N_SOURCES = sizeof sources / sizeof sources[0] };

/* Everything of one scenario: [service][district, then all together][column]. */
typedef struct summary {
    suf_results *results;
    double *values[SUF_N_VARIABLES]; /* of the replication in hand */
    suf_tally *tallies;
} summary;

static void
print_help(void)
{
    (void) fputs(
        "usage: suffice info FILE [--targets] [--csv]\n"
        "\n"
        "Prints what is in a results file: for each scenario the scorecard of its "
        "targets,\n"
        "and for each service a table by district: demand, places, places taken, people\n"
        "waiting, their wait, and people who were refused or left the list unserved. "
        "Numbers\n"
        "are means over replications with the half width of their 95 % interval (t over\n"
        "replications); - is not observed.\n"
        "\n"
        "The scorecard tells of each target: what is required, the mean value at its "
        "date,\n"
        "P(met) with the exact 95 % interval (Clopper and Pearson 1934), the mean "
        "shortfall\n"
        "where it is missed, the month by which it is met for good with a probability "
        "of\n"
        "0.9, and how much of what it counts is used. A target that no replication can\n"
        "decide is told as such.\n"
        "\n"
        "  --targets   the scorecard alone\n"
        "  --csv       as CSV: scenario, service, district, quantity, mean, half_width,\n"
        "              replications; with --targets one row a target\n"
        "  -h, --help  this text\n",
        stdout);
}

/* Sums over months and the districts [from, to) of one service, time-weighted where the
 * variable is a mean over time. */
typedef struct totals {
    double requests, lost, admissions, wait_days;
    double occupancy_days, usable_days, waiting_days;
    double places_start, places_end, waiting_end;
    double days;
} totals;

static void
add_month(
    totals *sum, const summary *self, size_t at, double days, bool is_first, bool is_last)
{
    double *const *v = self->values;
    sum->requests += v[SUF_VARIABLE_REQUESTS][at];
    sum->lost += v[SUF_VARIABLE_BALKED][at] + v[SUF_VARIABLE_REFUSALS][at] +
                 v[SUF_VARIABLE_RENEGED][at] + v[SUF_VARIABLE_AGED_OUT][at] +
                 v[SUF_VARIABLE_DIED_WAITING][at] + v[SUF_VARIABLE_MOVED_WAITING][at];
    sum->occupancy_days += days * v[SUF_VARIABLE_OCCUPANCY][at];
    sum->usable_days += days * v[SUF_VARIABLE_USABLE_PLACES][at];
    sum->waiting_days += days * v[SUF_VARIABLE_WAITING][at];
    if (v[SUF_VARIABLE_ADMISSIONS][at] > 0) {
        sum->admissions += v[SUF_VARIABLE_ADMISSIONS][at];
        sum->wait_days += v[SUF_VARIABLE_ADMISSIONS][at] * v[SUF_VARIABLE_WAIT][at];
    }
    sum->places_start += is_first ? v[SUF_VARIABLE_PLACES][at] : 0;
    sum->places_end += is_last ? v[SUF_VARIABLE_PLACES][at] : 0;
    sum->waiting_end += is_last ? v[SUF_VARIABLE_WAITING_END][at] : 0;
}

static void
measure(const summary *self, uint32_t service, uint32_t from, uint32_t to,
    double values[N_COLUMNS])
{
    const suf_layout *layout = &self->results->layout;
    totals sum = {.days = layout->end_day - layout->start_day};
    for (uint32_t month = 0; month < layout->n_months; month++) {
        int32_t end = month + 1 < layout->n_months ? layout->month_start_days[month + 1]
                                                   : layout->end_day - layout->start_day;
        double days = end - layout->month_start_days[month];
        for (uint32_t district = from; district < to; district++) {
            size_t at =
                ((size_t) month * layout->n_districts + district) * layout->n_services +
                service;
            add_month(&sum, self, at, days, month == 0, month + 1 == layout->n_months);
        }
    }
    double years = sum.days / SUF_DAYS_PER_YEAR;
    values[COLUMN_DEMAND] = sum.requests / years;
    values[COLUMN_PLACES_START] = sum.places_start;
    values[COLUMN_PLACES_END] = sum.places_end;
    values[COLUMN_OCCUPANCY] = sum.occupancy_days / sum.days;
    values[COLUMN_OCCUPIED_SHARE] =
        sum.usable_days > 0 ? 100 * sum.occupancy_days / sum.usable_days : (double) NAN;
    values[COLUMN_WAITING] = sum.waiting_days / sum.days;
    values[COLUMN_WAITING_END] = sum.waiting_end;
    values[COLUMN_WAIT] =
        sum.admissions > 0 ? sum.wait_days / sum.admissions : (double) NAN;
    values[COLUMN_LOST] = sum.lost / years;
}

static suf_tally *
tally_of(const summary *self, uint32_t service, uint32_t row, column which)
{
    size_t rows = (size_t) self->results->layout.n_districts + 1;
    return &self->tallies[(service * rows + row) * N_COLUMNS + which];
}

/* Adds one replication to every tally. */
static void
tally_replication(summary *self)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            bool is_all = row == layout->n_districts;
            double values[N_COLUMNS];
            measure(self, service, is_all ? 0 : row, is_all ? row : row + 1, values);
            for (int i = 0; i < N_COLUMNS; i++) {
                suf_tally_add(tally_of(self, service, row, (column) i), values[i]);
            }
        }
    }
}

static suf_status
summarise(summary *self, suf_results *results, uint32_t scenario, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    *self = (summary){.results = results};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) layout->n_services * ((size_t) layout->n_districts + 1) * N_COLUMNS,
        sizeof *self->tallies, &self->tallies));
    for (int i = 0; i < N_SOURCES; i++) {
        SUF_TRY(suf_array_new(suf_layout_size(layout, sources[i]), sizeof(double),
            &self->values[sources[i]]));
    }
    for (uint32_t r = 0; r < results->n_replications; r++) {
        for (int i = 0; i < N_SOURCES; i++) {
            SUF_TRY(suf_results_read(
                results, sources[i], scenario, r, self->values[sources[i]], faults));
        }
        tally_replication(self);
    }
out:
    return status;
}

static void
summary_free(summary *self)
{
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        free(self->values[v]);
    }
    free(self->tallies);
}

static void
print_table(const summary *self, uint32_t service, int first_width)
{
    const suf_layout *layout = &self->results->layout;
    const suf_label *label = &layout->services[service];
    (void) printf(
        "\n%s%s%s\n", label->name, label->title[0] != '\0' ? ": " : "", label->title);
    suf_print_left("", first_width);
    for (int i = 0; i < N_COLUMNS; i++) {
        suf_print_right(columns[i].head, columns[i].width);
    }
    (void) printf("\n");
    suf_print_left("district", first_width);
    for (int i = 0; i < N_COLUMNS; i++) {
        suf_print_right(columns[i].unit, columns[i].width);
    }
    (void) printf("\n");
    bool has_total = layout->n_districts > 1;
    for (uint32_t row = 0; row < layout->n_districts + has_total; row++) {
        suf_print_left(
            row < layout->n_districts ? layout->districts[row].name : "all", first_width);
        for (int i = 0; i < N_COLUMNS; i++) {
            char text[64];
            suf_print_cell(tally_of(self, service, row, (column) i), text);
            suf_print_right(text, columns[i].width);
        }
        (void) printf("\n");
    }
}

static void
print_csv(const summary *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (int i = 0; i < N_COLUMNS; i++) {
                const suf_tally *tally = tally_of(self, service, row, (column) i);
                suf_print_field(layout->scenarios[scenario].name);
                suf_print_field(layout->services[service].name);
                suf_print_field(
                    row < layout->n_districts ? layout->districts[row].name : "all");
                (void) printf("%s,%.10g,%.10g,%" PRIu64 "\n", columns[i].name,
                    suf_tally_mean(tally),
                    suf_interval_half_width(tally->n, suf_tally_variance(tally), 0.95),
                    tally->n);
            }
        }
    }
}

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

static int
first_column_width(const suf_layout *layout)
{
    int width = (int) sizeof "district";
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        int n = suf_print_width(layout->districts[i].name);
        width = n + 1 > width ? n + 1 : width;
    }
    return width;
}

static suf_status
print_results(suf_results *results, bool is_csv, bool is_targets, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    suf_status status = SUF_OK;
    if (is_csv && is_targets) {
        suf_scorecard_csv_head();
    } else if (is_csv) {
        (void) printf(
            "scenario,service,district,quantity,mean,half_width,replications\n");
    } else {
        print_head(results);
    }
    for (uint32_t scenario = 0; scenario < layout->n_scenarios; scenario++) {
        if (!is_csv) {
            const suf_label *label = &layout->scenarios[scenario];
            (void) printf("\nscenario %s%s%s\n", label->name,
                label->title[0] != '\0' ? ": " : "", label->title);
        }
        if (is_targets || !is_csv) {
            status = suf_scorecard_print(results, scenario, is_csv, faults);
        }
        if (status != SUF_OK) {
            return status;
        }
        if (is_targets) {
            continue;
        }
        summary self;
        status = summarise(&self, results, scenario, faults);
        if (status == SUF_OK && is_csv) {
            print_csv(&self, scenario);
        } else if (status == SUF_OK) {
            for (uint32_t service = 0; service < layout->n_services; service++) {
                print_table(&self, service, first_column_width(layout));
            }
        }
        summary_free(&self);
        if (status != SUF_OK) {
            return status;
        }
    }
    if (!is_csv && !is_targets) {
        (void) printf("\nmean ± half width of the 95 %% interval over replications; a "
                      "year is 365.25 days;\nunserved: balked, refused, or left the list "
                      "without a place\n");
    }
    return status;
}

int
suf_app_info(int argc, char **argv)
{
    static const struct option options[] = {{"csv", no_argument, NULL, 'c'},
        {"targets", no_argument, NULL, 't'}, {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    bool is_csv = false;
    bool is_targets = false;
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h') {
            print_help();
            return SUF_EXIT_DONE;
        }
        if (option != 'c' && option != 't') {
            (void) fputs("see suffice info --help\n", stderr);
            return SUF_EXIT_USAGE;
        }
        is_csv = is_csv || option == 'c';
        is_targets = is_targets || option == 't';
    }
    if (optind + 1 != argc) {
        (void) fputs(
            "suffice info: one results file is needed; see suffice info --help\n",
            stderr);
        return SUF_EXIT_USAGE;
    }
    suf_results results;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_results_open(&results, argv[optind], &faults);
    if (status == SUF_OK) {
        status = print_results(&results, is_csv, is_targets, &faults);
        suf_results_close(&results);
    }
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
    return code;
}
