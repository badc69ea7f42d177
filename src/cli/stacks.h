/* Stacks of threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_STACKS_H
#define SUF_CLI_STACKS_H

#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"

/* SUF_ERROR_MEMORY, told in *faults of this output, unless every thread can have its
 * stack now: OpenMP ends the program when one cannot. */
SUF_MUST_CHECK suf_status suf_stacks_check(
    uint32_t n_threads, const char *output, suf_faults *faults);

#endif
