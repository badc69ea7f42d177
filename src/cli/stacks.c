/* Stacks of threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stacks.h"

#include <inttypes.h>
#include <pthread.h>

#include "base/memory.h"

suf_status
suf_stacks_check(uint32_t n_threads, const char *output, suf_faults *faults)
{
    /* Besides its stack: guard page, and what the C library keeps of a thread. */
    enum { THREAD_BYTES = 256 << 10 };
    pthread_attr_t attributes;
    size_t bytes = 0;
    if (n_threads <= 1) {
        return SUF_OK; /* the first has one */
    }
    if (pthread_attr_init(&attributes) == 0) {
        (void) pthread_attr_getstacksize(&attributes, &bytes);
        (void) pthread_attr_destroy(&attributes);
    }
    if (suf_memory_can_have((n_threads - 1) * (bytes + THREAD_BYTES))) {
        return SUF_OK;
    }
    suf_fault_place place = {
        .file = output, .hint = "fewer threads (-t), or a smaller stack (ulimit -s)"};
    suf_faults_add(faults, &place,
        "cannot be simulated: out of memory: the stacks of %" PRIu32
        " threads need %.1f MiB more",
        n_threads, (double) ((n_threads - 1) * (bytes + THREAD_BYTES)) / (1 << 20));
    return SUF_RAISE(SUF_ERROR_MEMORY);
}
