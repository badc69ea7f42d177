/* Intakes: admission by cohort on dates, and the rolls of those enrolled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model.md, "intake". At one instant every course that ends, of all services, ends before
 * any intake is held. A roll holds groups of pupils who share home, site, birth cohort
 * and end of course. Of those who leave a cohort by death or a move, the pupils among
 * them are drawn without replacement (hypergeometric); pupils who move are seated in
 * their new district if a seat is free, else they are without a site and are seated first
 * at the next intake. In-migrants from outside are pupils as often as the city's people
 * of their cohort are. A limit of entry keeps those of one intake to a share of the
 * places. Applicants of `arrivals` have no cohort; they neither die nor move.
 *
 * Pupils are followed through the month step alone. The death or move of somebody in
 * system (population.h) takes no pupil off a roll: a pupil who dies in a bed stays on
 * it as if it lived. As the pupils among those who leave a cohort are drawn from
 * all its residents, a child in system counts as a pupil as often as any other.
 *
 * Invariant: a pool's occupied is the sum of the groups of its site. */
#ifndef SUF_ENGINE_INTAKE_H
#define SUF_ENGINE_INTAKE_H

#include "engine/core/core.h"

/* After the people, whose pupils it looks for among those who die and move. */
extern const suf_process suf_intake_process;

typedef struct suf_intake_state suf_intake_state;

/* The intakes of a replication. */
suf_intake_state *suf_intake_of(const suf_core *core);

#endif
