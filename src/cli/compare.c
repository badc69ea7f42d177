/* suffice compare: what scenarios differ by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/agreement.h"
#include "cli/commands.h"
#include "cli/comparison.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/regret_table.h"
#include "scenario/scenario_read.h"

typedef struct compare_options {
    const char *name; /* of the base scenario */
    bool is_csv, is_regret, is_prior;
} compare_options;

static const suf_option options[] = {
    {"base", 'b', .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(compare_options, name),
        .value = "NAME", .help = "scenario to compare with (default: the first of FILE)"},
    {"regret", SUF_OPTION_AT(compare_options, is_regret),
        .help = "which scenario is robust: what each loses against the best of FILE in "
                "the same state of the world, in targets missed and of each service in "
                "people unserved and waiting; mean, 90 % and worst regret, and the share "
                "of states in which it is the best"},
    {"prior", SUF_OPTION_AT(compare_options, is_prior),
        .help = "as thought before what was seen: replications are not weighted by the "
                "observations"},
    {"csv", SUF_OPTION_AT(compare_options, is_csv),
        .help = "as CSV, with what does not differ too"},
};

const suf_usage suf_compare_usage = {.command = "compare",
    .arguments = "FILE [FILE2] [--base NAME] [--regret] [--csv]",
    .summary = "print what another plan would change",
    .question =
        "What would another plan change? Prints by how much scenarios differ, in each "
        "target, in each service by district, and in how equal districts are.",
    .example = "suffice run scenarios/luzhou/plan.yaml scenarios/luzhou/no-plan.yaml \\\n"
               "      -n 20 -o results/plans.h5\n"
               "suffice compare results/plans.h5",
    .details =
        "The first scenario of FILE is compared with each other one of FILE, or of "
        "FILE2. Numbers are the mean of the differences, replication by replication, "
        "with the half width of its 95 % interval; for P(met) the interval itself. A "
        "difference that is the same in every replication is called exact. What never "
        "differs is counted at the end.\n"
        "\n"
        "As scenarios share their random numbers, chance hits both alike and their "
        "difference varies little. The column `variance` has how many times less: so "
        "many times more replications would be needed by runs with random numbers of "
        "their own, were all replications independent draws. What balanced points gain "
        "beside is in the intervals.\n"
        "\n"
        "Where the first scenario has observations, or else the other one, every number "
        "is given what was seen: a replication, one state of the world under two plans, "
        "weighs as much in both as it makes likely what was counted under that one.\n"
        "\n"
        "Where both have costs it tells of each service what one more person served "
        "costs, with Fieller's interval.\n"
        "\n"
        "Files whose replications do not pair are refused: another seed, design, dates "
        "or districts, or assumptions at other places.",
    .files = "h5",
    SUF_OPTIONS(options),
    .least = 1,
    .most = 2,
    .wanted = "one or two results files are needed"};

/* The scenario of a name in a file; told when there is none. */
static uint32_t
find_scenario(const suf_results *results, const char *name, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        if (strcmp(layout->scenarios[i].name, name) == 0) {
            return i;
        }
    }
    suf_fault_place place = {.file = results->path};
    suf_faults_add(
        faults, &place, "has no scenario '%s'; suffice info tells what it has", name);
    return SUF_NONE;
}

/* Whether all districts are in both files, in whatever order. */
static bool
has_same_districts(const suf_layout *a, const suf_layout *b)
{
    bool is_same = a->n_districts == b->n_districts;
    for (uint32_t i = 0; is_same && i < a->n_districts; i++) {
        bool is_there = false;
        for (uint32_t j = 0; !is_there && j < b->n_districts; j++) {
            is_there = strcmp(a->districts[i].name, b->districts[j].name) == 0;
        }
        is_same = is_there;
    }
    return is_same;
}

/* True when the replications of two files pair: same seed, design, dates and districts.
 * What does not is told in *faults. */
static bool
do_pair(const suf_results *base, const suf_results *other, suf_faults *faults)
{
    const suf_layout *a = &base->layout;
    const suf_layout *b = &other->layout;
    suf_fault_place place = {.file = other->path};
    if (base->seed != other->seed) {
        suf_faults_add(faults, &place,
            "has the seed %" PRIu64 ", expected %" PRIu64
            " as in %s: their replications do not share random numbers",
            other->seed, base->seed, base->path);
    }
    if (a->design.kind != b->design.kind || a->design.inner != b->design.inner) {
        suf_faults_add(faults, &place,
            "drew its assumptions by another design than %s: replications do not pair",
            base->path);
    } else if (a->design.n_points != b->design.n_points) {
        suf_faults_add(faults, &place,
            "drew its assumptions by another Latin hypercube than %s, of %" PRIu32
            " points and not %" PRIu32 ": replications do not pair",
            base->path, b->design.n_points, a->design.n_points);
    }
    if (a->start_day != b->start_day || a->end_day != b->end_day) {
        suf_faults_add(faults, &place, "has other dates than %s", base->path);
    }
    if (!has_same_districts(a, b)) {
        suf_faults_add(faults, &place, "has other districts than %s", base->path);
    }
    return faults->n == 0;
}

/* The scenarios of a file, their parts in one order; *n and *scenarios are the caller's
 * to free, after a failure too. */
static suf_status
read_scenarios(
    suf_results *results, suf_scenario **scenarios, uint32_t *n, suf_faults *faults)
{
    char **texts = NULL;
    uint32_t n_texts = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_results_texts(results, &texts, &n_texts, faults));
    SUF_TRY(suf_array_new(n_texts, sizeof **scenarios, scenarios));
    *n = n_texts;
    for (uint32_t i = 0; i < n_texts; i++) {
        suf_scenario held;
        SUF_TRY(suf_scenario_read_older(&held, results->path, texts[i], faults));
        status = suf_scenario_order(&(*scenarios)[i], &held, faults);
        suf_scenario_free(&held);
        SUF_TRY(status);
    }
out:
    for (uint32_t i = 0; texts != NULL && i < n_texts; i++) {
        free(texts[i]);
    }
    free((void *) texts);
    return status;
}

/* Whether two files drew what they both assume from the same random numbers; within one
 * file the run saw to it. */
static suf_status
check_assumptions(suf_results *base, uint32_t at, suf_results *other, suf_faults *faults)
{
    suf_results *files[2] = {base, other};
    suf_scenario *scenarios[2] = {NULL};
    uint32_t n[2] = {0};
    suf_status status = SUF_OK;
    for (int i = 0; i < 2; i++) {
        SUF_TRY(read_scenarios(files[i], &scenarios[i], &n[i], faults));
    }
    for (uint32_t i = 0; i < n[1]; i++) {
        if (!suf_agreement_places(&scenarios[1][i], &scenarios[0][at], faults)) {
            status = SUF_RAISE(SUF_ERROR_FORMAT);
            goto out;
        }
    }
out:
    for (int i = 0; i < 2; i++) {
        for (uint32_t j = 0; j < n[i]; j++) {
            suf_scenario_free(&scenarios[i][j]);
        }
        free(scenarios[i]);
    }
    return status;
}

static suf_status
compare(suf_results *base, suf_results *other, const compare_options *asked,
    suf_faults *faults)
{
    const char *name = asked->name;
    bool is_csv = asked->is_csv;
    uint32_t at = name != NULL ? find_scenario(base, name, faults) : 0;
    if (at == SUF_NONE) {
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    if (base == other && base->layout.n_scenarios < 2) {
        suf_fault_place place = {.file = base->path};
        suf_faults_add(faults, &place,
            "has one scenario, nothing to compare it with; give a second file, or run "
            "several scenarios together");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    if (!do_pair(base, other, faults)) {
        return SUF_RAISE(SUF_ERROR_FORMAT);
    }
    if (base != other) {
        suf_status status = check_assumptions(base, at, other, faults);
        if (status != SUF_OK) {
            return status;
        }
    }
    if (is_csv) {
        suf_comparison_csv_head(base, other);
    }
    for (uint32_t i = 0; i < other->layout.n_scenarios; i++) {
        suf_comparison comparison = {.base = base,
            .other = other,
            .base_scenario = at,
            .other_scenario = i,
            .is_prior = asked->is_prior};
        if (base != other || i != at) {
            suf_status status = suf_comparison_print(&comparison, is_csv, faults);
            if (status != SUF_OK) {
                return status;
            }
        }
    }
    return SUF_OK;
}

static suf_status
run(void *given, const suf_operands *paths, suf_faults *faults)
{
    const compare_options *asked = given;
    suf_results files[2] = {{.file = -1}, {.file = -1}};
    bool has_second = paths->n == 2;
    if (asked->is_regret && (has_second || asked->name != NULL)) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place,
            "--regret is against the best of the scenarios of one file, without a base");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    suf_status status = suf_opened_results(&files[0], paths->items[0], faults);
    if (status == SUF_OK && has_second) {
        status = suf_opened_results(&files[1], paths->items[1], faults);
    }
    if (status == SUF_OK && asked->is_regret) {
        status = suf_regret_print(&files[0], asked->is_csv, asked->is_prior, faults);
    } else if (status == SUF_OK) {
        status = compare(&files[0], &files[has_second ? 1 : 0], asked, faults);
    }
    for (int i = 0; i < 2; i++) {
        if (files[i].file >= 0) {
            suf_results_close(&files[i]);
        }
    }
    return status;
}

int
suf_app_compare(int argc, char **argv)
{
    compare_options asked = {.name = NULL};
    return suf_options_run(&suf_compare_usage, argc, argv, &asked, run);
}
