/* What suffice size is asked on its command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
read_budget(void *member, const char *text)
{
    char *end = NULL;
    double budget = strtod(text, &end);
    memcpy(member, &budget, sizeof budget);
    return end != text && *end == '\0' && budget > 0 && isfinite(budget);
}

static const suf_option options[] = {
    {"levers", 'l', .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(suf_size_options, pattern),
        .value = "PATTERN",
        .help =
            "the lever to size, or several by patterns as '*_nursery,crews', each with "
            "the others at their values (default: the only one there is)"},
    {"joint", 'j', .kind = SUF_OPTION_FLAG, SUF_OPTION_AT(suf_size_options, is_joint),
        .help = "sizes the levers together: at least cost, so that all conditions hold "
                "at once with the probability"},
    {"sweep", SUF_OPTION_AT(suf_size_options, is_sweep),
        .help = "sizes levers forward in time: those that act before the date of the "
                "first condition for it, then the next ones given these; those of one "
                "step together"},
    {"bound", SUF_OPTION_AT(suf_size_options, is_bounded),
        .help =
            "of --joint, where levers act on each other's conditions: tells the cost "
            "below which there is no answer, from what each needs when all others are "
            "at their most; takes a search of each"},
    {"minimise", 'm', .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(suf_size_options, minimise),
        .value = "WHAT",
        .help = "of --joint: cost, or units (default cost; units where a lever has no "
                "cost, which is said)"},
    {"budget", 'b', .kind = SUF_OPTION_READ, SUF_OPTION_AT(suf_size_options, budget),
        .value = "X", .read = read_budget, .expected = "an amount above 0",
        .help = "of --joint: what it may cost; with less than is needed there is no "
                "answer"},
    {"felt-validation", SUF_OPTION_AT(suf_size_options, is_felt_validation),
        .help = "of --joint: tries the answer on fresh replications of what the "
                "conditions feel alone; without it, the first ten of them are simulated "
                "with the whole plan too"},
    {"whole-validation", SUF_OPTION_AT(suf_size_options, is_whole_validation),
        .help = "of --joint: tries the answer on fresh replications of the whole plan, "
                "all of them; takes several times as long"},
    {"condition", 'c', .kind = SUF_OPTION_TEXTS,
        SUF_OPTION_AT(suf_size_options, conditions), .value = "NAME",
        .help = "what must hold: a condition or a target; several must hold together "
                "(default: the only condition there is)"},
    SUF_QUESTION_OPTION_PROBABILITY(
        suf_size_options, "how likely it must hold (default 0.95)"),
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(suf_size_options, n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS / 2,
        .help = "replications of the search (default 1000)"},
    {"no-validation", SUF_OPTION_AT(suf_size_options, is_not_validated),
        .help = "does not try the answer on as many fresh replications"},
    SUF_QUESTION_OPTIONS_BEFORE("results/NAME.size.h5"),
    SUF_QUESTION_OPTIONS_AFTER,
};

const suf_usage suf_size_usage = {.command = "size",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "find how many places (crews, months) are enough",
    .question =
        "How many places are enough? Finds the least value of a lever of the scenario "
        "(places, crews; of a date the latest) at which a condition holds with a "
        "probability.",
    .example = "suffice size scenarios/luzhou/levers.yaml -n 100 \\\n"
               "      --levers hejiang_nursery --condition short_hejiang",
    .details =
        "Three values are told. `fits`: the estimate of the probability reaches what is"
        " asked for. `safe`: the lower limit of its 95 % interval does; this is the one"
        " to plan with. `too small`: even the upper limit does not. The answer is then "
        "tried on as many fresh replications, and that probability is the one to "
        "believe, as the search has picked its own.\n"
        "\n"
        "Most replications are tried at two or three values only: of the others the "
        "answer follows, as more is better. Whether it is, is checked; where it is not "
        "in more than 1 % of the replications the answer is read from the pooled curve,"
        " and that is said.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end =
        "All that is tried is kept in FILE.journal: the same command goes on after a "
        "kill and comes to the same bytes, and another probability, condition or lever "
        "of the same scenario begins from what is there.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

suf_status
suf_size_options_check(const suf_size_options *asked, suf_faults *faults)
{
    const char *what = asked->minimise;
    bool is_word =
        what == NULL || strcmp(what, "cost") == 0 || strcmp(what, "units") == 0;
    suf_fault_place place = {.file = "size"};
    if (!is_word) {
        suf_faults_add(
            faults, &place, "--minimise is '%.40s', expected cost or units", what);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    if (!asked->is_joint && !asked->is_sweep &&
        (what != NULL || asked->budget > 0 || asked->is_felt_validation ||
            asked->is_whole_validation || asked->is_bounded)) {
        suf_faults_add(faults, &place,
            "--minimise, --budget, --bound, --felt-validation and --whole-validation go "
            "with --joint or --sweep");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    if (asked->is_felt_validation + asked->is_whole_validation + asked->is_not_validated >
        1) {
        suf_faults_add(faults, &place,
            "--felt-validation, --whole-validation and --no-validation: one of them at "
            "most");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return SUF_OK;
}
