/* What scenarios are but for their projects, and each project, as text: to tell whether
 * two scenarios differ by projects alone, and by which.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The texts are made as the resolved text is, by the table of keys: a key that is added
 * there is compared from then on. Names and titles of scenarios are left out, as nothing
 * depends on them, and so are levers, whose values reach projects, places, works and
 * policies alone (model/chosen.h). */
#ifndef SUF_SCENARIO_PLAN_TEXT_H
#define SUF_SCENARIO_PLAN_TEXT_H

#include "base/status.h"
#include "scenario/types/scenario.h"

typedef struct suf_plan_text {
    char *rest;      /* owned, as all here */
    char **projects; /* [n_projects] rows, as the scenario has them */
    size_t n_projects;
} suf_plan_text;

/* Of a scenario that was read; it is not kept. Fails when memory is out; free it then
 * too. */
SUF_MUST_CHECK suf_status suf_plan_text_init(
    suf_plan_text *self, const suf_scenario *scenario);
void suf_plan_text_free(suf_plan_text *self);

#endif
