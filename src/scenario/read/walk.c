/* The walker: a mapping of a document into the struct of its section.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <string.h>

#include "base/memory.h"
#include "scenario/read/value.h"

enum { MOST_LOOKED_AT = 100 };

/* What the member of a key is when nothing is given. */
static void
set_absent(suf_reader *self, const suf_key *key, void *object)
{
    const suf_type *type = suf_type_of(key);
    void *member = suf_key_member(object, key->offset);
    if (key->type == SUF_KEY_SECTION) {
        suf_walk_defaults(self, (suf_section) key->detail, member);
    } else if (type->bytes > 0) { /* else zeroed by its maker */
        memcpy(member, type->absent, type->bytes);
    }
}

void
suf_walk_defaults(suf_reader *self, suf_section section, void *object)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->lever_unit != NULL) {
            const uint32_t none = SUF_NONE;
            memcpy(suf_key_member(object, key->lever_offset), &none, sizeof none);
        }
        if (key->fallback != NULL) {
            suf_node node = {.kind = SUF_NODE_SCALAR, .text = key->fallback};
            suf_value_read(self, key, &node, object);
        } else {
            set_absent(self, key, object);
        }
    }
}

/* --- mappings by name ------------------------------------------------------------------
 */

/* Reads an element of a map: its name, and then its keys. */
static void
read_element(suf_reader *self, suf_section section, const suf_entry *entry, void *element)
{
    const suf_section_info *info = suf_section_get(section);
    const suf_key name = {.type = info->name_type, .offset = info->name_offset};
    const suf_node text = {.kind = SUF_NODE_SCALAR,
        .is_quoted = true, /* `null` is a name as any other */
        .place = entry->place,
        .text = entry->key};
    size_t mark = suf_reader_enter(self, entry->key);
    size_t n_faults = suf_reader_n_faults(self);
    set_absent(self, &name, element);
    suf_value_read(self, &name, &text, element);
    if (info->names != 0) {
        uint32_t number = 0;
        suf_names *names = suf_key_member(self, info->names);
        (void) suf_reader_ok(self, suf_names_add(names, entry->key, &number));
    }
    if (info->line_offset != SUF_NO_MEMBER) {
        memcpy(suf_key_member(element, info->line_offset), &entry->place.line,
            sizeof entry->place.line);
    }
    if (info->begin != NULL) {
        info->begin(self, element);
    }
    suf_walk_section(self, section, entry->value, element);
    if (info->end != NULL && n_faults == suf_reader_n_faults(self)) {
        info->end(self, element, &entry->place);
    }
    suf_reader_leave(self, mark);
}

void
suf_read_map(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    suf_section section = (suf_section) key->detail;
    const suf_section_info *info = suf_section_get(section);
    unsigned char *elements = NULL;
    if (node->kind != SUF_NODE_MAP) {
        char found[120];
        suf_node_describe(node, found);
        suf_reader_fault(self, &node->place, NULL,
            "found %s, expected a mapping from name to %s", found, info->name);
        return;
    }
    if (!suf_reader_ok(
            self, suf_arena_take(self->arena, node->n_entries, info->bytes, &elements))) {
        return;
    }
    suf_key_set_array(key, object, elements, node->n_entries);
    for (size_t i = 0; i < node->n_entries && self->status == SUF_OK; i++) {
        read_element(self, section, &node->entries[i], elements + i * info->bytes);
    }
}

/* --- sections --------------------------------------------------------------------------
 */

void
suf_read_section(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    suf_walk_section(
        self, (suf_section) key->detail, node, suf_key_member(object, key->offset));
}

/* Tells of keys that the section does not know. */
static void
check_unknown(suf_reader *self, suf_section section, const suf_node *node)
{
    for (size_t i = 0; i < node->n_entries && !suf_reader_is_full(self); i++) {
        const suf_entry *entry = &node->entries[i];
        bool is_remark = section >= SUF_SECTION_DISTRICT_ROW; /* a row of a table */
        if (suf_key_find(section, entry->key) == NULL &&
            !(is_remark && suf_column_is_remark(entry->key))) {
            size_t mark = suf_reader_enter(self, entry->key);
            suf_reader_fault_near(self, &entry->place, suf_key_near(section, entry->key),
                "found an unknown key '%.80s' in %s", entry->key,
                suf_section_get(section)->name);
            suf_reader_leave(self, mark);
        }
    }
}

/* Writes the keys of a group as "mean or median". */
static void
group_text(const suf_section_info *info, uint8_t group, suf_text *text)
{
    for (size_t i = 0; i < info->n_keys; i++) {
        if (info->keys[i].group == group) {
            suf_text_format(text, "%s%s", text->n > 0 ? ", " : "", info->keys[i].name);
        }
    }
}

/* True when a key that is not known was likely meant for this one, or one of its group.
 */
static bool
is_misspelt(suf_section section, const suf_node *node, const suf_key *key)
{
    for (size_t i = 0; i < node->n_entries && i < MOST_LOOKED_AT; i++) {
        const char *near = suf_key_find(section, node->entries[i].key) == NULL
                               ? suf_key_near(section, node->entries[i].key)
                               : NULL;
        const suf_key *meant = near != NULL ? suf_key_find(section, near) : NULL;
        if (meant == key ||
            (meant != NULL && key->group > 0 && meant->group == key->group)) {
            return true;
        }
    }
    return false;
}

/* Tells of what is missing in a mapping. */
static void
check_missing(suf_reader *self, suf_section section, const suf_node *node,
    const suf_key *const given[SUF_MOST_GROUPS])
{
    const suf_section_info *info = suf_section_get(section);
    bool is_told[SUF_MOST_GROUPS] = {false};
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (!key->is_required || is_misspelt(section, node, key)) {
            continue;
        }
        if (key->group == 0 && suf_node_find(node, key->name) == NULL) {
            suf_reader_fault(
                self, &node->place, NULL, "the key '%s' is missing", key->name);
        } else if (key->group > 0 && given[key->group] == NULL && !is_told[key->group]) {
            is_told[key->group] = true;
            suf_text names;
            suf_text_init(&names);
            group_text(info, key->group, &names);
            (void) suf_reader_ok(self, names.status);
            suf_reader_fault(self, &node->place, NULL, "expected one of the keys %s",
                suf_text_get(&names));
            suf_text_free(&names);
        }
    }
}

void
suf_walk_section(
    suf_reader *self, suf_section section, const suf_node *node, void *object)
{
    const suf_section_info *info = suf_section_get(section);
    const suf_key *given[SUF_MOST_GROUPS] = {NULL};
    suf_walk_defaults(self, section, object);
    if (node->kind != SUF_NODE_MAP) {
        char found[120];
        suf_node_describe(node, found);
        suf_reader_fault(self, &node->place, NULL,
            "found %s, expected a mapping with the keys of %s", found, info->name);
        return;
    }
    check_unknown(self, section, node);
    for (size_t i = 0; i < info->n_keys && self->status == SUF_OK; i++) {
        const suf_key *key = &info->keys[i];
        const suf_entry *entry = suf_node_find(node, key->name);
        if (entry == NULL) {
            continue;
        }
        size_t mark = suf_reader_enter(self, key->name);
        if (key->group > 0 && given[key->group] != NULL && !self->is_resolved) {
            suf_reader_fault(self, &entry->place, NULL,
                "found '%s' beside '%s': they exclude each other", key->name,
                given[key->group]->name);
        } else {
            if (key->group > 0) {
                given[key->group] = key;
            }
            suf_value_take(self, key, entry->value, object);
        }
        suf_reader_leave(self, mark);
    }
    check_missing(self, section, node, given);
}
