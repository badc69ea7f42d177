/* suffice trace: the story of one replication, event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/layout.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/story.h"
#include "engine/core/replication.h"
#include "engine/delivery/delivery_process.h"
#include "engine/processes.h"
#include "engine/stay/stay.h"
#include "experiment/design.h"
#include "model/build.h"
#include "scenario/scenario_read.h"

typedef struct trace_options {
    const char *path, *service, *person;
    suf_texts sets; /* --set, and --seed as "seed=..." */
    char seed_set[SUF_SEED_BYTES];
    uint64_t replication;
    int32_t until_day; /* INT32_MAX: the end */
    bool is_csv;
} trace_options;

static bool
read_number(void *member, const char *text)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    uint64_t number = value;
    memcpy(member, &number, sizeof number);
    return errno == 0 && *end == '\0' && text[0] >= '0' && text[0] <= '9';
}

static bool
read_date(void *member, const char *text)
{
    return suf_date_parse(text, member);
}

static const suf_option options[] = {
    {"replication", 'r', .kind = SUF_OPTION_READ,
        SUF_OPTION_AT(trace_options, replication), .value = "N", .read = read_number,
        .expected = "a whole number", .help = "which one, from 0 (default 0)"},
    {"service", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(trace_options, service),
        .value = "NAME",
        .help = "one service only; projects without places are then left out"},
    {"person", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(trace_options, person),
        .value = "ID", .help = "one person only, as the column `person` names it"},
    {"until", .kind = SUF_OPTION_READ, SUF_OPTION_AT(trace_options, until_day),
        .value = "DATE", .read = read_date, .expected = "a date as 2022-01-01",
        .help = "stop before this date, as 2022-01-01"},
    {"csv", SUF_OPTION_AT(trace_options, is_csv),
        .help = "as CSV: date, day, event, service, home, site, person, waited_days, "
                "number, detail, class"},
    SUF_OPTION_SET(trace_options),
    SUF_OPTION_SEED(trace_options),
};

const suf_usage suf_trace_usage = {.command = "trace",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "tell what happens to each person, day by day",
    .question =
        "What happens to the people, day by day? Tells the story of one replication, a "
        "line an event: who asked, who got a place and where, who waited how long, who "
        "left, and what opened.",
    .example = "suffice trace scenarios/hello.yaml --until 2021-02-01",
    .details =
        "It is the same replication, number by number, as in a run with this scenario "
        "and seed. Of an intake, and of a month of visits, a line tells what they came "
        "to.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "`home` is where a person lives, `site` where the place is; `day` counts from "
           "the start of the run. A person keeps its name in every scenario of the same "
           "seed. `class` is the class of priority of whoever joins a list, is admitted "
           "from it or leaves it; it is drawn on joining, so those who get a place at "
           "once have none.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

/* --- the replication ---------------------------------------------------------------- */

typedef struct parts {
    suf_scenario scenario, ordered;
    suf_model model;
    suf_layout layout;
    suf_layout_maps maps;
    suf_parameters parameters;
    suf_metrics metrics;
    suf_replication replication;
    double *values;
} parts;

static suf_status
prepare(parts *self, const trace_options *asked, suf_faults *faults)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_scenario_read(
        &self->scenario, asked->path, asked->sets.items, asked->sets.n, faults));
    SUF_TRY(suf_scenario_order(&self->ordered, &self->scenario, faults));
    SUF_TRY(suf_layout_build(
        &self->layout, &self->scenario, &self->ordered, 1, &self->maps, faults));
    SUF_TRY(suf_model_build(&self->model, &self->ordered, faults));
    SUF_TRY(suf_array_new(
        suf_model_n_values(&self->model), sizeof *self->values, &self->values));
    SUF_TRY(suf_metrics_init(&self->metrics, &self->layout));
    SUF_TRY(suf_parameters_init(&self->parameters, &self->model));
    SUF_TRY(suf_replication_init(&self->replication, &self->model, suf_processes));
    SUF_TRY(suf_design_draw(&self->model, asked->replication, self->values));
    SUF_TRY(suf_parameters_resolve(&self->parameters, self->values));
out:
    return status;
}

static void
parts_free(parts *self)
{
    if (self->replication.core.model != NULL) {
        suf_replication_free(&self->replication);
    }
    if (self->parameters.model != NULL) {
        suf_parameters_free(&self->parameters);
    }
    suf_metrics_free(&self->metrics);
    free(self->values);
    suf_model_free(&self->model);
    suf_layout_maps_free(&self->maps);
    suf_layout_free(&self->layout);
    suf_scenario_free(&self->ordered);
    suf_scenario_free(&self->scenario);
}

static suf_status
run(parts *self, suf_story *story, uint64_t number)
{
    const suf_layout_map map = suf_layout_map_of(&self->maps);
    const suf_observer observer = {suf_story_see, story};
    suf_status status = suf_replication_start(
        &self->replication, &self->parameters, number, &map, &self->metrics, &observer);
    while (status == SUF_OK && suf_replication_step(&self->replication)) {
        if (self->replication.core.now_days >= story->until_days) {
            return SUF_OK;
        }
        status = self->replication.core.status;
    }
    suf_story_tell_openings(story, self->model.end_days);
    return status;
}

static int
tell_story(const trace_options *asked)
{
    parts *all = NULL;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_array_new(1, sizeof *all, &all);
    uint32_t service = SUF_NONE;
    SUF_TRY(status);
    SUF_TRY(prepare(all, asked, &faults));
    for (uint32_t i = 0; asked->service != NULL && i < all->model.n_services; i++) {
        service = strcmp(all->model.services[i].name, asked->service) == 0 ? i : service;
    }
    if (asked->service != NULL && service == SUF_NONE) {
        (void) fprintf(stderr,
            "suffice trace: --service: found '%s', which there is none of\n",
            asked->service);
        parts_free(all);
        free(all);
        suf_faults_free(&faults);
        return SUF_EXIT_USAGE;
    }
    suf_story story = {.scenario = &all->ordered,
        .model = &all->model,
        .delivery = suf_delivery_of(&all->replication.core),
        .stays = suf_stay_of(&all->replication.core),
        .service = service,
        .person = asked->person,
        .is_csv = asked->is_csv,
        .until_days = asked->until_day == INT32_MAX
                          ? (double) INFINITY
                          : (double) asked->until_day - all->scenario.start_day};
    if (asked->is_csv) {
        (void) printf("date,day,event,service,home,site,person,waited_days,number,detail,"
                      "class\n");
    }
    status = run(all, &story, asked->replication);
out:;
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    if (all != NULL) {
        parts_free(all);
    }
    free(all);
    suf_faults_free(&faults);
    if (code == SUF_EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        (void) fprintf(stderr, "suffice trace: cannot write: %s\n", strerror(errno));
        code = SUF_EXIT_FAILED;
    }
    return code;
}

int
suf_app_trace(int argc, char **argv)
{
    trace_options asked = {.until_day = INT32_MAX};
    suf_operands scenarios;
    int code = suf_options_parse(&suf_trace_usage, argc, argv, &asked, &scenarios);
    if (code < 0 && asked.seed_set[0] != '\0' &&
        !suf_texts_add(&asked.sets, asked.seed_set)) {
        code = SUF_EXIT_FAILED;
    }
    if (code < 0) {
        asked.path = scenarios.items[0];
        code = tell_story(&asked);
    }
    free((void *) asked.sets.items);
    return code;
}
