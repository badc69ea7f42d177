/* Merging one tree of a scenario into another, by the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge.h"

#include <stdio.h>
#include <string.h>

#include "scenario/rows.h"

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
    suf_reader reading = {.arena = self->arena, .faults = &faults};
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

/* What a new element of a section must have and has not, or NULL; `is_deep`: within the
 * sections that it has. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static const char *
missing_key(suf_section section, const suf_node *node, bool is_deep)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        bool is_given = !key->is_required || key->offset == info->name_offset ||
                        suf_node_find(node, key->name) != NULL;
        for (size_t j = 0; !is_given && key->group > 0 && j < info->n_keys; j++) {
            is_given = info->keys[j].group == key->group &&
                       suf_node_find(node, info->keys[j].name) != NULL;
        }
        if (!is_given) {
            return key->name;
        }
        const suf_entry *inner = is_deep && key->type == SUF_KEY_SECTION
                                     ? suf_node_find(node, key->name)
                                     : NULL;
        const char *missing =
            inner != NULL ? missing_key((suf_section) key->detail, inner->value, true)
                          : NULL;
        if (missing != NULL) {
            return missing;
        }
    }
    return NULL;
}

/* True when a mapping without anything may be an element of a section. */
static bool
may_be_empty(suf_section section)
{
    const suf_node nothing = {.kind = SUF_NODE_MAP};
    return missing_key(section, &nothing, false) == NULL;
}

/* True when an entry is no whole element, and none that is there: it was told of. One
 * that may be anything is warned of when it is nearly one that is there. */
static bool
is_part_of_none(
    suf_reader *self, kind what, const suf_names *names, const suf_entry *entry)
{
    bool has_names = what.form == FORM_ROWS ||
                     (what.form == FORM_MAP &&
                         suf_section_get(what.section)->name_type == SUF_KEY_NAME);
    if (!has_names || names->n == 0 || entry->value->kind != SUF_NODE_MAP) {
        return false;
    }
    const char *near = suf_names_near(names, entry->key);
    const char *missing = missing_key(what.section, entry->value, near != NULL);
    if (missing != NULL) {
        suf_reader_fault_near(self, &entry->place, near,
            "found a name that the scenario below has not, without the key '%s': "
            "expected one that it has, or all that a new one needs",
            missing);
    } else if (near != NULL && may_be_empty(what.section)) {
        suf_reader_warn_near(self, &entry->place, near,
            "found a name that the scenario below has not: it adds one");
    }
    return missing != NULL;
}

static bool
is_same_path(suf_reader *self, const suf_node *a, const suf_node *b)
{
    char *paths[2] = {NULL, NULL};
    return a->kind == SUF_NODE_SCALAR && b->kind == SUF_NODE_SCALAR &&
           suf_reader_ok(self,
               suf_source_beside(self->arena, a->place.source, a->text, &paths[0])) &&
           suf_reader_ok(self,
               suf_source_beside(self->arena, b->place.source, b->text, &paths[1])) &&
           strcmp(paths[0], paths[1]) == 0;
}

/* Item i of a list; what is none is a list of itself. */
static const suf_node *
item_of(const suf_node *node, size_t i)
{
    return node->kind == SUF_NODE_LIST ? node->entries[i].value : node;
}

/* True when each path of a table below is one of those that take its place. */
static bool
keeps_all(suf_reader *self, const suf_node *below, const suf_node *above)
{
    size_t n_below = below->kind == SUF_NODE_LIST ? below->n_entries : 1;
    size_t n_above = above->kind == SUF_NODE_LIST ? above->n_entries : 1;
    bool is_kept = true;
    for (size_t i = 0; is_kept && i < n_below; i++) {
        is_kept = false;
        for (size_t j = 0; !is_kept && j < n_above; j++) {
            is_kept = is_same_path(self, item_of(below, i), item_of(above, j));
        }
    }
    return is_kept;
}

/* Warns of a table that another takes the place of without a word. */
static void
warn_of_replacing(suf_reader *self, const suf_entry *below, const suf_entry *above)
{
    if (!keeps_all(self, below->value, above->value)) {
        suf_reader_warn_near(self, &above->value->place, NULL,
            "takes the place of the whole table of the scenario below; {replace: ...} "
            "says that this is meant, and a mapping of rows adds to the table");
    }
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
        if (!is_part_of_none(self, what, names, &entry)) {
            node->entries[node->n_entries++] = entry;
        }
        goto out;
    }
    if (inner.form == FORM_ROWS && !is_replacing_all && held->value != NULL &&
        entry.value->kind != SUF_NODE_MAP && !suf_node_is_null(held->value)) {
        warn_of_replacing(self, held, &entry);
    }
    if (is_replacing_all || held->value == NULL || suf_node_is_null(held->value) ||
        entry.value->kind != SUF_NODE_MAP) {
        *held = entry;
    } else if (inner.form == FORM_ROWS) {
        status = merge_table(self, inner, held->value, entry.value, &held->value);
    } else if (held->value->kind != SUF_NODE_MAP) {
        *held = entry;
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
