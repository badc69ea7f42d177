/* Being told to stop: SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signals are blocked in every thread and read by one of their own. The first asks
 * the command to stop when what is in hand is finished, or after a second, and says so;
 * from then on
 * the signals do what they do by default, so that a second one ends the program at once.
 * SIGXCPU is an exception: the system repeats it every second of processor time.
 * Batch systems warn of a limit with SIGUSR1 (Grid Engine, Slurm) or SIGXCPU (Torque).
 * A signal that the program was started to ignore (nohup) stays ignored. */
#ifndef SUF_CLI_INTERRUPT_H
#define SUF_CLI_INTERRUPT_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"

typedef struct suf_interrupt {
    atomic_int number;       /* of the signal that came; 0: none */
    atomic_llong came_at_ms; /* when it came, by the clock that only goes forward */
    bool is_quiet;
    bool is_started;
    int signals; /* descriptor they are read from */
    int wake[2]; /* pipe that ends the thread */
    sigset_t set, before;
    pthread_t thread;
} suf_interrupt;

/* Call before other threads are made, which inherit what is blocked; not moved then.
 * SUF_ERROR_OPEN when the system has no descriptor or thread left, SUF_ERROR_MEMORY when
 * it has no memory: told of the output that is then not written. */
SUF_MUST_CHECK suf_status suf_interrupt_start(
    suf_interrupt *self, bool is_quiet, const char *output, suf_faults *faults);
/* Signals do again what they did before, but SIGXCPU when one came: the limit that it
 * tells of holds on. Legal when it was not started. */
void suf_interrupt_end(suf_interrupt *self);
/* Number of the signal that came, 0 when none did; from any thread. */
int suf_interrupt_number(suf_interrupt *self);
/* Whether it came so long ago (a second) that what is in hand is to be given up; from any
 * thread. */
bool suf_interrupt_is_overdue(suf_interrupt *self);
/* Adds "stopped by SIGTERM" when that is what the status is about. */
void suf_interrupt_tell(suf_interrupt *self, suf_status status, suf_faults *faults);

#endif
