/* Levers: what their keys say, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "lever.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"

enum { MOST_STEPS = 1000000 };

/* --- as written -------------------------------------------------------------------- */

/* The node of a key of a lever in the root of a document; NULL: not there. */
static const suf_node *
find_node(const suf_node *root, const char *lever, const char *key)
{
    const suf_entry *levers = suf_node_find(root, "levers");
    const suf_entry *of = levers != NULL ? suf_node_find(levers->value, lever) : NULL;
    const suf_entry *found = of != NULL ? suf_node_find(of->value, key) : NULL;
    return found != NULL ? found->value : NULL;
}

static void
fault(suf_reader *self, const suf_lever_spec *lever, const char *key, const char *found,
    const char *why)
{
    const suf_node *node = find_node(self->root, lever->name, key);
    suf_place place = node != NULL ? node->place : (suf_place){0};
    size_t mark = suf_reader_enter(self, key);
    suf_reader_fault(self, &place, NULL, "found '%.60s': %s", found, why);
    suf_reader_leave(self, mark);
}

/* A date as its day number, or a number; false when told. */
static bool
take(suf_reader *self, const suf_lever_spec *lever, const char *key, const char *text,
    double *out)
{
    int32_t day = 0;
    if (suf_date_parse(text, &day)) {
        *out = day;
        return true;
    }
    const char *why = suf_number_parse(text, out);
    if (why != NULL) {
        char told[300];
        (void) snprintf(
            told, sizeof told, "%s, expected a number, or a date as 2021-01-31", why);
        fault(self, lever, key, text, told);
    }
    return why == NULL;
}

static bool
is_date(const char *text)
{
    int32_t day = 0;
    return suf_date_parse(text, &day);
}

/* One step; false when told. */
static bool
take_step(suf_reader *self, suf_lever_spec *lever)
{
    suf_quantity quantity = {0};
    const char *text = lever->step_text;
    const char *why = suf_quantity_parse(text, &quantity);
    bool is_duration = quantity.dimension == SUF_DIMENSION_DURATION;
    if (why == NULL && lever->is_date && strcmp(text, "1") == 0) {
        lever->grid.step = 1; /* the default */
        return true;
    }
    if (why == NULL && is_duration != lever->is_date) {
        why = lever->is_date ? "expected a duration as 1 month or 7 days between dates"
                             : "expected a number, as the lever is no date";
    }
    bool is_months = is_duration && !isnan(quantity.months);
    double step = is_months ? quantity.months : quantity.value;
    if (why == NULL && !(step > 0)) {
        why = "expected a step above 0";
    }
    if (why == NULL && lever->is_date && floor(step) < step) {
        why = "expected whole days or months";
    }
    if (why != NULL) {
        fault(self, lever, "step", text, why);
        return false;
    }
    int32_t day = (int32_t) lever->grid.least;
    if (is_months && day - suf_day_of_month(suf_month_of_day(day)) >= 28) {
        fault(self, lever, "least", lever->least_text,
            "steps of months begin on a day that every month has, at most the 28th");
        return false;
    }
    lever->grid.step = is_months ? 0 : step;
    lever->grid.step_months = is_months ? (uint32_t) step : 0;
    return true;
}

/* A number, and a currency behind it. */
static bool
take_cost(suf_reader *self, suf_lever_spec *lever)
{
    const char *text = lever->cost_text;
    size_t n = strcspn(text, " ");
    char number[60];
    lever->cost = (double) NAN;
    if (!suf_reader_ok(
            self, suf_arena_text(self->arena, text + n + strspn(text + n, " "),
                      strlen(text + n + strspn(text + n, " ")), &lever->cost_unit))) {
        return false;
    }
    if (text[0] == '\0') {
        return true;
    }
    (void) snprintf(number, sizeof number, "%.*s", (int) (n < 59 ? n : 59), text);
    const char *why = suf_number_parse(number, &lever->cost);
    if (why == NULL && lever->cost < 0) {
        why = "expected a cost of 0 or more";
    }
    if (why != NULL) {
        fault(self, lever, "cost", text, why);
    }
    return why == NULL;
}

/* --- the grid ---------------------------------------------------------------------- */

/* Least, most and the value; the first that is wrong is told. */
static void
check_grid(suf_reader *self, const suf_lever_spec *lever)
{
    if (!(lever->grid.least < lever->grid.most)) {
        fault(self, lever, "most", lever->most_text, "expected more than least");
    } else if (suf_grid_index(&lever->grid, lever->grid.most) > MOST_STEPS) {
        fault(self, lever, "step", lever->step_text,
            "more than 1000000 steps from least to most");
    } else if (!suf_grid_has(&lever->grid, lever->grid.most)) {
        fault(self, lever, "most", lever->most_text,
            "expected a whole number of steps above least");
    } else if (lever->value < lever->grid.least || lever->value > lever->grid.most) {
        fault(self, lever, "value", lever->value_text,
            "outside least to most, expected one that may be chosen");
    } else if (!suf_grid_has(&lever->grid, lever->value)) {
        fault(self, lever, "value", lever->value_text,
            "between two steps, expected a whole number of steps above least");
    }
}

/* The value that the lowest file which has the lever gives it. */
static const char *
lowest_value(const suf_reader *self, const suf_lever_spec *lever)
{
    for (size_t i = 0; i < self->n_layers; i++) {
        const suf_node *node = find_node(self->layers[i], lever->name, "value");
        if (node != NULL && node->kind == SUF_NODE_SCALAR && is_date(node->text)) {
            return node->text;
        }
    }
    return lever->value_text;
}

/* Of a date; false when told. */
static bool
take_planned(suf_reader *self, suf_lever_spec *lever)
{
    lever->planned = (double) NAN;
    if (!lever->is_date && lever->planned_text[0] != '\0') {
        fault(self, lever, "planned", lever->planned_text, "belongs to a date");
        return false;
    }
    if (!lever->is_date) {
        return true;
    }
    if (lever->planned_text[0] == '\0') {
        const char *text = lowest_value(self, lever);
        if (!suf_reader_ok(self,
                suf_arena_text(self->arena, text, strlen(text), &lever->planned_text))) {
            return false;
        }
    }
    if (!is_date(lever->planned_text)) {
        fault(
            self, lever, "planned", lever->planned_text, "expected a date as 2021-01-31");
        return false;
    }
    return take(self, lever, "planned", lever->planned_text, &lever->planned);
}

void
suf_lever_end(suf_reader *self, void *element, const suf_place *place)
{
    suf_lever_spec *lever = element;
    if (suf_names_find(&self->assumptions, lever->name) != SUF_NONE) {
        suf_reader_fault(self, place, NULL,
            "found a lever of the name of an assumption: $%.80s would mean both",
            lever->name);
    }
    lever->is_date = is_date(lever->value_text);
    if (!take(self, lever, "value", lever->value_text, &lever->value) ||
        !take(self, lever, "least", lever->least_text, &lever->grid.least) ||
        !take(self, lever, "most", lever->most_text, &lever->grid.most)) {
        return;
    }
    if (is_date(lever->least_text) != lever->is_date ||
        is_date(lever->most_text) != lever->is_date) {
        bool is_least = is_date(lever->least_text) != lever->is_date;
        fault(self, lever, is_least ? "least" : "most",
            is_least ? lever->least_text : lever->most_text,
            "expected a date with dates, and a number with numbers");
        return;
    }
    if (take_step(self, lever) && take_planned(self, lever) && take_cost(self, lever)) {
        check_grid(self, lever);
    }
}

/* --- where it is used -------------------------------------------------------------- */

/* Why a lever does not fit a key; NULL: it does. */
static const char *
misfit(const suf_key *key, const suf_lever_spec *lever)
{
    static const char *const known[] = {"places", "units", "crews", "share", "date"};
    bool is_date_key = key->type == SUF_KEY_DATE;
    if (is_date_key != lever->is_date) {
        return is_date_key ? "a lever that is no date" : "a lever that is a date";
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(lever->unit, known[i]) == 0 &&
            strcmp(known[i], key->lever_unit) != 0) {
            return "a lever of another unit";
        }
    }
    /* Nothing at all may be chosen, even where a constant must be above 0; and places
     * that close are no lever. */
    double least = key->minimum > 0 && !key->is_above ? key->minimum : 0;
    if (!is_date_key && (lever->grid.least < least || lever->grid.most > key->maximum)) {
        return "a lever that leads outside what may be";
    }
    bool is_share = key->type == SUF_KEY_NUMBER;
    if (!is_share && (floor(lever->grid.least) < lever->grid.least ||
                         floor(lever->grid.step) < lever->grid.step)) {
        return "a lever whose steps are not whole";
    }
    return NULL;
}

static void
set_member(const suf_key *key, const suf_lever_spec *lever, void *object)
{
    double value = lever->is_date ? lever->planned : lever->value;
    uint32_t count = (uint32_t) value;
    int32_t day = (int32_t) value;
    suf_number number = suf_number_constant(value);
    void *member = suf_key_member(object, key->offset);
    if (key->type == SUF_KEY_NUMBER) {
        memcpy(member, &number, sizeof number);
    } else if (key->type == SUF_KEY_COUNT) {
        memcpy(member, &count, sizeof count);
    } else if (key->type == SUF_KEY_DATE) {
        memcpy(member, &day, sizeof day);
    } else {
        memcpy(member, &value, sizeof value);
    }
}

bool
suf_lever_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (key->lever_unit == NULL || node->kind != SUF_NODE_SCALAR ||
        node->text[0] != '$') {
        return false;
    }
    const char *name = node->text + 1;
    uint32_t found = suf_names_find(&self->levers, name);
    if (found == SUF_NONE && key->type == SUF_KEY_NUMBER) {
        return false; /* an assumption */
    }
    if (found == SUF_NONE) {
        if (!suf_reader_knows(self, "lever", name, node->place.source)) {
            suf_reader_fault_near(self, &node->place,
                suf_reader_near(self, &self->levers, name),
                "found '$%.80s', expected the name of a lever", name);
        }
        return true;
    }
    suf_lever_spec *lever = &self->scenario->levers[found];
    lever->n_uses++;
    if (isnan(lever->value) || lever->step_text == NULL ||
        (lever->grid.step <= 0 && lever->grid.step_months == 0)) {
        return true; /* told where it is defined */
    }
    const char *why = misfit(key, lever);
    if (why != NULL) {
        char expected[300];
        suf_key_expected(key, expected);
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s', %s, expected %s, in %s", node->text, why, expected,
            key->lever_unit);
        return true;
    }
    set_member(key, lever, object);
    memcpy(suf_key_member(object, key->lever_offset), &found, sizeof found);
    return true;
}
