/* The trees of a scenario as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "written_tree.h"

#include <inttypes.h>
#include <string.h>

#include "base/status.h"
#include "scenario/types/keys.h"
#include "scenario/types/node.h"

/* --- lists and mappings of values, as they are held -------------------------------- */

/* The array of a key, and its elements. */
static const unsigned char *
array_of(const suf_key *key, const void *object, size_t *n)
{
    const unsigned char *items = NULL;
    memcpy((void *) &items, suf_key_held(object, key->offset), sizeof items);
    memcpy(n, suf_key_held(object, key->count_offset), sizeof *n);
    return items;
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

/* Whether some row has the column. */
static bool
is_column_given(const suf_key *column, const unsigned char *rows, size_t n, size_t bytes)
{
    for (size_t i = 0; i < n; i++) {
        const void *row = rows + i * bytes;
        if (column->mark_bytes > 0 ? is_marked(column, row)
                                   : !suf_key_is_absent(column, row)) {
            return true;
        }
    }
    return false;
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
    uint64_t left_out = 0;
    suf_bug_unless(info->n_keys <= 64);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *column = &info->keys[i];
        if (column->is_sparse && !is_column_given(column, rows, n, info->bytes)) {
            left_out |= UINT64_C(1) << i;
            continue;
        }
        suf_text_format(&self->text, "%s%s", i > 0 ? ", " : " [", column->name);
    }
    suf_text_add(&self->text, "]\n");
    suf_writer_begin(self, "rows");
    suf_writer_end(self, NULL);
    for (size_t i = 0; i < n; i++) {
        suf_writer_begin(self, NULL);
        for (size_t j = 0; j < info->n_keys; j++) {
            const suf_key *cell = &info->keys[j];
            const void *row = rows + i * info->bytes;
            if ((left_out >> j & 1) != 0) {
                continue;
            }
            suf_text_add(&self->text, j > 0 ? ", " : "- [");
            if (cell->mark_bytes > 0 && !is_marked(cell, row)) {
                suf_text_add(&self->text, "null"); /* it was not given */
            } else {
                suf_writer_add_value(self, cell, row);
            }
        }
        suf_text_add(&self->text, "]\n");
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
suf_write_parameters(suf_writer *self, const suf_key *key, const void *object)
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

/* --- values as they were written --------------------------------------------------- */

/* A scalar, or the path of a table: from the present folder, and its origin. */
static void
end_value(suf_writer *self, const suf_node *node, bool is_path)
{
    if (is_path) {
        char *path = NULL;
        suf_status status = suf_source_beside(
            self->scenario->arena, node->place.source, node->text, &path);
        if (status != SUF_OK) {
            self->text.status = status;
            return;
        }
        suf_text_add(&self->text, " ");
        suf_writer_word(self, path);
    } else {
        suf_writer_scalar(self, node);
    }
    suf_writer_end(self, &node->place);
}

/* A row of a table that is a list of rows; its values are scalars: it has no faults. */
static void
write_row(suf_writer *self, const suf_node *row)
{
    for (size_t i = 0; i < row->n_entries; i++) {
        suf_writer_begin(self, NULL);
        suf_text_add(&self->text, i == 0 ? "- " : "  ");
        suf_writer_word(self, row->entries[i].key);
        suf_text_add(&self->text, ":");
        end_value(self, row->entries[i].value, false);
    }
}

/* A row of {columns, rows}: a list of scalars in brackets. */
static void
write_cells(suf_writer *self, const suf_node *row)
{
    suf_writer_begin(self, NULL);
    suf_text_add(&self->text, "- [");
    for (size_t i = 0; i < row->n_entries; i++) {
        suf_text_add(&self->text, i == 0 ? "" : ", ");
        suf_writer_given(self, row->entries[i].value);
    }
    suf_text_add(&self->text, "]");
    suf_writer_end(self, &row->place);
}

/* What keys do not spell out: factors by year, tables inline, lists of paths. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static void
write_free(suf_writer *self, const char *key, const suf_node *node, bool is_table)
{
    suf_writer_begin(self, key);
    if (node->kind == SUF_NODE_SCALAR) {
        end_value(self, node, is_table);
        return;
    }
    if (node->n_entries == 0) {
        suf_text_add(&self->text, node->kind == SUF_NODE_MAP ? " {}" : " []");
        suf_writer_end(self, &node->place);
        return;
    }
    suf_writer_mark mark = suf_writer_open(self);
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_node *value = node->entries[i].value;
        if (node->kind == SUF_NODE_MAP) {
            write_free(self, node->entries[i].key, value, false);
        } else if (value->kind == SUF_NODE_MAP) {
            write_row(self, value);
        } else if (value->kind == SUF_NODE_LIST) {
            write_cells(self, value);
        } else {
            suf_writer_begin(self, NULL);
            suf_text_add(&self->text, "-");
            end_value(self, value, is_table);
        }
    }
    (void) suf_writer_close(self, &mark);
}

/* --- the walk ---------------------------------------------------------------------- */

/* The keys of a section that are written; `node` is what was given of it, or NULL. */
static void write_keys(
    suf_writer *self, suf_section section, const suf_node *node, const void *object);

void
suf_write_map(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    const suf_key name = {.type = info->name_type, .offset = info->name_offset};
    const suf_node *given = self->given;
    size_t n = 0;
    const unsigned char *elements = array_of(key, object, &n);
    if (n == 0) {
        return;
    }
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    for (size_t i = 0; i < n; i++) {
        const unsigned char *element = elements + i * info->bytes;
        const suf_entry *entry = given != NULL ? &given->entries[i] : NULL;
        suf_writer_begin(self, entry != NULL ? entry->key : NULL);
        if (entry == NULL) {
            suf_writer_add_value(self, &name, element);
            suf_text_add(&self->text, ":");
        }
        suf_writer_mark inner = suf_writer_open(self);
        write_keys(self, (suf_section) key->detail, entry != NULL ? entry->value : NULL,
            element);
        if (suf_writer_close(self, &inner)) { /* nothing at all: but no null */
            suf_text_cut(&self->text, inner.behind_key);
            suf_text_add(&self->text, " {}");
            self->line_start = inner.start;
            suf_writer_end(self, entry != NULL ? &entry->value->place : NULL);
        }
    }
    (void) suf_writer_close(self, &mark);
}

void
suf_write_section(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_node *given = self->given;
    suf_writer_begin(self, key->name);
    suf_writer_mark mark = suf_writer_open(self);
    write_keys(self, (suf_section) key->detail, given, suf_key_held(object, key->offset));
    if (suf_writer_close(self, &mark)) {
        suf_text_cut(&self->text, given != NULL ? mark.behind_key : mark.start);
        suf_text_add(&self->text, given != NULL ? " {}\n" : "");
    }
}

/* True when a key is shown though nothing was given: it, or its section, has defaults. */
static bool
has_default(const suf_key *key)
{
    if (key->is_required || key->mark_bytes > 0) {
        return false;
    }
    if (key->type != SUF_KEY_SECTION) {
        return key->fallback != NULL && key->group == 0;
    }
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    for (size_t i = 0; i < info->n_keys; i++) {
        if (info->keys[i].is_required) {
            return false; /* it holds only when it is given */
        }
    }
    return true;
}

/* The keys of an object that are held, of those of which one must be given: Erlang is a
 * gamma, and what bears no mark holds when nothing marked does. */
typedef struct chosen {
    const suf_key *of_group[SUF_MOST_GROUPS];
} chosen;

static void
find_chosen(chosen *self, const suf_section_info *info, const void *object)
{
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->mark_bytes > 0 && self->of_group[key->group] == NULL &&
            is_marked(key, object)) {
            self->of_group[key->group] = key;
        }
    }
}

static bool
is_held(const chosen *self, const suf_key *key, const void *object)
{
    const suf_key *other = self->of_group[key->group];
    bool is_choice = key->is_required && key->group > 0;
    return key->mark_bytes > 0 ? is_marked(key, object) && (!is_choice || other == key)
                               : !is_choice || other == NULL;
}

static void
write_key(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_type *type = suf_type_of(key);
    const suf_node *given = self->given;
    bool is_tree = key->type == SUF_KEY_SECTION ||
                   (key->type == SUF_KEY_MAP && given != NULL && given->n_entries > 0);
    if (self->has_origins && given != NULL && !is_tree) {
        write_free(self, key->name, given, key->type == SUF_KEY_TABLE);
    } else if (self->has_origins && !is_tree) {
        suf_writer_begin(self, key->name);
        suf_text_format(&self->text, " %s", key->fallback);
        suf_writer_end(self, NULL);
    } else if (type->write != NULL && !type->is_value) {
        type->write(self, key, object);
    } else if (type->write != NULL && !suf_key_is_absent(key, object)) {
        suf_writer_begin(self, key->name);
        suf_text_add(&self->text, " ");
        suf_writer_add_held(self, key, object);
        suf_writer_end(self, NULL);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_keys(
    suf_writer *self, suf_section section, const suf_node *node, const void *object)
{
    const suf_section_info *info = suf_section_get(section);
    chosen held = {{NULL}};
    if (section == SUF_SECTION_SERVICE) {
        self->kind = ((const suf_service_spec *) object)->kind;
    }
    find_chosen(&held, info, object);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        const suf_entry *entry = node != NULL ? suf_node_find(node, key->name) : NULL;
        bool is_of_kind = suf_key_is_of_kind(key, self->kind);
        bool is_written = entry != NULL       ? key->type != SUF_KEY_EXTENDS
                          : self->has_origins ? is_of_kind && has_default(key)
                                              : is_of_kind && is_held(&held, key, object);
        if (is_written) {
            self->given = entry != NULL ? entry->value : NULL;
            write_key(self, key, object);
        }
    }
}

/* The text of a scenario; of `root` each value with its origin, without it what holds. */
static suf_status
write_scenario(const suf_scenario *scenario, const suf_node *root, char **out)
{
    suf_writer self = {.scenario = scenario, .has_origins = root != NULL};
    suf_text_init(&self.text);
    write_keys(&self, SUF_SECTION_ROOT, root, scenario);
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}

suf_status
suf_show(const suf_scenario *scenario, char **out)
{
    return write_scenario(scenario, scenario->root, out);
}

suf_status
suf_resolve(const suf_scenario *scenario, char **out)
{
    return write_scenario(scenario, NULL, out);
}
