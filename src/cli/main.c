/* The program: finds the subcommand and hands over.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "results/h5.h"
#include "results/this_build.h"

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

static const command commands[] = {
    {"run", suf_app_run, "simulate scenarios and write one results file"},
    {"merge", suf_app_merge, "join the journals of shards into one results file"},
    {"finish", suf_app_finish, "write the results so far of a run that was stopped"},
    {"rerun", suf_app_rerun, "repeat a results file from what it holds"},
    {"check", suf_app_check, "report every fault of a scenario"},
    {"size", suf_app_size, "find how much of a lever is needed for a condition"},
    {"show", suf_app_show, "print a resolved scenario, with each value's origin"},
    {"info", suf_app_info, "print what is in a results file, and the scorecard"},
    {"compare", suf_app_compare, "print what scenarios differ by, pair by pair"},
    {"why", suf_app_why, "tell why people are not served: late, unstaffed, too few"},
    {"report", suf_app_report, "write one HTML file for people to look at"},
    {"trace", suf_app_trace, "tell the story of one replication, event by event"},
    {"schema", suf_app_schema,
        "print the JSON Schema or the reference of scenario files"},
};

static void
print_help(FILE *to)
{
    (void) fputs(
        "suffice: will the planned places suffice?\n"
        "\n"
        "Simulates population demand against planned places, by district, over the\n"
        "years of a plan, in many stochastic replications, and writes one HDF5 file.\n"
        "\n"
        "usage: suffice COMMAND [ARGUMENTS]\n"
        "\n",
        to);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        (void) fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].summary);
    }
    (void) fputs(
        "\n"
        "  suffice COMMAND --help tells about one command\n"
        "  suffice help scenario prints the reference of scenario files\n"
        "  suffice --version\n"
        "\n"
        "A first run:\n"
        "  suffice run scenarios/hello.yaml -o results/hello.h5\n"
        "  suffice info results/hello.h5\n"
        "\n"
        "exit codes: 0 done, 1 the run failed, 2 bad command line, 3 bad scenario,\n"
        "75 stopped by a signal: the same command goes on\n",
        to);
}

static void
print_version(void)
{
    suf_build_facts facts;
    suf_build_facts_get(&facts);
    (void) printf("suffice %s (%s, sources %s)\n%s, %s\nGSL %s, HDF5 %s, zlib %s, %s\n",
        facts.version, facts.commit, facts.sources, facts.compiler, facts.flags,
        facts.gsl_version, facts.hdf5_version, facts.zlib_release,
        facts.c_library_version);
}

/* Runs what the command line names; the exit code. */
static int
dispatch(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return SUF_EXIT_USAGE;
    }
    if (strcmp(argv[1], "help") == 0 && argc == 3 && strcmp(argv[2], "scenario") == 0) {
        char reference[] = "--markdown";
        char *arguments[] = {argv[2], reference, NULL};
        return suf_app_schema(2, arguments);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return SUF_EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        print_version();
        return SUF_EXIT_DONE;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    (void) fprintf(stderr, "suffice: no command '%s'; see suffice --help\n", argv[1]);
    return SUF_EXIT_USAGE;
}

enum { STACK_BYTES = 512 << 10 };

/* Lets the stack grow to what it may need. Not part of another function, whose stack
 * would then be as large before it is known that it can be. */
__attribute__((noinline)) static bool
grow_stack(void)
{
    volatile unsigned char stack[STACK_BYTES];
    stack[0] = 0; /* the system grants all between; a page takes memory once used */
    return stack[0] == 0;
}

/* What the stack may grow to, and what HDF5 takes at its start: had now, as the program
 * is ended, or crashes, when they cannot be had later. False when they cannot be had. */
static bool
begin(void)
{
    if (!suf_memory_can_have(SUF_H5_BYTES + STACK_BYTES) || !grow_stack()) {
        return false;
    }
    suf_h5_begin();
    return true;
}

int
main(int argc, char **argv)
{
    (void) gsl_set_error_handler_off();
    /* A limit on the size of files (ulimit -f) then fails a write, and that is told. */
    (void) signal(SIGXFSZ, SIG_IGN);
    /* HDF5 fails where a file system has no locks. An output has one writer by a lock of
     * our own, and is put in place whole, so that no reader meets a writer. */
    (void) setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
    if (!begin()) {
        suf_faults faults;
        suf_faults_init(&faults);
        faults.task = "starting";
        return suf_report(SUF_ERROR_MEMORY, &faults);
    }
    int code = dispatch(argc, argv);
    /* Data that could not be written is a failure, whatever was computed. */
    if ((fflush(stdout) != 0 || ferror(stdout) != 0) && code == SUF_EXIT_DONE) {
        (void) fputs("suffice: standard output cannot be written\n", stderr);
        return SUF_EXIT_FAILED;
    }
    return code;
}
