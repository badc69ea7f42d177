/* A value of a scenario as its resolved text has it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "written_value.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"

const char *
suf_unit_text(suf_dimension dimension)
{
    switch (dimension) {
    case SUF_DIMENSION_DURATION:
        return " days";
    case SUF_DIMENSION_RATE:
        return " per day";
    case SUF_DIMENSION_NONE:
        break;
    }
    return "";
}

/* The number that, read with the key's scale, gives exactly this value. */
static double
unscaled(const suf_key *key, double value)
{
    enum { MOST_STEPS = 4 };
    double scale = suf_key_scale(key);
    double near = value / scale;
    double below = near;
    double above = near;
    for (int i = 0; i < MOST_STEPS; i++) {
        if (below * scale >= value && below * scale <= value) {
            return below;
        }
        if (above * scale >= value && above * scale <= value) {
            return above;
        }
        below = nextafter(below, -(double) INFINITY);
        above = nextafter(above, (double) INFINITY);
    }
    return near;
}

/* As it could be written in a file: in days or per day where it has a unit. */
static void
write_double(suf_writer *self, const suf_key *key, double value)
{
    suf_text_add_double(&self->text, unscaled(key, value));
    suf_text_add(&self->text, suf_unit_text(key->dimension));
}

void
suf_write_number(suf_writer *self, const suf_key *key, const suf_number *number)
{
    if (number->assumption != SUF_NONE) {
        suf_text_format(
            &self->text, "$%s", self->scenario->assumptions[number->assumption].name);
    } else {
        write_double(self, key, number->value);
    }
}

/* The word of a choice; NULL when none is held. */
static const char *
word_of(const suf_key *key, const void *member)
{
    const suf_choices *set = suf_choices_get((suf_choice_set) key->detail);
    int held = set->items[0].value;
    unsigned char byte = 0;
    if (set->bytes == sizeof held) {
        memcpy(&held, member, sizeof held);
    } else if (set->bytes == 1) {
        memcpy(&byte, member, 1);
        held = byte;
    }
    for (size_t i = 0; i < set->n; i++) {
        if (set->items[i].value == held) {
            return set->items[i].word;
        }
    }
    return NULL;
}

/* A reference, by name. */
static void
write_reference(suf_writer *self, const suf_key *key, uint32_t index)
{
    const suf_scenario *scenario = self->scenario;
    if (key->type == SUF_KEY_SERVICE) {
        suf_text_add(&self->text, scenario->services[index].name);
    } else if (index == SUF_NONE) {
        suf_text_add(&self->text, "outside");
    } else {
        suf_text_add_quoted(&self->text, scenario->districts[index].district);
    }
}

bool
suf_key_is_absent(const suf_key *key, const void *member)
{
    uint32_t count = 0;
    int32_t day = 0;
    double value = 0;
    if (key->type == SUF_KEY_COUNT || key->type == SUF_KEY_AGE ||
        key->type == SUF_KEY_SERVICE || key->type == SUF_KEY_DISTRICT) {
        memcpy(&count, member, sizeof count);
        return count == SUF_NONE;
    }
    if (key->type == SUF_KEY_DATE) {
        memcpy(&day, member, sizeof day);
        return day == INT32_MIN;
    }
    if (key->type == SUF_KEY_PLAIN || key->type == SUF_KEY_WHOLE ||
        key->type == SUF_KEY_LAW) {
        memcpy(&value, member, sizeof value);
        return isnan(value);
    }
    return key->type == SUF_KEY_CHOICE && word_of(key, member) == NULL;
}

/* A parameter of an assumption is written in the dimension of the assumption. */
static void
write_law(suf_writer *self, const suf_assumption *assumption, double value)
{
    suf_text_add_double(&self->text, value);
    suf_text_add(&self->text, suf_unit_text(assumption->dimension));
}

static void
write_date(suf_writer *self, int32_t day)
{
    char text[11];
    suf_date_format(day, text);
    suf_text_add(&self->text, text);
}

void
suf_write_value(suf_writer *self, const suf_key *key, const void *object)
{
    const void *member = suf_key_member(object, key->offset);
    union {
        uint32_t count;
        int32_t day;
        uint64_t seed;
        double value;
        bool yes;
        const char *text;
        suf_number number;
    } held = {0};
    if (suf_key_is_absent(key, member)) {
        suf_text_add(&self->text, "null");
        return;
    }
    switch (key->type) {
    case SUF_KEY_FORMAT:
        suf_text_add(&self->text, "1");
        return;
    case SUF_KEY_TEXT:
    case SUF_KEY_NAME:
    case SUF_KEY_LABEL:
        memcpy(&held.text, member, sizeof held.text);
        suf_text_add_quoted(&self->text, held.text);
        return;
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
        memcpy(&held.day, member, sizeof held.day);
        write_date(self, held.day);
        return;
    case SUF_KEY_SEED:
        memcpy(&held.seed, member, sizeof held.seed);
        suf_text_format(&self->text, "%" PRIu64, held.seed);
        return;
    case SUF_KEY_COUNT:
        memcpy(&held.count, member, sizeof held.count);
        suf_text_format(&self->text, "%" PRIu32, held.count);
        return;
    case SUF_KEY_YEAR:
        memcpy(&held.day, member, sizeof held.day);
        suf_text_format(&self->text, "%" PRId32, held.day);
        return;
    case SUF_KEY_AGE:
        memcpy(&held.count, member, sizeof held.count);
        suf_text_format(&self->text, "%" PRIu32 " months", held.count);
        return;
    case SUF_KEY_WHOLE:
    case SUF_KEY_PLAIN:
        memcpy(&held.value, member, sizeof held.value);
        write_double(self, key, held.value);
        return;
    case SUF_KEY_NUMBER:
        memcpy(&held.number, member, sizeof held.number);
        suf_write_number(self, key, &held.number);
        return;
    case SUF_KEY_LAW:
        memcpy(&held.value, member, sizeof held.value);
        write_law(self, object, held.value);
        return;
    case SUF_KEY_YES_NO:
        memcpy(&held.yes, member, sizeof held.yes);
        suf_text_add(&self->text, held.yes ? "yes" : "no");
        return;
    case SUF_KEY_CHOICE:
        suf_text_add(&self->text, word_of(key, member));
        return;
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        memcpy(&held.count, member, sizeof held.count);
        write_reference(self, key, held.count);
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
