/* What suffice size tells: as a table, as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_TABLE_H
#define SUF_CLI_SIZE_TABLE_H

#include "journal/provenance.h"
#include "question/size.h"
#include "results/size_file.h"

typedef struct suf_size_told {
    const suf_scenario *scenario;       /* as written, of the titles */
    const suf_scenario *ordered;        /* that of the questions */
    const suf_size_question *questions; /* [n] */
    const suf_size_result *results;     /* [n] */
    uint32_t n;
    const suf_provenance *rule;
} suf_size_told;

enum { SUF_CONDITION_BYTES = 300 };
/* A target or condition by its number among both. */
const suf_target_row *suf_condition_row(const suf_scenario *ordered, uint32_t condition);
/* What it requires, as "waiting of nursery, each: district, mean of 365 days to
 * 2025-12-31: at most 50". */
void suf_condition_text(const suf_target_row *row, char text[SUF_CONDITION_BYTES]);

/* The answers as tables for people, on stdout. */
void suf_size_print(const suf_size_told *self);
/* One row a question, on stdout, with a head. */
void suf_size_print_csv(const suf_size_told *self);
/* The group /size of a file of its own, put at `path` when it is whole. What is wrong is
 * told in faults. */
SUF_MUST_CHECK suf_status suf_size_write(
    const suf_size_told *self, const char *path, suf_faults *faults);
/* Says so where fresh replications refute what the search found: even the upper limit of
 * their probability, `high`, is below `p`, which was asked for. */
void suf_size_print_refuted(double high, double p);
/* Why nothing was validated: it was not asked for, or takes more replications (`wanted`)
 * than the design has. */
void suf_size_print_unvalidated(
    const suf_design_spec *design, bool is_asked, uint32_t wanted);
/* Four fields of CSV: n fresh replications, and P with its interval, empty of none. */
void suf_size_print_fresh(uint32_t n, double p, double low, double high);

#endif
