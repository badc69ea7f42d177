/* suffice show: a scenario as it is understood.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "scenario/scenario_read.h"
#include "scenario/write/written_tree.h"

typedef struct show_options {
    suf_texts sets;
} show_options;

static const suf_option options[] = {SUF_OPTION_SET(show_options)};

const suf_usage suf_show_usage = {.command = "show",
    .arguments = "SCENARIO [--set PATH=VALUE]...",
    .summary = "print a scenario with every default filled in",
    .question =
        "What does the program make of my scenario? Prints it with every default filled"
        " in, and with what it extends and what is set merged into it. Behind each "
        "value stands where it comes from.",
    .example = "suffice show scenarios/hello.yaml --set \"projects.new wing.places=20\"",
    .details = "The output is itself a scenario, to be read from the present folder.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

static suf_status
run(void *given, const suf_operands *scenarios, suf_faults *faults)
{
    const show_options *asked = given;
    suf_scenario scenario;
    char *text = NULL;
    suf_status status = suf_scenario_read(
        &scenario, scenarios->items[0], asked->sets.items, asked->sets.n, faults);
    if (status == SUF_OK) {
        status = suf_show(&scenario, &text);
    }
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
    free(text);
    suf_scenario_free(&scenario);
    return status;
}

int
suf_app_show(int argc, char **argv)
{
    show_options asked = {.sets = {0}};
    int code = suf_options_run(&suf_show_usage, argc, argv, &asked, run);
    free((void *) asked.sets.items);
    return code;
}
