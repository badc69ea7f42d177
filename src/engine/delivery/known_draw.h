/* When a unit opens, given what is known of it and the shocks it shares.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way (known_ways.h) is drawn from its posterior given the shocks: the fate by the
 * uniform that decides on cancellation, failures by that of inspections; then the delay,
 * conditioned on what is known along that way. The uniforms are those of a unit of which
 * nothing is known. Of a project of which some units are open, those are drawn one by
 * one, each given how many are left (conditional Bernoulli sampling; Chen, Dempster and
 * Liu 1994, doi:10.1093/biomet/81.3.457). */
#ifndef SUF_ENGINE_KNOWN_DRAW_H
#define SUF_ENGINE_KNOWN_DRAW_H

#include "engine/delivery/known.h"
#include "random/rng_stream.h"

/* Of a unit of which something is known, begun at unit->starts_days. */
typedef struct suf_known_draw {
    const suf_delivery_unit *unit;
    uint32_t index;
    const suf_parameters *parameters;
    suf_rng_key key;
    suf_delay_shared shared;
} suf_known_draw;

/* Whether a fact bears on a unit that begins at unit->starts_days. */
bool suf_known_bears(const suf_delivery_unit *unit);
/* Its opening, INFINITY: never; whether a replacement opens in its place. Notes the score
 * of its delay. */
double suf_known_opening(suf_known *self, const suf_known_draw *of, bool *is_replaced);
/* Decides which units of a counted project are open, before the first is drawn. */
void suf_known_choose(suf_known *self, const suf_known_draw *first);

#endif
