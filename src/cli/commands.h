/* The subcommands: one file each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each takes its own arguments (argv[0] is its name), prints data on stdout and messages
 * on stderr, and returns the exit code of the program: 0 done, 1 the run failed, 2 bad
 * command line, 3 bad scenario, 75 stopped by a signal and can go on. */
#ifndef SUF_CLI_COMMANDS_H
#define SUF_CLI_COMMANDS_H

int suf_app_run(int argc, char **argv);
int suf_app_merge(int argc, char **argv);
int suf_app_finish(int argc, char **argv);
int suf_app_rerun(int argc, char **argv);
int suf_app_check(int argc, char **argv);
int suf_app_show(int argc, char **argv);
int suf_app_schema(int argc, char **argv);
int suf_app_trace(int argc, char **argv);
int suf_app_compare(int argc, char **argv);
int suf_app_info(int argc, char **argv);
int suf_app_why(int argc, char **argv);
/* Hands over to the program suffice-report of the Python package; returns on failure. */
int suf_app_report(int argc, char **argv);

#endif
