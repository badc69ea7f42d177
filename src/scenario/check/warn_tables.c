/* Warnings: rows that are missing where a table has all others, or stand twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/warn.h"

enum { MOST_DISTRICTS = 3000 }; /* whose pairs are looked at */

/* Travel: ways of which the other direction is there, or nearly all others are; and times
 * of the two directions that are far apart. */
static void
warn_travel(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    double *minutes = NULL;
    if (scenario->n_travel == 0 || n > MOST_DISTRICTS ||
        !suf_reader_ok(self, suf_array_new(n * n, sizeof *minutes, &minutes))) {
        return;
    }
    for (size_t i = 0; i < n * n; i++) {
        minutes[i] = (double) NAN;
    }
    for (size_t i = 0; i < scenario->n_travel; i++) {
        const suf_travel_row *row = &scenario->travel[i];
        minutes[(size_t) row->from * n + row->to] = row->minutes;
    }
    bool is_nearly_all = 2 * scenario->n_travel > n * (n - 1);
    bool is_told = false;
    for (size_t i = 0; i < n * n; i++) {
        size_t from = i / n;
        size_t to = i % n;
        double back = minutes[to * n + from];
        if (from == to) {
            continue;
        }
        if (isnan(minutes[i]) && !is_told && (is_nearly_all || !isnan(back))) {
            is_told = true;
            suf_reader_fault_table(self, &scenario->travel, "travel",
                "no row from '%.60s' to '%.60s': nobody goes that way, though %s",
                scenario->districts[from].district, scenario->districts[to].district,
                isnan(back) ? "most other pairs are there" : "the way back is there");
        }
    }
    for (size_t i = 0; i < scenario->n_travel; i++) {
        const suf_travel_row *row = &scenario->travel[i];
        double back = minutes[(size_t) row->to * n + row->from];
        if (row->minutes > 3 * back && row->minutes > back + 30) {
            suf_reader_fault_row(self, &scenario->travel, i, row->line, "minutes",
                "found %.6g minutes, and %.6g for the way back", row->minutes, back);
        }
    }
    free(minutes);
}

/* A line of a source, looked for from the one before. */
typedef struct reading {
    const suf_source *source;
    uint32_t line;
    const char *at; /* borrowed */
} reading;

/* Moves on to a line; its bytes, n of them, or NULL. */
static const char *
move_to(reading *self, const suf_source *source, uint32_t line, size_t *n)
{
    const char *end = source->bytes + source->n;
    if (self->source != source || self->line > line) {
        *self = (reading){source, 1, source->bytes};
    }
    for (; self->line < line && self->at != NULL; self->line++) {
        const char *stop = memchr(self->at, '\n', (size_t) (end - self->at));
        self->at = stop != NULL ? stop + 1 : NULL;
    }
    if (self->at == NULL) {
        self->source = NULL;
        return NULL;
    }
    const char *stop = memchr(self->at, '\n', (size_t) (end - self->at));
    *n = (size_t) ((stop != NULL ? stop : end) - self->at);
    return self->at;
}

/* Rows of stock have no name, and add up: the very same line twice is a slip. */
static void
warn_stock(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    suf_names lines;
    suf_names_init(&lines);
    size_t n_lines = 0;
    reading at = {0};
    for (size_t i = 0; i < scenario->n_stock && self->status == SUF_OK; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        const suf_source *source = suf_reader_source_of(self, &scenario->stock, i);
        size_t n = 0;
        const char *text = source != NULL && source->is_table
                               ? move_to(&at, source, row->line, &n)
                               : NULL;
        char *copy = NULL;
        uint32_t number = 0;
        if (text == NULL ||
            !suf_reader_ok(self, suf_arena_text(self->arena, text, n, &copy)) ||
            !suf_reader_ok(self, suf_names_add(&lines, copy, &number))) {
            continue;
        }
        if (lines.n == n_lines) {
            suf_reader_fault_row(self, &scenario->stock, i, row->line, NULL,
                "found the same row a second time: both are counted");
        }
        n_lines = lines.n;
    }
    suf_names_free(&lines);
}

static double
distance_km(double latitude, double longitude, double to_latitude, double to_longitude)
{
    const double radians = 0.017453292519943295;
    double y = (latitude - to_latitude) * radians;
    double x = (longitude - to_longitude) * radians *
               cos((latitude + to_latitude) / 2 * radians);
    return 6371 * sqrt(x * x + y * y);
}

/* Districts of a plan lie together: one far from all others has a wrong degree. */
static void
warn_coordinates(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    for (size_t i = 0; i < n && n <= 2000; i++) {
        const suf_district_row *row = &scenario->districts[i];
        if (isnan(row->latitude) != isnan(row->longitude)) {
            suf_reader_fault_row(self, &scenario->districts, i, row->line, "latitude",
                "found one of latitude and longitude, expected both");
            continue;
        }
        double nearest = (double) INFINITY;
        double widest = 0; /* of the others among themselves */
        size_t n_others = 0;
        for (size_t j = 0; j < n; j++) {
            const suf_district_row *other = &scenario->districts[j];
            if (j == i || isnan(other->latitude) || isnan(row->latitude)) {
                continue;
            }
            n_others++;
            nearest = fmin(nearest, distance_km(row->latitude, row->longitude,
                                        other->latitude, other->longitude));
            for (size_t k = 0; k < j; k++) {
                const suf_district_row *third = &scenario->districts[k];
                if (k != i && !isnan(third->latitude)) {
                    widest = fmax(widest, distance_km(third->latitude, third->longitude,
                                              other->latitude, other->longitude));
                }
            }
            if (n > 60 && n_others > 60) {
                break; /* enough to tell how wide the plan is */
            }
        }
        if (n_others >= 2 && nearest > 2 * widest && nearest > 50) {
            suf_reader_fault_row(self, &scenario->districts, i, row->line, "latitude",
                "found coordinates %.0f km from all other districts, which lie within "
                "%.0f km",
                nearest, widest);
        }
    }
}

/* Tells of the district that a service is not in, while it is in most others. */
static bool
is_told_of(suf_reader *self, size_t service, const uint8_t *has, const char *what)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    size_t n_with = 0;
    size_t without = 0;
    for (size_t i = 0; i < n; i++) {
        n_with += has[i];
        without = has[i] != 0 ? without : i;
    }
    if (n_with == n || 2 * n_with <= n) {
        return false;
    }
    /* At the table that has the others, else at the service. */
    const suf_source *source = NULL;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        bool is_at_start = scenario->projects[i].opens_day <= scenario->start_day;
        source = scenario->projects[i].service == service && is_at_start
                     ? suf_reader_source_of(self, &scenario->projects, i)
                     : source;
    }
    for (size_t i = self->n_places; i < scenario->n_places; i++) {
        source = scenario->places[i].service == service
                     ? suf_reader_source_of(self, &scenario->places, i)
                     : source;
    }
    char path[200];
    const char *name = scenario->services[service].name;
    (void) snprintf(path, sizeof path, "services.%.150s", name);
    suf_reader_fault_in(self, source, path,
        "no %s in district '%.80s', while most others have some; 0 places say that there "
        "are none",
        what, scenario->districts[without].district);
    return true;
}

/* Places: a service that is in most districts at least, and not in one; at the start, or
 * ever. What a sure project opens on the first day is there at the start. */
static void
warn_places(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    uint8_t *has = NULL;
    uint8_t *has_ever = NULL;
    if (!suf_reader_ok(self, suf_array_new(n * scenario->n_services, 1, &has)) ||
        !suf_reader_ok(self, suf_array_new(n * scenario->n_services, 1, &has_ever))) {
        free(has);
        return;
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        const suf_places_row *row = &scenario->places[i];
        has[(size_t) row->service * n + row->district] = 1;
        has_ever[(size_t) row->service * n + row->district] = 1;
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (row->service != SUF_NONE) {
            size_t at = (size_t) row->service * n + row->district;
            has_ever[at] = 1;
            has[at] = has[at] != 0 || row->opens_day <= scenario->start_day;
        }
    }
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (!is_told_of(self, i, has + i * n, "places at the start")) {
            (void) is_told_of(self, i, has_ever + i * n, "places and no project");
        }
    }
    free(has);
    free(has_ever);
}

/* Zones: a district of which some is told, and not all; or none while others are. */
static void
warn_zones(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_districts;
    double *sum = NULL;
    size_t *last = NULL;
    if (scenario->n_zones == 0 ||
        !suf_reader_ok(self, suf_array_new(n, sizeof *sum, &sum)) ||
        !suf_reader_ok(self, suf_array_new(n, sizeof *last, &last))) {
        free(sum);
        return;
    }
    for (size_t i = 0; i < scenario->n_zones; i++) {
        sum[scenario->zones[i].district] +=
            suf_warn_middle(self, &scenario->zones[i].share);
        last[scenario->zones[i].district] = i + 1;
    }
    for (size_t i = 0; i < n; i++) {
        if (last[i] == 0) {
            suf_reader_fault_table(self, &scenario->zones, "zones",
                "no zone in district '%.80s': its people count in no share_within",
                scenario->districts[i].district);
        } else if (fabs(sum[i] - 1) > 0.01) {
            suf_reader_fault_row(self, &scenario->zones, last[i] - 1,
                scenario->zones[last[i] - 1].line, "share",
                "the shares of the zones of '%.80s' sum to %.6g, expected 1",
                scenario->districts[i].district, sum[i]);
        }
    }
    free(sum);
    free(last);
}

void
suf_warn_tables(suf_reader *self)
{
    warn_travel(self);
    warn_stock(self);
    warn_coordinates(self);
    warn_places(self);
    warn_zones(self);
}
