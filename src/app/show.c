/* suffice show: a scenario as it is understood.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/show.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/report.h"
#include "scenario/scenario.h"

static const char help[] =
    "usage: suffice show SCENARIO [--set PATH=VALUE]...\n"
    "\n"
    "Prints a scenario with what it extends and what is set merged into it, every\n"
    "default filled in, and behind each value where it comes from. The output is\n"
    "itself a scenario, to be read from the present folder.\n"
    "\n"
    "      --set PATH=VALUE  changes one value, as in\n"
    "                        --set services.nursery.stay.until_age=\"4 years\"\n"
    "                        or --set \"projects.New wing.places=20\"\n"
    "  -h, --help            this text\n";

int
suf_app_show(int argc, char **argv)
{
    suf_arguments arguments;
    int code = suf_arguments_parse(&arguments, argc, argv, 1, help);
    if (code >= 0) {
        free(arguments.sets);
        return code;
    }
    suf_faults faults;
    suf_faults_init(&faults);
    suf_scenario scenario;
    char *text = NULL;
    suf_status status = suf_scenario_read(
        &scenario, arguments.paths[0], arguments.sets, arguments.n_sets, &faults);
    if (status == SUF_OK) {
        status = suf_show(&scenario, &text);
    }
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
    code = suf_report(status, &faults);
    free(text);
    suf_scenario_free(&scenario);
    suf_faults_free(&faults);
    free(arguments.sets);
    return code;
}
