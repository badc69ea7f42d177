/* Consistency of targets: what they are of, over what, by when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scenario/check/check.h"
#include "scenario/check/check_equality.h"
#include "scenario/types/encoding.h"

typedef struct target_check {
    suf_reader *reader;
    const suf_names *assets, *works;
    const void *table; /* the member that points to the rows: of targets or conditions */
    suf_target_row *rows;
    size_t n;
} target_check;

#define TELL(row, column, ...)                                                           \
    suf_reader_fault_row(                                                                \
        self->reader, self->table, (row), self->rows[row].line, (column), __VA_ARGS__)

static bool
is_share(suf_measure measure)
{
    return measure == SUF_MEASURE_SHARE_WITH || measure == SUF_MEASURE_SHARE_WITHIN ||
           measure == SUF_MEASURE_SHARE_PLACED || measure == SUF_MEASURE_SHARE_ADMITTED ||
           measure == SUF_MEASURE_SHARE_REFUSED;
}

/* The names that `of` is one of. */
static const suf_names *
names_of(const target_check *self, const suf_target_row *row, const char **what)
{
    if (suf_target_is_of_assets(row)) {
        *what = "class of assets";
        return self->assets;
    }
    if (row->measure == SUF_MEASURE_DONE) {
        *what = "works";
        return self->works;
    }
    *what = "service";
    return &self->reader->services;
}

static uint32_t
refer(const target_check *self, size_t i, const suf_names *names, const char *column,
    const char *text, const char *what)
{
    uint32_t index = suf_names_find(names, text);
    if (index != SUF_NONE) {
        suf_reader_refer(self->reader, what, text);
    }
    if (index == SUF_NONE && names->n == 0 && !suf_reader_is_clean(self->reader)) {
        return SUF_NONE; /* a consequence of what is told there */
    }
    if (index == SUF_NONE && !suf_reader_knows(self->reader, what, text,
                                 suf_reader_source_of(self->reader, self->table, i))) {
        const char *near = suf_reader_near(self->reader, names, text);
        const char *odd = suf_encoding_oddity(text);
        TELL(i, column, "found %s '%.80s'%s, which there is none of%s%.80s%s", what, text,
            odd != NULL ? odd : "", near != NULL ? "; did you mean '" : "",
            near != NULL ? near : "", near != NULL ? "'?" : "");
    }
    return index;
}

static bool
is_district_group(const suf_scenario *scenario, const char *text)
{
    bool is_group = strcmp(text, "district") == 0;
    for (size_t i = 0; !is_group && i < scenario->n_districts; i++) {
        is_group = strcmp(text, scenario->districts[i].group) == 0 ||
                   strcmp(text, scenario->districts[i].district) == 0;
    }
    return is_group && text[0] != '\0';
}

/* The window of a mean list, in whole days. */
static void
check_window(const target_check *self, size_t i)
{
    suf_target_row *row = &self->rows[i];
    suf_quantity quantity = {.value = 365, .dimension = SUF_DIMENSION_DURATION};
    const char *why =
        row->over[0] != '\0' ? suf_quantity_parse(row->over, &quantity) : NULL;
    double days = quantity.value;
    if (why == NULL && (quantity.dimension != SUF_DIMENSION_DURATION || !(days >= 1) ||
                           floor(days) < days)) {
        why = "not a window of whole days";
    }
    if (why != NULL) {
        TELL(i, "over", "found '%.60s': %s, expected a duration as 365 days", row->over,
            why);
        return;
    }
    row->window_days = days;
}

static void
check_over(const target_check *self, size_t i)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_target_row *row = &self->rows[i];
    bool is_with = row->measure == SUF_MEASURE_SHARE_WITH;
    bool has_window = row->measure == SUF_MEASURE_WAITING;
    if (has_window) {
        check_window(self, i);
    }
    if (!is_with && !has_window && row->over[0] != '\0') {
        TELL(i, "over", "without effect: over belongs to share_with and waiting");
    }
    if (!is_with && row->least != 1) {
        TELL(i, "least", "without effect: least belongs to share_with");
    }
    if (!is_with) {
        return;
    }
    bool is_known = is_district_group(scenario, row->over);
    for (size_t j = 0; !is_known && j < scenario->n_units; j++) {
        is_known = strcmp(row->over, scenario->units[j].group) == 0;
    }
    if (!is_known || row->over[0] == '\0') {
        TELL(i, "over",
            "found a share over '%.80s', expected over: district, or a group of "
            "districts "
            "or units",
            row->over);
    }
}

static void
check_within(const target_check *self, size_t i)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_target_row *row = &self->rows[i];
    bool has_speed = row->speed_kmh.assumption != SUF_NONE || row->speed_kmh.value > 0;
    if (!suf_target_is_within(row)) {
        bool has_minutes = !isnan(row->minutes) && !suf_target_is_of_access(row);
        bool has_zones = row->zones[0] != '\0' && !suf_target_is_zoned(scenario, row);
        if (has_minutes || has_speed || row->from_months > 0) {
            TELL(i, "minutes",
                "without effect: minutes, speed_kmh, zones and from_age belong to "
                "share_within");
        } else if (has_zones) {
            TELL(i, "zones",
                "without effect: zones belong to share_within, and to services with "
                "'zones: yes'");
        }
        return;
    }
    if (isnan(row->minutes) || !has_speed) {
        TELL(i, "minutes", "expected minutes and speed_kmh beside share_within");
    }
    bool has_zone = false;
    for (size_t j = 0; j < scenario->n_zones; j++) {
        has_zone = has_zone || row->zones[0] == '\0' ||
                   strcmp(row->zones, scenario->zones[j].kind) == 0;
    }
    if (!has_zone) {
        TELL(i, "zones",
            "found a share of people in zones '%.80s', but there are no such zones",
            row->zones);
    }
}

/* Measures of a kind of service that has them. */
static void
check_kind(const target_check *self, size_t i, suf_service_kind kind)
{
    const suf_target_row *row = &self->rows[i];
    bool is_of_stay = row->measure == SUF_MEASURE_SHARE_ADMITTED ||
                      row->measure == SUF_MEASURE_QUEUE ||
                      row->measure == SUF_MEASURE_WAITING;
    if ((is_of_stay && kind != SUF_KIND_STAY) ||
        (row->measure == SUF_MEASURE_SHARE_PLACED && kind != SUF_KIND_INTAKE) ||
        (row->measure == SUF_MEASURE_SHARE_REFUSED && kind == SUF_KIND_INTAKE)) {
        TELL(i, "of",
            "found service '%.80s', which is of a kind that this is not measured of",
            row->of);
    }
}

static void
check_target(target_check *self, size_t i)
{
    suf_scenario *scenario = self->reader->scenario;
    suf_target_row *row = &self->rows[i];
    const char *what = NULL;
    const suf_names *names = names_of(self, row, &what);
    row->of_index = refer(self, i, names, "of", row->of, what);
    row->use_index = SUF_NONE;
    if (row->use[0] != '\0') {
        row->use_index =
            refer(self, i, &self->reader->services, "use", row->use, "service");
    } else if (names == &self->reader->services) {
        row->use_index = row->of_index;
    }
    if (strcmp(row->each, "city") != 0 && !is_district_group(scenario, row->each)) {
        TELL(i, "each",
            "found each '%.80s', expected city, district, or a group of districts",
            row->each);
    }
    if (names == &self->reader->services && row->of_index != SUF_NONE) {
        check_kind(self, i, scenario->services[row->of_index].kind);
    }
    check_over(self, i);
    check_within(self, i);
    suf_check_equality(self->reader, self->table, i, row);
    bool is_admitted = row->measure == SUF_MEASURE_SHARE_ADMITTED;
    if (is_admitted == isnan(row->within_days)) {
        TELL(i, "within", "expected within with share_admitted, and only there");
    } else if (is_admitted && (floor(row->within_days) < row->within_days)) {
        TELL(i, "within", "found a wait that is not in whole days");
    }
    if (row->measure == SUF_MEASURE_PLACES_PER_1000 && !scenario->population.is_given) {
        TELL(i, "measure",
            "places per 1000 are of residents, but the scenario has no population");
    }
    if (is_share(row->measure) && (row->value > 1 || row->stretch > 1)) {
        TELL(i, row->value > 1 ? "value" : "stretch",
            "found a share above 1, expected 0 to 1");
    }
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN) {
        return; /* told already */
    }
    if (row->date_day == INT32_MIN) {
        row->date_day = scenario->end_day - 1;
    } else if (row->date_day < scenario->start_day ||
               row->date_day >= scenario->end_day) {
        TELL(i, "date",
            "found a date outside the run, expected one from its start to before its "
            "end");
    }
}

/* What a condition requires: at_most, at_least, or a value with its comparison. */
static suf_status
take_required(const target_check *self, size_t i)
{
    suf_target_row *row = &self->rows[i];
    bool has_most = !isnan(row->at_most);
    bool has_least = !isnan(row->at_least);
    suf_status status = SUF_OK;
    if (has_most + has_least + !isnan(row->value) != 1) {
        TELL(i, NULL, "expected one of at_most, at_least and value: what is required");
    }
    if (has_most || has_least) {
        row->is_at_most = has_most;
        row->value = has_most ? row->at_most : row->at_least;
        row->at_most = (double) NAN;
        row->at_least = (double) NAN;
    }
    /* What a target has beside it. */
    row->stretch = (double) NAN;
    SUF_TRY(suf_arena_text(self->reader->arena, "", 0, &row->use));
    SUF_TRY(suf_arena_text(self->reader->arena, "", 0, &row->area));
    SUF_TRY(suf_arena_text(self->reader->arena, "", 0, &row->source));
out:
    return status;
}

/* Targets and conditions have one space of names: a question may name either. */
static void
check_names(const target_check *self, suf_names *names, const char *column)
{
    suf_reader *reader = self->reader;
    for (size_t i = 0; i < self->n && reader->status == SUF_OK; i++) {
        const char *name = self->rows[i].target;
        uint32_t number = 0;
        size_t before = names->n;
        if (suf_reader_ok(reader, suf_names_add(names, name, &number)) &&
            number < before && name[0] != '\0') {
            TELL(i, column, "found %s '%.80s' a second time", column, name);
        }
    }
}

void
suf_check_targets(suf_reader *reader, const suf_names *assets, const suf_names *works)
{
    suf_scenario *scenario = reader->scenario;
    target_check targets = {reader, assets, works, &scenario->targets, scenario->targets,
        scenario->n_targets};
    target_check conditions = {reader, assets, works, &scenario->conditions,
        scenario->conditions, scenario->n_conditions};
    suf_names names;
    suf_names_init(&names);
    for (size_t i = 0; i < targets.n && reader->status == SUF_OK; i++) {
        check_target(&targets, i);
    }
    for (size_t i = 0; i < conditions.n && reader->status == SUF_OK; i++) {
        if (suf_reader_ok(reader, take_required(&conditions, i))) {
            check_target(&conditions, i);
        }
    }
    suf_check_zone_targets(reader);
    check_names(&targets, &names, "target");
    check_names(&conditions, &names, "condition");
    suf_names_free(&names);
}
