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
#include "cli/first_difference.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/story.h"
#include "cli/told_replication.h"

typedef struct trace_options {
    const char *path, *service, *person;
    suf_texts sets; /* --set, and --seed as "seed=..." */
    char seed_set[SUF_SEED_BYTES];
    uint64_t replication;
    int32_t until_day; /* INT32_MAX: the end */
    bool is_csv, is_difference;
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
    {"first-difference", SUF_OPTION_AT(trace_options, is_difference),
        .help = "of two scenarios: the first event at which they part, and why"},
    SUF_OPTION_SET(trace_options),
    SUF_OPTION_SEED(trace_options),
};

const suf_usage suf_trace_usage = {.command = "trace",
    .arguments = "SCENARIO [OTHER --first-difference] [OPTIONS]",
    .summary = "tell what happens to each person, day by day",
    .question =
        "What happens to the people, day by day? Tells the story of one replication, a "
        "line an event: who asked, who got a place and where, who waited how long, who "
        "left, and what opened.",
    .example = "suffice trace scenarios/hello.yaml --until 2021-02-01",
    .details =
        "It is the same replication, number by number, as in a run with this scenario "
        "and seed. Of an intake, and of a month of visits, a line tells what they came "
        "to.\n"
        "\n"
        "With --first-difference and two scenarios it follows both at once, on the same "
        "random numbers, to the first event that is not the same, and tells what differs "
        "by then: what the scenarios say, values drawn, and projects that open on "
        "another day. As in suffice trace plan.yaml plan-delayed.yaml --first-difference "
        "--replication 17.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "`home` is where a person lives, `site` where the place is; `day` counts from "
           "the start of the run. A person keeps its name in every scenario of the same "
           "seed. `class` is the class of priority of whoever joins a list, is admitted "
           "from it or leaves it; it is drawn on joining, so those who get a place at "
           "once have none.",
    .least = 1,
    .most = 2,
    .wanted = "one scenario is needed, or two with --first-difference"};

/* --- the story ---------------------------------------------------------------------- */

static suf_status
run(suf_told_replication *self, suf_story *story, uint64_t number)
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
    suf_told_replication *all = NULL;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_array_new(1, sizeof *all, &all);
    uint32_t service = SUF_NONE;
    SUF_TRY(status);
    SUF_TRY(
        suf_told_prepare(all, asked->path, &asked->sets, asked->replication, &faults));
    for (uint32_t i = 0; asked->service != NULL && i < all->model.n_services; i++) {
        service = strcmp(all->model.services[i].name, asked->service) == 0 ? i : service;
    }
    if (asked->service != NULL && service == SUF_NONE) {
        (void) fprintf(stderr,
            "suffice trace: --service: found '%s', which there is none of\n",
            asked->service);
        suf_told_free(all);
        free(all);
        suf_faults_free(&faults);
        return SUF_EXIT_USAGE;
    }
    suf_story story = suf_told_story(all);
    story.service = service;
    story.person = asked->person;
    story.is_csv = asked->is_csv;
    story.until_days = asked->until_day == INT32_MAX
                           ? (double) INFINITY
                           : (double) asked->until_day - all->scenario.start_day;
    if (asked->is_csv) {
        (void) printf("date,day,event,service,home,site,person,waited_days,number,detail,"
                      "class\n");
    }
    status = run(all, &story, asked->replication);
out:;
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    if (all != NULL) {
        suf_told_free(all);
    }
    free(all);
    suf_faults_free(&faults);
    if (code == SUF_EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        (void) fprintf(stderr, "suffice trace: cannot write: %s\n", strerror(errno));
        code = SUF_EXIT_FAILED;
    }
    return code;
}

/* The exit code. */
static int
tell_difference(const trace_options *asked, const suf_operands *scenarios)
{
    suf_faults faults;
    suf_faults_init(&faults);
    const suf_difference_question question = {
        {scenarios->items[0], scenarios->items[1]}, &asked->sets, asked->replication};
    suf_status status = suf_first_difference_tell(&question, &faults);
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
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
    bool is_narrowed = asked.service != NULL || asked.person != NULL || asked.is_csv ||
                       asked.until_day != INT32_MAX;
    if (code < 0 && asked.is_difference != (scenarios.n == 2)) {
        (void) fprintf(stderr, "suffice trace: %s\n",
            asked.is_difference
                ? "--first-difference: two scenarios are needed"
                : "one scenario is needed, or two with --first-difference");
        code = SUF_EXIT_USAGE;
    } else if (code < 0 && asked.is_difference && is_narrowed) {
        (void) fprintf(stderr,
            "suffice trace: --first-difference is of all that happens: without "
            "--service, --person, --until and --csv\n");
        code = SUF_EXIT_USAGE;
    }
    if (code < 0 && asked.is_difference) {
        code = tell_difference(&asked, &scenarios);
    } else if (code < 0) {
        asked.path = scenarios.items[0];
        code = tell_story(&asked);
    }
    free((void *) asked.sets.items);
    return code;
}
