/* A scenario as it is understood, each value with its origin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <stdbool.h>
#include <string.h>

#include "scenario/keys.h"
#include "scenario/node.h"
#include "scenario/writer.h"

/* True for a text that can stand plain as it was written. */
static bool
is_plain(const suf_node *node)
{
    return !node->is_quoted && strpbrk(node->text, "\n,[]{}") == NULL;
}

static void
write_scalar(suf_writer *self, const suf_node *node)
{
    suf_text_add(&self->text, " ");
    if (node->is_cell) {
        suf_writer_word(self, node->text);
    } else if (is_plain(node)) {
        suf_text_add(&self->text, node->text);
    } else {
        suf_text_add_quoted(&self->text, node->text);
    }
}

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
        write_scalar(self, node);
    }
    suf_writer_end(self, &node->place);
}

/* A row of a table that is a list of rows; its values are scalars, as it has no faults.
 */
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

/* What the table of keys does not spell out: factors by year, inline rows of tables,
 * lists of paths and rows. */
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
        const suf_entry *entry = &node->entries[i];
        if (node->kind == SUF_NODE_MAP) {
            write_free(self, entry->key, entry->value, false);
        } else if (entry->value->kind == SUF_NODE_MAP) {
            write_row(self, entry->value);
        } else {
            suf_writer_begin(self, NULL);
            suf_text_add(&self->text, "-");
            end_value(self, entry->value, is_table);
        }
    }
    (void) suf_writer_close(self, &mark);
}

static void write_section(suf_writer *self, suf_section section, const suf_node *node);

/* The kind of a service as written. */
static suf_service_kind
kind_of(const suf_node *service)
{
    const suf_entry *written = suf_node_find(service, "kind");
    const suf_choice *kind = written != NULL && written->value->text != NULL
                                 ? suf_choice_find(SUF_CHOICE_KIND, written->value->text)
                                 : NULL;
    return kind != NULL ? (suf_service_kind) kind->value : SUF_KIND_STAY;
}

/* A key that was not given: its default, or those of the section it is. */
static void
write_absent(suf_writer *self, const suf_key *key)
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
        suf_writer_begin(self, key->name);
        suf_writer_mark mark = suf_writer_open(self);
        write_section(self, (suf_section) key->detail, NULL);
        if (suf_writer_close(self, &mark)) {
            suf_text_cut(&self->text, mark.start);
        }
    } else if (key->fallback != NULL && key->group == 0) {
        suf_writer_begin(self, key->name);
        suf_text_format(&self->text, " %s", key->fallback);
        suf_writer_end(self, NULL);
    }
}

static void
write_given(suf_writer *self, const suf_key *key, const suf_node *node)
{
    if (key->type == SUF_KEY_SECTION) {
        suf_writer_begin(self, key->name);
        suf_writer_mark mark = suf_writer_open(self);
        write_section(self, (suf_section) key->detail, node);
        if (suf_writer_close(self, &mark)) {
            suf_text_cut(&self->text, mark.behind_key);
            suf_text_add(&self->text, " {}\n");
        }
    } else if (key->type == SUF_KEY_MAP && node->n_entries > 0) {
        suf_writer_begin(self, key->name);
        suf_writer_mark outer = suf_writer_open(self);
        for (size_t i = 0; i < node->n_entries; i++) {
            const suf_entry *entry = &node->entries[i];
            suf_writer_begin(self, entry->key);
            suf_writer_mark mark = suf_writer_open(self);
            write_section(self, (suf_section) key->detail, entry->value);
            if (suf_writer_close(self, &mark)) { /* nothing at all: but no null */
                suf_text_cut(&self->text, mark.behind_key);
                suf_text_add(&self->text, " {}");
                self->line_start = mark.start;
                suf_writer_end(self, &entry->value->place);
            }
        }
        (void) suf_writer_close(self, &outer);
    } else if (key->type != SUF_KEY_EXTENDS) {
        write_free(self, key->name, node, key->type == SUF_KEY_TABLE);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
write_section(suf_writer *self, suf_section section, const suf_node *node)
{
    const suf_section_info *info = suf_section_get(section);
    if (section == SUF_SECTION_SERVICE) {
        self->kind = kind_of(node);
    }
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        const suf_entry *entry = node != NULL ? suf_node_find(node, key->name) : NULL;
        if (entry != NULL) {
            write_given(self, key, entry->value);
        } else if (suf_key_is_of_kind(key, self->kind)) {
            write_absent(self, key);
        }
    }
}

suf_status
suf_show(const suf_scenario *scenario, char **out)
{
    suf_writer self = {.scenario = scenario, .has_origins = true};
    suf_text_init(&self.text);
    write_section(&self, SUF_SECTION_ROOT, scenario->root);
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}
