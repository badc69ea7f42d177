/* Which services and districts feel a place that is added in one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pool is a service in a district. A place more in it is felt by those pools that
 * people or places come to from it:
 *
 *   overflow    districts of the service that reach each other, in either direction and
 *               over several steps: who finds a place here takes none there; one list for
 *               the city, and people who choose where they ask, link all districts
 *   goes on     the service that people go on to when their stay is over (`then`), and
 *               the intake that takes the graduates (`from`)
 *   converts    the service whose places these become as they fall free
 *   policies    the service whose places a policy moves that looks at this one, or from
 *               which it takes them
 *
 * Two additions whose felt pools do not meet can stand in one run: each is seen as if it
 * were alone. What is no link here are the people themselves. Who waits or stays in a
 * `stay` is at risk of death and of moving by a clock of its own, and not in the month
 * step, so that a place changes the random numbers of the population, not its law; where
 * that is so (`shares_people`) runs together and apart agree but for that chance. */
#ifndef SUF_QUESTION_MARGIN_LINKS_H
#define SUF_QUESTION_MARGIN_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"

/* Sets felt[pool] (suf_model_pool; [n_services x n_districts], cleared by the caller) for
 * what a place more in these pools is felt by: those that are set already. */
SUF_MUST_CHECK suf_status suf_links_spread(const suf_model *model, bool *felt);

/* Whether a target or condition, by its number among both, is of what is felt. Targets of
 * assets and works are of no service. */
bool suf_links_is_felt(const suf_model *model, const bool *felt, uint32_t target);

/* Whether some service holds people of the population, so that its places bear on the
 * population's random numbers. */
bool suf_links_share_people(const suf_model *model);

#endif
