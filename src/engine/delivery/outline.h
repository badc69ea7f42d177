/* What levers reach in a replication, and from when on two choices of them differ, or two
 * plans.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Levers reach a replication by what is delivered, and by policies (chosen.h): when
 * units open and how many assets they are, and when changes of places come and how many
 * places they are. What is delivered is drawn when the replication starts, by name, and
 * nothing that happens later bears on it. So it can be drawn for any choice without a
 * run: the outline of the choice. Two choices have the same past up to the first thing by
 * which their outlines differ, whatever made them differ: a size, a date, a crew that
 * comes earlier, a project that waits for another one, a delay, a slip.
 *
 * That first instant is the earliest of
 * - the opening of a unit that differs, in either of the two: of its opening, its count,
 *   or its plan;
 * - the time of a change of places that differs, in either;
 * - the start, if a change that differs is planned for it (who is there then looks at
 * what is planned: stay/initial.c);
 * - the date of a target that is measured and looks at the plan of a unit or of a change
 *   that differs, even if that opens later: its slack (target/target_slack.h).
 * - the start, if a lever of a policy differs, which looks from then on, or what a policy
 *   begins.
 * What is looked at when the run ends only (costs, mean delays) is drawn again.
 *
 * So it is with two models that differ by projects and levers alone (plan_match.h): a
 * unit or a change that one of them does not have differs, and so does one of a project
 * of which anything else is written. What each needs of the other is then told by the
 * match.
 *
 * Invariant: no smaller than this is any time at which the state of the two, or what they
 * have written into the record, differs. */
#ifndef SUF_ENGINE_OUTLINE_H
#define SUF_ENGINE_OUTLINE_H

#include "engine/delivery/delivery.h"
#include "model/plan_match.h"
#include "model/scope.h"

/* A change of places in a replication. */
typedef struct suf_outline_change {
    double time_days, planned_days; /* INFINITY: never */
    double places, staffing;
} suf_outline_change;

typedef struct suf_outline {
    const suf_model *model;      /* borrowed */
    suf_delivery delivery;       /* as it was drawn */
    suf_delivery_unit *units;    /* [n_units] as chosen; owned */
    double *levers;              /* [n_levers] as chosen; owned */
    suf_outline_change *changes; /* [n_changes] in the order of the model; owned */
} suf_outline;

/* The model is borrowed. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_outline_init(suf_outline *self, const suf_model *model);
void suf_outline_free(suf_outline *self);
/* Draws it for a replication, under the levers that the parameters have. */
void suf_outline_draw(
    suf_outline *self, const suf_parameters *parameters, suf_rng_key key);
/* The same without a draw: everything opens on its planned day, and batches of works when
 * a crew may take them at the earliest. */
void suf_outline_plan(suf_outline *self, const suf_parameters *parameters);
/* The first instant at which two outlines of one replication may differ, days; INFINITY:
 * none. Targets are those of the scope. Of two models the match says what is the same, of
 * that of self (own) and that of other; NULL: they are of one model. */
double suf_outline_difference(const suf_outline *self, const suf_outline *other,
    const suf_plan_match *match, const suf_scope *scope);
/* The start of the last month at a time or before it, day of the run; 0: within the first
 * month, or beyond the run. */
uint32_t suf_outline_month(const suf_model *model, double days);

#endif
