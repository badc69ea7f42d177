/* Which scenarios of a batch share their past, and until when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "families.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "scenario/write/plan_text.h"

/* Matches a later scenario with an earlier one of its family, project by name. */
static suf_status
match(
    suf_family_table *self, const suf_plan_text *texts, uint32_t later, uint32_t earlier)
{
    const suf_batch *batch = self->batch;
    const suf_scenario *own = &batch->ordered[later];
    const suf_scenario *other = &batch->ordered[earlier];
    uint32_t *projects = NULL;
    bool *is_same = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(own->n_projects, sizeof *projects, &projects));
    SUF_TRY(suf_array_new(own->n_projects, sizeof *is_same, &is_same));
    for (size_t i = 0, j = 0; i < own->n_projects; i++) { /* both are by name */
        int order = 1;
        while (j < other->n_projects && (order = strcmp(other->projects[j].project,
                                             own->projects[i].project)) < 0) {
            j++;
        }
        bool is_found = j < other->n_projects && order == 0;
        projects[i] = is_found ? (uint32_t) j : SUF_NONE;
        is_same[i] =
            is_found && strcmp(texts[later].projects[i], texts[earlier].projects[j]) == 0;
    }
    status = suf_plan_match_init(&self->matches[later * batch->n + earlier],
        &batch->models[later], &batch->models[earlier], projects, is_same);
out:
    free(projects);
    free(is_same);
    return status;
}

suf_status
suf_family_table_init(suf_family_table *self, const suf_batch *batch)
{
    uint32_t n = (uint32_t) batch->n;
    suf_plan_text *texts = NULL;
    suf_status status = SUF_OK;
    *self = (suf_family_table){.batch = batch};
    SUF_TRY(suf_array_new(n, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(n, sizeof *self->first, &self->first));
    SUF_TRY(suf_array_new((size_t) n * n, sizeof *self->matches, &self->matches));
    for (uint32_t i = 0; n > 1 && i < n; i++) {
        SUF_TRY(suf_plan_text_init(&texts[i], &batch->ordered[i]));
    }
    for (uint32_t i = 0; i < n; i++) {
        self->first[i] = i;
        for (uint32_t j = i; j-- > 0;) {
            if (strcmp(texts[i].rest, texts[j].rest) == 0) {
                self->first[i] = self->first[j];
                self->is_any = true;
                SUF_TRY(match(self, texts, i, j));
            }
        }
    }
    self->families = (suf_families){self->first, self->matches, n};
out:
    for (uint32_t i = 0; texts != NULL && i < n; i++) {
        suf_plan_text_free(&texts[i]);
    }
    free(texts);
    return status;
}

void
suf_family_table_free(suf_family_table *self)
{
    size_t n = self->batch != NULL ? self->batch->n : 0;
    for (size_t i = 0; self->matches != NULL && i < n * n; i++) {
        suf_plan_match_free(&self->matches[i]);
    }
    free(self->matches);
    free(self->first);
    *self = (suf_family_table){0};
}

/* What a model plans, with its levers as in the scenario. */
static suf_status
plan(suf_outline *self, const suf_model *model)
{
    suf_parameters parameters = {0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_outline_init(self, model));
    SUF_TRY(suf_parameters_init(&parameters, model));
    suf_outline_plan(self, &parameters);
out:
    suf_parameters_free(&parameters);
    return status;
}

suf_status
suf_family_table_until(
    const suf_family_table *self, uint32_t scenario, uint32_t *with, uint32_t *day)
{
    const suf_model *models = self->batch->models;
    const suf_calendar *calendar = &models[scenario].calendar;
    const suf_scope whole = {0};
    suf_outline own = {0};
    suf_outline other = {0};
    suf_status status = SUF_OK;
    *day = 0;
    *with = scenario;
    SUF_TRY(plan(&own, &models[scenario]));
    for (uint32_t i = 0; i < scenario; i++) {
        if (self->first[i] != self->first[scenario]) {
            continue;
        }
        suf_outline_free(&other);
        SUF_TRY(plan(&other, &models[i]));
        double first = suf_outline_difference(
            &own, &other, &self->matches[scenario * self->batch->n + i], &whole);
        uint32_t month = suf_outline_month(&models[scenario],
            fmin(first, calendar->limits_days[calendar->n_months - 1]));
        if (month > *day) {
            *day = month;
            *with = i;
        }
    }
out:
    suf_outline_free(&own);
    suf_outline_free(&other);
    return status;
}

suf_status
suf_family_table_tell(const suf_family_table *self)
{
    const suf_scenario *scenarios = self->batch->scenarios;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; status == SUF_OK && i < self->batch->n; i++) {
        uint32_t with = i;
        uint32_t day = 0;
        char date[11];
        status = suf_family_table_until(self, i, &with, &day);
        if (status == SUF_OK && day > 0) {
            suf_date_format(scenarios[i].start_day + (int32_t) day, date);
            (void) fprintf(stderr,
                "suffice: %s shares its past with %s: as planned, until %s\n",
                scenarios[i].name, scenarios[with].name, date);
        }
    }
    return status;
}
