/* What an overlay hardly means: a part of what is not there, a table that goes unsaid.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge_sense.h"

#include <string.h>

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
bool
suf_merge_is_part(
    suf_reader *self, suf_section section, const suf_names *names, const suf_entry *entry)
{
    if (names->n == 0 || entry->value->kind != SUF_NODE_MAP) {
        return false;
    }
    const char *near = suf_names_near(names, entry->key);
    const char *missing = missing_key(section, entry->value, near != NULL);
    if (missing != NULL) {
        suf_reader_fault_near(self, &entry->place, near,
            "found a name that the scenario below has not, without the key '%s': "
            "expected one that it has, or all that a new one needs",
            missing);
    } else if (near != NULL && may_be_empty(section)) {
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

void
suf_merge_warn_of_replacing(
    suf_reader *self, const suf_entry *below, const suf_entry *above)
{
    if (!keeps_all(self, below->value, above->value)) {
        suf_reader_warn_near(self, &above->value->place, NULL,
            "takes the place of the whole table of the scenario below; {replace: ...} "
            "says that this is meant, and a mapping of rows adds to the table");
    }
}
