/* A scenario as it is understood, each value with its origin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "scenario/document.h"
#include "scenario/keys.h"
#include "scenario/overlay.h"
#include "scenario/scenario.h"

enum { COMMENT_COLUMN = 56 };

typedef struct writer {
    suf_arena *arena;
    suf_text text;
    size_t line_start;
    unsigned kind; /* of the service at hand */
    suf_status status;
} writer;

/* A text that may be anything: plain where that is safe. */
static void
write_word(writer *self, const char *text)
{
    static const char safe[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
    size_t n = strlen(text);
    if (n > 0 && strspn(text, safe) == n) {
        suf_text_add(&self->text, text);
    } else {
        suf_text_add_quoted(&self->text, text);
    }
}

static void
begin(writer *self, unsigned depth, const char *key)
{
    self->line_start = self->text.n;
    for (unsigned i = 0; i < depth; i++) {
        suf_text_add(&self->text, "  ");
    }
    if (key != NULL) {
        write_word(self, key);
        suf_text_add(&self->text, ":");
    }
}

/* Ends a line with the origin of its value; NULL: a default. */
static void
end(writer *self, const suf_place *place)
{
    size_t width = suf_text_characters(
        suf_text_get(&self->text) + self->line_start, self->text.n - self->line_start);
    do {
        suf_text_add(&self->text, " ");
        width++;
    } while (width < COMMENT_COLUMN);
    if (place == NULL) {
        suf_text_add(&self->text, "# default\n");
    } else if (strcmp(place->source->name, "--set") == 0) {
        suf_text_add(&self->text, "# --set\n");
    } else {
        suf_text_format(
            &self->text, "# %s:%" PRIu32 "\n", place->source->name, place->line);
    }
}

/* True for a text that can stand plain as it was written. */
static bool
is_plain(const suf_node *node)
{
    return !node->is_quoted && strpbrk(node->text, "\n,[]{}") == NULL;
}

static void
write_scalar(writer *self, const suf_node *node)
{
    suf_text_add(&self->text, " ");
    if (node->is_cell) {
        write_word(self, node->text);
    } else if (is_plain(node)) {
        suf_text_add(&self->text, node->text);
    } else {
        suf_text_add_quoted(&self->text, node->text);
    }
}

/* The path of a table, from the present folder. */
static void
write_path(writer *self, const suf_node *node)
{
    char *path = NULL;
    suf_status status =
        suf_source_beside(self->arena, node->place.source, node->text, &path);
    self->status = self->status == SUF_OK ? status : self->status;
    if (path != NULL) {
        suf_text_add(&self->text, " ");
        write_word(self, path);
    }
}

/* A row of a table that is a list of rows; its values are scalars, as it has no faults.
 */
static void
write_row(writer *self, const suf_node *row, unsigned depth)
{
    for (size_t i = 0; i < row->n_entries; i++) {
        begin(self, depth, NULL);
        suf_text_add(&self->text, i == 0 ? "- " : "  ");
        write_word(self, row->entries[i].key);
        suf_text_add(&self->text, ":");
        write_scalar(self, row->entries[i].value);
        end(self, &row->entries[i].value->place);
    }
}

/* What the table of keys does not spell out: factors by year, inline rows of tables,
 * lists of paths and rows. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static void
write_free(
    writer *self, const char *key, const suf_node *node, bool is_table, unsigned depth)
{
    begin(self, depth, key);
    if (node->kind == SUF_NODE_SCALAR) {
        if (is_table) {
            write_path(self, node);
        } else {
            write_scalar(self, node);
        }
        end(self, &node->place);
        return;
    }
    if (node->n_entries == 0) {
        suf_text_add(&self->text, node->kind == SUF_NODE_MAP ? " {}" : " []");
        end(self, &node->place);
        return;
    }
    suf_text_add(&self->text, "\n");
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        if (node->kind == SUF_NODE_MAP) {
            write_free(self, entry->key, entry->value, false, depth + 1);
        } else if (entry->value->kind == SUF_NODE_MAP) {
            write_row(self, entry->value, depth + 1);
        } else {
            begin(self, depth + 1, NULL);
            suf_text_add(&self->text, "-");
            if (is_table) {
                write_path(self, entry->value);
            } else {
                write_scalar(self, entry->value);
            }
            end(self, &entry->value->place);
        }
    }
}

static void write_section(
    writer *self, suf_section section, const suf_node *node, unsigned depth);

/* The kind of a service as written. */
static unsigned
kind_of(const suf_node *service)
{
    const suf_choices *kinds = suf_choices_get(SUF_CHOICE_KIND);
    const suf_entry *kind = suf_node_find(service, "kind");
    for (size_t i = 0; kind != NULL && i < kinds->n; i++) {
        if (kind->value->text != NULL &&
            strcmp(kind->value->text, kinds->items[i].word) == 0) {
            return (unsigned) kinds->items[i].value;
        }
    }
    return SUF_KIND_STAY;
}

/* A key that was not given: its default, or those of the section it is. */
static void
write_absent(writer *self, const suf_key *key, unsigned depth)
{
    if (key->is_required || key->mark_bytes > 0) {
        return;
    }
    if (key->type == SUF_KEY_SECTION) {
        const suf_section_info *info = suf_section_get((suf_section) key->detail);
        for (size_t i = 0; i < info->n_keys; i++) {
            if (info->keys[i].is_required) {
                return; /* it holds only when it is given */
            }
        }
        size_t start = self->text.n;
        begin(self, depth, key->name);
        suf_text_add(&self->text, "\n");
        size_t inside = self->text.n;
        write_section(self, (suf_section) key->detail, NULL, depth + 1);
        if (self->text.n == inside) {
            suf_text_cut(&self->text, start);
        }
    } else if (key->fallback != NULL && key->group == 0) {
        begin(self, depth, key->name);
        suf_text_format(&self->text, " %s", key->fallback);
        end(self, NULL);
    }
}

static void
write_given(writer *self, const suf_key *key, const suf_node *node, unsigned depth)
{
    if (key->type == SUF_KEY_SECTION) {
        begin(self, depth, key->name);
        size_t behind = self->text.n;
        suf_text_add(&self->text, "\n");
        size_t inside = self->text.n;
        write_section(self, (suf_section) key->detail, node, depth + 1);
        if (self->text.n == inside) {
            suf_text_cut(&self->text, behind);
            suf_text_add(&self->text, " {}\n");
        }
    } else if (key->type == SUF_KEY_MAP && node->n_entries > 0) {
        begin(self, depth, key->name);
        suf_text_add(&self->text, "\n");
        for (size_t i = 0; i < node->n_entries; i++) {
            const suf_entry *entry = &node->entries[i];
            size_t start = self->text.n;
            begin(self, depth + 1, entry->key);
            suf_text_add(&self->text, "\n");
            size_t inside = self->text.n;
            write_section(self, (suf_section) key->detail, entry->value, depth + 2);
            if (self->text.n == inside) { /* nothing given and no default: no null */
                suf_text_cut(&self->text, start);
                begin(self, depth + 1, entry->key);
                suf_text_add(&self->text, " {}");
                end(self, &entry->value->place);
            }
        }
    } else if (key->type != SUF_KEY_EXTENDS) {
        write_free(self, key->name, node, key->type == SUF_KEY_TABLE, depth);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_section(writer *self, suf_section section, const suf_node *node, unsigned depth)
{
    const suf_section_info *info = suf_section_get(section);
    if (section == SUF_SECTION_SERVICE) {
        self->kind = kind_of(node);
    }
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        const suf_entry *entry = node != NULL ? suf_node_find(node, key->name) : NULL;
        if (entry != NULL) {
            write_given(self, key, entry->value, depth);
        } else if (suf_key_is_of_kind(key, self->kind)) {
            write_absent(self, key, depth);
        }
    }
}

suf_status
suf_show(const char *path, const char *const *sets, size_t n_sets, suf_faults *faults,
    char **out)
{
    writer self = {.status = SUF_OK};
    suf_reader reader = {.faults = faults};
    suf_layers layers;
    suf_node *root = NULL;
    *out = NULL;
    suf_text_init(&self.text);
    suf_text_init(&reader.path);
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_new(&self.arena));
    reader.arena = self.arena;
    SUF_TRY(suf_overlay_read(&reader, path, sets, n_sets, &layers, &root));
    if (root == NULL) {
        status = SUF_RAISE(SUF_ERROR_SCENARIO); /* changed since it was checked */
        goto out;
    }
    write_section(&self, SUF_SECTION_ROOT, root, 0);
    SUF_TRY(self.status);
    SUF_TRY(suf_text_take(&self.text, out));
out:
    suf_reader_free(&reader);
    suf_text_free(&self.text);
    suf_arena_free(self.arena);
    return status;
}
