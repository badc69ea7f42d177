/* Results files that a command looks at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "opened.h"

#include <stdio.h>

suf_status
suf_opened_results(suf_results *results, const char *path, suf_faults *faults)
{
    faults->task = "reading the results";
    suf_status status = suf_results_open(results, path, faults);
    if (status == SUF_OK && !results->has_checksums) {
        (void) fprintf(stderr,
            "suffice: %s: note: format %d.%d has no checksums: if the file is damaged, "
            "nobody will notice\n",
            path, results->format_major, results->format_minor);
    }
    return status;
}
