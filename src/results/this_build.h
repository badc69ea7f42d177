/* What this program was built from and runs on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_THIS_BUILD_H
#define SUF_RESULTS_THIS_BUILD_H

#include "journal/provenance.h"

/* What this program was built from and runs with; texts of static storage. */
void suf_build_facts_get(suf_build_facts *out);

#endif
