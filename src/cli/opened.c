/* Results files that a command looks at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "opened.h"

#include <stdio.h>
#include <string.h>

bool
suf_opened_is_hdf5(const char *path)
{
    static const char signature[] = "\211HDF\r\n\032\n";
    char head[sizeof signature - 1];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    size_t n = fread(head, 1, sizeof head, file);
    (void) fclose(file);
    return n == sizeof head && memcmp(head, signature, n) == 0;
}

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
