/* The table of commands, and the help of the program from it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <string.h>

#include "cli/help.h"

static const char plan[] = "Is the scenario right?";
static const char future[] = "What will happen?";
static const char answer[] = "What came out?";
static const char question[] = "Why, and how much is enough?";
static const char known[] = "What do we know by now?";
static const char again[] = "And from here?";
static const char shell[] = "This program in your shell:";

const suf_command suf_commands[] = {
    {plan, &suf_template_usage, suf_app_template},
    {plan, &suf_import_usage, suf_app_import},
    {plan, &suf_check_usage, suf_app_check},
    {plan, &suf_show_usage, suf_app_show},
    {plan, &suf_schema_usage, suf_app_schema},
    {plan, &suf_studio_usage, suf_app_studio},
    {future, &suf_run_usage, suf_app_run},
    {future, &suf_finish_usage, suf_app_finish},
    {future, &suf_merge_usage, suf_app_merge},
    {future, &suf_rerun_usage, suf_app_rerun},
    {answer, &suf_info_usage, suf_app_info},
    {answer, &suf_compare_usage, suf_app_compare},
    {answer, &suf_report_usage, suf_app_report},
    {answer, &suf_export_usage, suf_app_export},
    {question, &suf_why_usage, suf_app_why},
    {question, &suf_size_usage, suf_app_size},
    {question, &suf_margin_usage, suf_app_margin},
    {question, &suf_slip_usage, suf_app_slip},
    {question, &suf_trace_usage, suf_app_trace},
    {known, &suf_observe_usage, suf_app_observe},
    {known, &suf_calibrate_usage, suf_app_calibrate},
    {again, &suf_rebase_usage, suf_app_rebase},
    {shell, &suf_man_usage, suf_app_man},
    {shell, &suf_completion_usage, suf_app_completion},
};

const size_t suf_n_commands = sizeof suf_commands / sizeof suf_commands[0];

const char suf_program_purpose[] =
    "Simulates how many people will ask for the planned places, district by district "
    "and over the years of a plan, thousands of times over, and tells which targets are "
    "met, who waits, who is not served, and how sure that is.";

const char suf_program_exit_codes[] =
    "exit codes: 0 done, 1 the run failed, 2 bad command line, 3 bad scenario, 75 "
    "stopped by a signal: the same command goes on";

void
suf_commands_help(FILE *to)
{
    (void) fprintf(to, "suffice: %s\n\n", SUF_PROGRAM_QUESTION);
    suf_help_text(to, suf_program_purpose);
    (void) fputs("\nusage: suffice COMMAND [ARGUMENTS]\n", to);
    const char *group = "";
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_command *command = &suf_commands[i];
        if (strcmp(command->group, group) != 0) {
            group = command->group;
            (void) fprintf(to, "\n%s\n", group);
        }
        (void) fprintf(
            to, "  %-11s %s\n", command->usage->command, command->usage->summary);
    }
    (void) fputs("\n"
                 "A first run:\n"
                 "  suffice run scenarios/hello.yaml -o results/hello.h5\n"
                 "  suffice info results/hello.h5\n"
                 "\n"
                 "  suffice COMMAND --help tells about one command, with an example\n"
                 "  suffice help scenario prints the reference of scenario files\n"
                 "  suffice --version\n"
                 "\n",
        to);
    suf_help_text(to, suf_program_exit_codes);
}
