/* suffice schema: what may stand in a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/schema.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "app/options.h"
#include "app/report.h"

typedef struct schema_options {
    bool is_markdown;
} schema_options;

static const suf_option options[] = {
    {"markdown", 'm', SUF_OPTION_FLAG, SUF_OPTION_AT(schema_options, is_markdown),
        .help = "the reference of all keys and columns instead"},
};

static const suf_usage usage = {.command = "schema",
    .arguments = "[--markdown]",
    .purpose = "Prints the JSON Schema of scenario files, for editors: put\n"
               "  # yaml-language-server: $schema=scenario.schema.json\n"
               "on the first line of a scenario, with the path of the schema's file.",
    SUF_OPTIONS(options),
    .wanted = "takes no arguments"};

int
suf_app_schema(int argc, char **argv)
{
    schema_options asked = {.is_markdown = false};
    suf_operands none;
    int code = suf_options_parse(&usage, argc, argv, &asked, &none);
    if (code >= 0) {
        return code;
    }
    char *text = NULL;
    suf_status status =
        asked.is_markdown ? suf_schema_markdown(&text) : suf_schema_json(&text);
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
    suf_faults faults;
    suf_faults_init(&faults);
    code = suf_report(status, &faults);
    suf_faults_free(&faults);
    free(text);
    return code;
}
