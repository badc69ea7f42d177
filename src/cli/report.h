/* Telling a person what went wrong, on stderr.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_REPORT_H
#define SUF_CLI_REPORT_H

#include "base/fault.h"
#include "base/status.h"

enum {
    SUF_EXIT_DONE = 0,
    SUF_EXIT_FAILED = 1,
    SUF_EXIT_USAGE = 2,
    SUF_EXIT_SCENARIO = 3,
    SUF_EXIT_STOPPED = 75 /* by a signal, and the same command goes on: EX_TEMPFAIL of
                             sysexits.h, which batch systems are told to send again */
};

/* Prints every fault as "file:line:column: path: message", the source line with a caret
 * below it and the hint, then the count of those dropped. With no fault in the list,
 * prints the text of the status. Returns the exit code that the status means. */
int suf_report(suf_status status, const suf_faults *faults);
/* Prints warnings likewise, with "warning: " in front of the message, but for those that
 * `before` holds too: scenarios of one run share the files they extend. */
void suf_report_warnings(const suf_faults *warnings, const suf_faults *before);
/* Warns that a file is written without a lock, for the reason of a system's error. */
void suf_warn_no_lock(const char *path, int error_number);

#endif
