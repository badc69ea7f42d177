/* suffice schema: what may stand in a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write/schema.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/options.h"

typedef struct schema_options {
    bool is_markdown;
} schema_options;

static const suf_option options[] = {
    {"markdown", 'm', .kind = SUF_OPTION_FLAG, SUF_OPTION_AT(schema_options, is_markdown),
        .help = "the reference of all keys and columns instead"},
};

const suf_usage suf_schema_usage = {.command = "schema",
    .arguments = "[--markdown]",
    .summary = "print what may stand in a scenario",
    .question =
        "What may stand in a scenario? Prints the reference of all keys and columns, or"
        " without --markdown the JSON Schema, by which an editor completes keys and "
        "marks faults.",
    .example = "suffice schema --markdown",
    .details = "An editor finds the schema by the line\n"
               "  # yaml-language-server: $schema=scenario.schema.json\n"
               "at the head of a scenario, with the path of the schema's file.",
    SUF_OPTIONS(options),
    .wanted = "takes no arguments"};

static suf_status
run(void *given, const suf_operands *none, suf_faults *faults)
{
    const schema_options *asked = given;
    char *text = NULL;
    (void) none;
    (void) faults;
    suf_status status =
        asked->is_markdown ? suf_schema_markdown(&text) : suf_schema_json(&text);
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
    free(text);
    return status;
}

int
suf_app_schema(int argc, char **argv)
{
    schema_options asked = {.is_markdown = false};
    return suf_options_run(&suf_schema_usage, argc, argv, &asked, run);
}
