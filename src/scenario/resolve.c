/* The resolved scenario: one text of all that holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resolve.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "scenario/keys.h"
#include "scenario/written_value.h"

static void
indent(suf_writer *self, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        suf_text_add(&self->text, "  ");
    }
}

static void write_section(
    suf_writer *self, suf_section section, const void *object, unsigned depth);

static void
read_array(const suf_key *key, const void *object, const unsigned char **items, size_t *n)
{
    memcpy(items, suf_key_member(object, key->offset), sizeof *items);
    memcpy(n, suf_key_member(object, key->count_offset), sizeof *n);
}

/* The columns once, and each row as a list. */
static void
write_table(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
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
            suf_write_value(self, &info->keys[j], rows + i * info->bytes);
        }
        suf_text_add(&self->text, "]\n");
    }
}

static void
write_map(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
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
        suf_write_value(self, &name, elements + i * info->bytes);
        suf_text_add(&self->text, ":\n");
        write_section(
            self, (suf_section) key->detail, elements + i * info->bytes, depth + 2);
    }
}

static void
write_years(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
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
        suf_write_number(self, key, &factor.factor);
        suf_text_add(&self->text, "\n");
    }
}

/* A list of numbers of an assumption. */
static void
write_list(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
{
    const suf_assumption *assumption = object;
    const double *values = NULL;
    size_t n = 0;
    memcpy((void *) &values, suf_key_member(object, key->offset), sizeof values);
    memcpy(&n, suf_key_member(object, key->count_offset), sizeof n);
    if (n == 0) {
        return;
    }
    indent(self, depth);
    suf_text_format(&self->text, "%s: [", key->name);
    for (size_t i = 0; i < n; i++) {
        suf_text_add(&self->text, i > 0 ? ", " : "");
        suf_text_add_double(&self->text, values[i]);
        suf_text_add(
            &self->text, key->detail != 0 ? "" : suf_unit_text(assumption->dimension));
    }
    suf_text_add(&self->text, "]\n");
}

static void
write_factors(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
{
    static const char *const sexes[SUF_N_SEXES] = {"F", "M"};
    bool is_months = key->type == SUF_KEY_MONTHS;
    indent(self, depth);
    suf_text_format(&self->text, "%s:", key->name);
    for (unsigned i = 0; i < (is_months ? 12U : (unsigned) SUF_N_SEXES); i++) {
        double factor = 0;
        memcpy(&factor, suf_key_member(object, key->offset + i * sizeof factor),
            sizeof factor);
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
        memcpy(&byte, suf_key_member(object, key->mark_offset), 1);
        value = byte;
    } else {
        memcpy(&value, suf_key_member(object, key->mark_offset), sizeof value);
    }
    return value == key->mark_value;
}

static void
write_key(suf_writer *self, const suf_key *key, const void *object, unsigned depth)
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
        write_section(self, (suf_section) key->detail,
            suf_key_member(object, key->offset), depth + 1);
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
        if (!suf_key_is_absent(key, suf_key_member(object, key->offset))) {
            indent(self, depth);
            suf_text_format(&self->text, "%s: ", key->name);
            suf_write_value(self, key, object);
            suf_text_add(&self->text, "\n");
        }
        return;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_section(suf_writer *self, suf_section section, const void *object, unsigned depth)
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
    suf_writer self = {.scenario = scenario};
    suf_text_init(&self.text);
    write_section(&self, SUF_SECTION_ROOT, scenario, 0);
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}
