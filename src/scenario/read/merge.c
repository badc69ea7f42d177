/* Merging one tree of a scenario into another, by the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge.h"

#include <stdio.h>
#include <string.h>

#include "scenario/read/merge_sense.h"
#include "scenario/read/rows.h"

/* What a mapping that is merged is: of known keys; of names; of names of rows; or none
 * that the table of keys spells out. */
typedef enum form { FORM_SECTION, FORM_MAP, FORM_ROWS, FORM_FREE } form;

typedef struct kind {
    form form;
    suf_section section; /* SECTION: its own; MAP and ROWS: that of its elements */
} kind;

/* What the value of a key within a mapping is; *key as the table has it, or NULL. */
static kind
kind_of(kind outer, const char *name, const suf_key **key)
{
    *key = NULL;
    if (outer.form == FORM_MAP || outer.form == FORM_ROWS) {
        return (kind){FORM_SECTION, outer.section};
    }
    if (outer.form == FORM_SECTION) {
        *key = suf_key_find(outer.section, name);
    }
    if (*key != NULL && (*key)->type == SUF_KEY_SECTION) {
        return (kind){FORM_SECTION, (suf_section) (*key)->detail};
    }
    if (*key != NULL && (*key)->type == SUF_KEY_MAP) {
        return (kind){FORM_MAP, (suf_section) (*key)->detail};
    }
    if (*key != NULL && (*key)->type == SUF_KEY_TABLE) {
        return (kind){FORM_ROWS, (suf_section) (*key)->detail};
    }
    return (kind){FORM_FREE, SUF_SECTION_ROOT};
}

/* True for a mapping of names that are free, each of a section. */
static bool
has_names(kind what)
{
    return what.form == FORM_ROWS ||
           (what.form == FORM_MAP &&
               suf_section_get(what.section)->name_type == SUF_KEY_NAME);
}

static suf_status merge(suf_reader *self, kind what, const suf_node *base,
    const suf_node *over, suf_node **out);

/* Takes out of a mapping the keys that `key`'s group excludes. */
static void
drop_group(suf_node *node, suf_section section, const suf_key *key)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_key *other = suf_key_find(section, node->entries[i].key);
        if (other == NULL || other == key || other->group != key->group) {
            node->entries[kept++] = node->entries[i];
        }
    }
    node->n_entries = kept;
}

static void
fault_nothing(suf_reader *self, const suf_entry *entry, const suf_names *names)
{
    char message[200];
    char hint[200];
    const char *near = suf_names_near(names, entry->key);
    (void) snprintf(message, sizeof message,
        "found null for '%.80s', expected a key that the scenario below has: there is "
        "nothing to remove",
        entry->key);
    (void) snprintf(
        hint, sizeof hint, "did you mean '%.150s'?", near != NULL ? near : "");
    suf_source_fault(
        self->faults, &entry->place, NULL, near != NULL ? hint : NULL, message);
}

/* Whether a value is said to replace what is below: {replace: ...} of a table or of
 * names. *value is then what replaces it; NULL when it was told of. */
static bool
is_replacing(suf_reader *self, kind inner, const suf_key *key, suf_node **value)
{
    bool has_names = inner.form == FORM_MAP || inner.form == FORM_ROWS ||
                     (key != NULL && inner.form == FORM_FREE);
    const suf_entry *replace = has_names ? suf_node_find(*value, "replace") : NULL;
    if (replace == NULL) {
        /* A table in one piece is none that is merged. */
        return inner.form == FORM_ROWS && suf_node_find(*value, "columns") != NULL &&
               suf_node_find(*value, "rows") != NULL;
    }
    const suf_entry *other = &(*value)->entries[0];
    other = other == replace && (*value)->n_entries > 1 ? other + 1 : other;
    if (other != replace) {
        suf_source_fault(self->faults, &other->place, NULL, NULL,
            "found a key beside 'replace', expected it alone: what stands in it replaces "
            "all that the scenario below has");
        *value = NULL;
    } else {
        *value = replace->value;
    }
    return true;
}

/* Merges a mapping into a table of any form. What is wrong with the table is told when it
 * is read, so that it stays as it is. */
static suf_status
merge_table(suf_reader *self, kind rows, const suf_node *base, const suf_node *over,
    suf_node **out)
{
    suf_faults faults;
    suf_faults_init(&faults);
    suf_reader reading = {
        .scenario = self->scenario, .arena = self->arena, .faults = &faults};
    suf_text_init(&reading.path);
    bool is_named = suf_rows_are_named(rows.section);
    bool is_by_name = base->kind == SUF_NODE_MAP && suf_node_find(base, "rows") == NULL;
    suf_node *list = NULL;
    const suf_node *below = base;
    if (!is_named || !is_by_name) {
        list = suf_rows_of(&reading, rows.section, base);
        below = list != NULL && is_named && faults.n + faults.n_dropped == 0
                    ? suf_rows_by_name(&reading, rows.section, list)
                    : list;
    }
    suf_status status = reading.status;
    bool is_good = below != NULL && faults.n + faults.n_dropped == 0;
    suf_reader_free(&reading);
    suf_faults_free(&faults);
    if (status != SUF_OK || !is_good) {
        return status;
    }
    if (is_named) {
        return merge(self, rows, below, over, out);
    }
    suf_node *merged = suf_rows_merge(self, rows.section, list, over);
    *out = merged != NULL ? merged : *out;
    return self->status;
}

/* A name with dots, as T1.2, of which a path made two: {T1: {2: ...}}. Changes the entry,
 * and the number of its name, to the longest that there is. */
static suf_status
join_dots(const suf_names *names, suf_entry *entry, uint32_t *at)
{
    suf_status status = SUF_OK;
    const suf_node *value = entry->value;
    suf_text text;
    suf_text_init(&text);
    suf_text_add(&text, entry->key);
    SUF_TRY(text.status);
    while (value->kind == SUF_NODE_MAP && value->n_entries == 1) {
        const suf_entry *inner = &value->entries[0];
        suf_text_format(&text, ".%s", inner->key);
        SUF_TRY(text.status);
        value = inner->value;
        uint32_t found = suf_names_find(names, suf_text_get(&text));
        if (found != SUF_NONE) {
            *at = found;
            entry->key = names->texts[found];
            entry->value = inner->value;
        }
    }
out:
    suf_text_free(&text);
    return status;
}

/* Merges one entry into a mapping whose keys are indexed. Removed entries stay, with a
 * value of NULL, until all are merged, so that the index holds. */
static suf_status
merge_entry(suf_reader *self, kind what, const suf_node *base, suf_node *node,
    const suf_names *names, const suf_entry *written)
{
    suf_status status = SUF_OK;
    suf_entry entry = *written;
    size_t mark = suf_reader_enter(self, entry.key);
    uint32_t at = suf_names_find(names, entry.key);
    if (what.form != FORM_SECTION) {
        SUF_TRY(join_dots(names, &entry, &at));
    }
    const suf_key *key = NULL;
    kind inner = kind_of(what, entry.key, &key);
    bool is_replacing_all = is_replacing(self, inner, key, &entry.value);
    suf_entry *held = at != SUF_NONE ? &node->entries[at] : NULL;
    if (entry.value == NULL) {
        goto out; /* told */
    }
    if (suf_node_is_null(entry.value)) {
        if (held != NULL) {
            held->value = NULL;
        } else if (suf_node_find(base, entry.key) ==
                   NULL) { /* else of a group that went */
            fault_nothing(self, &entry, names);
        }
        goto out;
    }
    if (held == NULL) {
        if (!has_names(what) || !suf_merge_is_part(self, what.section, names, &entry)) {
            suf_bug_unless(node->entries != NULL); /* room for all was taken */
            node->entries[node->n_entries++] = entry;
        }
        goto out;
    }
    if (inner.form == FORM_ROWS && !is_replacing_all && held->value != NULL &&
        entry.value->kind != SUF_NODE_MAP && !suf_node_is_null(held->value)) {
        suf_merge_warn_of_replacing(self, held, &entry);
    }
    bool is_taking_its_place =
        is_replacing_all || held->value == NULL || suf_node_is_null(held->value) ||
        entry.value->kind != SUF_NODE_MAP ||
        (inner.form != FORM_ROWS && held->value->kind != SUF_NODE_MAP);
    if (is_taking_its_place) {
        *held = entry;
    } else if (inner.form == FORM_ROWS) {
        status = merge_table(self, inner, held->value, entry.value, &held->value);
    } else {
        if (what.form == FORM_ROWS) {
            suf_place place = suf_entry_place(&entry);
            suf_reader_note_touch(self, &held->place, &place);
        }
        status = merge(self, inner, held->value, entry.value, &held->value);
    }
out:
    suf_reader_leave(self, mark);
    return status;
}

/* Weight and height of a merged mapping, without the entries removed. */
static void
settle(suf_node *node)
{
    size_t kept = 0;
    node->weight = 1;
    node->height = 0;
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_node *value = node->entries[i].value;
        if (value != NULL) {
            node->entries[kept++] = node->entries[i];
            node->weight += value->weight;
            node->height =
                value->height + 1 > node->height ? value->height + 1 : node->height;
        }
    }
    node->n_entries = kept;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static suf_status
merge(suf_reader *self, kind what, const suf_node *base, const suf_node *over,
    suf_node **out)
{
    suf_names names;
    suf_names_init(&names);
    suf_node *node = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_take(self->arena, 1, sizeof *node, &node));
    *node = *base;
    SUF_TRY(suf_arena_take(self->arena, base->n_entries + over->n_entries,
        sizeof *node->entries, &node->entries));
    for (size_t i = 0; i < base->n_entries; i++) {
        node->entries[i] = base->entries[i];
    }
    for (size_t i = 0; what.form == FORM_SECTION && i < over->n_entries; i++) {
        const suf_key *key = suf_key_find(what.section, over->entries[i].key);
        if (key != NULL && key->group > 0 && !suf_node_is_null(over->entries[i].value)) {
            drop_group(node, what.section, key);
        }
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        uint32_t number = 0;
        SUF_TRY(suf_names_add(&names, node->entries[i].key, &number));
    }
    for (size_t i = 0; i < over->n_entries; i++) {
        SUF_TRY(merge_entry(self, what, base, node, &names, &over->entries[i]));
    }
    settle(node);
    if (node->weight > SUF_MOST_NODES) {
        suf_source_fault(self->faults, &over->place, NULL, NULL,
            "more than 1,000,000 values together with the scenario below, the most that "
            "is read");
        node->n_entries = 0;
        node->weight = 1;
    }
    *out = node;
out:
    suf_names_free(&names);
    return status;
}

suf_status
suf_merge(suf_reader *reader, const suf_node *base, const suf_node *over, suf_node **out)
{
    suf_status status =
        merge(reader, (kind){FORM_SECTION, SUF_SECTION_ROOT}, base, over, out);
    return status == SUF_OK ? reader->status : status;
}
