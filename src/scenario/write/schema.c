/* The JSON Schema of scenario files, from the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/units.h"
#include "scenario/types/keys.h"
#include "scenario/write/schema_type.h"

/* True for a table whose rows are no definition, as they have no name to stand under. */
static bool
is_file_only(int section)
{
    return section >= SUF_SECTION_DISTRICT_ROW &&
           suf_section_get((suf_section) section)->name_offset == SUF_NO_MEMBER;
}

/* One property. A reference stands in allOf, as draft 7 looks at nothing beside it. */
static json_t *
property(const suf_key *key, bool is_overlay)
{
    json_t *made = json_pack("{s:s}", "description", key->help);
    json_t *types = json_array();
    double number = 0;
    if (key->fallback != NULL && !key->is_required) {
        suf_json_put(&made, "default",
            suf_number_parse(key->fallback, &number) == NULL
                ? suf_json_number(number)
                : json_string(key->fallback));
    }
    if (is_overlay) {
        suf_json_append(&types, json_pack("{s:s}", "type", "null"));
    }
    suf_json_append(&types, suf_schema_of(key, is_overlay));
    suf_json_put(&made, is_overlay ? "anyOf" : "allOf", types);
    return made;
}

/* The same by its former name, which editors advise against. */
static json_t *
former_property(const suf_key *key, bool is_overlay)
{
    char text[100];
    (void) snprintf(text, sizeof text,
        "Now called %.30s; read until version " SUF_FORMER_NAMES_UNTIL ".", key->name);
    json_t *made = property(key, is_overlay);
    suf_json_put(&made, "description", json_string(text));
    suf_json_put(&made, "deprecationMessage", json_string(text));
    return made;
}

/* The column whose name stands in front when rows are a mapping. */
static bool
is_name_column(const suf_section_info *info, const suf_key *key)
{
    return info->name_offset != SUF_NO_MEMBER && info->name_type == SUF_KEY_LABEL &&
           key->offset == info->name_offset;
}

static json_t *
properties(const suf_section_info *info, bool is_overlay)
{
    bool is_named_table =
        info->name_offset != SUF_NO_MEMBER && info->name_type == SUF_KEY_LABEL;
    json_t *made = json_object();
    for (size_t i = 0; i < info->n_keys; i++) {
        if (!is_name_column(info, &info->keys[i])) {
            suf_json_put(&made, info->keys[i].name, property(&info->keys[i], is_overlay));
        }
        if (info->keys[i].formerly != NULL) {
            suf_json_put(&made, info->keys[i].formerly,
                former_property(&info->keys[i], is_overlay));
        }
    }
    for (size_t i = 0; is_named_table && suf_column_remark_at(i) != NULL; i++) {
        suf_json_put(&made, suf_column_remark_at(i),
            json_pack("{s:s}", "description", "A remark; not read."));
    }
    return made;
}

/* The keys that must be there, whatever else is. */
static json_t *
required(const suf_section_info *info)
{
    json_t *made = json_array();
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->is_required && key->group == 0 && !is_name_column(info, key)) {
            suf_json_append(&made, json_string(key->name));
        }
    }
    return made;
}

/* One {required} for each key of a group; *is_required when one of them must be there. */
static json_t *
members(const suf_section_info *info, unsigned group, bool *is_required)
{
    json_t *made = json_array();
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->group == group) {
            *is_required = key->is_required;
            suf_json_append(&made, json_pack("{s:[s]}", "required", key->name));
            if (key->formerly != NULL) {
                suf_json_append(&made, json_pack("{s:[s]}", "required", key->formerly));
            }
        }
    }
    return made;
}

/* Keys of a group: exactly one where one is required, else not two. */
static json_t *
groups(const suf_section_info *info, bool is_overlay)
{
    json_t *made = json_array();
    for (unsigned group = 1; group < SUF_MOST_GROUPS; group++) {
        bool is_required = false;
        json_t *one = members(info, group, &is_required);
        if (one != NULL && json_array_size(one) == 0) {
            json_decref(one); /* no such group */
            continue;
        }
        if (!is_required || is_overlay) {
            suf_json_append(&one, json_pack("{s:{s:o}}", "not", "anyOf",
                                      members(info, group, &is_required)));
        }
        suf_json_append(&made, json_pack("{s:o}", "oneOf", one));
    }
    return made;
}

/* Puts an array unless nothing is in it. */
static void
put_some(json_t **object, const char *name, json_t *array)
{
    if (array != NULL && json_array_size(array) == 0) {
        json_decref(array);
    } else {
        suf_json_put(object, name, array);
    }
}

static json_t *
definition(suf_section section, bool is_overlay)
{
    const suf_section_info *info = suf_section_get(section);
    json_t *made = json_pack("{s:s, s:s, s:b, s:o}", "description", info->help, "type",
        "object", "additionalProperties", 0, "properties", properties(info, is_overlay));
    if (!is_overlay) {
        put_some(&made, "required", required(info));
    }
    put_some(&made, "allOf", groups(info, is_overlay));
    return made;
}

suf_status
suf_schema_json(char **out)
{
    json_t *definitions = json_object();
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < SUF_N_SECTIONS; i++) {
            char name[100];
            suf_schema_name((suf_section) i, pass == 1, name);
            if (!is_file_only(i)) {
                suf_json_put(&definitions, name, definition((suf_section) i, pass == 1));
            }
        }
    }
    json_t *schema = json_pack("{s:s, s:s, s:{s:s, s:[s]}, s:{s:s}, s:{s:s}, s:o}",
        "$schema", "http://json-schema.org/draft-07/schema#", "title",
        "Scenario of Suffice", "if", "type", "object", "required", "extends", "then",
        "$ref", "#/definitions/overlay of scenario", "else", "$ref",
        "#/definitions/scenario", "definitions", definitions);
    return suf_json_text(schema, out);
}
