/* What is known of projects bears on what they share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Given the shocks F of the city and G of each programme, units are independent, so of
 * the facts A (known_ways.h gives each unit's probability or density l)
 *
 *   p(F | A)      ~ phi(F) x product of l(F) of units without a programme
 *                          x product over programmes of the integral of
 *                            phi(G) x product of l(F, G) of its units over G
 *   p(G | F, A)   ~ phi(G) x product of l(F, G) of its units
 *
 * Both are tabulated and inverted (random/tabulated.h) at the uniform that gives the
 * shock when nothing is known, so that replications stay paired. What is not begun at its
 * known_at, by its plan or since what it comes after is not open, tells nothing; neither
 * does a fact that the law of delays excludes.
 *
 * A group is what has the same l for one s = sqrt(r1) F + sqrt(r2) G: the units without a
 * programme, or those of one. Its logarithm is evaluated on an even grid of s, as wide as
 * a sixth of a project's own luck sqrt(1 - r1 - r2), where it is asked for, and between
 * by cubics. */
#ifndef SUF_ENGINE_KNOWN_H
#define SUF_ENGINE_KNOWN_H

#include "base/status.h"
#include "engine/delivery/known_ways.h"
#include "random/tabulated.h"

/* A unit, or the units of a project of which some are open. */
typedef struct suf_known_item {
    uint32_t unit, n_units;
    suf_known_event event; /* of one unit */
    uint32_t n_open;       /* of several */
} suf_known_item;

typedef struct suf_known {
    const suf_model *model; /* borrowed */
    uint32_t n_groups;      /* 1 + programmes */
    suf_known_way *ways;    /* those of each unit; owned, as all */
    uint32_t *first_way;    /* [n_units + 1] of a unit that is part of an item */
    uint32_t *n_ways;       /* [n_units] */
    suf_known_item *items;  /* [n_units] by group */
    uint32_t *first_item;   /* [n_groups + 1] */
    double *logs;           /* [n_groups][nodes] NAN: not evaluated yet */
    double *given_open;     /* scratch: [most units of a project + 1][most open + 1] */
    bool *is_open;          /* [n_units] of counted ones, in this replication */
    double *scores;         /* [n_units] normal scores of delays; NAN: as drawn */
    /* What the tables were made for: they hold while that does not change. */
    double *values; /* [assumptions and levers] */
    bool is_learnt; /* they were made */
    suf_tabulated city;
    bool has_city; /* something is learnt of it */
} suf_known;

/* Room; the model, which has facts, is borrowed. Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_known_init(suf_known *self, const suf_model *model);
void suf_known_free(suf_known *self);
/* Turns the uniforms of the shocks into the shocks, given what is known: of the city, and
 * of each programme. Units as the levers have them. */
void suf_known_shocks(suf_known *self, const suf_delivery_unit *units,
    const suf_parameters *parameters, double *city, double *programmes);
/* When a unit is begun, as far as that is known: NAN where it is not, as what it comes
 * after is not open. */
double suf_known_begin(const suf_delivery_unit *units, uint32_t unit);
/* Of n units of a project, from `first` on, of which n_open are open, fills given_open:
 * [i][j], the probability that j of those from the i-th on are. */
void suf_known_count(
    suf_known *self, uint32_t first, uint32_t n, uint32_t n_open, suf_known_given given);

#endif
