/* suffice size of levers together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_together.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/size_table.h"

enum { N_WHOLE = 10 }; /* fresh replications that are tried with the whole plan too */

#define TOO_LATE "lever '%.80s': no condition feels it before its own date"

static void
tell_round(void *context, const suf_joint_progress *progress)
{
    const suf_size_options *options = context;
    if (options->common.quiet) {
        return;
    }
    (void) fprintf(stderr,
        "suffice: %s: the sizes of %" PRIu32 " replications are found, after %" PRIu64
        " evaluations",
        progress->stage, progress->n_known, progress->n_asked);
    if (isnan(progress->cost)) {
        (void) fputc('\n', stderr);
    } else {
        (void) fprintf(stderr, "; least cost so far %.10g\n", progress->cost);
    }
}

/* The steps: all at once, or by the dates of conditions. */
static suf_status
plan(suf_together *self, const suf_together_asked *asked, suf_faults *faults)
{
    const suf_size_choice *choice = asked->choice;
    suf_fault_place place = {.file = asked->scenario->path};
    suf_status status = SUF_OK;
    if (!asked->options->is_sweep) {
        for (uint32_t k = 0; k < choice->n_levers; k++) {
            if (suf_sweep_is_too_late(asked->model, choice->levers[k], choice->conditions,
                    choice->n_conditions)) {
                suf_faults_add(faults, &place, TOO_LATE,
                    asked->ordered->levers[choice->levers[k]].name);
                status = SUF_RAISE(SUF_ERROR_SCENARIO);
            }
        }
        return status;
    }
    SUF_TRY(suf_sweep_plan(&self->sweep, asked->model, choice->levers, choice->n_levers,
        choice->conditions, choice->n_conditions));
    if (self->sweep.left != SUF_NONE) {
        suf_faults_add(
            faults, &place, TOO_LATE, asked->ordered->levers[self->sweep.left].name);
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    for (uint32_t i = 0; i < self->sweep.n_steps; i++) {
        const suf_sweep_step *step = &self->sweep.steps[i];
        if (step->n_levers == 0) {
            suf_faults_add(faults, &place,
                "condition '%.80s': no lever is left that can reach it before its date",
                suf_condition_row(asked->ordered, step->conditions[0])->target);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
out:
    return status;
}

/* A step begins from the answers of the one before. */
static void
begin_step(suf_together *self, const suf_together_asked *asked, uint32_t i)
{
    const suf_model *model = asked->model;
    double *base = &self->base[(size_t) i * model->n_levers];
    if (i > 0) {
        suf_joint_set_levers(
            &self->questions[i - 1], self->results[i - 1].answer.fits.at, base);
        return;
    }
    for (uint32_t k = 0; k < model->n_levers; k++) {
        base[k] = model->levers[k].value;
    }
}

static suf_joint_question
question_of(const suf_together *self, const suf_together_asked *asked, uint32_t i)
{
    const suf_size_options *options = asked->options;
    const suf_size_choice *choice = asked->choice;
    const suf_sweep_step *step = options->is_sweep ? &self->sweep.steps[i] : NULL;
    union {
        const suf_size_options *shown;
        void *held;
    } context = {.shown = options};
    return (suf_joint_question){.scenario = asked->ordered,
        .model = asked->model,
        .levers = step != NULL ? step->levers : choice->levers,
        .n_levers = step != NULL ? step->n_levers : choice->n_levers,
        .conditions = step != NULL ? step->conditions : choice->conditions,
        .n_conditions = step != NULL ? step->n_conditions : choice->n_conditions,
        .base = &self->base[(size_t) i * asked->model->n_levers],
        .p = options->p > 0 ? options->p : 0.95,
        .confidence = 0.95,
        .n = choice->n_replications,
        .by_units = options->minimise != NULL && strcmp(options->minimise, "units") == 0,
        .is_validated = !options->is_not_validated,
        .n_whole = options->is_whole_validation  ? choice->n_replications
                   : options->is_felt_validation ? 0
                                                 : N_WHOLE,
        .is_bounded = options->is_bounded,
        .tell = tell_round,
        .context = context.held};
}

suf_status
suf_together_answer(
    suf_together *self, const suf_together_asked *asked, suf_faults *faults)
{
    double spent = 0;
    suf_status status = SUF_OK;
    *self = (suf_together){0};
    SUF_TRY(plan(self, asked, faults));
    uint32_t n = asked->options->is_sweep ? self->sweep.n_steps : 1;
    SUF_TRY(suf_array_new(n, sizeof *self->questions, &self->questions));
    SUF_TRY(suf_array_new(n, sizeof *self->results, &self->results));
    SUF_TRY(suf_array_new(n, sizeof *self->told, &self->told));
    SUF_TRY(suf_array_new(
        (size_t) n * asked->model->n_levers, sizeof *self->base, &self->base));
    for (uint32_t i = 0; i < n; i++) {
        begin_step(self, asked, i);
        self->questions[i] = question_of(self, asked, i);
        self->n_steps++;
        self->told[i] = (suf_joint_told){
            asked->scenario, &self->questions[i], &self->results[i], asked->rule};
        SUF_TRY(suf_joint_answer_all(&self->questions[i], asked->evaluations,
            asked->options->budget, spent, asked->scenario->path, &self->results[i],
            faults));
        spent += self->results[i].answer.fits.cost;
    }
out:
    return status;
}

suf_status
suf_together_tell(
    const suf_together *self, bool is_csv, const char *output, suf_faults *faults)
{
    if (is_csv) {
        suf_joint_print_csv(self->told, self->n_steps);
    }
    for (uint32_t i = 0; !is_csv && i < self->n_steps; i++) {
        if (self->n_steps > 1) {
            (void) printf("%sstep %" PRIu32 " of %" PRIu32 "%s\n", i > 0 ? "\n" : "",
                i + 1, self->n_steps, i > 0 ? ", given the steps before" : "");
        }
        suf_joint_print(&self->told[i]);
    }
    return suf_joint_write(self->told, self->n_steps, output, faults);
}

void
suf_together_free(suf_together *self)
{
    for (uint32_t i = 0; i < self->n_steps; i++) {
        suf_joint_result_free(&self->results[i]);
    }
    suf_sweep_free(&self->sweep);
    free(self->questions);
    free(self->results);
    free(self->told);
    free(self->base);
    *self = (suf_together){0};
}
