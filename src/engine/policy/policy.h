/* Policies: rules that change places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model. A policy looks at a measure of one service in each of its districts by itself,
 * where a month ends: utilisation, the mean over the month of occupied over usable
 * places, or of visits the month's person-hours over place-hours; queue, the people on
 * the district's list at that moment; share_refused, of the month's requests, or visits.
 * A month counts when the measure is below the bound (or above, as the policy says), and
 * not when it is that bound or cannot be told, as without usable places. After
 * `for_times` of them in a row it decides; where it counts intakes it looks only where a
 * month with an intake of the service ends, and counts those. Then it does not look for
 * `pause_months`, and counts anew. It decides `at_most` times in a district. Of requests
 * it decides at the moment of the N-th one since it began to count
 * (stay/request_alarm.h).
 *
 * What it decides is done `takes_months` months later, where a month begins; of requests
 * with 0 at once. A project begins (delivery.h), once, in whichever district it decides
 * first: by name, where several do at one moment. Or places of a service in that district
 * open, all of them at once; or close, usable ones and others alike
 * (delivery/capacity.h), nobody is evicted; or are converted one by one as they fall
 * free, now and where later months begin. Of a share the places are those built at that
 * moment, rounded. Closings and conversions leave `keep` places built, openings make them
 * `up_to` at most; where that leaves nothing to do a policy does not decide.
 *
 * The request of a Poisson stream at which it decides comes after Gamma(N, rate).
 *
 * Where a policy looks at the queue and all times are exponential, what is there when
 * months end is a Markov chain, so the law of what it does is exact
 * (tests/unit/test_policies.c).
 *
 * Invariants. (1) It draws nothing: a policy that never acts changes nothing, and one
 * that does changes places alone, or begins what was drawn by its own names. (2) Places
 * change where a month begins, before anything else of it happens, or on a day that is
 * taken in order, so all ways of taking a day see the same. (3) It decides nothing at
 * the end of the run. */
#ifndef SUF_ENGINE_POLICY_H
#define SUF_ENGINE_POLICY_H

#include "engine/core/process.h"

/* After the stays, whose lists it looks at. */
extern const suf_process suf_policy_process;

#endif
