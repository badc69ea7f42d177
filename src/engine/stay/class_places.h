/* Places by class: who may take one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reserved places. A class may have places reserved in each district. They are kept from
 * the classes that are written after it: somebody of class k gets a place only while more
 * places are free than those reserved for the classes before k, all together. So the
 * first class is refused only where every place is taken, and whatever is reserved is
 * open to all classes before the one that it is kept from. No place is anybody's own:
 * what counts is how many are free. That is trunk reservation, or guard channels (Hong
 * and Rappaport 1986, doi:10.1109/T-VT.1986.24076): with Poisson arrivals, exponential
 * stays of one mean and no list the number of places taken is a birth-death chain.
 *
 * Sizes. Somebody of a class may take several places of one district, and is refused
 * where fewer are free, though there be some; only where there is no list. With Poisson
 * arrivals the numbers of each class present have a product form whatever the
 * distribution of the stays, and the number of places taken follows the recursion of
 * Kaufman (1981, doi:10.1109/TCOM.1981.1094894) and Roberts. As its size must be known
 * when it leaves, everybody who stays there is an entity.
 *
 * Lists. Somebody may wait beside free places that are kept from its class. A free place
 * goes to the first of the district's own list if the place is not kept from it, else to
 * the nearest list that accepts it and whose first may take it. As what is kept only
 * grows from class to class, nobody behind the first of a list could take it either. One
 * list of the city is asked for its first alone.
 *
 * The class of everybody who asks is drawn, by the name of the request, as that of those
 * who join a list is anyway. Days of such services are not taken at once (day.h): whether
 * somebody finds a place hangs on who came before. */
#ifndef SUF_ENGINE_CLASS_PLACES_H
#define SUF_ENGINE_CLASS_PLACES_H

#include "engine/stay/stay_state.h"

/* The class that is drawn for who asks, by name and source; of one class 0. */
uint16_t suf_class_of(const suf_stay_state *state, const suf_service *service,
    uint64_t name, uint32_t source);

/* Whether a pool has as many free places as somebody of a class takes, which are not kept
 * from it. */
static inline bool
suf_class_may_take(const suf_service *service, uint32_t class, const suf_pool *pool)
{
    return (uint64_t) pool->usable >= pool->occupied + service->stay.class_kept[class] +
                                          service->stay.class_size[class];
}

/* How many places somebody takes; the class is not looked at where nobody takes several.
 */
static inline uint32_t
suf_class_places(const suf_service *service, uint32_t class)
{
    return service->stay.has_sizes ? service->stay.class_size[class] : 1;
}

/* The district nearest to home, its own first, with places that somebody of a
 * class may take; SUF_NONE when there is none. */
uint32_t suf_class_free_site(const suf_stay_state *state, const suf_service *service,
    uint32_t service_index, uint32_t home, uint32_t class);

#endif
