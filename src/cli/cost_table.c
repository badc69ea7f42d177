/* The table of costs of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cost_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/print.h"
#include "stats/estimate.h"

enum { WIDTH_TITLE = 30, N_VARIABLES = 18 };

#define FIRST     SUF_VARIABLE_COST_CAPITAL
#define V(symbol) SUF_VARIABLE_COST_##symbol

typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    suf_estimate
        *estimates[N_VARIABLES]; /* of each value of each variable from FIRST on */
} table;

static const suf_layout *
layout_of(const table *self)
{
    return &self->results->layout;
}

static suf_status
summarise(table *self, suf_faults *faults)
{
    suf_results *results = self->results;
    double *values = NULL;
    size_t most = 0;
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < N_VARIABLES; v++) {
        size_t n = suf_layout_size(layout_of(self), (suf_variable) (FIRST + v));
        most = n > most ? n : most;
        SUF_TRY(suf_array_new(n, sizeof *self->estimates[v], &self->estimates[v]));
    }
    SUF_TRY(suf_array_new(most, sizeof *values, &values));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        for (uint32_t v = 0; v < N_VARIABLES; v++) {
            suf_variable variable = (suf_variable) (FIRST + v);
            size_t n = suf_layout_size(layout_of(self), variable);
            if (n == 0) {
                continue;
            }
            SUF_TRY(
                suf_results_read(results, variable, self->scenario, r, values, faults));
            for (size_t i = 0; i < n; i++) {
                suf_estimate_add_weighted(&self->estimates[v][i],
                    &layout_of(self)->design, (uint32_t) results->replications[r],
                    suf_given_weight(self->given, r), values[i]);
            }
        }
    }
out:
    free(values);
    return status;
}

static const suf_estimate *
of_fund(const table *self, suf_variable variable, uint32_t period, uint32_t fund)
{
    return &self->estimates[variable - FIRST]
                           [(size_t) period * layout_of(self)->n_funds + fund];
}

static const suf_estimate *
of_service(const table *self, suf_variable variable, uint32_t period, uint32_t region,
    uint32_t service)
{
    const suf_layout *layout = layout_of(self);
    size_t row = (size_t) period * (layout->n_districts + 1) + region;
    return &self->estimates[variable - FIRST][row * layout->n_services + service];
}

static bool
is_there(const suf_estimate *of)
{
    return of->tally.n > 0;
}

/* The name of a period: a year, or all. */
static void
name_period(const suf_layout *layout, uint32_t period, char text[16])
{
    if (period == layout->n_years) {
        (void) snprintf(text, 16, "%s", SUF_ALL);
    } else {
        (void) snprintf(text, 16, "%" PRId32, layout->first_year + (int32_t) period);
    }
}

/* --- for people -----------------------------------------------------------------------
 */

/* In millions: with the half width, or as it is where that is 0. */
static void
print_amount(const suf_estimate *of, char text[64])
{
    double half = suf_estimate_half_width(of, 0.95);
    double mean = suf_estimate_mean(of);
    if (!is_there(of)) {
        (void) snprintf(text, 64, "-");
    } else if (half > 0) {
        int decimals = (int) ceil(1 - log10(half / 1e6));
        decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
        (void) snprintf(
            text, 64, "%.*f ± %.*f", decimals, mean / 1e6, decimals, half / 1e6);
    } else {
        (void) snprintf(text, 64, "%.6g", mean / 1e6);
    }
}

/* A probability with its interval; a count of nothing is a dash. */
static void
print_probability(const suf_estimate *of, char text[64])
{
    double low = 0;
    double high = 0;
    if (!is_there(of)) {
        (void) snprintf(text, 64, "-");
        return;
    }
    suf_estimate_probability(of, 0.95, &low, &high);
    (void) snprintf(text, 64, "%.2f [%.2f, %.2f]", suf_estimate_mean(of), low, high);
}

enum { WIDTH_VALUE = 22 };

static void
print_head(const table *self, const char *title)
{
    const suf_layout *layout = layout_of(self);
    (void) printf("\n%s", title);
    suf_given_print(self->given);
    (void) printf("\n  ");
    suf_print_left("", WIDTH_TITLE);
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        char text[16];
        name_period(layout, period, text);
        suf_print_right(text, WIDTH_VALUE);
    }
    (void) printf("\n");
}

/* The row of a variable of a fund, where anything of it was observed. */
static void
print_fund_row(const table *self, const char *title, suf_variable variable, uint32_t fund)
{
    const suf_layout *layout = layout_of(self);
    bool has_any = false;
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        has_any |= is_there(of_fund(self, variable, period, fund));
    }
    if (!has_any) {
        return;
    }
    (void) printf("  ");
    suf_print_left(title, WIDTH_TITLE);
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        char text[64];
        if (variable == V(OVER)) {
            print_probability(of_fund(self, variable, period, fund), text);
        } else {
            print_amount(of_fund(self, variable, period, fund), text);
        }
        suf_print_right(text, WIDTH_VALUE);
    }
    (void) printf("\n");
}

static void
print_funds(const table *self)
{
    static const struct {
        suf_variable variable;
        const char *title;
    } rows[] = {{V(CAPITAL), "capital"}, {V(OVERRUN), "  of it above the cost as given"},
        {V(RUNNING), "running"}, {V(SPENT), "capital and running"}, {V(BUDGET), "budget"},
        {V(OVER), "P(over budget)"}};
    const suf_layout *layout = layout_of(self);
    char title[160];
    (void) snprintf(title, sizeof title, "million yuan, prices of %d%s%.80s",
        (int) layout->price_year,
        layout->price_basis != NULL && layout->price_basis[0] != '\0' ? ", " : "",
        layout->price_basis != NULL ? layout->price_basis : "");
    print_head(self, title);
    for (uint32_t i = layout->n_funds; i-- > 0;) { /* all of them first */
        const suf_label *fund = &layout->funds[i];
        if (!is_there(of_fund(self, V(SPENT), layout->n_years, i))) {
            continue;
        }
        (void) printf("%s\n", fund->title[0] != '\0' ? fund->title : fund->name);
        for (size_t j = 0; j < sizeof rows / sizeof rows[0]; j++) {
            print_fund_row(self, rows[j].title, rows[j].variable, i);
        }
    }
}

static void
print_service_row(
    const table *self, const char *title, suf_variable variable, uint32_t service)
{
    const suf_layout *layout = layout_of(self);
    (void) printf("    ");
    suf_print_left(title, WIDTH_TITLE - 2);
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        char text[64];
        print_amount(
            of_service(self, variable, period, layout->n_districts, service), text);
        suf_print_right(text, WIDTH_VALUE);
    }
    (void) printf("\n");
}

/* The services of which something is known, and names those of which nothing is. */
static void
print_services(const table *self)
{
    const suf_layout *layout = layout_of(self);
    const char *mark = "no cost is given of: ";
    print_head(self, "services, all districts together");
    for (uint32_t s = 0; s < layout->n_services; s++) {
        const suf_label *label = &layout->services[s];
        const suf_estimate *capital =
            of_service(self, V(SERVICE_CAPITAL), layout->n_years, layout->n_districts, s);
        const suf_estimate *running =
            of_service(self, V(SERVICE_RUNNING), layout->n_years, layout->n_districts, s);
        const suf_estimate *idle =
            of_service(self, V(IDLE), layout->n_years, layout->n_districts, s);
        bool is_built = is_there(capital) && suf_estimate_mean(capital) > 0;
        if (!is_built && !is_there(running)) {
            continue;
        }
        (void) printf(
            "  %s%s%s\n", label->name, label->title[0] != '\0' ? ": " : "", label->title);
        if (is_there(capital)) {
            print_service_row(self, "capital", V(SERVICE_CAPITAL), s);
        }
        if (is_there(running)) {
            print_service_row(self, "running", V(SERVICE_RUNNING), s);
        }
        if (is_there(idle)) {
            print_service_row(self, "  of it for idle places", V(IDLE), s);
        }
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        const suf_estimate *places = &self->estimates[V(COSTED_PLACES) - FIRST][s];
        bool is_built = is_there(places) && suf_estimate_mean(places) > 0;
        bool is_run = is_there(of_service(
            self, V(SERVICE_RUNNING), layout->n_years, layout->n_districts, s));
        bool is_here = is_there(
            of_service(self, V(SERVED), layout->n_years, layout->n_districts, s));
        if (is_here && !is_built && !is_run) {
            (void) printf("%s%s", mark, layout->services[s].name);
            mark = ", ";
        }
    }
    (void) printf("%s", mark[0] == ',' ? "\n" : "");
}

/* How much of the plan the sums are of. */
static void
print_coverage(const table *self)
{
    const suf_layout *layout = layout_of(self);
    (void) printf("\ncosts are given of");
    for (int i = 0; i < SUF_N_COST_PARTS; i++) {
        (void) printf("%s %.0f of %.0f %s", i > 0 ? "," : "",
            suf_estimate_mean(&self->estimates[V(COSTED) - FIRST][i]),
            suf_estimate_mean(&self->estimates[V(IN_ALL) - FIRST][i]), suf_part_names[i]);
    }
    (void) printf(" (their running costs); the rest is left out of every sum\n");
    for (uint32_t s = 0; s < layout->n_services; s++) {
        const suf_estimate *places = &self->estimates[V(COSTED_PLACES) - FIRST][s];
        double share = suf_estimate_mean(places);
        if (is_there(places) && share < 1) {
            (void) printf("  %s: of %.0f %% of the places that projects open\n",
                layout->services[s].name, 100 * share);
        }
    }
}

static bool
has_costs(const table *self)
{
    return suf_layout_size(layout_of(self), V(IN_ALL)) > 0 &&
           is_there(&self->estimates[V(IN_ALL) - FIRST][0]);
}

static void
print_text(const table *self)
{
    if (!has_costs(self)) {
        (void) printf("\nno costs are given (section costs)\n");
        return;
    }
    print_funds(self);
    print_services(self);
    print_coverage(self);
}

/* --- as CSV ---------------------------------------------------------------------------
 */

void
suf_cost_table_csv_head(const suf_results *results)
{
    (void) printf("scenario,of,region,period,quantity,mean,low,high,replications");
    suf_given_csv_head(results);
}

static void
print_csv_row(const table *self, const char *of, const char *region, uint32_t period,
    suf_variable variable, const suf_estimate *estimate)
{
    const suf_layout *layout = layout_of(self);
    char name[16];
    double mean = suf_estimate_mean(estimate);
    double low = mean - suf_estimate_half_width(estimate, 0.95);
    double high = mean + suf_estimate_half_width(estimate, 0.95);
    if (variable == V(OVER) && is_there(estimate)) {
        suf_estimate_probability(estimate, 0.95, &low, &high);
    }
    name_period(layout, period, name);
    suf_print_field(layout->scenarios[self->scenario].name);
    suf_print_field(of);
    suf_print_field(region);
    suf_print_field(name);
    (void) printf("%s,%.10g,%.10g,%.10g,%" PRIu64, suf_variable_info_of(variable)->name,
        mean, low, high, estimate->tally.n);
    suf_given_csv(self->given);
}

static void
print_csv(const table *self)
{
    const suf_layout *layout = layout_of(self);
    for (uint32_t period = 0; has_costs(self) && period <= layout->n_years; period++) {
        for (uint32_t i = 0; i < layout->n_funds; i++) {
            for (int v = V(CAPITAL); v <= V(OVER); v++) {
                print_csv_row(self, layout->funds[i].name, SUF_ALL, period,
                    (suf_variable) v, of_fund(self, (suf_variable) v, period, i));
            }
        }
        for (uint32_t s = 0; s < layout->n_services; s++) {
            for (uint32_t d = 0; d <= layout->n_districts; d++) {
                for (int v = V(SERVICE_CAPITAL); v <= V(SERVED); v++) {
                    print_csv_row(self, layout->services[s].name,
                        d < layout->n_districts ? layout->districts[d].name : SUF_ALL,
                        period, (suf_variable) v,
                        of_service(self, (suf_variable) v, period, d, s));
                }
            }
        }
    }
    for (int i = 0; has_costs(self) && i < SUF_N_COST_PARTS; i++) {
        print_csv_row(self, suf_part_names[i], SUF_ALL, layout->n_years, V(COSTED),
            &self->estimates[V(COSTED) - FIRST][i]);
        print_csv_row(self, suf_part_names[i], SUF_ALL, layout->n_years, V(IN_ALL),
            &self->estimates[V(IN_ALL) - FIRST][i]);
    }
}

suf_status
suf_cost_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    table self = {.results = results, .scenario = scenario, .given = given};
    suf_status status = SUF_OK;
    if (results->layout.n_funds == 0) {
        suf_fault_place place = {.file = results->path};
        suf_faults_add(faults, &place,
            "has no costs: none of its scenarios has the section costs, or an older "
            "program wrote it");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    status = summarise(&self, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&self);
    } else if (status == SUF_OK) {
        print_text(&self);
    }
    for (int v = 0; v < N_VARIABLES; v++) {
        free(self.estimates[v]);
    }
    return status;
}
