/* The journal of a question: every replication that was tried, at which levers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Append-only, of frames (frame.h): a header with the fingerprint of the rule (program,
 * seed and scenario without the values of its levers) and the numbers of levers and of
 * what is asked; then a record a trial: replication, which part of the model was
 * simulated, values of the levers, and of each target and condition (and their districts)
 * whether it was met and its value. Records stand in the order in
 * which trials ended, which means nothing. What a question concludes is a function of the
 * records alone, so that a killed one comes to the same answer, and another question
 * about the same rule finds what was tried before. A torn record at the end is cut off.
 */
#ifndef SUF_JOURNAL_EVALUATION_JOURNAL_H
#define SUF_JOURNAL_EVALUATION_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"

typedef struct suf_evaluation {
    uint32_t replication;
    uint32_t scope; /* number of what was simulated (question/felt.h); 0: all */
    double *levers; /* [n_levers] */
    double *met;    /* [n_asked] 1, 0, NAN: undecided */
    double *values; /* [n_asked] */
} suf_evaluation;

typedef struct suf_evaluation_journal {
    char *path; /* owned */
    int file;   /* -1: none */
    uint32_t n_levers, n_asked;
    uint64_t end;   /* of the last good record */
    double *buffer; /* of one record; owned */
} suf_evaluation_journal;

/* What a journal is of. */
typedef struct suf_evaluation_rule {
    uint64_t fingerprint;
    uint32_t n_levers, n_asked;
    bool force; /* begins anew, whatever is there */
    /* Called for every record that is there. */
    suf_status (*each)(void *context, const suf_evaluation *record);
    void *context;
} suf_evaluation_rule;

/* Opens or begins it, locked. SUF_ERROR_EXISTS when it is of another rule,
 * SUF_ERROR_LOCKED when another program has it. */
SUF_MUST_CHECK suf_status suf_evaluation_journal_open(suf_evaluation_journal *self,
    const char *path, const suf_evaluation_rule *rule, suf_faults *faults);
/* Adds a record; it survives the program, and after a sync the machine. */
SUF_MUST_CHECK suf_status suf_evaluation_journal_add(
    suf_evaluation_journal *self, const suf_evaluation *record, suf_faults *faults);
SUF_MUST_CHECK suf_status suf_evaluation_journal_sync(
    suf_evaluation_journal *self, suf_faults *faults);
void suf_evaluation_journal_close(suf_evaluation_journal *self);

#endif
