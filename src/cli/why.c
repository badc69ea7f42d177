/* suffice why: why are people not served?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/launch.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/question_stage.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/why_table.h"
#include "experiment/runner.h"
#include "question/why_variants.h"
#include "scenario/scenario_read.h"

typedef struct why_options {
    suf_texts sets;
    char seed_set[SUF_SEED_BYTES];
    const char *output;
    uint32_t n_replications, n_threads;
    suf_shard shard;
    bool force, repair, quiet, is_strict;
    double progress_seconds;
    suf_why_style style;
} why_options;

static const suf_option options[] = {
    {"csv", SUF_OPTION_AT(why_options, style.is_csv),
        .help = "as CSV: every quantity, service, district, year and cause"},
    {"years", SUF_OPTION_AT(why_options, style.is_by_year),
        .help = "by calendar year too"},
    {"chinese", SUF_OPTION_AT(why_options, style.is_chinese),
        .help = "sentences in Chinese"},
    SUF_OPTION_REPLICATIONS(why_options),
    SUF_OPTION_OUTPUT(
        why_options, output, "FILE", "results file (default results/NAME-why.h5)"),
    SUF_OPTION_THREADS(why_options),
    SUF_OPTION_SEED(why_options),
    SUF_OPTION_SET(why_options),
    SUF_OPTION_SHARD(why_options,
        "that suffice merge joins with others; suffice why FILE then answers"),
    SUF_OPTION_ANEW(why_options),
    SUF_OPTION_REPAIR(why_options),
    SUF_OPTION_PROGRESS(why_options),
    SUF_OPTION_STRICT(why_options),
    SUF_OPTION_QUIET(why_options, quiet, "no progress and no closing line"),
};

const suf_usage suf_why_usage = {.command = "why",
    .arguments = "SCENARIO|FILE [OPTIONS]",
    .summary = "tell why people are not served",
    .question =
        "Why are people not served? Do places open too late, lack staff, lie in the "
        "wrong districts or zones, is demand away from what is expected, or are there "
        "too few? "
        "Tells how much of the shortage each cause has to answer for.",
    .example = "suffice why scenarios/luzhou/plan.yaml -n 20 -o results/why.h5\n"
               "suffice why results/why.h5 --years",
    .details =
        "Simulates the plan and the same plan without some of these causes, each "
        "combination of them, on common random numbers, and splits who is not served by"
        " service, district and year into what each cause has to answer for. A cause is"
        " taken away so:\n"
        "  late        every project opens on its planned day, none is cancelled\n"
        "  unstaffed   every place is usable from the day on which it opens\n"
        "  misplaced   everybody accepts every district's places; one list for all\n"
        "  unexpected  assumptions about people are at their medians\n"
        "What remains without all four are too few places. The parts sum to the unmet "
        "demand exactly: each is the mean effect of its cause over all orders in which "
        "the causes can be taken away (Shapley values), with 95 % intervals over "
        "replications. A cause that cannot act in the plan costs no runs, and is named."
        " With all four there are 16 scenarios, and the run takes 16 times as long as "
        "that of the plan.\n"
        "\n"
        "Not served are people of a stay who were turned away or left the list without "
        "a place (where nobody leaves it, those on it are told instead), of an intake "
        "who got no seat or one above the places, and visits that were refused.",
    .files = "yaml h5",
    SUF_OPTIONS(options),
    .end =
        "The results file holds the answer in its group /why and every scenario as "
        "suffice run would; suffice why FILE prints it again without a run. A run that "
        "is stopped goes on by the same command, a larger -n adds what is missing.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario or one results file is needed"};

/* What is set on each of the scenarios, behind what the user sets. */
static suf_status
read_variants(suf_batch *batch, const char *path, const why_options *asked,
    const suf_variants *variants, suf_faults *faults)
{
    suf_batch_source *sources = NULL;
    const char **sets = NULL;
    size_t n_each = asked->sets.n + SUF_MOST_VARIANT_SETS;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(variants->n, sizeof *sources, &sources));
    SUF_TRY(suf_array_new(variants->n * n_each, sizeof *sets, &sets));
    for (size_t i = 0; i < variants->n; i++) {
        const char **of = sets + i * n_each;
        const suf_variant *variant = &variants->items[i];
        for (size_t j = 0; j < asked->sets.n; j++) {
            of[j] = asked->sets.items[j];
        }
        for (size_t j = 0; j < variant->n_sets; j++) {
            of[asked->sets.n + j] = variant->sets[j];
        }
        sources[i] = (suf_batch_source){path, of, asked->sets.n + variant->n_sets};
    }
    SUF_TRY(suf_batch_read_each(batch, sources, variants->n, faults));
out:
    free(sources);
    free((void *) sets);
    return status;
}

/* The scenarios of the question, from the plan's file. */
static suf_status
read_batch(
    suf_batch *batch, const char *path, const why_options *asked, suf_faults *faults)
{
    suf_scenario plan = {0};
    suf_variants variants = {0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_scenario_read(&plan, path, asked->sets.items, asked->sets.n, faults));
    SUF_TRY(suf_question_check_points(&plan, faults));
    SUF_TRY(suf_why_variants_make(&variants, &plan, faults));
    SUF_TRY(read_variants(batch, path, asked, &variants, faults));
out:
    suf_variants_free(&variants);
    suf_scenario_free(&plan);
    return status;
}

static suf_status
print(const char *path, const why_options *asked, suf_faults *faults)
{
    suf_results results;
    suf_status status = suf_opened_results(&results, path, faults);
    if (status == SUF_OK) {
        status = suf_why_print(&results, &asked->style, faults);
        suf_results_close(&results);
    }
    return status;
}

static suf_status
simulate(const char *path, const why_options *asked, suf_faults *faults)
{
    bool is_shard = asked->shard.of > 0;
    suf_batch batch = {0};
    char *output = NULL;
    suf_origin *origins = NULL;
    suf_simulation simulation = {.batch = &batch,
        .goal = {0, is_shard ? asked->shard.number : 1, is_shard ? asked->shard.of : 1,
            false},
        .is_shard = is_shard,
        .n_threads = asked->n_threads,
        .force = asked->force,
        .repair = asked->repair,
        .quiet = asked->quiet,
        .progress_seconds = asked->progress_seconds,
        .started = time(NULL),
        .start_seconds = suf_progress_clock()};
    suf_status status = SUF_OK;
    faults->task = "reading the scenario";
    SUF_TRY(read_batch(&batch, path, asked, faults));
    SUF_TRY(suf_launch_warn(&batch, asked->is_strict, faults));
    SUF_TRY(suf_launch_replications(&batch.scenarios[0], asked->n_replications,
        SUF_DEFAULT_REPLICATIONS, &simulation.goal.n_replications, faults));
    SUF_TRY(suf_launch_output(
        asked->output, batch.scenarios[0].name, "-why", &output, faults));
    simulation.output = output;
    SUF_TRY(suf_launch_origins(&batch, &origins));
    simulation.origins = origins;
    SUF_TRY(suf_simulation_run(&simulation, faults));
    if (!is_shard) {
        SUF_TRY(print(output, asked, faults));
    }
out:
    suf_launch_origins_free(origins, batch.n);
    suf_batch_free(&batch);
    free(output);
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    why_options *asked = given;
    const char *path = operands->items[0];
    if (suf_opened_is_hdf5(path)) {
        return print(path, asked, faults);
    }
    if (asked->seed_set[0] != '\0' && !suf_texts_add(&asked->sets, asked->seed_set)) {
        return SUF_RAISE(SUF_ERROR_MEMORY);
    }
    return simulate(path, asked, faults);
}

int
suf_app_why(int argc, char **argv)
{
    why_options asked = {.n_threads = suf_run_default_threads()};
    int code = suf_options_run(&suf_why_usage, argc, argv, &asked, run);
    free((void *) asked.sets.items);
    return code;
}
