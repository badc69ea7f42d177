/* The subcommands: one file each, and the table of all.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each takes its own arguments (argv[0] is its name), prints data on stdout and messages
 * on stderr, and returns the exit code of the program: 0 done, 1 the run failed, 2 bad
 * command line, 3 bad scenario, 75 stopped by a signal and can go on.
 * Its usage says what it is for and which options it has: help, manual page and
 * completions of shells are made from that. */
#ifndef SUF_CLI_COMMANDS_H
#define SUF_CLI_COMMANDS_H

#include <stddef.h>
#include <stdio.h>

#include "cli/usage.h"

typedef struct suf_command {
    const char *group; /* what the user wants to know; groups stand together */
    const suf_usage *usage;
    int (*run)(int argc, char **argv);
} suf_command;

extern const suf_command suf_commands[];
extern const size_t suf_n_commands;

/* What help and manual page say of the program. */
#define SUF_PROGRAM_QUESTION "will the planned places suffice?"
extern const char suf_program_purpose[];
extern const char suf_program_exit_codes[];
/* Prints the help of the program: its commands, by what a user wants to know. */
void suf_commands_help(FILE *to);

extern const suf_usage suf_check_usage, suf_compare_usage, suf_completion_usage,
    suf_calibrate_usage, suf_export_usage, suf_finish_usage, suf_import_usage,
    suf_info_usage, suf_man_usage, suf_margin_usage, suf_merge_usage, suf_observe_usage,
    suf_rebase_usage, suf_report_usage, suf_rerun_usage, suf_run_usage, suf_schema_usage,
    suf_show_usage, suf_size_usage, suf_slip_usage, suf_studio_usage, suf_template_usage,
    suf_trace_usage, suf_why_usage;

/* `suffice run`. As all below: argv[0] is the command; returns the exit code of the
 * program (README: 0, 1, 2, 3 or 75), after it told what is wrong on stderr. */
int suf_app_run(int argc, char **argv);
/* `suffice merge`: journals of shards into one results file. */
int suf_app_merge(int argc, char **argv);
/* `suffice finish`: the results so far of a run that was stopped. */
int suf_app_finish(int argc, char **argv);
/* `suffice rerun`: repeats a results file from what it holds, and compares the bytes.
 */
int suf_app_rerun(int argc, char **argv);
/* `suffice check`: the faults and warnings of scenarios. */
int suf_app_check(int argc, char **argv);
/* `suffice show`: a resolved scenario, and where each value comes from. */
int suf_app_show(int argc, char **argv);
/* `suffice size`: how many places would do. */
int suf_app_size(int argc, char **argv);
/* `suffice margin`: where one more place helps most. */
int suf_app_margin(int argc, char **argv);
/* `suffice slip`: which projects can slip, and which must not. */
int suf_app_slip(int argc, char **argv);
/* `suffice schema`: the JSON Schema of scenarios, or their reference. */
int suf_app_schema(int argc, char **argv);
/* `suffice trace`: the story of one replication. */
int suf_app_trace(int argc, char **argv);
/* `suffice compare`: what scenarios differ by. */
int suf_app_compare(int argc, char **argv);
/* `suffice info`: what is in a results file, or a journal. */
int suf_app_info(int argc, char **argv);
/* `suffice why`: which causes a shortage has. */
int suf_app_why(int argc, char **argv);
/* Hands over to the program suffice-report of the Python package; returns on failure. */
int suf_app_report(int argc, char **argv);
/* Hands over to the program suffice-rebase likewise. */
int suf_app_rebase(int argc, char **argv);
/* Hand over to the programs suffice-template, suffice-import and suffice-export likewise.
 */
int suf_app_template(int argc, char **argv);
int suf_app_import(int argc, char **argv);
int suf_app_export(int argc, char **argv);
/* `suffice studio`: a page to change a plan and run it; handed over likewise. */
int suf_app_studio(int argc, char **argv);
/* `suffice observe`: what each replication has where something was counted. */
int suf_app_observe(int argc, char **argv);
/* Hands over to the program suffice-calibrate of the Python package; returns on failure.
 */
int suf_app_calibrate(int argc, char **argv);
/* `suffice man`: the manual page. */
int suf_app_man(int argc, char **argv);
/* `suffice completion`: what makes a shell complete command lines. */
int suf_app_completion(int argc, char **argv);

#endif
