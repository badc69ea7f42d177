/* The tables of a results file: each service by district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_SERVICE_TABLE_H
#define SUF_APP_SERVICE_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "output/results_read.h"

/* Prints the services of one scenario, a table each by its kind, or rows of CSV:
 * scenario, service, district, quantity, mean, half_width, replications. */
SUF_MUST_CHECK suf_status suf_service_tables_print(
    suf_results *results, uint32_t scenario, bool is_csv, suf_faults *faults);

#endif
