/* suffice observe: what each replication has where something was counted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only what the observations that weigh can feel is simulated: the residents, and the
 * services that were counted with those that feed them. A calibration asks this many
 * times over. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/launch.h"
#include "cli/observed_assumptions.h"
#include "cli/question_stage.h"
#include "cli/stacks.h"
#include "question/felt.h"
#include "stats/estimate.h"
#include "stats/weights.h"

typedef struct observe_options {
    suf_question_options common;
    uint32_t n_replications;
} observe_options;

static const suf_option options[] = {
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(observe_options, n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help = "replications (default 200, or what the design is made for)"},
    SUF_OPTION_THREADS(suf_question_options),
    SUF_OPTION_SEED(suf_question_options),
    SUF_OPTION_SET(suf_question_options),
    SUF_OPTION_LEVER(suf_question_options),
    SUF_OPTION_QUIET(suf_question_options, quiet, "no progress"),
};

const suf_usage suf_observe_usage = {.command = "observe",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "tell what runs have where something was counted, for a calibrator",
    .question = "What does each replication have where something was counted? Simulates "
                "what the observations of a scenario need, and prints that as JSON.",
    .example = "suffice observe scenarios/counted.yaml -n 200",
    .details =
        "A service that was not counted is left out, with all that nothing counted can "
        "feel, so this takes a small part of the time of a run. A program that "
        "calibrates "
        "proposes points in a table (design: {table: points.csv}), and asks for each "
        "what "
        "it would have been seen to be; suffice calibrate does so.\n"
        "\n"
        "The object has observations (name, title, title_zh, value, sd, weighs, and "
        "simulated by replication), assumptions (name, title, title_zh, moves: whether "
        "what is simulated uses it, value by replication, and of one that moves from "
        "year to year first_year and yearly by year and replication), columns (those of "
        "a table of points that can be felt where something was counted), and log_weight "
        "by "
        "replication: that of the table's point and that of the observations; then "
        "effective, pareto_k and hold: whether replications can be weighted by it.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

enum { DEFAULT_REPLICATIONS = 200 };

typedef struct stage {
    suf_question_stage common;
    suf_trials trials;
    suf_run_progress shown;
    uint32_t n;               /* replications */
    uint32_t n_observations;  /* of the scenario */
    bool *services, *targets; /* simulated and measured; owned */
    bool are_residents;       /* what is simulated is of residents */
    double *seen;             /* [n][n_observations + 1], the log weight last; owned */
} stage;

static const suf_model *
model_of(const stage *self)
{
    return self->common.batch.run_scenarios[0].model;
}

static void
measure(const void *context, suf_metrics *metrics, double *more)
{
    const stage *self = context;
    const double *seen = suf_metrics_of(metrics, SUF_VARIABLE_OBSERVATION_SIMULATED);
    memcpy(more, seen, self->n_observations * sizeof *more);
    more[self->n_observations] =
        suf_metrics_of(metrics, SUF_VARIABLE_OBSERVATION_LOG_WEIGHT)[0];
}

static bool
end(void *context, const suf_trial *trial, const double *met, const double *value)
{
    stage *self = context;
    size_t width = (size_t) self->n_observations + 1;
    (void) met;
    memcpy(self->seen + trial->replication * width,
        value + suf_trials_n_told(model_of(self)), width * sizeof *value);
    self->shown.n_done++;
    return self->shown.n_done == self->shown.n_total ||
           suf_progress_watch(&self->common.progress, &self->shown);
}

/* What is simulated: the services that were counted, and those that they need. */
static suf_status
choose(stage *self, suf_faults *faults)
{
    const suf_model *model = model_of(self);
    uint32_t n_targets = suf_trials_n_asked(model);
    uint32_t n_weigh = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(model->n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new((size_t) n_targets + 1, sizeof *self->targets, &self->targets));
    for (uint32_t i = 0; i < model->n_counted; i++) {
        const suf_counted *counted = &model->counted[i];
        n_weigh += suf_observed_weighs(counted);
        if (suf_observed_weighs(counted) && counted->service != SUF_NONE) {
            self->services[counted->service] = true;
        } else if (suf_observed_weighs(counted)) {
            self->are_residents = true;
        }
    }
    self->are_residents |= suf_felt_close(model, self->services);
    if (n_weigh == 0) {
        suf_fault_place place = {
            .file = self->common.batch.scenarios[0].path, .path = "observations"};
        suf_faults_add(faults, &place,
            "found none that weighs, expected counts of residents with an error that is "
            "not infinite, and not held out");
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
    }
out:
    return status;
}

static suf_status
simulate(stage *self, uint32_t n_threads)
{
    const suf_run_scenario *scenario = &self->common.batch.run_scenarios[0];
    const suf_model *model = scenario->model;
    suf_trial *trials = NULL;
    double *levers = NULL;
    suf_status status = SUF_OK;
    self->trials = (suf_trials){.model = model,
        .layout = &self->common.batch.layout,
        .map = scenario->map,
        .n_threads = n_threads,
        .scope = {.services = self->services, .targets = self->targets},
        .end = end,
        .measure = measure,
        .measure_context = self,
        .n_more = self->n_observations + 1,
        .context = self};
    SUF_TRY(suf_array_new(self->n, sizeof *trials, &trials));
    SUF_TRY(suf_array_new((size_t) model->n_levers + 1, sizeof *levers, &levers));
    SUF_TRY(suf_array_new(
        (size_t) self->n * (self->n_observations + 1), sizeof *self->seen, &self->seen));
    for (uint32_t i = 0; i < model->n_levers; i++) {
        levers[i] = model->levers[i].value;
    }
    for (uint32_t i = 0; i < self->n; i++) {
        trials[i] = (suf_trial){i, levers};
    }
    SUF_TRY(suf_trials_init(&self->trials));
    self->shown.n_total = self->n;
    status = suf_trials_run(&self->trials, trials, self->n);
    suf_progress_end(&self->common.progress);
out:
    free(trials);
    free(levers);
    return status;
}

/* --- as JSON -------------------------------------------------------------------------
 */

static json_t *
column(const stage *self, uint32_t at)
{
    size_t width = (size_t) self->n_observations + 1;
    json_t *made = json_array();
    for (uint32_t r = 0; r < self->n; r++) {
        suf_json_append(&made, suf_json_number(self->seen[r * width + at]));
    }
    return made;
}

static json_t *
named(const char *name, const char *title, const char *title_zh)
{
    json_t *made = json_object();
    suf_json_put(&made, "name", suf_json_string(name));
    suf_json_put(&made, "title", suf_json_string(title != NULL ? title : ""));
    suf_json_put(&made, "title_zh", suf_json_string(title_zh != NULL ? title_zh : ""));
    return made;
}

static json_t *
observations(const stage *self)
{
    const suf_model *model = model_of(self);
    const suf_layout_map *map = &self->common.batch.run_scenarios[0].map;
    json_t *made = json_array();
    for (uint32_t i = 0; i < model->n_counted; i++) {
        const suf_counted *counted = &model->counted[i];
        uint32_t at = map->observations[i];
        const suf_observation_label *label = &self->common.batch.layout.observations[at];
        bool is_seen = counted->service == SUF_NONE ? self->are_residents
                                                    : self->services[counted->service];
        json_t *one = named(label->name, label->title, label->title_zh);
        suf_json_put(&one, "value", suf_json_number(counted->value));
        suf_json_put(&one, "sd", suf_json_number(counted->sd));
        suf_json_put(&one, "weighs", json_boolean(suf_observed_weighs(counted)));
        suf_json_put(&one, "simulated", is_seen ? column(self, at) : json_null());
        suf_json_append(&made, one);
    }
    return made;
}

/* Whether the replications can be weighted by what was counted. */
static suf_status
put_weights(const stage *self, json_t **object)
{
    size_t width = (size_t) self->n_observations + 1;
    suf_weights weights = {0};
    double *logarithms = NULL;
    int32_t *replications = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n, sizeof *logarithms, &logarithms));
    SUF_TRY(suf_array_new(self->n, sizeof *replications, &replications));
    for (uint32_t r = 0; r < self->n; r++) {
        replications[r] = (int32_t) r;
        logarithms[r] = self->seen[r * width + self->n_observations];
    }
    SUF_TRY(suf_weights_init(&weights, logarithms, replications,
        suf_inner_of(&model_of(self)->design), self->n));
    suf_json_put(object, "effective", suf_json_number(weights.effective));
    suf_json_put(object, "pareto_k", suf_json_number(weights.pareto_k));
    suf_json_put(object, "hold", json_boolean(suf_weights_hold(&weights)));
out:
    suf_weights_free(&weights);
    free(replications);
    free(logarithms);
    return status;
}

static suf_status
print(const stage *self)
{
    const suf_design_spec *design = &model_of(self)->design;
    bool is_nested = design->inner != SUF_NONE && design->inner > 1;
    json_t *made = json_object();
    char *text = NULL;
    suf_status status = SUF_OK;
    suf_json_put(
        &made, "scenario", suf_json_string(self->common.batch.scenarios[0].name));
    suf_json_put(&made, "seed", json_integer((json_int_t) model_of(self)->seed));
    suf_json_put(&made, "inner", json_integer(is_nested ? design->inner : 1));
    suf_json_put(&made, "observations", observations(self));
    SUF_TRY(suf_observed_assumptions(&self->common.batch.ordered[0], model_of(self),
        (suf_observed_scope){self->services, self->are_residents, self->n}, &made));
    suf_json_put(&made, "log_weight", column(self, self->n_observations));
    SUF_TRY(put_weights(self, &made));
    status = suf_json_text(made, &text);
    made = NULL;
    if (status == SUF_OK) {
        (void) fputs(text, stdout);
    }
out:
    json_decref(made);
    free(text);
    return status;
}

/* --- all of it -----------------------------------------------------------------------
 */

static suf_status
go(stage *self, const char *path, observe_options *asked, suf_faults *faults)
{
    suf_batch *batch = &self->common.batch;
    suf_status status = SUF_OK;
    SUF_TRY(suf_question_read(&self->common, path, &asked->common, faults));
    SUF_TRY(suf_launch_replications(&batch->scenarios[0], asked->n_replications,
        DEFAULT_REPLICATIONS, &self->n, faults));
    SUF_TRY(suf_batch_build(batch, faults));
    self->n_observations = batch->layout.n_observations;
    SUF_TRY(choose(self, faults));
    suf_progress_init(
        &self->common.progress, asked->common.quiet, asked->common.progress_seconds);
    SUF_TRY(suf_stacks_check(asked->common.n_threads, path, faults));
    faults->task = "simulating";
    status = simulate(self, asked->common.n_threads);
    if (status != SUF_OK) {
        suf_question_tell(&self->common, status);
        goto out;
    }
    status = print(self);
out:
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    stage self = {.n = 0};
    suf_status status = go(&self, operands->items[0], given, faults);
    suf_trials_free(&self.trials);
    suf_question_close(&self.common);
    free(self.services);
    free(self.targets);
    free(self.seen);
    return status;
}

int
suf_app_observe(int argc, char **argv)
{
    observe_options asked = {.n_replications = 0};
    return suf_question_run(&suf_observe_usage, argc, argv, &asked, run);
}
