/* suffice size --joint: its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/size_joint.h"
#include "cli/size_table.h"
#include "results/size_file.h"

static const suf_lever_spec *
spec_of(const suf_joint_told *self, uint32_t lever)
{
    return &self->question->scenario->levers[self->question->levers[lever]];
}

static double
value_of(const suf_joint_told *self, uint32_t lever, const uint32_t *at)
{
    return at == NULL || at[lever] == SUF_NONE
               ? (double) NAN
               : suf_joint_value(self->question, lever, at[lever]);
}

static double
if_any(uint32_t n, double value)
{
    return n > 0 ? value : (double) NAN;
}

static suf_size_row
make_row(const suf_joint_told *self, uint32_t k)
{
    const suf_joint_answer *answer = &self->result->answer;
    const suf_lever_spec *lever = spec_of(self, k);
    const suf_joint_validation *fresh = suf_joint_last_validation(self->result);
    return (suf_size_row){.lever = lever->name,
        .title = lever->title,
        .title_zh = lever->title_zh,
        .unit = lever->unit,
        .is_date = lever->is_date,
        .least = lever->grid.least,
        .most = lever->grid.most,
        .cost = lever->cost,
        .fits = value_of(self, k, answer->fits.at),
        .safe = value_of(self, k, answer->safe.is_possible ? answer->safe.at : NULL),
        .upper = (double) NAN,
        .p = answer->fits.p,
        .low = answer->fits.low,
        .high = answer->fits.high,
        .fresh_p = if_any(fresh->n, fresh->p),
        .fresh_low = if_any(fresh->n, fresh->low),
        .fresh_high = if_any(fresh->n, fresh->high),
        .n_fresh = fresh->n,
        .n_asked = (double) answer->n_asked,
        .n_checked = answer->n_checked,
        .n_violations = answer->n_violations,
        .n_undecided = (double) self->result->n_undecided};
}

static suf_size_joint
make_joint(const suf_joint_told *self)
{
    const suf_joint_result *result = self->result;
    const suf_joint_answer *answer = &result->answer;
    const suf_joint_validation *first = &result->validations[0];
    const suf_joint_validation *last = suf_joint_last_validation(result);
    uint32_t n_first = result->first_at != NULL ? first->n : 0;
    return (suf_size_joint){.by_units = result->by_units,
        .is_separate = result->links.is_separate,
        .is_proven = result->links.is_separate && answer->fits.is_proven,
        .is_exact = result->felt.is_exact,
        .is_whole = suf_joint_is_whole(self->question),
        .cost = answer->fits.cost,
        .bound = result->links.is_separate ? answer->fits.bound : result->linked_bound,
        .safe_cost = if_any(answer->safe.is_possible, answer->safe.cost),
        .upper_cost = answer->upper_cost,
        .alone_cost = suf_joint_cost_of(self, answer->alone),
        .alone_p = answer->alone_p,
        .chosen_for = result->p,
        .n_given_up = self->question->n - answer->fits.n_met,
        .n_nodes = (double) answer->fits.n_nodes,
        .n_services = result->felt.n_services,
        .n_exchanged = answer->n_exchanged,
        .first_p = if_any(n_first, first->p),
        .first_low = if_any(n_first, first->low),
        .first_high = if_any(n_first, first->high),
        .safe_p = if_any(answer->safe.is_possible, answer->safe.p),
        .safe_low = if_any(answer->safe.is_possible, answer->safe.low),
        .safe_high = if_any(answer->safe.is_possible, answer->safe.high),
        .n_whole = last->n_whole,
        .n_whole_met = last->n_whole_met,
        .n_felt_met = last->n_felt_met,
        .cost_unit = suf_joint_cost_unit(self)};
}

/* Everything that a file lends; arrays owned. */
typedef struct lent {
    suf_size_row *rows;    /* [n_rows] */
    suf_size_joint *joint; /* [n_steps] */
    double *numbers;       /* [4][n_rows] alone, cost of a step, first, step */
    double *condition_step;
    char (*texts)[SUF_CONDITION_BYTES];
    const char **names; /* of conditions, then what they require */
    uint32_t n_rows, n_conditions;
    bool has_first;
} lent;

static void
free_lent(lent *self)
{
    free(self->rows);
    free(self->joint);
    free(self->numbers);
    free(self->condition_step);
    free(self->texts);
    free((void *) self->names);
}

static suf_status
make_room(lent *self, const suf_joint_told *steps, uint32_t n_steps)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < n_steps; i++) {
        self->n_rows += steps[i].question->n_levers;
        self->n_conditions += steps[i].question->n_conditions;
        self->has_first = self->has_first || steps[i].result->first_at != NULL;
    }
    SUF_TRY(suf_array_new(self->n_rows, sizeof *self->rows, &self->rows));
    SUF_TRY(suf_array_new(n_steps, sizeof *self->joint, &self->joint));
    SUF_TRY(
        suf_array_new(4 * (size_t) self->n_rows, sizeof *self->numbers, &self->numbers));
    SUF_TRY(suf_array_new(
        self->n_conditions, sizeof *self->condition_step, &self->condition_step));
    SUF_TRY(suf_array_new(self->n_conditions, sizeof *self->texts, &self->texts));
    SUF_TRY(suf_array_new(
        2 * (size_t) self->n_conditions, sizeof *self->names, &self->names));
out:
    return status;
}

/* Takes a step in, whose first row and condition are given. */
static void
add_step(
    lent *self, const suf_joint_told *step, uint32_t number, uint32_t row, uint32_t first)
{
    const suf_joint_question *question = step->question;
    uint32_t n = self->n_rows;
    self->joint[number] = make_joint(step);
    for (uint32_t i = 0; i < question->n_conditions; i++) {
        const suf_target_row *target =
            suf_condition_row(question->scenario, question->conditions[i]);
        suf_condition_text(target, self->texts[first + i]);
        self->names[first + i] = target->target;
        self->names[self->n_conditions + first + i] = self->texts[first + i];
        self->condition_step[first + i] = number;
    }
    for (uint32_t k = 0; k < question->n_levers; k++) {
        self->rows[row + k] = make_row(step, k);
        self->numbers[row + k] = value_of(step, k, step->result->answer.alone);
        self->numbers[n + row + k] =
            suf_joint_step_cost(question, k, step->result->by_units);
        self->numbers[2 * n + row + k] = value_of(step, k, step->result->first_at);
        self->numbers[3 * n + row + k] = number;
    }
}

suf_status
suf_joint_write(
    const suf_joint_told *steps, uint32_t n_steps, const char *path, suf_faults *faults)
{
    const suf_joint_told *self = &steps[0];
    lent of = {0};
    uint32_t row = 0;
    uint32_t condition = 0;
    suf_status status = SUF_OK;
    SUF_TRY(make_room(&of, steps, n_steps));
    for (uint32_t i = 0; i < n_steps; i++) {
        add_step(&of, &steps[i], i, row, condition);
        row += steps[i].question->n_levers;
        condition += steps[i].question->n_conditions;
    }
    of.joint->alone = of.numbers;
    of.joint->step_cost = of.numbers + of.n_rows;
    of.joint->first = of.has_first ? of.numbers + 2 * (size_t) of.n_rows : NULL;
    of.joint->step = of.numbers + 3 * (size_t) of.n_rows;
    of.joint->condition_step = of.condition_step;
    const suf_size_file file = {.scenario = self->scenario->name,
        .title = self->scenario->title,
        .title_zh = self->scenario->title_zh,
        .conditions = of.names,
        .condition_texts = of.names + of.n_conditions,
        .n_conditions = of.n_conditions,
        .probability = self->question->p,
        .confidence = self->question->confidence,
        .replications = self->question->n,
        .fingerprint = self->rule->fingerprint,
        .seed = self->rule->seed,
        .version = self->rule->build.version,
        .scenario_text = self->scenario->resolved,
        .rows = of.rows,
        .n_rows = of.n_rows,
        .joint = of.joint,
        .n_steps = n_steps};
    SUF_TRY(suf_size_file_write(&file, path, faults));
out:
    free_lent(&of);
    return status;
}
