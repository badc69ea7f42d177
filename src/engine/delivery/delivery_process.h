/* Delivery as a process: what is built, and the places that come of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_DELIVERY_PROCESS_H
#define SUF_ENGINE_DELIVERY_PROCESS_H

#include "engine/core/core.h"
#include "engine/delivery/delivery.h"

/* After intakes: conversions of a month take the seats that fell free at its start. */
extern const suf_process suf_delivery_process;

/* What is delivered in a replication. */
suf_delivery *suf_delivery_of(const suf_core *core);
/* The state that places are changed through (capacity.h). */
struct suf_delivery_state *suf_delivery_state_of(const suf_core *core);

#endif
