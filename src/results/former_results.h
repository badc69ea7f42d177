/* Former names of what results files hold, found in files of formats before 1.5.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who opens a file asks for the name of today first, and for the former one where that is
 * not there. Nothing is ever written under a former name. The Python package has the same
 * table (scripts/suffice/former_names.py); tests/python/test_former_results.py compares
 * them. */
#ifndef SUF_RESULTS_FORMER_RESULTS_H
#define SUF_RESULTS_FORMER_RESULTS_H

#include "stats/variables.h"

/* The former name of a variable, within the same group; NULL: it has had one name only.
 * Static storage. */
const char *suf_former_variable(suf_variable variable);
/* The same of a coordinate, by its name of today. */
const char *suf_former_coordinate(const char *name);

#endif
