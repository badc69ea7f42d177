/* The very fact in which a results file differs from a run that it was to be of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_difference.h"

#include <stdio.h>
#include <stdlib.h>

#include "results/h5_read.h"

/* As results files have them, in the order of suf_build_facts_texts. */
static const char *const attributes[SUF_N_BUILD_FACTS] = {"code_version", "code_commit",
    "code_sources", "compiler", "compiler_flags", "gsl_version", "zlib_version",
    "c_library_version", "hdf5_version", "math_variant"};

void
suf_difference_of_results(
    suf_results *found, const suf_provenance *expected, char text[SUF_DIFFERENCE_BYTES])
{
    suf_faults ignored;
    char *read[SUF_N_BUILD_FACTS] = {NULL};
    const char *build[SUF_N_BUILD_FACTS];
    char **texts = NULL;
    uint32_t n_texts = 0;
    suf_provenance provenance = {.seed = found->seed, .fingerprint = found->fingerprint};
    suf_faults_init(&ignored);
    suf_status status = suf_results_texts(found, &texts, &n_texts, &ignored);
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        if (status == SUF_OK) {
            status = suf_h5_read_text(found->file, attributes[i], &read[i]);
        }
        build[i] = read[i] != NULL ? read[i] : "not told";
    }
    if (status == SUF_OK) {
        provenance.scenario_texts = (const char *const *) texts;
        provenance.n_scenarios = n_texts;
        suf_build_facts_of(&provenance.build, build);
        suf_difference_tell(&provenance, expected, text);
    } else {
        (void) snprintf(text, SUF_DIFFERENCE_BYTES, "what it is of cannot be read");
    }
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        free(read[i]);
    }
    for (uint32_t i = 0; texts != NULL && i < n_texts; i++) {
        free(texts[i]);
    }
    free((void *) texts);
    suf_faults_free(&ignored);
}
