/* Former names of keys and columns, read for one version with a warning.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "former_names.h"

#include <stdio.h>
#include <string.h>

/* True when the file was told of with the same words. */
static bool
is_told(const suf_reader *self, const suf_place *place, const char *message)
{
    const suf_faults *warnings = &self->scenario->warnings;
    for (size_t i = 0; i < warnings->n; i++) {
        const suf_fault *one = &warnings->items[i];
        if (one->file != NULL && strcmp(one->file, place->source->name) == 0 &&
            strcmp(one->message, message) == 0) {
            return true;
        }
    }
    return false;
}

static void
warn(suf_reader *self, const suf_place *place, const char *former, const char *now)
{
    if (self->is_resolved || self->scenario == NULL) {
        return;
    }
    char message[200];
    (void) snprintf(message, sizeof message,
        "'%.50s' is now called '%.50s'; the former name is read until "
        "version " SUF_FORMER_NAMES_UNTIL,
        former, now);
    if (!is_told(self, place, message)) {
        suf_reader_warn_near(self, place, NULL, message);
    }
}

const suf_key *
suf_former_column(
    suf_reader *self, suf_section section, const char *name, const suf_place *place)
{
    const suf_key *key = suf_key_find_former(section, name);
    if (key != NULL) {
        warn(self, place, name, key->name);
    }
    return key;
}

const char *
suf_former_remark(suf_reader *self, const char *name, const suf_place *place)
{
    const char *now = suf_column_find_former_remark(name);
    if (now != NULL) {
        warn(self, place, name, now);
    }
    return now;
}

/* The name of today of a key of a section that is not known; NULL when it is none. */
static const char *
name_of_today(
    suf_reader *self, suf_section section, const char *name, const suf_place *place)
{
    const suf_key *key = suf_former_column(self, section, name, place);
    bool is_row = section >= SUF_SECTION_DISTRICT_ROW;
    return key != NULL ? key->name : is_row ? suf_former_remark(self, name, place) : NULL;
}

/* Gives an entry its name of today, where it has a former one. */
static void
renew_name(suf_reader *self, suf_section section, const suf_node *node, suf_entry *entry)
{
    size_t mark = suf_reader_enter(self, entry->key);
    const char *now = name_of_today(self, section, entry->key, &entry->place);
    if (now != NULL && suf_node_find(node, now) != NULL) {
        suf_reader_fault(self, &entry->place, NULL,
            "found '%.50s' beside '%.50s', which is its name of today", entry->key, now);
    }
    entry->key = now != NULL ? now : entry->key;
    suf_reader_leave(self, mark);
}

static void renew_section(suf_reader *self, suf_section section, suf_node *node);

/* The rows of a table, in each of its forms but a path. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static void
renew_rows(suf_reader *self, suf_section section, suf_node *node)
{
    const suf_entry *columns = suf_node_find(node, "columns");
    if (columns != NULL && suf_node_find(node, "rows") != NULL) {
        suf_node *list = columns->value;
        for (size_t i = 0; list->kind == SUF_NODE_LIST && i < list->n_entries; i++) {
            suf_node *name = list->entries[i].value;
            const suf_key *key =
                name->kind == SUF_NODE_SCALAR
                    ? suf_former_column(self, section, name->text, &name->place)
                    : NULL;
            name->text = key != NULL ? key->name : name->text;
        }
        return;
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        const char *name = node->entries[i].key; /* NULL: an item of a list */
        size_t mark = name != NULL ? suf_reader_enter(self, name) : self->path.n;
        renew_section(self, section, node->entries[i].value);
        suf_reader_leave(self, mark);
    }
}

/* The value of a key that may hold others. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static void
renew_value(suf_reader *self, const suf_key *key, suf_node *value)
{
    suf_section section = (suf_section) key->detail;
    bool is_of_names = key->type == SUF_KEY_MAP || key->type == SUF_KEY_TABLE;
    const suf_entry *replace = is_of_names ? suf_node_find(value, "replace") : NULL;
    value = replace != NULL ? replace->value : value;
    if (key->type == SUF_KEY_SECTION) {
        renew_section(self, section, value);
    } else if (is_of_names) {
        renew_rows(self, section, value);
    }
}

/* A key that the section does not know and that leads to a mapping is a part of a name
 * with dots, or of what a row is known by: {T1: {2: {...}}}, {Central: {North: {...}}}.
 */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static void
renew_section(suf_reader *self, suf_section section, suf_node *node)
{
    for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
        suf_entry *entry = &node->entries[i];
        if (suf_key_find(section, entry->key) == NULL) {
            renew_name(self, section, node, entry);
        }
        const suf_key *key = suf_key_find(section, entry->key);
        size_t mark = suf_reader_enter(self, entry->key);
        if (key != NULL) {
            renew_value(self, key, entry->value);
        } else {
            renew_section(self, section, entry->value);
        }
        suf_reader_leave(self, mark);
    }
}

void
suf_former_renew(suf_reader *self, suf_node *root)
{
    renew_section(self, SUF_SECTION_ROOT, root);
}
