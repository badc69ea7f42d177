/* Requests of exogenous streams: arrivals from nowhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Poisson process on time x mark, the mark a rate a day; what lies below the rate at
 * its time is an arrival (thinning: Lewis and Shedler 1979,
 * doi:10.1002/nav.3800260304). The arrivals of a period are made in order of their marks,
 * number 0 upwards, each an exponential gap above the one before, until a mark passes the
 * highest rate of the period. Marks do not depend on the rate, so a higher rate adds
 * arrivals and changes none. Or one at every multiple of an interval.
 * Waves (wave.h) make the rate larger or smaller.
 *
 * Batches. An arrival may be of several people at once, who then ask one by one, at the
 * same instant, each for itself: with a name, a stay and a patience of its own. Where
 * places do not suffice for all of them the first get them, and the others do what
 * everybody does who finds none. The size is a named draw of the arrival.
 *
 * Names. An arrival is named by its period and number (request.h), person i of a batch by
 * that with i from bit 48 up. A block: moment, mark, stay, hazard; of further people of
 * a batch the first two are not looked at. */
#ifndef SUF_ENGINE_EXOGENOUS_H
#define SUF_ENGINE_EXOGENOUS_H

#include "engine/stay/stay_state.h"

/* Puts the month's arrivals of the monthly streams on the event list, from
 * state->core->now, the month's start, on: after suf_request_begin_month. */
void suf_exogenous_begin_month(suf_stay_state *state);
/* The day's, of the others: after suf_request_forget_day. */
void suf_exogenous_begin_day(suf_stay_state *state);

#endif
