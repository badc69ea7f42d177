/* A copy of a replication at an instant, and the way back to it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replications that differ only from some day on have the same past. It is simulated
 * once: the first of them saves what it has become by that day, and the others go on from
 * there (suf_replication_save, suf_replication_resume): the cloning of a simulation, for
 * one process (Hybinette and Fujimoto 2001, ACM TOMACS 11(4), 378-407).
 *
 * The instant is the start of a month, before anything of that day: all that happened
 * before is over, and the month before is not yet written into the record. At that moment
 * little has to be kept: what is drawn or counted for a day or a month is made anew
 * anyway (candidates, bands, contested cells).
 *
 * What is kept is told by the processes, part by part, each in one function that both
 * saves and restores (process.h, `checkpoint`): the same parts in the same order. A part
 * is either there as long as the process is, or it is an array that grows; of the latter
 * as much is kept as is used, and the pointer and the room stay those of the worker.
 *
 * Invariants.
 * 1. After a return the state is that of a replication which has come to the instant by
 *    itself, for all that is read before it is written. So what follows is the same, bit
 *    by bit (test_checkpoint, test_trials).
 * 2. Nothing outside is part of it: random numbers are drawn by name and have no state
 *    (rng_stream.h), an observer is not told twice (who looks is not served by copies),
 *    and files are written by others, later.
 * 3. What follows from model, parameters and name alone is not kept but made again: the
 *    rates of the people, what is delivered when, tables of solved hours.
 * 4. It holds no pointers: what goes on from it is the replication that saved it, or one
 *    of another model that is matched with it, whose arrays grow to what is brought back.
 * 5. Levers may differ between who saves and who goes on, and projects, as long as
 *    nothing that they reach differs before the instant (delivery/outline.h). Then what
 *    is delivered is drawn again, what the record has of it is written again, and what is
 *    still to open is put on the event list anew.
 *
 * A process that keeps something between months and does not tell it here breaks the
 * first invariant; the tests above go back and forth between replications, so that what
 * was forgotten is that of another one. */
#ifndef SUF_ENGINE_CHECKPOINT_H
#define SUF_ENGINE_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"

struct suf_plan_match;

typedef struct suf_checkpoint {
    unsigned char *bytes; /* [n] the parts, one after the other; owned */
    size_t n, capacity;
    size_t at; /* of the part that comes next, on the way back */
    bool is_way_back;
    /* On the way back, of whose model it is: `other` saved it, `own` goes on. NULL: of
     * the same. Borrowed. */
    const struct suf_plan_match *match;
    suf_status status; /* of memory, the first failure while saving or bringing back */
} suf_checkpoint;

/* Nothing is saved; one of zeros is ready. */
void suf_checkpoint_free(suf_checkpoint *self);
/* Begins to save: what was kept before is forgotten, its room stays. */
void suf_checkpoint_begin(suf_checkpoint *self);
/* Begins the way back, of a replication of the model that saved it, or of another. */
void suf_checkpoint_rewind(suf_checkpoint *self, const struct suf_plan_match *match);
/* Saves the bytes of a part, or brings them back. They must be as many both times. NULL
 * is allowed when there are none. */
void suf_checkpoint_part(suf_checkpoint *self, void *part, size_t bytes);
/* A copy that has no room to spare; owned by the caller. */
SUF_MUST_CHECK suf_status suf_checkpoint_clone(
    const suf_checkpoint *self, suf_checkpoint *out);

/* An array of n elements whose room does not change. */
#define SUF_CHECKPOINT_ARRAY(self, array, n)                                             \
    suf_checkpoint_part((self), (array), (size_t) (n) * sizeof *(array))
/* A single member. */
#define SUF_CHECKPOINT_MEMBER(self, member)                                              \
    suf_checkpoint_part((self), &(member), sizeof(member))
/* The first n elements of an array that grows; n has been saved, or brought back, before.
 * The room (a size_t) grows to it on the way back; it never shrinks. */
#define SUF_CHECKPOINT_GROWN(self, array, room, n)                                       \
    do {                                                                                 \
        if ((self)->status == SUF_OK) {                                                  \
            (self)->status = suf_array_grow(&(array), &(room), (n), sizeof *(array));    \
        }                                                                                \
        SUF_CHECKPOINT_ARRAY(self, array, n);                                            \
    } while (0)

#endif
