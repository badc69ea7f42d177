/* Preemption: whoever is of a higher class takes the place of somebody of a lower one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (`discipline: preemptive`). Somebody asks and finds no free
 * place, neither at home nor within reach. Of those who stay at home one of the last
 * class is displaced, if that class comes after its own: of several the one who was
 * seated last. Where there is nobody the nearest district within reach is looked at, and
 * so on. Only who asks displaces; who waits does not.
 *
 * The displaced takes a free place within its own reach if there is one; else it goes to
 * the head of its class on the list of its home, whatever the `limit`. It has been
 * admitted: when its turn comes it goes on with what is left of its stay (preemptive
 * resume), and no wait and no admission is counted. Its patience is over with its
 * admission; age limits, deaths and moves hold as for all who wait. With one place,
 * Poisson arrivals, exponential stays of one mean m and s(k) the load of the first k
 * classes, class k is in system for m / (1 - s(k-1)) + m s(k) / ((1 - s(k-1)) (1 - s(k)))
 * (White and Christie 1958, doi:10.1287/opre.6.1.79).
 *
 * Everybody's class is drawn, everybody who stays is an entity, and days are taken in
 * order (day.h), as with reserved places (class_places.h). A death or move in force when
 * somebody is displaced holds to the end of the day, the next is drawn from the next day
 * on (spell.h): so all of a day are known when it begins. */
#ifndef SUF_ENGINE_PREEMPTION_H
#define SUF_ENGINE_PREEMPTION_H

#include "engine/stay/stay_state.h"

/* Somebody of a class who lives in a district finds no free place: displaces somebody,
 * and returns the district; SUF_NONE when there is nobody. */
uint32_t suf_preemption_make_room(suf_stay_state *state, const suf_service *service,
    uint32_t service_index, uint32_t home, uint32_t class);
/* An entity on a line (a pool) that was displaced goes on in a district. */
void suf_preemption_resume(suf_stay_state *state, uint32_t service, uint32_t line,
    uint32_t index, uint32_t district);

#endif
