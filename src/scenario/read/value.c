/* Values as written: numbers, dates and words of a choice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"
#include "scenario/read/assumption.h"
#include "scenario/read/lever.h"

enum { MOST_AGE_MONTHS = 120 * 12 };

void
suf_value_fault(
    suf_reader *self, const suf_key *key, const suf_node *node, const char *why)
{
    char found[120];
    char expected[300];
    suf_node_describe(node, found);
    suf_key_expected(key, expected);
    suf_reader_fault(self, &node->place, NULL, "found %s%s%s, expected %s", found,
        why != NULL ? ": " : "", why != NULL ? why : "", expected);
}

/* False when told: a list, a mapping or nothing. */
static bool
is_scalar(suf_reader *self, const suf_key *key, const suf_node *node)
{
    if (node->kind != SUF_NODE_SCALAR || suf_node_is_null(node)) {
        suf_value_fault(self, key, node, NULL);
        return false;
    }
    return true;
}

static bool
is_in_range(const suf_key *key, double value)
{
    return (key->is_above ? value > key->minimum : value >= key->minimum) &&
           value <= key->maximum;
}

/* Why a value is not taken: what was found before, or that it is out of range. */
static const char *
out_of_range(const suf_key *key, double value, const char *why)
{
    return why == NULL && !is_in_range(key, value) ? "out of range" : why;
}

/* False when told why not. */
static bool
is_right(suf_reader *self, const suf_key *key, const suf_node *node, const char *why)
{
    if (why != NULL) {
        suf_value_fault(self, key, node, why);
    }
    return why == NULL;
}

/* A pure number must not stand in quotes: there it is a text. */
static const char *
quoted_number(const suf_node *node)
{
    double value = 0;
    return node->is_quoted && suf_number_parse(node->text, &value) == NULL
               ? "a text; write the number without quotes"
               : NULL;
}

/* Reads a quantity of the key's dimension, unscaled. */
static bool
read_quantity(suf_reader *self, const suf_key *key, const suf_node *node, double *out)
{
    suf_quantity quantity = {0};
    const char *why = suf_quantity_parse(node->text, &quantity);
    why = why != NULL ? why : quoted_number(node);
    if (why == NULL && quantity.dimension != key->dimension) {
        bool is_pure = key->dimension == SUF_DIMENSION_NONE;
        why = is_pure ? "a quantity with a unit"
                      : suf_dimension_get(quantity.dimension)->word;
    }
    if (!is_right(self, key, node, out_of_range(key, quantity.value, why))) {
        return false;
    }
    *out = quantity.value;
    return true;
}

bool
suf_value_plain(suf_reader *self, const suf_key *key, const suf_node *node, double *out)
{
    double value = 0;
    if (!is_scalar(self, key, node)) {
        return false;
    }
    if (node->text[0] == '$') {
        suf_value_fault(self, key, node, "this key accepts no assumption");
        return false;
    }
    if (key->is_unbounded && suf_quantity_is_infinite(node->text)) {
        *out = (double) INFINITY;
        return true;
    }
    if (!read_quantity(self, key, node, &value)) {
        return false;
    }
    *out = value * suf_key_scale(key);
    return true;
}

bool
suf_value_number(
    suf_reader *self, const suf_key *key, const suf_node *node, suf_number *out)
{
    if (!is_scalar(self, key, node)) {
        return false;
    }
    bool is_whole = key->detail != 0;
    if (node->text[0] == '$' && !is_whole) {
        double factor = 1;
        uint32_t found = suf_assumption_use(self, key, node, &factor);
        if (found == SUF_NONE) {
            return false;
        }
        *out = (suf_number){suf_key_scale(key) * factor, found};
        return true;
    }
    double value = 0;
    if (!suf_value_plain(self, key, node, &value)) {
        return false;
    }
    if (is_whole && value != floor(value)) {
        suf_value_fault(self, key, node, "not a whole number");
        return false;
    }
    *out = suf_number_constant(value);
    return true;
}

/* A parameter of an assumption: the first sets the dimension of all. */
static bool
take_parameter(suf_reader *self, const suf_key *key, const suf_node *node,
    suf_assumption *assumption, double *out)
{
    suf_quantity quantity = {0};
    const char *why = suf_quantity_parse(node->text, &quantity);
    why = why != NULL ? why : quoted_number(node);
    if (why == NULL && self->has_dimension &&
        quantity.dimension != assumption->dimension) {
        why = "not of the same kind of unit as the parameter before";
    }
    if (!is_right(self, key, node, out_of_range(key, quantity.value, why))) {
        return false;
    }
    assumption->dimension = quantity.dimension;
    self->has_dimension = true;
    *out = quantity.value;
    return true;
}

static bool
take_whole(suf_reader *self, const suf_key *key, const suf_node *node, int64_t *out)
{
    int64_t value = 0;
    const char *why = suf_whole_parse(node->text, &value);
    why = why != NULL ? why : quoted_number(node);
    if (why == NULL && key->type == SUF_KEY_SEED) {
        why = value < 0 ? "below 0" : NULL;
    } else if (why == NULL && !is_in_range(key, (double) value)) {
        why = "out of range";
    }
    if (!is_right(self, key, node, why)) {
        return false;
    }
    *out = value;
    return true;
}

void
suf_read_format(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    int64_t whole = 0;
    (void) object;
    (void) take_whole(self, key, node, &whole);
}

void
suf_read_seed(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    int64_t whole = 0;
    if (take_whole(self, key, node, &whole)) { /* not negative: the same bits */
        memcpy(suf_key_member(object, key->offset), &whole, sizeof whole);
    }
}

void
suf_read_count(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    int64_t whole = 0;
    if (take_whole(self, key, node, &whole)) {
        uint32_t count = (uint32_t) whole;
        memcpy(suf_key_member(object, key->offset), &count, sizeof count);
    }
}

void
suf_read_whole(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    int64_t whole = 0;
    if (take_whole(self, key, node, &whole)) {
        double value = (double) whole;
        memcpy(suf_key_member(object, key->offset), &value, sizeof value);
    }
}

void
suf_read_date(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    int32_t day = 0;
    if (!suf_date_parse(node->text, &day)) {
        suf_value_fault(self, key, node, NULL);
        return;
    }
    int32_t year = 0;
    int32_t month = 0;
    int32_t day_of_month = 0;
    suf_date_of_day(day, &year, &month, &day_of_month);
    if (key->type == SUF_KEY_MONTH && day_of_month != 1) {
        suf_value_fault(self, key, node, NULL);
        return;
    }
    memcpy(suf_key_member(object, key->offset), &day, sizeof day);
}

void
suf_read_age(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    suf_quantity quantity = {0};
    const char *why = suf_quantity_parse(node->text, &quantity);
    if (why == NULL && quantity.dimension == SUF_DIMENSION_NONE) {
        /* A birthday needs its unit; 0 is the same in all. */
        why = quantity.value == 0 ? quoted_number(node) : "a number without unit";
        quantity.months = 0;
    } else if (why == NULL && isnan(quantity.months)) {
        why = "not in months or years";
    }
    if (why == NULL && quantity.months != floor(quantity.months)) {
        why = "not whole months";
    }
    if (why == NULL && !(quantity.months >= 0 && quantity.months <= MOST_AGE_MONTHS)) {
        why = "not an age from 0 to 120 years";
    }
    if (why != NULL) {
        suf_value_fault(self, key, node, why);
        return;
    }
    uint32_t months = (uint32_t) quantity.months;
    memcpy(suf_key_member(object, key->offset), &months, sizeof months);
}

void
suf_read_yes_no(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    bool is_yes = strcmp(node->text, "yes") == 0 || strcmp(node->text, "true") == 0;
    bool is_no = strcmp(node->text, "no") == 0 || strcmp(node->text, "false") == 0;
    if ((!is_yes && !is_no) || node->is_quoted) {
        suf_value_fault(self, key, node, NULL);
        return;
    }
    memcpy(suf_key_member(object, key->offset), &is_yes, sizeof is_yes);
}

void
suf_read_choice(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    void *member = suf_key_member(object, key->offset);
    const suf_choices *set = suf_choices_get((suf_choice_set) key->detail);
    const suf_choice *choice = suf_choice_find((suf_choice_set) key->detail, node->text);
    if (choice != NULL) {
        unsigned char byte = (unsigned char) choice->value;
        if (set->bytes == sizeof choice->value) {
            memcpy(member, &choice->value, sizeof choice->value);
        } else if (set->bytes == 1) {
            memcpy(member, &byte, 1);
        }
        return;
    }
    const char *near = NULL;
    size_t least = suf_text_slip(node->text) + 1;
    for (size_t i = 0; i < set->n; i++) {
        size_t distance = suf_text_distance(node->text, set->items[i].word, least - 1);
        /* Of a word of one letter another letter is no slip. */
        if (distance < least && strlen(set->items[i].word) > 1) {
            least = distance;
            near = set->items[i].word;
        }
    }
    char found[120];
    char expected[300];
    suf_node_describe(node, found);
    suf_key_expected(key, expected);
    suf_reader_fault_near(
        self, &node->place, near, "found %s, expected %s", found, expected);
}

void
suf_read_plain(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double value = 0;
    if (suf_value_plain(self, key, node, &value)) {
        memcpy(suf_key_member(object, key->offset), &value, sizeof value);
    }
}

void
suf_read_number(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    suf_number number = {0};
    if (suf_value_number(self, key, node, &number)) {
        memcpy(suf_key_member(object, key->offset), &number, sizeof number);
    }
}

void
suf_read_parameter(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double value = 0;
    if (take_parameter(self, key, node, object, &value)) {
        memcpy(suf_key_member(object, key->offset), &value, sizeof value);
    }
}

void
suf_read_parameters(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const suf_key element = {.name = key->name,
        .type = key->detail != 0 ? SUF_KEY_PLAIN : SUF_KEY_PARAMETER,
        .minimum = key->detail != 0 ? 0 : -(double) INFINITY,
        .maximum = key->detail != 0 ? 1 : (double) INFINITY};
    double *values = NULL;
    if (node->kind != SUF_NODE_LIST || node->n_entries == 0) {
        suf_value_fault(self, key, node, NULL);
        return;
    }
    if (!suf_reader_ok(self,
            suf_arena_take(self->arena, node->n_entries, sizeof *values, &values))) {
        return;
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_node *item = node->entries[i].value;
        if (key->detail != 0) {
            (void) suf_value_plain(self, &element, item, &values[i]);
        } else if (is_scalar(self, &element, item)) {
            (void) take_parameter(self, &element, item, object, &values[i]);
        }
    }
    suf_key_set_array(key, object, values, node->n_entries);
}

void
suf_value_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const suf_type *type = suf_type_of(key);
    if (suf_lever_read(self, key, node, object)) {
        return;
    }
    if ((!type->is_value || is_scalar(self, key, node)) && type->read != NULL) {
        type->read(self, key, node, object);
    }
}

void
suf_value_take(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (key->mark_bytes > 0) {
        unsigned char byte = (unsigned char) key->mark_value;
        memcpy(suf_key_member(object, key->mark_offset),
            key->mark_bytes == 1 ? (const void *) &byte : (const void *) &key->mark_value,
            key->mark_bytes);
    }
    suf_value_read(self, key, node, object);
}
