/* suffice check: every fault of scenarios, and nothing run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report.h"
#include "model/build.h"
#include "scenario/scenario_read.h"

typedef struct check_options {
    suf_texts sets;
    bool is_strict;
} check_options;

static const suf_option options[] = {
    SUF_OPTION_SET(check_options),
    {"strict", SUF_OPTION_AT(check_options, is_strict), .help = "warnings are faults"},
};

const suf_usage suf_check_usage = {.command = "check",
    .arguments = "SCENARIO... [--set PATH=VALUE]...",
    .summary = "find every fault of a scenario",
    .question =
        "Is my scenario right? Reports every fault of a scenario and its tables at "
        "once, as file:line:column, with what was found and what was expected. Nothing "
        "is simulated.",
    .example = "suffice check scenarios/hello.yaml",
    .details = "What is odd but may be meant is a warning, told in the same way.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "exit codes: 0 no fault, 2 bad command line, 3 faults",
    .least = 1,
    .most = SIZE_MAX,
    .wanted = "no scenario is named"};

/* Reads one scenario and builds its model, which finds what only numbers together show.
 */
static int
check_one(const char *path, const check_options *asked)
{
    suf_faults faults;
    suf_faults_init(&faults);
    suf_scenario scenario;
    suf_scenario ordered = {0};
    suf_model model = {0};
    suf_status status =
        suf_scenario_read(&scenario, path, asked->sets.items, asked->sets.n, &faults);
    if (status == SUF_OK) {
        status = suf_scenario_order(&ordered, &scenario, &faults);
    }
    if (status == SUF_OK) {
        status = suf_model_build(&model, &ordered, &faults);
    }
    int code = suf_report(status, &faults);
    size_t n_warnings = scenario.warnings.n + scenario.warnings.n_dropped;
    char warned[60] = "";
    if (status == SUF_OK) { /* a fault first: what is odd may be its consequence */
        suf_report_warnings(&scenario.warnings, NULL);
    }
    if (n_warnings > 0) {
        (void) snprintf(warned, sizeof warned, ", %zu warning%s", n_warnings,
            n_warnings == 1 ? "" : "s");
    }
    if (status == SUF_OK && n_warnings > 0 && asked->is_strict) {
        code = SUF_EXIT_SCENARIO;
        (void) fprintf(
            stderr, "%s: no faults%s, which --strict makes faults\n", path, warned);
    } else if (status == SUF_OK) {
        (void) printf("%s: no faults%s (districts: %zu, services: %zu, assumptions: %zu, "
                      "projects: %zu)\n",
            path, warned, scenario.n_districts, scenario.n_services,
            scenario.n_assumptions, scenario.n_projects);
    } else if (faults.n > 0) {
        size_t n = faults.n + faults.n_dropped;
        (void) fprintf(stderr, "%s: %zu fault%s\n", path, n, n == 1 ? "" : "s");
    }
    suf_model_free(&model);
    suf_scenario_free(&scenario);
    suf_scenario_free(&ordered);
    suf_faults_free(&faults);
    return code;
}

int
suf_app_check(int argc, char **argv)
{
    check_options asked = {.is_strict = false};
    suf_operands scenarios;
    int code = suf_options_parse(&suf_check_usage, argc, argv, &asked, &scenarios);
    if (code < 0) {
        code = SUF_EXIT_DONE;
        for (size_t i = 0; i < scenarios.n; i++) {
            int one = check_one(scenarios.items[i], &asked);
            code = one != SUF_EXIT_DONE ? one : code;
        }
    }
    free((void *) asked.sets.items);
    return code;
}
