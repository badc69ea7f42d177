/* suffice trace: the story of one replication, event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/layout.h"
#include "app/options.h"
#include "app/print.h"
#include "app/report.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "engine/replication.h"
#include "experiment/design.h"
#include "model/build.h"

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
    {"replication", 'r', SUF_OPTION_READ, SUF_OPTION_AT(trace_options, replication),
        .value = "N", .read = read_number, .expected = "a whole number",
        .help = "which one, from 0 (default 0)"},
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

static const suf_usage usage = {.command = "trace",
    .arguments = "SCENARIO [OPTIONS]",
    .purpose =
        "Tells the story of one replication of a scenario, line by line in order of "
        "time: who asked, who got a place where, who waited how long, who left, what "
        "opened, and what each intake and each month of visits came to. It is the same "
        "replication, number by number, as in a run with this scenario and seed.",
    SUF_OPTIONS(options),
    .end = "`home` is where a person lives, `site` where the place is; `day` counts from "
           "the start of the run. A person keeps its name in every scenario of the same "
           "seed. `class` is the class of priority of whoever joins a list, is admitted "
           "from it or leaves it; it is drawn on joining, so those who get a place at "
           "once have none.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

typedef struct trace {
    const suf_scenario *scenario;
    const suf_model *model;
    const suf_delivery *delivery;
    const uint64_t *source_purpose; /* of the engine's state, borrowed */
    uint32_t service;               /* SUF_NONE: all */
    const char *person;
    bool is_csv;
    double until_days;
    uint32_t n_told; /* units of the delivery */
} trace;

static const char *const words[] = {
    [SUF_SEEN_REQUEST] = "request",
    [SUF_SEEN_VOID] = "void request",
    [SUF_SEEN_BALK] = "goes away",
    [SUF_SEEN_REFUSAL] = "is refused",
    [SUF_SEEN_JOIN] = "joins list",
    [SUF_SEEN_ADMISSION] = "is admitted",
    [SUF_SEEN_RENEGE] = "gives up",
    [SUF_SEEN_AGE_OUT] = "ages out",
    [SUF_SEEN_DEATH] = "dies",
    [SUF_SEEN_MOVE] = "moves",
    [SUF_SEEN_RELEASE] = "leaves place",
    [SUF_SEEN_CAPACITY] = "places now",
    [SUF_SEEN_INTAKE] = "intake",
    [SUF_SEEN_VISITS] = "visits",
};

/* One line. Texts may be ""; waited and number NAN where there is none. */
typedef struct line {
    double time_days;
    const char *event, *service, *home, *site, *person, *detail, *class;
    double waited, number;
} line;

static void
tell_csv(const char *date, const line *of)
{
    const char *texts[] = {of->event, of->service, of->home, of->site, of->person};
    (void) printf("%s,%.9g,", date, of->time_days);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        suf_print_field(texts[i]);
    }
    (void) printf(isnan(of->waited) ? "," : "%.9g,", of->waited);
    (void) printf(isnan(of->number) ? "," : "%.9g,", of->number);
    suf_print_field(of->detail);
    suf_print_last_field(of->class);
    (void) printf("\n");
}

static void
tell(const trace *self, const line *of)
{
    char date[11];
    suf_date_format(self->scenario->start_day + (int32_t) floor(of->time_days), date);
    if (self->is_csv) {
        tell_csv(date, of);
        return;
    }
    (void) printf("%s %9.3f  ", date, of->time_days);
    suf_print_left(of->event, 14);
    suf_print_left(of->service, 16);
    suf_print_left(of->home, 12);
    if (of->site[0] != '\0' && strcmp(of->site, of->home) != 0) {
        (void) printf("at %s ", of->site);
    }
    if (!isnan(of->number)) {
        (void) printf("%.10g ", of->number);
    }
    if (of->waited > 0) {
        (void) printf("after %.1f days ", of->waited);
    }
    if (of->class[0] != '\0') {
        (void) printf("class %s ", of->class);
    }
    bool has_both = of->detail[0] != '\0' && of->person[0] != '\0';
    (void) printf("%s%s%s\n", of->detail, has_both ? " " : "", of->person);
}

static const char *
district_name(const trace *self, uint32_t district)
{
    return district < self->scenario->n_districts
               ? self->scenario->districts[district].district
               : "";
}

/* One project, or batch of works, that opens. */
static void
tell_opening(const trace *self, const suf_opening *opening)
{
    const suf_delivery_unit *unit = &self->model->delivery.units[opening->unit];
    char detail[400];
    line of = {.time_days = fmax(0, opening->days),
        .event = "opens",
        .service = "",
        .home = district_name(self, unit->at.district),
        .site = "",
        .person = "",
        .detail = detail,
        .class = "",
        .waited = (double) NAN,
        .number = (double) NAN};
    if (unit->project == SUF_NONE) {
        (void) snprintf(detail, sizeof detail, "batch %" PRIu32 " of works, %.10g units",
            unit->number + 1, unit->count);
        tell(self, &of);
        return;
    }
    const suf_project_row *row = &self->scenario->projects[unit->project];
    bool has_asset = row->asset[0] != '\0';
    (void) snprintf(detail, sizeof detail, "%.150s, unit %" PRIu32 "%s%.60s%s%.60s",
        row->project, unit->number + 1, has_asset ? ", " : "", row->asset,
        has_asset ? " " : "", has_asset ? row->state : "");
    of.service =
        row->service != SUF_NONE ? self->scenario->services[row->service].name : "";
    of.waited = fmax(0, opening->days - unit->starts_days - unit->duration_days);
    tell(self, &of);
}

/* The service that an opening gives places to, or SUF_NONE. */
static uint32_t
service_of(const trace *self, const suf_opening *opening)
{
    uint32_t project = self->model->delivery.units[opening->unit].project;
    return project != SUF_NONE ? self->scenario->projects[project].service : SUF_NONE;
}

/* Projects and works that have opened before a time. */
static void
tell_openings(trace *self, double now_days)
{
    for (; self->n_told < self->model->delivery.n_units; self->n_told++) {
        const suf_opening *opening = &self->delivery->order[self->n_told];
        if (!(opening->days < fmin(now_days, self->until_days))) {
            return;
        }
        bool is_asked =
            self->service == SUF_NONE || self->service == service_of(self, opening);
        if (self->person == NULL && is_asked) {
            tell_opening(self, opening);
        }
    }
}

/* The class of priority of whoever joins a list or leaves it; "" where there is none. */
static const char *
class_of(const trace *self, const suf_sighting *seen)
{
    bool is_person = seen->what < SUF_SEEN_CAPACITY;
    const suf_service_spec *service = &self->scenario->services[seen->service];
    return is_person && service->queue.n_classes > 1 &&
                   seen->priority < service->queue.n_classes
               ? service->queue.classes[seen->priority].name
               : "";
}

/* Fits suf_observer.see. */
static void
see(void *context, const suf_sighting *seen)
{
    trace *self = context;
    tell_openings(self, seen->time_days);
    if (!(seen->time_days < self->until_days) ||
        (self->service != SUF_NONE && seen->service != self->service)) {
        return;
    }
    char person[64] = "";
    char detail[120] = "";
    double number = (double) NAN;
    double waited = (double) NAN;
    if (seen->what == SUF_SEEN_CAPACITY) {
        number = (double) seen->name;
    } else if (seen->what == SUF_SEEN_INTAKE) {
        number = (double) seen->amounts[0];
        (void) snprintf(detail, sizeof detail,
            "applicants, placed %" PRIu64 ", above places %" PRIu64 ", unplaced %" PRIu64,
            seen->amounts[1], seen->amounts[3], seen->amounts[2]);
    } else if (seen->what == SUF_SEEN_VISITS) {
        number = (double) seen->amounts[0];
        (void) snprintf(detail, sizeof detail,
            "visits, served %" PRIu64 ", refused %" PRIu64, seen->amounts[1],
            seen->amounts[2]);
    } else {
        /* By what names its draws: the index of a source is another one where a scenario
         * has more services. */
        (void) snprintf(person, sizeof person, "%08" PRIx32 "-%" PRIx64,
            (uint32_t) self->source_purpose[seen->source], seen->name);
        waited = seen->waited_days;
    }
    if (self->person != NULL && strcmp(self->person, person) != 0) {
        return;
    }
    const line of = {.time_days = seen->time_days,
        .event = words[seen->what],
        .service = self->scenario->services[seen->service].name,
        .home = district_name(self, seen->home),
        .site = district_name(self, seen->site),
        .person = person,
        .detail = detail,
        .class = class_of(self, seen),
        .waited = waited,
        .number = number};
    tell(self, &of);
}

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
    SUF_TRY(suf_replication_init(&self->replication, &self->model));
    SUF_TRY(suf_design_draw(&self->model, asked->replication, self->values));
    SUF_TRY(suf_parameters_resolve(&self->parameters, self->values));
out:
    return status;
}

static void
parts_free(parts *self)
{
    if (self->replication.state.model != NULL) {
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
run(parts *self, trace *story, uint64_t number)
{
    const suf_layout_map map = suf_layout_map_of(&self->maps);
    const suf_observer observer = {see, story};
    suf_status status = suf_replication_start(
        &self->replication, &self->parameters, number, &map, &self->metrics, &observer);
    while (status == SUF_OK && suf_replication_step(&self->replication)) {
        if (self->replication.state.now_days >= story->until_days) {
            return SUF_OK;
        }
        status = self->replication.state.status;
    }
    tell_openings(story, self->model.end_days);
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
    trace story = {.scenario = &all->ordered,
        .model = &all->model,
        .delivery = &all->replication.state.delivery,
        .source_purpose = all->replication.state.source_purpose,
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
    int code = suf_options_parse(&usage, argc, argv, &asked, &scenarios);
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
