/* suffice check: every fault of scenarios, and nothing run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/report.h"
#include "model/build.h"
#include "scenario/scenario.h"

static const char help[] =
    "usage: suffice check SCENARIO... [--set PATH=VALUE]...\n"
    "\n"
    "Reads scenarios and their tables and reports every fault at once, as\n"
    "file:line:column, with what was found and what was expected. Nothing is run.\n"
    "What is odd but may be meant is a warning, told in the same way.\n"
    "\n"
    "      --set PATH=VALUE  changes one value of every scenario, as in\n"
    "                        --set services.nursery.stay.until_age=\"4 years\"\n"
    "                        or --set \"projects.New wing.places=20\"\n"
    "      --strict          warnings are faults\n"
    "  -h, --help            this text\n"
    "\n"
    "exit codes: 0 no fault, 2 bad command line, 3 faults\n";

/* Reads one scenario and builds its model, which finds what only numbers together show.
 */
static int
check_one(const char *path, const suf_arguments *arguments)
{
    suf_faults faults;
    suf_faults_init(&faults);
    suf_scenario scenario;
    suf_scenario ordered = {0};
    suf_model model = {0};
    suf_status status =
        suf_scenario_read(&scenario, path, arguments->sets, arguments->n_sets, &faults);
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
    if (status == SUF_OK && n_warnings > 0 && arguments->is_strict) {
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
    suf_arguments arguments;
    int code = suf_arguments_parse(&arguments, argc, argv, SIZE_MAX, help);
    if (code < 0) {
        code = SUF_EXIT_DONE;
        for (size_t i = 0; i < arguments.n_paths; i++) {
            int one = check_one(arguments.paths[i], &arguments);
            code = one != SUF_EXIT_DONE ? one : code;
        }
    }
    free(arguments.sets);
    return code;
}
