/* One value as written, into the member its key names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"
#include "scenario/assumption.h"
#include "scenario/encoding.h"

enum { MOST_NAME_BYTES = 100, MOST_LABEL_BYTES = 200, MOST_AGE_MONTHS = 120 * 12 };

/* "found X: why, expected Y". */
static void
fault_found(suf_reader *self, const suf_key *key, const suf_node *node, const char *why)
{
    char found[120];
    char expected[300];
    suf_node_describe(node, found);
    suf_key_expected(key, expected);
    suf_reader_fault(self, &node->place, NULL, "found %s%s%s, expected %s", found,
        why != NULL ? ": " : "", why != NULL ? why : "", expected);
}

static bool
is_scalar(suf_reader *self, const suf_key *key, const suf_node *node)
{
    if (node->kind != SUF_NODE_SCALAR || suf_node_is_null(node)) {
        fault_found(self, key, node, NULL);
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
        why = quantity.dimension == SUF_DIMENSION_NONE   ? "a number without unit"
              : key->dimension == SUF_DIMENSION_NONE     ? "a quantity with a unit"
              : quantity.dimension == SUF_DIMENSION_RATE ? "a rate"
                                                         : "a duration";
    }
    if (why == NULL && !is_in_range(key, quantity.value)) {
        why = "out of range";
    }
    if (why != NULL) {
        fault_found(self, key, node, why);
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
        fault_found(self, key, node, "this key accepts no assumption");
        return false;
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
        uint32_t found = suf_assumption_use(self, key, node);
        if (found == SUF_NONE) {
            return false;
        }
        *out = (suf_number){suf_key_scale(key), found};
        return true;
    }
    double value = 0;
    if (!suf_value_plain(self, key, node, &value)) {
        return false;
    }
    if (is_whole && value != floor(value)) {
        fault_found(self, key, node, "not a whole number");
        return false;
    }
    *out = suf_number_constant(value);
    return true;
}

/* A parameter of an assumption: the first sets the dimension of all. */
static bool
read_law(suf_reader *self, const suf_key *key, const suf_node *node,
    suf_assumption *assumption, double *out)
{
    suf_quantity quantity = {0};
    const char *why = suf_quantity_parse(node->text, &quantity);
    why = why != NULL ? why : quoted_number(node);
    if (why == NULL && self->has_law && quantity.dimension != assumption->dimension) {
        why = "not of the same kind of unit as the parameter before";
    }
    if (why == NULL && !is_in_range(key, quantity.value)) {
        why = "out of range";
    }
    if (why != NULL) {
        fault_found(self, key, node, why);
        return false;
    }
    assumption->dimension = quantity.dimension;
    self->has_law = true;
    *out = quantity.value;
    return true;
}

static bool
read_whole(suf_reader *self, const suf_key *key, const suf_node *node, int64_t *out)
{
    int64_t value = 0;
    const char *why = suf_whole_parse(node->text, &value);
    why = why != NULL ? why : quoted_number(node);
    if (why == NULL && key->type == SUF_KEY_SEED) {
        why = value < 0 ? "below 0" : NULL;
    } else if (why == NULL && !is_in_range(key, (double) value)) {
        why = "out of range";
    }
    if (why != NULL) {
        fault_found(self, key, node, why);
        return false;
    }
    *out = value;
    return true;
}

static void
read_date(suf_reader *self, const suf_key *key, const suf_node *node, int32_t *out)
{
    int32_t day = 0;
    if (!suf_date_parse(node->text, &day)) {
        fault_found(self, key, node, NULL);
        return;
    }
    int32_t year = 0;
    int32_t month = 0;
    int32_t day_of_month = 0;
    suf_date_of_day(day, &year, &month, &day_of_month);
    if (key->type == SUF_KEY_MONTH && day_of_month != 1) {
        fault_found(self, key, node, NULL);
        return;
    }
    *out = day;
}

static void
read_age(suf_reader *self, const suf_key *key, const suf_node *node, uint32_t *out)
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
        fault_found(self, key, node, why);
        return;
    }
    *out = (uint32_t) quantity.months;
}

static void
read_yes_no(suf_reader *self, const suf_key *key, const suf_node *node, bool *out)
{
    bool is_yes = strcmp(node->text, "yes") == 0 || strcmp(node->text, "true") == 0;
    bool is_no = strcmp(node->text, "no") == 0 || strcmp(node->text, "false") == 0;
    if ((!is_yes && !is_no) || node->is_quoted) {
        fault_found(self, key, node, NULL);
        return;
    }
    *out = is_yes;
}

static void
read_choice(suf_reader *self, const suf_key *key, const suf_node *node, void *member)
{
    const suf_choices *set = suf_choices_get((suf_choice_set) key->detail);
    const char *near = NULL;
    size_t least = suf_text_slip(node->text) + 1;
    for (size_t i = 0; i < set->n; i++) {
        int value = set->items[i].value;
        if (strcmp(node->text, set->items[i].word) == 0) {
            unsigned char byte = (unsigned char) value;
            if (set->bytes == sizeof value) {
                memcpy(member, &value, sizeof value);
            } else if (set->bytes == 1) {
                memcpy(member, &byte, 1);
            }
            return;
        }
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

bool
suf_value_is_name(suf_reader *self, const suf_place *place, const char *text)
{
    size_t n = strlen(text);
    if (n > 0 && n <= MOST_NAME_BYTES &&
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n) {
        return true;
    }
    suf_reader_fault(self, place, NULL,
        "found '%.80s', expected a name of letters a-z, digits, _ and -%s", text,
        n > MOST_NAME_BYTES ? ", at most 100 long" : "");
    return false;
}

bool
suf_value_is_label(suf_reader *self, const suf_place *place, const char *text)
{
    size_t n = strlen(text);
    const char *why = NULL;
    if (n == 0) {
        why = "nothing is there";
    } else if (n > MOST_LABEL_BYTES) {
        why = "longer than 200 bytes";
    }
    for (size_t i = 0; why == NULL && i < n; i++) {
        if ((unsigned char) text[i] < 0x20 || text[i] == 0x7f) {
            why = "a control character is in it";
        }
    }
    const char *odd = why == NULL ? suf_encoding_oddity(text) : NULL;
    if (why != NULL) {
        suf_reader_fault(
            self, place, NULL, "found '%.80s': %s, expected a name", text, why);
    } else if (odd != NULL && text[0] != '\0' && strstr(odd, "accents") == NULL) {
        suf_reader_fault(
            self, place, NULL, "found '%.80s'%s, expected a name without", text, odd);
        return false;
    }
    return why == NULL;
}

/* What is odd about a name that is not known, as text behind it. */
static const char *
oddity(const char *text)
{
    const char *odd = suf_encoding_oddity(text);
    return odd != NULL ? odd : "";
}

uint32_t
suf_value_district(suf_reader *self, const suf_place *place, const char *text)
{
    uint32_t found = suf_names_find(&self->districts, text);
    if (found == SUF_NONE && self->districts.n > 0 && /* none at all is told elsewhere */
        !suf_reader_knows(self, "district", text, place->source)) {
        suf_reader_fault_near(self, place, suf_reader_near(self, &self->districts, text),
            "found '%.80s'%s, expected the name of a district", text, oddity(text));
    }
    if (found != SUF_NONE) {
        suf_reader_refer(self, "district", text);
    }
    return found;
}

/* True for texts that something else may name: not those for people. */
static bool
is_name_like(const suf_key *key)
{
    static const char *const for_people[] = {
        "title", "title_zh", "source", "area", "code", "site"};
    for (size_t i = 0; i < sizeof for_people / sizeof for_people[0]; i++) {
        if (strcmp(key->name, for_people[i]) == 0) {
            return false;
        }
    }
    return true;
}

/* A reference by name, or a text, into its member. */
static void
read_name(suf_reader *self, const suf_key *key, const suf_node *node, void *member)
{
    const char *text = node->text;
    uint32_t index = SUF_NONE;
    if (key->type == SUF_KEY_DISTRICT || key->type == SUF_KEY_BEYOND) {
        bool is_outside = key->type == SUF_KEY_BEYOND && strcmp(text, "outside") == 0;
        if (!is_outside) {
            index = suf_value_district(self, &node->place, text);
        }
        memcpy(member, &index, sizeof index);
        return;
    }
    if (key->type == SUF_KEY_SERVICE) {
        index = suf_names_find(&self->services, text);
        if (index == SUF_NONE && self->services.n > 0 &&
            !suf_reader_knows(self, "service", text, node->place.source)) {
            suf_reader_fault_near(self, &node->place,
                suf_reader_near(self, &self->services, text),
                "found '%.80s'%s, expected the name of a service", text, oddity(text));
        }
        if (index != SUF_NONE) {
            suf_reader_refer(self, "service", text);
        }
        memcpy(member, &index, sizeof index);
        return;
    }
    if (key->type == SUF_KEY_TEXT && is_name_like(key) && !self->is_resolved) {
        const char *odd = suf_encoding_oddity(text);
        if (odd != NULL && strstr(odd, "begins or ends") != NULL) {
            suf_reader_fault(self, &node->place, NULL,
                "found '%.80s'%s, expected a name without", text, odd);
            return;
        }
    }
    if ((key->type == SUF_KEY_NAME && !suf_value_is_name(self, &node->place, text)) ||
        (key->type == SUF_KEY_LABEL && !suf_value_is_label(self, &node->place, text))) {
        return;
    }
    char *copy = NULL;
    if (suf_reader_ok(self, suf_arena_text(self->arena, text, strlen(text), &copy))) {
        memcpy(member, &copy, sizeof copy);
    }
}

void
suf_value_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (!is_scalar(self, key, node)) {
        return;
    }
    void *member = (unsigned char *) object + key->offset;
    int64_t whole = 0;
    double value = 0;
    suf_number number = {0};
    uint32_t count = 0;
    int32_t year = 0;
    switch (key->type) {
    case SUF_KEY_FORMAT:
        (void) read_whole(self, key, node, &whole);
        return;
    case SUF_KEY_SEED:
        if (read_whole(self, key, node, &whole)) {
            memcpy(member, &whole, sizeof whole); /* not negative: the same bits */
        }
        return;
    case SUF_KEY_COUNT:
        if (read_whole(self, key, node, &whole)) {
            count = (uint32_t) whole;
            memcpy(member, &count, sizeof count);
        }
        return;
    case SUF_KEY_YEAR:
        if (read_whole(self, key, node, &whole)) {
            year = (int32_t) whole;
            memcpy(member, &year, sizeof year);
        }
        return;
    case SUF_KEY_WHOLE:
        if (read_whole(self, key, node, &whole)) {
            value = (double) whole;
            memcpy(member, &value, sizeof value);
        }
        return;
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
        read_date(self, key, node, member);
        return;
    case SUF_KEY_AGE:
        read_age(self, key, node, member);
        return;
    case SUF_KEY_PLAIN:
        if (suf_value_plain(self, key, node, &value)) {
            memcpy(member, &value, sizeof value);
        }
        return;
    case SUF_KEY_NUMBER:
        if (suf_value_number(self, key, node, &number)) {
            memcpy(member, &number, sizeof number);
        }
        return;
    case SUF_KEY_LAW:
        if (read_law(self, key, node, object, &value)) {
            memcpy(member, &value, sizeof value);
        }
        return;
    case SUF_KEY_YES_NO:
        read_yes_no(self, key, node, member);
        return;
    case SUF_KEY_CHOICE:
        read_choice(self, key, node, member);
        return;
    case SUF_KEY_TEXT:
    case SUF_KEY_NAME:
    case SUF_KEY_LABEL:
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        read_name(self, key, node, member);
        return;
    case SUF_KEY_EXTENDS:
    case SUF_KEY_SECTION:
    case SUF_KEY_MAP:
    case SUF_KEY_TABLE:
    case SUF_KEY_LAWS:
    case SUF_KEY_YEARS:
    case SUF_KEY_MONTHS:
    case SUF_KEY_SEXES:
    case SUF_KEY_PLACES:
        return;
    }
}

void
suf_value_list(
    suf_reader *self, const suf_key *key, const suf_node *node, void *assumption)
{
    const suf_key element = {.name = key->name,
        .type = key->detail != 0 ? SUF_KEY_PLAIN : SUF_KEY_LAW,
        .minimum = key->detail != 0 ? 0 : -(double) INFINITY,
        .maximum = key->detail != 0 ? 1 : (double) INFINITY};
    double *values = NULL;
    if (node->kind != SUF_NODE_LIST || node->n_entries == 0) {
        fault_found(self, key, node, NULL);
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
            (void) read_law(self, &element, item, assumption, &values[i]);
        }
    }
    memcpy((unsigned char *) assumption + key->offset, &values, sizeof values);
    memcpy((unsigned char *) assumption + key->count_offset, &node->n_entries,
        sizeof node->n_entries);
}
