/* Waves: a state of a service that switches, and with it the rate of its requests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A service with waves is in one of two or more states. It stays in each for an
 * exponential time and then goes to the one that is written next, from the last to the
 * first again. While it is in a state, the rate of its requests is that which is given
 * times the state's factor; in all districts alike. At the start it is as if it had
 * always been so: in each state with the share of its mean duration. With exponential
 * stays and places enough that is the queue MMPP/M/inf (Fischer and Meier-Hellstern 1993,
 * doi:10.1016/0166-5316(93)90035-S).
 *
 * The path is drawn when a replication starts, from a stream of its own ("waves/NAME"):
 * block k has the length of stay k, and block 0 also the first state. It does not depend
 * on factors, so scenarios that differ by them have their waves at the same times.
 *
 * Who asks. The arrivals of an exogenous stream lie below rate x factor (exogenous.h):
 * exactly a modulated Poisson process. The candidates of a day of the population are as
 * many as the Poisson distribution gives at the day's factor; on a day with a switch,
 * those numbered below the count at the factor of their moment ask. So each moment has
 * the right mean, each day without a switch the right distribution, and a state with
 * factor 1 the very requests of a service without waves. */
#ifndef SUF_ENGINE_WAVE_H
#define SUF_ENGINE_WAVE_H

#include "engine/stay/stay_state.h"

/* One stay in a state. */
typedef struct suf_wave_stay {
    suf_ticks from; /* to the next stay's `from` */
    uint32_t state; /* of the service's, as written, from 0 */
} suf_wave_stay;

typedef struct suf_wave_path {
    suf_wave_stay *stays; /* rising, the first from 0; to the run's end. Owned */
    size_t n, capacity;
} suf_wave_path;

/* A path of states for each service; *paths is owned by the caller. Fails when memory
 * is out. */
SUF_MUST_CHECK suf_status suf_waves_new(const suf_model *model, suf_wave_path **paths);
/* NULL is allowed. */
void suf_waves_free(suf_wave_path *paths, const suf_model *model);
/* Draws the paths of a replication, and puts their first switches on the event list. */
SUF_MUST_CHECK suf_status suf_waves_start(suf_stay_state *state);
/* A switch, an event whose index is the service and low the stay that begins. */
void suf_waves_switch(suf_stay_state *state, const suf_event *event);

/* The factor of a service at a time; it must have waves. */
double suf_wave_factor(const suf_stay_state *state, uint32_t service, suf_ticks time);
/* The greatest factor in [from, to). */
double suf_wave_greatest(
    const suf_stay_state *state, uint32_t service, suf_ticks from, suf_ticks to);
/* Whether it switches within (from, to). */
bool suf_wave_switches(
    const suf_stay_state *state, uint32_t service, suf_ticks from, suf_ticks to);

static inline bool
suf_has_waves(const suf_stay_state *state, uint32_t service)
{
    return state->model->services[service].stay.n_waves > 0;
}

#endif
