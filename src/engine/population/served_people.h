/* Those whom a service is for: residents of its ages and sex.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ages are in completed months at the end of the month in hand, [eligible_from,
 * served_to) of the service: of an intake a course more than those of its eligible, as
 * its places are for all years of it. A service that does not say (whose requests are a
 * rate) is for everybody. */
#ifndef SUF_ENGINE_SERVED_PEOPLE_H
#define SUF_ENGINE_SERVED_PEOPLE_H

#include "engine/core/observation.h"
#include "engine/population/population.h"

/* Residents of a district of the ages [from, to) in months; to SUF_AGE_OPEN: no limit. */
uint64_t suf_population_residents(const suf_population *self, uint32_t district,
    suf_sex sex, uint32_t from_months, uint32_t to_months);
/* Those whom a service is for. */
uint64_t suf_served_people(
    const suf_population *self, const suf_service *service, uint32_t district);
/* Writes them for all services, at the end of a year or the run; nothing without a
 * population. */
void suf_served_people_observe(const suf_population *self, const suf_observation *to);

#endif
