/* What commands that simulate have in common: options, output, warnings, origins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "launch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "cli/report.h"
#include "experiment/design.h"
#include "journal/output_file.h"
#include "scenario/write/written_tree.h"

enum { MAX_SHARDS = 1000000 };

/* "3/40" */
bool
suf_launch_read_shard(void *member, const char *text)
{
    uint32_t *shard = member;
    char *slash = NULL;
    char *end = NULL;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    unsigned long number = strtoul(text, &slash, 10);
    if (*slash != '/' || slash[1] < '0' || slash[1] > '9') {
        return false;
    }
    unsigned long of = strtoul(slash + 1, &end, 10);
    shard[0] = (uint32_t) number;
    shard[1] = (uint32_t) of;
    return *end == '\0' && number >= 1 && number <= of && of <= MAX_SHARDS;
}

bool
suf_launch_read_seconds(void *member, const char *text)
{
    char *end = NULL;
    double seconds = strtod(text, &end);
    memcpy(member, &seconds, sizeof seconds);
    return end != text && *end == '\0' && seconds >= 0.1 && seconds <= 86400;
}

suf_status
suf_launch_output(const char *given, const char *name, const char *ending, char **out,
    suf_faults *faults)
{
    if (given != NULL) {
        return suf_output_resolve(given, out, faults);
    }
    if (mkdir("results", 0777) != 0 && errno != EEXIST) {
        suf_faults_add_system(faults, "results", errno, "the folder cannot be made");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    size_t length = strlen(name) + strlen(ending) + sizeof "results/.h5";
    char *path = NULL;
    suf_status status = suf_array_new(length, 1, &path);
    if (status == SUF_OK) {
        (void) snprintf(path, length, "results/%s%s.h5", name, ending);
        status = suf_output_resolve(path, out, faults);
    }
    free(path);
    return status;
}

suf_status
suf_launch_replications(const suf_scenario *first, uint32_t asked, uint32_t otherwise,
    uint32_t *n, suf_faults *faults)
{
    uint32_t made_for = suf_design_replications(&first->design);
    uint32_t most = suf_design_most_replications(&first->design);
    *n = asked > 0 ? asked : made_for > 0 ? made_for : otherwise;
    if (*n > most) {
        suf_fault_place place = {.file = first->path, .path = "design"};
        suf_faults_add(faults, &place,
            "%s of %" PRIu32 " replications has no more of them than that, and -n asks "
            "for %" PRIu32,
            first->design.kind == SUF_DESIGN_TABLE ? "a table" : "a Latin hypercube",
            most, *n);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return SUF_OK;
}

suf_status
suf_launch_warn(const suf_batch *batch, bool is_strict, suf_faults *faults)
{
    size_t n = 0;
    for (size_t i = 0; i < batch->n; i++) {
        const suf_faults *warnings = &batch->scenarios[i].warnings;
        suf_report_warnings(warnings, i > 0 ? &batch->scenarios[i - 1].warnings : NULL);
        n += warnings->n + warnings->n_dropped;
    }
    if (n > 0 && is_strict) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place, "nothing was run: --strict makes warnings faults");
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    return SUF_OK;
}

suf_status
suf_launch_origins(const suf_batch *batch, suf_origin **origins)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(batch->n, sizeof **origins, origins));
    for (size_t i = 0; i < batch->n; i++) {
        (*origins)[i].folder = batch->scenarios[i].folder;
        SUF_TRY(suf_show(&batch->scenarios[i], &(*origins)[i].values));
    }
out:
    return status;
}

void
suf_launch_origins_free(suf_origin *origins, size_t n)
{
    for (size_t i = 0; origins != NULL && i < n; i++) {
        free(origins[i].values);
    }
    free(origins);
}
