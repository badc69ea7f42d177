/* A value of a scenario as its resolved text has it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "written_value.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"

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
add_double(suf_writer *self, const suf_key *key, double value)
{
    suf_text_add_double(&self->text, unscaled(key, value));
    suf_text_add(&self->text, suf_dimension_get(key->dimension)->unit);
}

void
suf_writer_add_number(suf_writer *self, const suf_key *key, const suf_number *number)
{
    if (number->assumption != SUF_NONE) {
        double factor = unscaled(key, number->value);
        suf_text_format(
            &self->text, "$%s", self->scenario->assumptions[number->assumption].name);
        if (factor < 1 || factor > 1) {
            suf_text_add(&self->text, " * ");
            suf_text_add_double(&self->text, factor);
        }
    } else {
        add_double(self, key, number->value);
    }
}

void
suf_writer_add_value(suf_writer *self, const suf_key *key, const void *object)
{
    if (suf_key_is_absent(key, object)) {
        suf_text_add(&self->text, "null");
    } else {
        suf_writer_add_held(self, key, object);
    }
}

void
suf_writer_add_held(suf_writer *self, const suf_key *key, const void *object)
{
    uint32_t lever = suf_key_lever(key, object);
    if (lever != SUF_NONE) {
        suf_text_format(&self->text, "$%s", self->scenario->levers[lever].name);
    } else {
        suf_type_of(key)->write(self, key, object);
    }
}

bool
suf_key_is_absent(const suf_key *key, const void *object)
{
    const suf_type *type = suf_type_of(key);
    return type->is_absent != NULL &&
           type->is_absent(key, suf_key_held(object, key->offset));
}

/* --- the types -------------------------------------------------------------------------
 */

/* Copies the member of a key.
 * NOLINTBEGIN(bugprone-macro-parentheses): a type and a name cannot be in them */
#define HELD(type, name)                                                                 \
    type name;                                                                           \
    memcpy(&name, suf_key_held(object, key->offset), sizeof name)
/* NOLINTEND(bugprone-macro-parentheses) */

void
suf_write_format(suf_writer *self, const suf_key *key, const void *object)
{
    (void) key;
    (void) object;
    suf_text_add(&self->text, "1");
}

void
suf_write_text(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(const char *, text);
    suf_text_add_quoted(&self->text, text);
}

void
suf_write_date(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(int32_t, day);
    char text[11];
    suf_date_format(day, text);
    suf_text_add(&self->text, text);
}

void
suf_write_seed(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(uint64_t, seed);
    suf_text_format(&self->text, "%" PRIu64, seed);
}

void
suf_write_count(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(uint32_t, count);
    suf_text_format(&self->text, "%" PRIu32, count);
}

void
suf_write_year(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(int32_t, year);
    suf_text_format(&self->text, "%" PRId32, year);
}

void
suf_write_age(suf_writer *self, const suf_key *key, const void *object)
{
    suf_write_count(self, key, object);
    suf_text_add(&self->text, " months");
}

void
suf_write_ages(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(suf_ages, ages);
    suf_text_format(&self->text, "%" PRIu32, ages.from);
    if (ages.to != ages.from) {
        suf_text_format(&self->text, "-%" PRIu32, ages.to);
    }
}

void
suf_write_lasting(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(uint32_t, lasts);
    bool is_of_intakes = (lasts & SUF_LASTING_INTAKES) != 0;
    suf_text_format(&self->text, "%" PRIu32 " %s", lasts & ~SUF_LASTING_INTAKES,
        is_of_intakes ? "intakes" : "months");
}

void
suf_write_plain(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(double, value);
    add_double(self, key, value);
}

void
suf_write_number(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(suf_number, number);
    suf_writer_add_number(self, key, &number);
}

void
suf_write_parameter(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_assumption *assumption = object; /* whose dimension it has */
    HELD(double, value);
    suf_text_add_double(&self->text, value);
    suf_text_add(&self->text, suf_dimension_get(assumption->dimension)->unit);
}

void
suf_write_yes_no(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(bool, yes);
    suf_text_add(&self->text, yes ? "yes" : "no");
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

bool
suf_choice_is_absent(const suf_key *key, const void *member)
{
    return word_of(key, member) == NULL;
}

void
suf_write_choice(suf_writer *self, const suf_key *key, const void *object)
{
    suf_text_add(&self->text, word_of(key, suf_key_held(object, key->offset)));
}

void
suf_write_service(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(uint32_t, index);
    suf_text_add(&self->text, self->scenario->services[index].name);
}

void
suf_write_district(suf_writer *self, const suf_key *key, const void *object)
{
    HELD(uint32_t, index);
    if (index == SUF_NONE) {
        suf_text_add(&self->text, "outside");
    } else {
        suf_text_add_quoted(&self->text, self->scenario->districts[index].district);
    }
}
