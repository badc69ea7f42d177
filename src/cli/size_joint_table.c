/* suffice size --joint: what it tells, as a table and as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/size_joint.h"
#include "cli/size_table.h"

enum { MOST_TOLD = 5 };

static const suf_lever_spec *
spec_of(const suf_joint_told *self, uint32_t lever)
{
    return &self->question->scenario->levers[self->question->levers[lever]];
}

/* "-": none. */
static void
value_text(const suf_joint_told *self, uint32_t lever, const uint32_t *at,
    char text[SUF_VALUE_BYTES])
{
    if (at == NULL || at[lever] == SUF_NONE) {
        (void) snprintf(text, SUF_VALUE_BYTES, "-");
    } else {
        suf_size_value_text(spec_of(self, lever),
            suf_joint_value(self->question, lever, at[lever]), text);
    }
}

const char *
suf_joint_cost_unit(const suf_joint_told *self)
{
    return self->result->by_units ? "units" : spec_of(self, 0)->cost_unit;
}

double
suf_joint_cost_of(const suf_joint_told *self, const uint32_t *at)
{
    double sum = 0;
    for (uint32_t k = 0; k < self->question->n_levers; k++) {
        sum += at[k] == SUF_NONE ? (double) NAN
                                 : at[k] * suf_joint_step_cost(
                                               self->question, k, self->result->by_units);
    }
    return sum;
}

const suf_joint_validation *
suf_joint_last_validation(const suf_joint_result *result)
{
    return &result->validations[result->first_at != NULL ? 1 : 0];
}

/* --- the table ---------------------------------------------------------------------- */

static void
print_levers(const suf_joint_told *self)
{
    const suf_joint_answer *answer = &self->result->answer;
    (void) printf(
        "\n%-24s %12s %12s %12s  %s\n", "lever", "alone", "fits", "safe", "unit");
    for (uint32_t k = 0; k < self->question->n_levers; k++) {
        char text[3][SUF_VALUE_BYTES];
        value_text(self, k, answer->alone, text[0]);
        value_text(self, k, answer->fits.at, text[1]);
        value_text(self, k, answer->safe.is_possible ? answer->safe.at : NULL, text[2]);
        (void) printf("%-24s %12s %12s %12s  %s\n", spec_of(self, k)->name, text[0],
            text[1], text[2], spec_of(self, k)->unit);
    }
    (void) printf("%-24s %12.10g %12.10g", self->result->by_units ? "units" : "cost",
        suf_joint_cost_of(self, answer->alone), answer->fits.cost);
    if (answer->safe.is_possible) {
        (void) printf(" %12.10g", answer->safe.cost);
    } else {
        (void) printf(" %12s", "-");
    }
    (void) printf("  %s above the least\n",
        self->result->by_units ? "" : suf_joint_cost_unit(self));
    (void) printf("%-24s %12.3f %12.3f", "P(all met)", answer->alone_p, answer->fits.p);
    if (answer->safe.is_possible) {
        (void) printf(" %12.3f\n", answer->safe.p);
    } else {
        (void) printf(" %12s\n", "-");
    }
}

static void
print_proof(const suf_joint_told *self)
{
    const suf_joint_result *result = self->result;
    const suf_joint_answer *answer = &result->answer;
    const suf_joint_sizes *fits = &answer->fits;
    (void) printf("\n  P(all met) %.3f [%.3f, %.3f] in the search: %" PRIu32
                  " of %" PRIu32 " replications may be given up\n",
        fits->p, fits->low, fits->high, self->question->n - fits->n_met,
        self->question->n);
    if (result->links.is_separate) {
        if (fits->is_proven) {
            (void) printf("  proof      the least cost of these replications; %" PRIu64
                          " nodes\n",
                fits->n_nodes);
        } else {
            (void) printf("  proof      none: stopped at %" PRIu64
                          " nodes; no answer costs less than %.10g (a gap of %.2g %%)\n",
                fits->n_nodes, fits->bound, 100 * (fits->cost / fits->bound - 1));
        }
    } else {
        (void) printf("  proof      none: some levers act on each other's conditions; "
                      "%" PRIu32 " exchanges saved, and no further one does\n",
            answer->n_exchanged);
        if (isnan(result->linked_bound)) {
            (void) printf("  bound      not asked for (--bound)\n");
        } else {
            (void) printf(
                "  bound      no answer costs less than %.10g: each lever with all "
                "others at their most (%" PRIu64 " trials)\n",
                result->linked_bound, result->n_bound);
        }
    }
    (void) printf("  too small  whatever costs less than %.10g\n", answer->upper_cost);
    if (!answer->safe.is_possible) {
        (void) printf(
            "  safe       not bounded by %" PRIu32 " replications\n", self->question->n);
    }
}

/* What the whole plan does in the replications that were tried in both ways. */
static void
print_whole(const suf_joint_result *result, const suf_joint_validation *last)
{
    if (last->n_whole == 0) {
        return;
    }
    (void) printf("  whole plan in the first %" PRIu32 " of them: all met in %" PRIu32
                  ", with what is felt in %" PRIu32 "; ",
        last->n_whole, last->n_whole_met, last->n_felt_met);
    if (last->n_differ == 0) {
        (void) printf("the same replications\n");
    } else if (!result->felt.is_exact) {
        (void) printf(
            "%" PRIu32 " differ, as others die and move there\n", last->n_differ);
    } else {
        (void) printf("%" PRIu32 " differ, which must not be: please tell the makers, "
                      "and use --whole-validation\n",
            last->n_differ);
    }
}

static void
print_validation(const suf_joint_told *self)
{
    const suf_joint_result *result = self->result;
    const char *of =
        suf_joint_is_whole(self->question) ? "of the whole plan" : "of what is felt";
    const suf_joint_validation *first = &result->validations[0];
    const suf_joint_validation *last = suf_joint_last_validation(result);
    if (result->first_at != NULL) {
        (void) printf("  missed     at first:");
        for (uint32_t k = 0; k < self->question->n_levers; k++) {
            char text[SUF_VALUE_BYTES];
            value_text(self, k, result->first_at, text);
            (void) printf(" %s", text);
        }
        (void) printf("; P(all met) %.3f [%.3f, %.3f] in %" PRIu32
                      " fresh replications, so it was chosen anew for %.4g\n",
            first->p, first->low, first->high, first->n, result->p);
    }
    if (last->n > 0) {
        (void) printf("  validated  P(all met) %.3f [%.3f, %.3f] in %" PRIu32
                      " fresh replications %s (%" PRIu32 " to %" PRIu32 ")\n",
            last->p, last->low, last->high, last->n, of, last->first,
            last->first + last->n - 1);
        print_whole(result, last);
        suf_size_print_refuted(last->high, self->question->p);
    } else {
        suf_size_print_unvalidated(&self->question->model->design,
            self->question->is_validated,
            (result->first_at != NULL ? 3 : 2) * self->question->n);
    }
}

static void
print_effort(const suf_joint_told *self)
{
    const suf_joint_question *question = self->question;
    const suf_joint_result *result = self->result;
    const suf_joint_answer *answer = &result->answer;
    (void) printf("  effort     %" PRIu64 " trials of what the conditions feel: %" PRIu32
                  " of %" PRIu32 " services%s\n",
        answer->n_asked, result->felt.n_services, question->model->n_services,
        result->felt.is_exact
            ? ", which have the path of the whole plan"
            : "; others reach them by who dies and who moves alone, in law the same");
    (void) printf("  checked    %" PRIu32 " replications at the answer; %" PRIu32
                  " sizes were not what they did\n",
        answer->n_checked, answer->n_violations);
    for (uint32_t i = 0; i < answer->n_violations && i < MOST_TOLD; i++) {
        const suf_joint_violation *one = &answer->violations[i];
        (void) printf("             replication %" PRIu32 ": %s\n", one->replication,
            spec_of(self, one->lever)->name);
    }
    if (result->n_undecided > 0) {
        (void) printf(
            "  undecided  %" PRIu64 " answers, taken as missed\n", result->n_undecided);
    }
}

void
suf_joint_print(const suf_joint_told *self)
{
    const suf_joint_question *question = self->question;
    (void) printf(
        "how much of each, so that P(all met) >= %.10g at least %s?  %s, %" PRIu32
        " replications\n",
        question->p, self->result->by_units ? "units" : "cost", self->scenario->name,
        question->n);
    for (uint32_t i = 0; i < question->n_conditions; i++) {
        const suf_target_row *row =
            suf_condition_row(question->scenario, question->conditions[i]);
        char text[SUF_CONDITION_BYTES];
        suf_condition_text(row, text);
        (void) printf("met: %s: %s\n", row->target, text);
    }
    if (self->result->by_units && !question->by_units) {
        (void) printf("a lever has no cost, so units count and not cost\n");
    }
    print_levers(self);
    print_proof(self);
    print_validation(self);
    print_effort(self);
    (void) printf("\nalone: what each needs for its own part alone; fits: the least cost "
                  "at which the estimate of\nP(all met) reaches what is asked; safe: at "
                  "which its lower limit does\n");
}

/* A row a lever. */
static void
print_rows(const suf_joint_told *self)
{
    const suf_joint_question *question = self->question;
    const suf_joint_answer *answer = &self->result->answer;
    const suf_joint_validation *fresh = suf_joint_last_validation(self->result);
    for (uint32_t k = 0; k < question->n_levers; k++) {
        char text[3][SUF_VALUE_BYTES];
        value_text(self, k, answer->alone, text[0]);
        value_text(self, k, answer->fits.at, text[1]);
        value_text(self, k, answer->safe.is_possible ? answer->safe.at : NULL, text[2]);
        (void) printf("%s,%s,%.10g,%" PRIu32
                      ",%s,%s,%s,%.10g,%.10g,%.10g,%d,%.10g,%.10g,%.10g,"
                      "%.10g,",
            spec_of(self, k)->name, spec_of(self, k)->unit, question->p, question->n,
            text[0], text[1], strcmp(text[2], "-") == 0 ? "" : text[2],
            suf_joint_step_cost(question, k, self->result->by_units), answer->fits.cost,
            self->result->links.is_separate ? answer->fits.bound
                                            : self->result->linked_bound,
            answer->fits.is_proven && self->result->links.is_separate, answer->fits.p,
            answer->fits.low, answer->fits.high, answer->alone_p);
        suf_size_print_fresh(fresh->n, fresh->p, fresh->low, fresh->high);
        (void) printf("%" PRIu64 ",%" PRIu32 ",%" PRIu32 ",%d,%" PRIu32 ",%" PRIu32
                      ",%" PRIu32 "\n",
            answer->n_asked, answer->n_checked, answer->n_violations,
            suf_joint_is_whole(question), fresh->n_whole, fresh->n_whole_met,
            fresh->n_felt_met);
    }
}

void
suf_joint_print_csv(const suf_joint_told *steps, uint32_t n)
{
    (void) printf("lever,unit,probability,replications,alone,fits,safe,step_cost,cost,"
                  "bound,proven,p,p_low,p_high,alone_p,fresh_replications,fresh_p,"
                  "fresh_p_low,fresh_p_high,evaluations,checked,violations,"
                  "fresh_is_whole,whole_replications,whole_met,felt_met\n");
    for (uint32_t i = 0; i < n; i++) {
        print_rows(&steps[i]);
    }
}
