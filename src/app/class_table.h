/* The lists of services by class of priority.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_CLASS_TABLE_H
#define SUF_APP_CLASS_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "output/results_read.h"

void suf_class_table_csv_head(void);
/* Prints the classes of one scenario, a table a service, or rows of CSV; of all districts
 * together, or of each as well. Where there are no classes it prints nothing. */
SUF_MUST_CHECK suf_status suf_class_table_print(suf_results *results, uint32_t scenario,
    bool is_csv, bool by_district, suf_faults *faults);

#endif
