/* Reading a scenario: from file, or from its resolved text, to checked content.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SCENARIO_READ_H
#define SUF_SCENARIO_SCENARIO_READ_H

#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "scenario/types/scenario.h"

/* Reads a scenario and its tables. `sets` are n_sets texts "path=value" from the command
 * line. All faults are added to *faults; SUF_ERROR_SCENARIO when there is any, and *self
 * is then empty. Without a fault, self->warnings holds what is odd. */
SUF_MUST_CHECK suf_status suf_scenario_read(suf_scenario *self, const char *path,
    const char *const *sets, size_t n_sets, suf_faults *faults);
/* Reads a resolved text back, as a results file or a journal holds it: the scenario is
 * the same in every number, and so is its resolved text. `name` stands for the path in
 * faults. A text that is not as this program writes them is a fault. */
SUF_MUST_CHECK suf_status suf_scenario_read_resolved(
    suf_scenario *self, const char *name, const char *text, suf_faults *faults);
/* The same of a text that an older program may have written: keys that it did not know
 * have their defaults. For those who compare scenarios; nothing is to be run from it. */
SUF_MUST_CHECK suf_status suf_scenario_read_older(
    suf_scenario *self, const char *name, const char *text, suf_faults *faults);
/* The same scenario with its parts in one order, whatever order they were written in
 * (order.h): what is simulated is built from it, so that results do not depend on how a
 * file is arranged. Its indices are not those of `written`, by which people are shown
 * results; its path and lines are. What `without` names is taken away (taken_away.h). */
SUF_MUST_CHECK suf_status suf_scenario_order(
    suf_scenario *self, const suf_scenario *written, suf_faults *faults);
/* Legal after a failed read and twice. */
void suf_scenario_free(suf_scenario *self);

#endif
