/* The story of a replication, a line an event, as text or as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "story.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/print.h"

static const char *const words[] = {
    [SUF_TRACE_REQUEST] = "request",
    [SUF_TRACE_VOID] = "void request",
    [SUF_TRACE_BALK] = "goes away",
    [SUF_TRACE_REFUSAL] = "is refused",
    [SUF_TRACE_JOIN] = "joins list",
    [SUF_TRACE_RETRY] = "asks again",
    [SUF_TRACE_ADMISSION] = "is admitted",
    [SUF_TRACE_RENEGE] = "gives up",
    [SUF_TRACE_AGE_OUT] = "ages out",
    [SUF_TRACE_DEATH] = "dies",
    [SUF_TRACE_MOVE] = "moves",
    [SUF_TRACE_RELEASE] = "leaves place",
    [SUF_TRACE_DISPLACEMENT] = "is displaced",
    [SUF_TRACE_RESUMPTION] = "is back",
    [SUF_TRACE_CAPACITY] = "places now",
    [SUF_TRACE_TEAM] = "staffed now",
    [SUF_TRACE_INTAKE] = "intake",
    [SUF_TRACE_VISITS] = "visits",
    [SUF_TRACE_WAVE] = "state is now",
    [SUF_TRACE_ONWARD] = "goes on",
    [SUF_TRACE_POLICY] = "policy acts",
};

static void
tell_csv(const char *date, const suf_story_line *of)
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
tell(const suf_story *self, const suf_story_line *of)
{
    char date[11];
    suf_date_format(self->scenario->start_day + (int32_t) floor(of->time_days), date);
    if (self->take != NULL) {
        self->take(self->taker, date, of);
        return;
    }
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
district_name(const suf_story *self, uint32_t area)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    return area < n                       ? scenario->districts[area].district
           : area - n < scenario->n_zones ? scenario->zones[area - n].zone
                                          : "";
}

/* One project, or batch of works, that opens. */
static void
tell_opening(const suf_story *self, const suf_opening *opening)
{
    const suf_delivery_unit *unit = &self->delivery->units[opening->unit];
    char detail[400];
    suf_story_line of = {.time_days = fmax(0, opening->days),
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
    (void) snprintf(detail, sizeof detail, "%.150s, unit %" PRIu32 "%s%s%s%.60s%s%.60s",
        row->project, unit->number + 1,
        self->delivery->is_replaced[opening->unit] ? " (a replacement)" : "",
        unit->fact == SUF_FACT_OPENED ? " (known)" : "", has_asset ? ", " : "",
        row->asset, has_asset ? " " : "", has_asset ? row->state : "");
    of.service =
        row->service != SUF_NONE ? self->scenario->services[row->service].name : "";
    of.waited = fmax(0, opening->days - unit->starts_days - unit->duration_days);
    tell(self, &of);
}

/* The service that an opening gives places to, or SUF_NONE. */
static uint32_t
service_of(const suf_story *self, const suf_opening *opening)
{
    uint32_t project = self->delivery->units[opening->unit].project;
    return project != SUF_NONE ? self->scenario->projects[project].service : SUF_NONE;
}

void
suf_story_tell_openings(suf_story *self, double now_days)
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
class_of(const suf_story *self, const suf_trace_event *seen)
{
    bool is_person = seen->what < SUF_TRACE_CAPACITY;
    const suf_service_spec *service = &self->scenario->services[seen->service];
    return is_person && service->queue.n_classes > 1 &&
                   seen->priority < service->queue.n_classes
               ? service->queue.classes[seen->priority].name
               : "";
}

void
suf_story_see(void *context, const suf_trace_event *seen)
{
    suf_story *self = context;
    suf_story_tell_openings(self, seen->time_days);
    if (!(seen->time_days < self->until_days) ||
        (self->service != SUF_NONE && seen->service != self->service)) {
        return;
    }
    char person[64] = "";
    char detail[120] = "";
    double number = (double) NAN;
    double waited = (double) NAN;
    if (seen->what == SUF_TRACE_CAPACITY || seen->what == SUF_TRACE_TEAM) {
        number = (double) seen->name;
    } else if (seen->what == SUF_TRACE_INTAKE) {
        number = (double) seen->amounts[0];
        (void) snprintf(detail, sizeof detail,
            "applicants, placed %" PRIu64 ", above places %" PRIu64 ", unplaced %" PRIu64,
            seen->amounts[1], seen->amounts[3], seen->amounts[2]);
    } else if (seen->what == SUF_TRACE_VISITS) {
        number = (double) seen->amounts[0];
        (void) snprintf(detail, sizeof detail,
            "visits, served %" PRIu64 ", refused %" PRIu64, seen->amounts[1],
            seen->amounts[2]);
    } else if (seen->what == SUF_TRACE_POLICY) {
        (void) snprintf(detail, sizeof detail, "%.100s",
            self->scenario->policies[seen->amounts[0]].name);
    } else if (seen->what == SUF_TRACE_WAVE) {
        const suf_service_spec *service = &self->scenario->services[seen->service];
        (void) snprintf(
            detail, sizeof detail, "%.100s", service->waves[seen->amounts[0]].name);
    } else {
        /* By what names its draws: the index of a source is another one where a scenario
         * has more services. */
        (void) snprintf(person, sizeof person, "%08" PRIx32 "-%" PRIx64,
            (uint32_t) suf_stay_source_purpose(self->stays, seen->source), seen->name);
        waited = seen->waited_days;
    }
    if (seen->what == SUF_TRACE_ONWARD) {
        (void) snprintf(detail, sizeof detail, "to %.60s as %08" PRIx32 "-%" PRIx64,
            self->scenario->services[seen->amounts[0]].name,
            (uint32_t) suf_stay_source_purpose(self->stays, (uint32_t) seen->amounts[1]),
            seen->amounts[2]);
    }
    if (self->person != NULL && strcmp(self->person, person) != 0) {
        return;
    }
    const suf_story_line of = {.time_days = seen->time_days,
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
