/* The walker: a mapping of a document into the struct of its section.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/assumption.h"
#include "scenario/mapping.h"
#include "scenario/table.h"
#include "scenario/value.h"

enum { MOST_GROUPS = 8, MOST_LOOKED_AT = 100 };

static void *
member_of(void *object, size_t offset)
{
    return (unsigned char *) object + offset;
}

/* Sets the array and the count of a key. */
static void
set_array(const suf_key *key, void *object, void *array, size_t n)
{
    memcpy(member_of(object, key->offset), &array, sizeof array);
    memcpy(member_of(object, key->count_offset), &n, sizeof n);
}

static void
set_empty_text(suf_reader *self, void *member)
{
    char *text = NULL;
    if (suf_reader_ok(self, suf_arena_text(self->arena, "", 0, &text))) {
        memcpy(member, &text, sizeof text);
    }
}

static void
set_factors(double *factors, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        factors[i] = 1;
    }
}

/* What a member is when its key has no fallback. */
static void
set_absent(suf_reader *self, const suf_key *key, void *member)
{
    const double unknown = (double) NAN;
    const uint32_t none = SUF_NONE;
    const int32_t no_day = INT32_MIN;
    const suf_number zero = suf_number_constant(0);
    switch (key->type) {
    case SUF_KEY_TEXT:
    case SUF_KEY_NAME:
    case SUF_KEY_LABEL:
        set_empty_text(self, member);
        return;
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
    case SUF_KEY_YEAR:
        memcpy(member, &no_day, sizeof no_day);
        return;
    case SUF_KEY_COUNT:
    case SUF_KEY_AGE:
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        memcpy(member, &none, sizeof none);
        return;
    case SUF_KEY_WHOLE:
    case SUF_KEY_PLAIN:
    case SUF_KEY_LAW:
        memcpy(member, &unknown, sizeof unknown);
        return;
    case SUF_KEY_NUMBER:
        memcpy(member, &zero, sizeof zero);
        return;
    case SUF_KEY_MONTHS:
        set_factors(member, 12);
        return;
    case SUF_KEY_SEXES:
        set_factors(member, SUF_N_SEXES);
        return;
    case SUF_KEY_SECTION:
        suf_walk_defaults(self, (suf_section) key->detail, member);
        return;
    case SUF_KEY_FORMAT:
    case SUF_KEY_EXTENDS:
    case SUF_KEY_SEED:
    case SUF_KEY_YES_NO:
    case SUF_KEY_CHOICE:
    case SUF_KEY_MAP:
    case SUF_KEY_TABLE:
    case SUF_KEY_YEARS:
    case SUF_KEY_LAWS:
    case SUF_KEY_PLACES:
        return; /* zeroed by their maker */
    }
}

void
suf_walk_defaults(suf_reader *self, suf_section section, void *object)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->fallback != NULL) {
            suf_node node = {.kind = SUF_NODE_SCALAR, .text = key->fallback};
            suf_value_read(self, key, &node, object);
        } else {
            set_absent(self, key, member_of(object, key->offset));
        }
    }
}

/* --- mappings by name ------------------------------------------------------------------
 */

/* Sets the name of an element of a map; false when told. */
static bool
set_name(
    suf_reader *self, const suf_section_info *info, const suf_entry *entry, void *element)
{
    void *member = member_of(element, info->name_offset);
    if (info->name_type == SUF_KEY_DISTRICT) {
        uint32_t district = suf_value_district(self, &entry->place, entry->key);
        memcpy(member, &district, sizeof district);
        return district != SUF_NONE;
    }
    char *copy = NULL;
    if (!suf_value_is_name(self, &entry->place, entry->key) ||
        !suf_reader_ok(
            self, suf_arena_text(self->arena, entry->key, strlen(entry->key), &copy))) {
        return false;
    }
    memcpy(member, &copy, sizeof copy);
    return true;
}

/* Names of assumptions and services are needed by others; those of a map that is read
 * elsewhere are its own. */
static void
note_name(suf_reader *self, suf_section section, const char *name)
{
    uint32_t number = 0;
    if (section == SUF_SECTION_ASSUMPTION) {
        (void) suf_reader_ok(self, suf_names_add(&self->assumptions, name, &number));
    } else if (section == SUF_SECTION_SERVICE) {
        (void) suf_reader_ok(self, suf_names_add(&self->services, name, &number));
    }
}

static void
begin_assumption(suf_reader *self, suf_assumption *assumption)
{
    self->has_law = false;
    assumption->minimum = -(double) INFINITY;
    assumption->maximum = (double) INFINITY;
    assumption->confidence = '?';
}

static void
read_map(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
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
    set_array(key, object, elements, node->n_entries);
    for (size_t i = 0; i < node->n_entries && self->status == SUF_OK; i++) {
        const suf_entry *entry = &node->entries[i];
        void *element = elements + i * info->bytes;
        size_t mark = suf_reader_enter(self, entry->key);
        size_t n_faults = suf_reader_n_faults(self);
        if (!set_name(self, info, entry, element)) {
            if (info->name_type == SUF_KEY_NAME) {
                set_empty_text(self, member_of(element, info->name_offset));
            }
        }
        note_name(self, section, entry->key);
        if (info->line_offset != SUF_NO_MEMBER) {
            memcpy(member_of(element, info->line_offset), &entry->place.line,
                sizeof entry->place.line);
        }
        if (section == SUF_SECTION_ASSUMPTION) {
            begin_assumption(self, element);
        }
        suf_walk_section(self, section, entry->value, element);
        if (section == SUF_SECTION_ASSUMPTION && n_faults == suf_reader_n_faults(self)) {
            suf_assumption_check(self, element, &entry->place);
        }
        suf_reader_leave(self, mark);
    }
}

/* --- sections --------------------------------------------------------------------------
 */

static void
read_key(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (key->mark_bytes > 0) {
        unsigned char byte = (unsigned char) key->mark_value;
        memcpy(member_of(object, key->mark_offset),
            key->mark_bytes == 1 ? (const void *) &byte : (const void *) &key->mark_value,
            key->mark_bytes);
    }
    switch (key->type) {
    case SUF_KEY_SECTION:
        suf_walk_section(
            self, (suf_section) key->detail, node, member_of(object, key->offset));
        return;
    case SUF_KEY_MAP:
        read_map(self, key, node, object);
        return;
    case SUF_KEY_TABLE:
        suf_table_read(self, key, node, object);
        return;
    case SUF_KEY_LAWS:
        suf_value_list(self, key, node, object);
        return;
    case SUF_KEY_YEARS:
    case SUF_KEY_MONTHS:
    case SUF_KEY_SEXES:
    case SUF_KEY_PLACES:
        suf_mapping_read(self, key, node, object);
        return;
    case SUF_KEY_FORMAT:
    case SUF_KEY_EXTENDS:
    case SUF_KEY_TEXT:
    case SUF_KEY_NAME:
    case SUF_KEY_LABEL:
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
    case SUF_KEY_SEED:
    case SUF_KEY_COUNT:
    case SUF_KEY_YEAR:
    case SUF_KEY_AGE:
    case SUF_KEY_WHOLE:
    case SUF_KEY_PLAIN:
    case SUF_KEY_NUMBER:
    case SUF_KEY_LAW:
    case SUF_KEY_YES_NO:
    case SUF_KEY_CHOICE:
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        suf_value_read(self, key, node, object);
        return;
    }
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
    const suf_key *const given[MOST_GROUPS])
{
    const suf_section_info *info = suf_section_get(section);
    bool is_told[MOST_GROUPS] = {false};
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
    const suf_key *given[MOST_GROUPS] = {NULL};
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
            read_key(self, key, entry->value, object);
        }
        suf_reader_leave(self, mark);
    }
    check_missing(self, section, node, given);
}
