/* The resolved scenario: one text of all that holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resolve.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "scenario/keys.h"

typedef struct writer {
    const suf_scenario *scenario;
    suf_text text;
    suf_service_kind kind; /* of the service at hand */
} writer;

static const void *
member_of(const void *object, size_t offset)
{
    return (const unsigned char *) object + offset;
}

static void
indent(writer *self, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        suf_text_add(&self->text, "  ");
    }
}

/* A text in double quotes, as of YAML 1.1. */
static void
write_quoted(writer *self, const char *text)
{
    suf_text_add(&self->text, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char) *at;
        if (c == '"' || c == '\\') {
            suf_text_format(&self->text, "\\%c", c);
        } else if (c < 0x20 || c == 0x7f) {
            suf_text_format(&self->text, "\\x%02x", c);
        } else {
            suf_text_add_n(&self->text, at, 1);
        }
    }
    suf_text_add(&self->text, "\"");
}

static const char *
unit_text(suf_dimension dimension)
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
write_double(writer *self, const suf_key *key, double value)
{
    suf_text_add_double(&self->text, unscaled(key, value));
    suf_text_add(&self->text, unit_text(key->dimension));
}

static void
write_number(writer *self, const suf_key *key, const suf_number *number)
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
write_reference(writer *self, const suf_key *key, uint32_t index)
{
    const suf_scenario *scenario = self->scenario;
    if (key->type == SUF_KEY_SERVICE) {
        suf_text_add(&self->text, scenario->services[index].name);
    } else if (index == SUF_NONE) {
        suf_text_add(&self->text, "outside");
    } else {
        write_quoted(self, scenario->districts[index].district);
    }
}

/* True when the member holds nothing that was given and nothing that holds instead. */
static bool
is_absent(const suf_key *key, const void *member)
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
write_law(writer *self, const suf_assumption *assumption, double value)
{
    suf_text_add_double(&self->text, value);
    suf_text_add(&self->text, unit_text(assumption->dimension));
}

static void
write_date(writer *self, int32_t day)
{
    char text[11];
    suf_date_format(day, text);
    suf_text_add(&self->text, text);
}

/* A member that is one value; `object` is the struct of its section. */
static void
write_value(writer *self, const suf_key *key, const void *object)
{
    const void *member = member_of(object, key->offset);
    union {
        uint32_t count;
        int32_t day;
        uint64_t seed;
        double value;
        bool yes;
        const char *text;
        suf_number number;
    } held = {0};
    if (is_absent(key, member)) {
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
        write_quoted(self, held.text);
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
        write_number(self, key, &held.number);
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

static void write_section(
    writer *self, suf_section section, const void *object, unsigned depth);

static void
read_array(const suf_key *key, const void *object, const unsigned char **items, size_t *n)
{
    memcpy(items, member_of(object, key->offset), sizeof *items);
    memcpy(n, member_of(object, key->count_offset), sizeof *n);
}

/* The columns once, and each row as a list. */
static void
write_table(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    const unsigned char *rows = NULL;
    size_t n = 0;
    read_array(key, object, &rows, &n);
    if (n == 0) {
        return;
    }
    indent(self, depth);
    suf_text_format(&self->text, "%s:\n", key->name);
    indent(self, depth + 1);
    suf_text_add(&self->text, "columns: [");
    for (size_t i = 0; i < info->n_keys; i++) {
        suf_text_format(&self->text, "%s%s", i > 0 ? ", " : "", info->keys[i].name);
    }
    suf_text_add(&self->text, "]\n");
    indent(self, depth + 1);
    suf_text_add(&self->text, "rows:\n");
    for (size_t i = 0; i < n; i++) {
        indent(self, depth + 1);
        suf_text_add(&self->text, "- [");
        for (size_t j = 0; j < info->n_keys; j++) {
            suf_text_add(&self->text, j > 0 ? ", " : "");
            write_value(self, &info->keys[j], rows + i * info->bytes);
        }
        suf_text_add(&self->text, "]\n");
    }
}

static void
write_map(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    const unsigned char *elements = NULL;
    size_t n = 0;
    read_array(key, object, &elements, &n);
    if (n == 0) {
        return;
    }
    indent(self, depth);
    suf_text_format(&self->text, "%s:\n", key->name);
    for (size_t i = 0; i < n; i++) {
        const suf_key name = {.type = info->name_type, .offset = info->name_offset};
        indent(self, depth + 1);
        write_value(self, &name, elements + i * info->bytes);
        suf_text_add(&self->text, ":\n");
        write_section(
            self, (suf_section) key->detail, elements + i * info->bytes, depth + 2);
    }
}

static void
write_years(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    const unsigned char *items = NULL;
    size_t n = 0;
    read_array(key, object, &items, &n);
    if (n == 0) {
        return;
    }
    indent(self, depth);
    suf_text_format(&self->text, "%s:\n", key->name);
    for (size_t i = 0; i < n; i++) {
        suf_year_factor factor;
        memcpy(&factor, items + i * sizeof factor, sizeof factor);
        indent(self, depth + 1);
        suf_text_format(&self->text, "%" PRId32 ": ", factor.year);
        write_number(self, key, &factor.factor);
        suf_text_add(&self->text, "\n");
    }
}

/* A list of numbers of an assumption. */
static void
write_list(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    const suf_assumption *assumption = object;
    const double *values = NULL;
    size_t n = 0;
    memcpy((void *) &values, member_of(object, key->offset), sizeof values);
    memcpy(&n, member_of(object, key->count_offset), sizeof n);
    if (n == 0) {
        return;
    }
    indent(self, depth);
    suf_text_format(&self->text, "%s: [", key->name);
    for (size_t i = 0; i < n; i++) {
        suf_text_add(&self->text, i > 0 ? ", " : "");
        suf_text_add_double(&self->text, values[i]);
        suf_text_add(
            &self->text, key->detail != 0 ? "" : unit_text(assumption->dimension));
    }
    suf_text_add(&self->text, "]\n");
}

static void
write_factors(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    static const char *const sexes[SUF_N_SEXES] = {"F", "M"};
    bool is_months = key->type == SUF_KEY_MONTHS;
    indent(self, depth);
    suf_text_format(&self->text, "%s:", key->name);
    for (unsigned i = 0; i < (is_months ? 12U : (unsigned) SUF_N_SEXES); i++) {
        double factor = 0;
        memcpy(
            &factor, member_of(object, key->offset + i * sizeof factor), sizeof factor);
        suf_text_format(&self->text, "%s%s: ", i > 0 ? ", " : " {",
            is_months ? suf_month_name(i) : sexes[i]);
        suf_text_add_double(&self->text, factor);
    }
    suf_text_add(&self->text, "}\n");
}

/* True when the member that the key marks holds the key's value. */
static bool
is_marked(const suf_key *key, const void *object)
{
    int value = 0;
    unsigned char byte = 0;
    if (key->mark_bytes == 1) {
        memcpy(&byte, member_of(object, key->mark_offset), 1);
        value = byte;
    } else {
        memcpy(&value, member_of(object, key->mark_offset), sizeof value);
    }
    return value == key->mark_value;
}

static void
write_key(writer *self, const suf_key *key, const void *object, unsigned depth)
{
    size_t start = self->text.n;
    switch (key->type) {
    case SUF_KEY_EXTENDS:
    case SUF_KEY_PLACES: /* stand in the places of the scenario */
        return;
    case SUF_KEY_SECTION:
        indent(self, depth);
        suf_text_format(&self->text, "%s:\n", key->name);
        size_t inside = self->text.n;
        write_section(
            self, (suf_section) key->detail, member_of(object, key->offset), depth + 1);
        if (self->text.n == inside) {
            suf_text_cut(&self->text, start);
        }
        return;
    case SUF_KEY_MAP:
        write_map(self, key, object, depth);
        return;
    case SUF_KEY_TABLE:
        write_table(self, key, object, depth);
        return;
    case SUF_KEY_LAWS:
        write_list(self, key, object, depth);
        return;
    case SUF_KEY_YEARS:
        write_years(self, key, object, depth);
        return;
    case SUF_KEY_MONTHS:
    case SUF_KEY_SEXES:
        write_factors(self, key, object, depth);
        return;
    case SUF_KEY_FORMAT:
    case SUF_KEY_TEXT:
    case SUF_KEY_NAME:
    case SUF_KEY_LABEL:
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
    case SUF_KEY_SEED:
    case SUF_KEY_COUNT:
    case SUF_KEY_YEAR:
    case SUF_KEY_AGE:
    case SUF_KEY_WHOLE:
    case SUF_KEY_PLAIN:
    case SUF_KEY_NUMBER:
    case SUF_KEY_LAW:
    case SUF_KEY_YES_NO:
    case SUF_KEY_CHOICE:
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        if (!is_absent(key, member_of(object, key->offset))) {
            indent(self, depth);
            suf_text_format(&self->text, "%s: ", key->name);
            write_value(self, key, object);
            suf_text_add(&self->text, "\n");
        }
        return;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_section(writer *self, suf_section section, const void *object, unsigned depth)
{
    const suf_section_info *info = suf_section_get(section);
    if (section == SUF_SECTION_SERVICE) {
        self->kind = ((const suf_service_spec *) object)->kind;
    }
    /* Of keys of which one must be given, the one that is: Erlang is a gamma, and what
     * bears no mark holds when nothing marked does. */
    const suf_key *chosen[8] = {NULL};
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->mark_bytes > 0 && chosen[key->group] == NULL && is_marked(key, object)) {
            chosen[key->group] = key;
        }
    }
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        bool is_choice = key->is_required && key->group > 0;
        bool is_written = key->mark_bytes > 0 ? is_marked(key, object)
                                              : !is_choice || chosen[key->group] == NULL;
        if (is_written && is_choice && chosen[key->group] != NULL) {
            is_written = chosen[key->group] == key;
        }
        if (is_written && suf_key_is_of_kind(key, self->kind)) {
            write_key(self, key, object, depth);
        }
    }
}

suf_status
suf_resolve(const suf_scenario *scenario, char **out)
{
    writer self = {.scenario = scenario};
    suf_text_init(&self.text);
    write_section(&self, SUF_SECTION_ROOT, scenario, 0);
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}
