/* The resolved scenario: one text of all that holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resolve.h"

#include <inttypes.h>
#include <string.h>

#include "scenario/keys.h"

/* The array of a key, and its elements. */
static const unsigned char *
array_of(const suf_key *key, const void *object, size_t *n)
{
    const unsigned char *items = NULL;
    memcpy((void *) &items, suf_key_held(object, key->offset), sizeof items);
    memcpy(n, suf_key_held(object, key->count_offset), sizeof *n);
    return items;
}

/* The columns once, and each row as a list. */
void
suf_write_table(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    size_t n = 0;
    const unsigned char *rows = array_of(key, object, &n);
    if (n == 0) {
        return;
    }
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    suf_writer_begin(self, "columns");
    for (size_t i = 0; i < info->n_keys; i++) {
        suf_text_format(&self->text, "%s%s", i > 0 ? ", " : " [", info->keys[i].name);
    }
    suf_text_add(&self->text, "]\n");
    suf_writer_begin(self, "rows");
    suf_writer_end(self, NULL);
    for (size_t i = 0; i < n; i++) {
        suf_writer_begin(self, NULL);
        for (size_t j = 0; j < info->n_keys; j++) {
            suf_text_add(&self->text, j > 0 ? ", " : "- [");
            suf_writer_add_value(self, &info->keys[j], rows + i * info->bytes);
        }
        suf_text_add(&self->text, "]\n");
    }
    (void) suf_writer_close(self, &mark);
}

static void write_keys(suf_writer *self, suf_section section, const void *object);

void
suf_write_map(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    const suf_key name = {.type = info->name_type, .offset = info->name_offset};
    size_t n = 0;
    const unsigned char *elements = array_of(key, object, &n);
    if (n == 0) {
        return;
    }
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    for (size_t i = 0; i < n; i++) {
        const unsigned char *element = elements + i * info->bytes;
        suf_writer_begin(self, NULL);
        suf_writer_add_value(self, &name, element);
        suf_text_add(&self->text, ":");
        suf_writer_mark inner = suf_writer_open(self);
        write_keys(self, (suf_section) key->detail, element);
        (void) suf_writer_close(self, &inner);
    }
    (void) suf_writer_close(self, &mark);
}

void
suf_write_years(suf_writer *self, const suf_key *key, const void *object)
{
    size_t n = 0;
    const unsigned char *items = array_of(key, object, &n);
    if (n == 0) {
        return;
    }
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    for (size_t i = 0; i < n; i++) {
        suf_year_factor factor;
        memcpy(&factor, items + i * sizeof factor, sizeof factor);
        suf_writer_begin(self, NULL);
        suf_text_format(&self->text, "%" PRId32 ": ", factor.year);
        suf_writer_add_number(self, key, &factor.factor);
        suf_writer_end(self, NULL);
    }
    (void) suf_writer_close(self, &mark);
}

/* A list of numbers of an assumption. */
void
suf_write_laws(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_assumption *assumption = object;
    size_t n = 0;
    const unsigned char *items = array_of(key, object, &n);
    if (n == 0) {
        return;
    }
    suf_writer_begin(self, key->name);
    for (size_t i = 0; i < n; i++) {
        double value = 0;
        memcpy(&value, items + i * sizeof value, sizeof value);
        suf_text_add(&self->text, i > 0 ? ", " : " [");
        suf_text_add_double(&self->text, value);
        suf_text_add(&self->text,
            key->detail != 0 ? "" : suf_dimension_get(assumption->dimension)->unit);
    }
    suf_text_add(&self->text, "]");
    suf_writer_end(self, NULL);
}

static void
write_factors(suf_writer *self, const suf_key *key, const void *object, size_t n,
    const char *const *names)
{
    suf_writer_begin(self, key->name);
    for (size_t i = 0; i < n; i++) {
        double factor = 0;
        memcpy(&factor, suf_key_held(object, key->offset + i * sizeof factor),
            sizeof factor);
        suf_text_format(&self->text, "%s%s: ", i > 0 ? ", " : " {", names[i]);
        suf_text_add_double(&self->text, factor);
    }
    suf_text_add(&self->text, "}");
    suf_writer_end(self, NULL);
}

void
suf_write_months(suf_writer *self, const suf_key *key, const void *object)
{
    const char *names[12];
    for (unsigned i = 0; i < 12; i++) {
        names[i] = suf_month_name(i);
    }
    write_factors(self, key, object, 12, names);
}

void
suf_write_sexes(suf_writer *self, const suf_key *key, const void *object)
{
    static const char *const names[SUF_N_SEXES] = {[SUF_FEMALE] = "F", [SUF_MALE] = "M"};
    write_factors(self, key, object, SUF_N_SEXES, names);
}

void
suf_write_section(suf_writer *self, const suf_key *key, const void *object)
{
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    write_keys(self, (suf_section) key->detail, suf_key_held(object, key->offset));
    if (suf_writer_close(self, &mark)) {
        suf_text_cut(&self->text, mark.start);
    }
}

/* True when the member that the key marks holds the key's value. */
static bool
is_marked(const suf_key *key, const void *object)
{
    int value = 0;
    unsigned char byte = 0;
    if (key->mark_bytes == 1) {
        memcpy(&byte, suf_key_held(object, key->mark_offset), 1);
        value = byte;
    } else {
        memcpy(&value, suf_key_held(object, key->mark_offset), sizeof value);
    }
    return value == key->mark_value;
}

static void
write_key(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_type *type = suf_type_of(key);
    if (type->write != NULL && !type->is_value) {
        type->write(self, key, object);
    } else if (type->write != NULL && !suf_key_is_absent(key, object)) {
        suf_writer_begin(self, key->name);
        suf_text_add(&self->text, " ");
        type->write(self, key, object);
        suf_writer_end(self, NULL);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_keys(suf_writer *self, suf_section section, const void *object)
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
            write_key(self, key, object);
        }
    }
}

suf_status
suf_resolve(const suf_scenario *scenario, char **out)
{
    suf_writer self = {.scenario = scenario};
    suf_text_init(&self.text);
    write_keys(&self, SUF_SECTION_ROOT, scenario);
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}
