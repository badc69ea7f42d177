/* Texts of the status list, and the last words of a bug.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "status.h"

#include <stdio.h>
#include <stdlib.h>

const char *
suf_status_text(suf_status status)
{
#define SUF_STATUS_TEXT(symbol, text) [symbol] = (text),
    static const char *const texts[] = {SUF_STATUS_LIST(SUF_STATUS_TEXT)};
#undef SUF_STATUS_TEXT
    return (unsigned) status < SUF_N_STATUS ? texts[status] : "unknown status";
}

suf_status
suf_status_trace(suf_status status, const char *file, int line)
{
    (void) fprintf(
        stderr, "suffice trace: %s:%d: %s\n", file, line, suf_status_text(status));
    return status;
}

_Noreturn void
suf_bug(const char *condition, const char *file, int line)
{
    /* The program's own state is wrong, so no result may leave it: the one place outside
     * app/ that speaks, and then stops. */
    (void) fprintf(stderr, "suffice: bug at %s:%d: expected %s\n", file, line, condition);
    abort();
}
