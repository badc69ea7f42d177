/* The very fact in which a results file differs from a run that it was to be of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_RESULTS_DIFFERENCE_H
#define SUF_RESULTS_RESULTS_DIFFERENCE_H

#include "journal/difference.h"
#include "results/results_file.h"

/* As suf_difference_tell, of an open results file. */
void suf_difference_of_results(
    suf_results *found, const suf_provenance *expected, char text[SUF_DIFFERENCE_BYTES]);

#endif
