/* The warning behind a run that does not hold what was seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "excluded.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/observed_runs.h"
#include "cli/opened.h"
#include "cli/report.h"

enum { MOST_TOLD = 3, MOST_TEXT = 800 };

typedef struct found {
    uint32_t n_seen, n_excluded;
    char rows[MOST_TEXT]; /* the first that are excluded */
    size_t length;
} found;

/* What people are registered is another count than the run's, and excludes nothing. */
static void
look(found *self, const suf_observed_runs *runs)
{
    const suf_layout *layout = &runs->results->layout;
    for (uint32_t i = 0; i < layout->n_observations; i++) {
        const suf_observation_label *label = &layout->observations[i];
        const suf_seen *seen = &runs->seen[i];
        if (seen->simulated.n == 0 || strcmp(label->basis, "registered") == 0) {
            continue;
        }
        self->n_seen++;
        if (!suf_seen_is_excluded(seen)) {
            continue;
        }
        if (self->n_excluded++ < MOST_TOLD) {
            int n = snprintf(self->rows + self->length, MOST_TEXT - self->length,
                "%s%.60s of %.60s (counted %.6g, the run has %.5g to %.5g)",
                self->n_excluded > 1 ? ", " : "", label->name,
                layout->scenarios[runs->scenario].name, label->value, seen->low,
                seen->high);
            self->length += n > 0 ? (size_t) n : 0;
        }
    }
}

suf_status
suf_excluded_warn(const char *path, suf_faults *faults)
{
    suf_results results;
    found of = {0};
    suf_status status = suf_opened_results(&results, path, faults);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t s = 0; status == SUF_OK && s < results.layout.n_scenarios; s++) {
        suf_observed_runs runs;
        status = suf_observed_runs_gather(&runs, &results, s, faults);
        if (status == SUF_OK) {
            look(&of, &runs);
        }
        suf_observed_runs_free(&runs);
    }
    if (status == SUF_OK && of.n_excluded > 0) {
        suf_faults warnings;
        const suf_fault_place place = {
            .file = path, .hint = "suffice info FILE --observations tells all of them"};
        suf_faults_init(&warnings);
        suf_faults_add(&warnings, &place,
            "excludes %" PRIu32 " of %" PRIu32 " observations: %s%s", of.n_excluded,
            of.n_seen, of.rows, of.n_excluded > MOST_TOLD ? ", ..." : "");
        suf_report_warnings(&warnings, NULL);
        suf_faults_free(&warnings);
    }
    suf_results_close(&results);
    return status;
}
