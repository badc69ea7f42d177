/* What stays keep from one month to the next.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_STAY_CHECKPOINT_H
#define SUF_ENGINE_STAY_CHECKPOINT_H

struct suf_checkpoint;

/* The row of the process (core/checkpoint.h); self is a suf_stay_state, cleared before it
 * is brought back. */
void suf_stay_checkpoint(void *self, struct suf_checkpoint *to);

#endif
