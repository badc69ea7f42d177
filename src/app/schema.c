/* suffice schema: what may stand in a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/schema.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "app/report.h"

static void
print_help(void)
{
    (void) fputs("usage: suffice schema [--markdown]\n"
                 "\n"
                 "Prints the JSON Schema of scenario files, for editors: put\n"
                 "  # yaml-language-server: $schema=scenario.schema.json\n"
                 "on the first line of a scenario, with the path of the schema's file.\n"
                 "\n"
                 "  -m, --markdown  the reference of all keys and columns instead\n"
                 "  -h, --help      this text\n",
        stdout);
}

int
suf_app_schema(int argc, char **argv)
{
    static const struct option options[] = {{"markdown", no_argument, NULL, 'm'},
        {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    bool is_markdown = false;
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "mh", options, NULL)) != -1) {
        if (option == 'm') {
            is_markdown = true;
        } else if (option == 'h') {
            print_help();
            return SUF_EXIT_DONE;
        } else {
            (void) fputs("see suffice schema --help\n", stderr);
            return SUF_EXIT_USAGE;
        }
    }
    if (optind != argc) {
        (void) fputs(
            "suffice schema: takes no arguments; see suffice schema --help\n", stderr);
        return SUF_EXIT_USAGE;
    }
    char *text = NULL;
    suf_status status = is_markdown ? suf_schema_markdown(&text) : suf_schema_json(&text);
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
    suf_faults faults;
    suf_faults_init(&faults);
    int code = suf_report(status, &faults);
    suf_faults_free(&faults);
    free(text);
    return code;
}
