/* Overlays: a scenario that extends another, and values set on the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlay.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/keys.h"
#include "scenario/names.h"
#include "scenario/source.h"

enum { MOST_FILES = 32 };

/* What a mapping that is merged is. */
typedef enum form { FORM_SECTION, FORM_MAP, FORM_FREE } form;

typedef struct kind {
    form form;
    suf_section section; /* SECTION: its own; MAP: that of its elements */
} kind;

typedef struct merger {
    suf_arena *arena;
    suf_faults *faults;
} merger;

/* What the value of a key within a mapping is; *key as the table has it, or NULL. */
static kind
kind_of(kind outer, const char *name, const suf_key **key)
{
    *key = NULL;
    if (outer.form == FORM_MAP) {
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
    return (kind){FORM_FREE, SUF_SECTION_ROOT};
}

static suf_status merge(
    merger *self, kind what, const suf_node *base, const suf_node *over, suf_node **out);

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
fault_nothing(merger *self, const suf_entry *entry, const suf_names *names)
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

/* Merges one entry into a mapping whose keys are indexed. Removed entries stay, with a
 * value of NULL, until all are merged, so that the index holds. */
static suf_status
merge_entry(merger *self, kind what, suf_node *node, const suf_names *names,
    const suf_entry *entry)
{
    const suf_key *key = NULL;
    kind inner = kind_of(what, entry->key, &key);
    uint32_t at = suf_names_find(names, entry->key);
    if (suf_node_is_null(entry->value)) {
        if (at == SUF_NONE) {
            fault_nothing(self, entry, names);
        } else {
            node->entries[at].value = NULL;
        }
        return SUF_OK;
    }
    if (at == SUF_NONE) {
        node->entries[node->n_entries++] = *entry;
        return SUF_OK;
    }
    suf_entry *held = &node->entries[at];
    bool is_replaced = (key != NULL && key->is_whole) || held->value == NULL;
    if (is_replaced || held->value->kind != SUF_NODE_MAP ||
        entry->value->kind != SUF_NODE_MAP) {
        *held = *entry;
        return SUF_OK;
    }
    return merge(self, inner, held->value, entry->value, &held->value);
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
merge(merger *self, kind what, const suf_node *base, const suf_node *over, suf_node **out)
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
        SUF_TRY(merge_entry(self, what, node, &names, &over->entries[i]));
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

/* Reads one file as a mapping; *out NULL when told. */
static suf_status
read_file(merger *self, const char *path, const suf_place *place, suf_node **out,
    suf_source **source)
{
    *out = NULL;
    suf_status status = suf_source_read(self->arena, path, SUF_MOST_YAML_BYTES, place,
        place != NULL ? "extends" : NULL, self->faults, source);
    if (status == SUF_OK && *source != NULL) {
        status = suf_document_read(self->arena, *source, 0, self->faults, out);
    }
    if (status == SUF_OK && *out != NULL && (*out)->kind != SUF_NODE_MAP) {
        char found[120];
        char message[200];
        suf_node_describe(*out, found);
        (void) snprintf(message, sizeof message,
            "found %s, expected a mapping with the keys of a scenario", found);
        suf_source_fault(self->faults, &(*out)->place, NULL, NULL, message);
        *out = NULL;
    }
    return status;
}

/* The path of the scenario that a mapping extends, in the arena; NULL when none. */
static suf_status
base_path(merger *self, const suf_node *node, suf_place *place, char **path)
{
    *path = NULL;
    const suf_entry *entry = suf_node_find(node, "extends");
    if (entry == NULL) {
        return SUF_OK;
    }
    *place = entry->value->place;
    if (entry->value->kind != SUF_NODE_SCALAR || suf_node_is_null(entry->value)) {
        char found[120];
        char message[200];
        suf_node_describe(entry->value, found);
        (void) snprintf(
            message, sizeof message, "found %s, expected the path of a scenario", found);
        suf_source_fault(self->faults, place, "extends", NULL, message);
        return SUF_OK;
    }
    return suf_source_beside(
        self->arena, entry->value->place.source, entry->value->text, path);
}

/* Reads a file and those below it; merges them upwards. */
static suf_status
read_chain(merger *self, const char *path, suf_node **out)
{
    suf_node *nodes[MOST_FILES] = {NULL};
    const suf_source *sources[MOST_FILES] = {NULL};
    size_t n = 0;
    suf_place place = {0};
    const char *next = path;
    suf_status status = SUF_OK;
    *out = NULL;
    do {
        suf_source *source = NULL;
        SUF_TRY(read_file(self, next, n > 0 ? &place : NULL, &nodes[n], &source));
        if (nodes[n] == NULL) {
            goto out;
        }
        for (size_t i = 0; i < n; i++) {
            if (sources[i]->device == source->device &&
                sources[i]->inode == source->inode) {
                suf_source_fault(self->faults, &place, "extends", NULL,
                    "found a scenario that extends itself, directly or through others");
                goto out;
            }
        }
        sources[n] = source;
        char *below = NULL;
        SUF_TRY(base_path(self, nodes[n], &place, &below));
        n++;
        next = below;
        if (next != NULL && n == MOST_FILES) {
            suf_source_fault(self->faults, &place, "extends", NULL,
                "more than 32 scenarios that extend one another, the most that is read");
            goto out;
        }
    } while (next != NULL);
    suf_node *merged = nodes[n - 1];
    for (size_t i = n - 1; i-- > 0;) {
        SUF_TRY(merge(
            self, (kind){FORM_SECTION, SUF_SECTION_ROOT}, merged, nodes[i], &merged));
    }
    *out = merged;
out:
    return status;
}

/* A mapping of one entry around a value, whose key is n bytes at an offset of the set. */
static suf_status
wrap(merger *self, const suf_source *source, size_t offset, size_t n, suf_node **value)
{
    suf_place place = {
        source, 1, (uint32_t) suf_text_characters(source->bytes, offset) + 1};
    suf_node *node = NULL;
    suf_status status = SUF_OK;
    char *key = NULL;
    SUF_TRY(suf_arena_text(self->arena, source->bytes + offset, n, &key));
    SUF_TRY(suf_arena_take(self->arena, 1, sizeof *node, &node));
    *node = (suf_node){.kind = SUF_NODE_MAP,
        .place = place,
        .n_entries = 1,
        .weight = (*value)->weight + 1,
        .height = (*value)->height + 1};
    SUF_TRY(suf_arena_take(self->arena, 1, sizeof *node->entries, &node->entries));
    node->entries[0] = (suf_entry){key, place, *value};
    *value = node;
out:
    return status;
}

/* Merges one "a.b=value". */
static suf_status
apply_set(merger *self, const char *set, suf_node **root)
{
    suf_source *source = NULL;
    suf_node *value = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_source_text(self->arena, "--set", set, &source));
    suf_place place = {source, 1, 1};
    size_t bad = 0;
    size_t end = strcspn(set, "=");
    const char *wrong = NULL;
    if (!suf_text_is_utf8(set, source->n, &bad)) {
        wrong = "found a text that is not UTF-8";
    } else if (set[end] == '\0' || end == 0) {
        wrong = "expected path=value, as in services.nursery.balk=0.1";
    } else if (set[end + strspn(set + end, "= ")] == '\0') {
        wrong = "found no value behind the '='; null removes a key";
    } else if (strncmp(set, "extends=", 8) == 0) {
        wrong = "extends can be written in files only";
    }
    if (wrong != NULL) {
        suf_source_fault(self->faults, &place, NULL, NULL, wrong);
        goto out;
    }
    SUF_TRY(suf_document_read(self->arena, source, end + 1, self->faults, &value));
    size_t depth = 0;
    size_t from = value != NULL ? end + 1 : 0;
    while (from > 0) {
        size_t at = from - 1; /* end of the part in front of what is done */
        from = at;
        while (from > 0 && set[from - 1] != '.') {
            from--;
        }
        if (from == at || ++depth + value->height > SUF_MOST_DEPTH) {
            suf_source_fault(self->faults, &place, NULL, NULL,
                from == at ? "found an empty part of the path in front of the '='"
                           : "nested more than 64 levels deep, the most that is read");
            goto out;
        }
        SUF_TRY(wrap(self, source, from, at - from, &value));
    }
    if (value != NULL) {
        SUF_TRY(merge(self, (kind){FORM_SECTION, SUF_SECTION_ROOT}, *root, value, root));
    }
out:
    return status;
}

suf_status
suf_overlay_read(suf_arena *arena, const char *path, const char *const *sets,
    size_t n_sets, suf_faults *faults, suf_node **out)
{
    merger self = {arena, faults};
    suf_status status = read_chain(&self, path, out);
    for (size_t i = 0; status == SUF_OK && *out != NULL && i < n_sets; i++) {
        status = apply_set(&self, sets[i], out);
    }
    return status;
}
