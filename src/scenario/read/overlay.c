/* Overlays: a scenario that extends another, and values set on the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlay.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/read/former_names.h"
#include "scenario/read/merge.h"

enum { MOST_FILES = 32 };

/* Reads one file as a mapping; *out NULL when told. */
static suf_status
read_file(suf_reader *self, const char *path, const suf_place *place, suf_node **out,
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
    if (status == SUF_OK && *out != NULL) {
        suf_former_renew(self, *out);
        status = self->status;
    }
    return status;
}

/* The path of the scenario that a mapping extends, in the arena; NULL when none. */
static suf_status
base_path(suf_reader *self, const suf_node *node, suf_place *place, char **path)
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
read_chain(
    suf_reader *self, const char *path, size_t n_sets, suf_layers *layers, suf_node **out)
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
    SUF_TRY(suf_arena_take(self->arena, n + n_sets, sizeof(suf_node *), &layers->nodes));
    for (size_t i = n; i-- > 0;) {
        layers->nodes[layers->n++] = nodes[i];
        if (i < n - 1) {
            SUF_TRY(suf_merge(self, merged, nodes[i], &merged));
        }
    }
    layers->n_files = n;
    *out = merged;
out:
    return status;
}

/* A mapping of one entry around a value, whose key is n bytes at an offset of the set. */
static suf_status
wrap(
    suf_reader *self, const suf_source *source, size_t offset, size_t n, suf_node **value)
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

/* A part of the path in front of the '='. */
typedef struct part {
    size_t from, n;
} part;

/* Splits the path of a set at its dots, but for those within quotes. Returns what is
 * wrong, or NULL; *end is the place of the '='. */
static const char *
split_path(const char *set, part parts[SUF_MOST_DEPTH], size_t *n_parts, size_t *end)
{
    size_t at = 0;
    *n_parts = 0;
    for (;;) {
        bool is_quoted = set[at] == '"';
        size_t from = at + is_quoted;
        size_t n = strcspn(set + from, is_quoted ? "\"" : ".=");
        at = from + n;
        if (is_quoted && set[at] == '\0') {
            return "found a quote in the path that is not closed";
        }
        at += is_quoted;
        if (set[at] != '=' && set[at] != '.') {
            return set[at] == '\0' && !is_quoted
                       ? "expected path=value, as in services.nursery.balk=0.1"
                       : "found something behind a quoted name, expected a dot or '='";
        }
        if (n == 0) {
            return set[at] == '=' && *n_parts == 0
                       ? "expected path=value, as in services.nursery.balk=0.1"
                       : "found an empty part of the path in front of the '='";
        }
        if (*n_parts == SUF_MOST_DEPTH) {
            return "nested more than 64 levels deep, the most that is read";
        }
        parts[(*n_parts)++] = (part){from, n};
        if (set[at] == '=') {
            *end = at;
            return NULL;
        }
        at++;
    }
}

/* Merges one "a.b=value". */
static suf_status
apply_set(suf_reader *self, const char *set, suf_layers *layers, suf_node **root)
{
    suf_source *source = NULL;
    suf_node *value = NULL;
    suf_status status = SUF_OK;
    part parts[SUF_MOST_DEPTH];
    size_t n_parts = 0;
    size_t end = 0;
    SUF_TRY(suf_source_text(self->arena, "--set", set, &source));
    suf_place place = {source, 1, 1};
    size_t bad = 0;
    const char *wrong = split_path(set, parts, &n_parts, &end);
    if (!suf_text_is_utf8(set, source->n, &bad)) {
        wrong = "found a text that is not UTF-8";
    } else if (wrong == NULL && set[end + strspn(set + end, "= ")] == '\0') {
        wrong = "found no value behind the '='; null removes a key";
    } else if (strncmp(set, "extends=", 8) == 0) {
        wrong = "extends can be written in files only";
    }
    if (wrong != NULL) {
        suf_source_fault(self->faults, &place, NULL, NULL, wrong);
        goto out;
    }
    SUF_TRY(suf_document_read(self->arena, source, end + 1, self->faults, &value));
    if (value != NULL && n_parts + value->height > SUF_MOST_DEPTH) {
        suf_source_fault(self->faults, &place, NULL, NULL,
            "nested more than 64 levels deep, the most that is read");
        goto out;
    }
    for (size_t i = n_parts; value != NULL && i-- > 0;) {
        SUF_TRY(wrap(self, source, parts[i].from, parts[i].n, &value));
    }
    if (value != NULL) {
        suf_former_renew(self, value);
        layers->nodes[layers->n++] = value;
        SUF_TRY(suf_merge(self, *root, value, root));
    }
out:
    return status;
}

suf_status
suf_overlay_read(suf_reader *reader, const char *path, const char *const *sets,
    size_t n_sets, suf_layers *layers, suf_node **out)
{
    *layers = (suf_layers){0};
    suf_status status = read_chain(reader, path, n_sets, layers, out);
    for (size_t i = 0; status == SUF_OK && *out != NULL && i < n_sets; i++) {
        status = apply_set(reader, sets[i], layers, out);
    }
    return status;
}
