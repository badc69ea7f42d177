/* What a JSON Schema says of values: of each type of key.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema_type.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"

/* Numbers as the readers of base/units take them. */
#define NUMBER "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"

void
suf_schema_name(suf_section section, bool is_overlay, char name[100])
{
    (void) snprintf(name, 100, "%s%s", is_overlay ? "overlay of " : "",
        suf_section_get(section)->name);
}

static json_t *
reference(suf_section section, bool is_overlay)
{
    char name[100];
    suf_schema_name(section, is_overlay, name);
    return json_pack("{s:o}", "$ref", json_sprintf("#/definitions/%s", name));
}

/* In an overlay null removes what is below. */
static json_t *
or_null(json_t *schema, bool is_overlay)
{
    return is_overlay ? json_pack("{s:[{s:s},o]}", "anyOf", "type", "null", schema)
                      : schema;
}

static json_t *
pattern(const char *text)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", text);
}

static json_t *
assumption(void)
{
    return pattern("^\\$[a-z0-9_-]+( *\\* *-?[0-9.eE+-]+)?$");
}

/* A pure number within the limits of a key. */
static json_t *
pure(const suf_key *key, const char *type)
{
    json_t *made = json_pack("{s:s}", "type", type);
    if (isfinite(key->minimum)) {
        suf_json_put(&made, key->is_above ? "exclusiveMinimum" : "minimum",
            suf_json_number(key->minimum));
    }
    if (isfinite(key->maximum)) {
        suf_json_put(&made, "maximum", suf_json_number(key->maximum));
    }
    return made;
}

/* In an overlay a mapping of names may say that it replaces what is below. */
static void
put_replace(json_t **object, bool is_overlay)
{
    if (is_overlay) {
        suf_json_put(object, "properties", json_pack("{s:{}}", "replace"));
    }
}

/* An object of numbers by names of a pattern. */
static json_t *
numbers(const suf_key *key, bool is_overlay, const char *names)
{
    json_t *made = json_pack("{s:s, s:{s:o}}", "type", "object", "propertyNames",
        "pattern", json_sprintf("%s%s", is_overlay ? "^replace$|" : "", names));
    json_t *values = json_array();
    suf_json_append(
        &values, key->dimension != SUF_DIMENSION_NONE
                     ? suf_schema_quantity(key, is_overlay)
                     : pure(key, key->type == SUF_KEY_PLACES ? "integer" : "number"));
    if (key->type == SUF_KEY_YEARS || key->type == SUF_KEY_PLACES) {
        suf_json_append(&values, assumption());
    }
    if (is_overlay) {
        suf_json_append(&values, json_pack("{s:s}", "type", "null"));
    }
    put_replace(&made, is_overlay);
    suf_json_put(&made, "additionalProperties", json_pack("{s:o}", "anyOf", values));
    return made;
}

static json_t *
schema_of_type(const suf_key *key, bool is_overlay)
{
    const suf_type *type = suf_type_of(key);
    return type->schema != NULL    ? type->schema(key, is_overlay)
           : type->pattern != NULL ? pattern(type->pattern)
                                   : json_pack("{s:s}", "type", "string");
}

json_t *
suf_schema_of(const suf_key *key, bool is_overlay)
{
    if (key->lever_unit == NULL || key->type == SUF_KEY_NUMBER) { /* it has $name */
        return schema_of_type(key, is_overlay);
    }
    json_t *either = json_array();
    suf_json_append(&either, schema_of_type(key, is_overlay));
    suf_json_append(&either, assumption());
    return json_pack("{s:o}", "anyOf", either);
}

SUF_SCHEMA(text)
{
    (void) key;
    (void) is_overlay;
    return json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean");
}

SUF_SCHEMA(seed)
{
    (void) key;
    (void) is_overlay;
    return json_pack("{s:s, s:i}", "type", "integer", "minimum", 0);
}

SUF_SCHEMA(parameters)
{
    (void) key;
    (void) is_overlay;
    return json_pack("{s:s, s:i, s:{s:[s,s]}}", "type", "array", "minItems", 1, "items",
        "type", "number", "string");
}

SUF_SCHEMA(yes_no)
{
    (void) key;
    (void) is_overlay;
    return json_pack("{s:[b,b,s,s]}", "enum", 1, 0, "yes", "no");
}

SUF_SCHEMA(integer)
{
    (void) is_overlay;
    return pure(key, "integer");
}

SUF_SCHEMA(age)
{
    (void) key;
    (void) is_overlay;
    return json_pack(
        "{s:[{s:i},o]}", "anyOf", "const", 0, pattern("^" NUMBER " +(month|year)s?$"));
}

SUF_SCHEMA(lasting)
{
    (void) key;
    (void) is_overlay;
    return pattern("^" NUMBER " +(month|year|intake)s?$");
}

SUF_SCHEMA(ages)
{
    return json_pack("{s:[o,o]}", "anyOf", suf_schema_integer(key, is_overlay),
        pattern("^[0-9]+([+]|-[0-9]+)?$"));
}

SUF_SCHEMA(quantity)
{
    const char *unit = suf_dimension_get(key->dimension)->pattern;
    (void) is_overlay;
    if (key->is_unbounded) {
        return json_pack("{s:[o,{s:s,s:s}]}", "anyOf", pure(key, "number"), "type",
            "string", "pattern", "^[.]?(inf|Inf|INF|[Ii]nfinity)$");
    }
    return unit == NULL ? pure(key, key->detail != 0 ? "integer" : "number")
                        : json_pack("{s:s, s:o}", "type", "string", "pattern",
                              json_sprintf("^" NUMBER " +%s$", unit));
}

SUF_SCHEMA(number)
{
    json_t *either = json_array();
    suf_json_append(&either, suf_schema_quantity(key, is_overlay));
    if (key->detail == 0) {
        suf_json_append(&either, assumption());
    }
    return json_pack("{s:o}", "anyOf", either);
}

SUF_SCHEMA(parameter)
{
    (void) is_overlay;
    return json_pack("{s:[o,{s:s,s:o}]}", "anyOf", pure(key, "number"), "type", "string",
        "pattern",
        json_sprintf("^" NUMBER " +(%s|%s|%s)$",
            suf_dimension_get(SUF_DIMENSION_DURATION)->pattern,
            suf_dimension_get(SUF_DIMENSION_RATE)->pattern,
            suf_dimension_get(SUF_DIMENSION_MONEY)->pattern));
}

SUF_SCHEMA(choice)
{
    const suf_choices *set = suf_choices_get((suf_choice_set) key->detail);
    json_t *words = json_array();
    (void) is_overlay;
    for (size_t i = 0; i < set->n; i++) {
        suf_json_append(&words, json_string(set->items[i].word));
    }
    return json_pack("{s:o}", "enum", words);
}

SUF_SCHEMA(section)
{
    return reference((suf_section) key->detail, is_overlay);
}

SUF_SCHEMA(map)
{
    json_t *made = json_pack("{s:s}", "type", "object");
    if (suf_section_get((suf_section) key->detail)->name_type == SUF_KEY_NAME) {
        suf_json_put(
            &made, "propertyNames", json_pack("{s:s}", "pattern", "^[a-z0-9_-]+$"));
    }
    put_replace(&made, is_overlay);
    suf_json_put(&made, "additionalProperties",
        or_null(reference((suf_section) key->detail, is_overlay), is_overlay));
    return made;
}

/* A path; rows, and where tables may be joined paths, as a list; a mapping, which is
 * nested where rows are known by several columns. */
SUF_SCHEMA(table)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    json_t *rows = info->is_joined ? json_pack("{s:[s,s]}", "type", "string", "object")
                                   : json_pack("{s:s}", "type", "object");
    json_t *mapping = json_pack("{s:s}", "type", "object");
    put_replace(&mapping, is_overlay);
    if (info->value == NULL) {
        suf_json_put(&mapping, "additionalProperties",
            or_null(reference((suf_section) key->detail, is_overlay), is_overlay));
    }
    return json_pack("{s:[{s:s},{s:s,s:o},o]}", "anyOf", "type", "string", "type",
        "array", "items", rows, mapping);
}

SUF_SCHEMA(years)
{
    return numbers(key, is_overlay, "^[0-9]{4}$");
}

SUF_SCHEMA(sexes)
{
    return numbers(key, is_overlay, "^[FM]$");
}

SUF_SCHEMA(months)
{
    suf_text names;
    suf_text_init(&names);
    for (unsigned i = 0; i < 12; i++) {
        const char *name = suf_month_name(i);
        suf_text_format(&names, "%s%s|%.3s", i > 0 ? "|" : "^(", name, name);
    }
    suf_text_add(&names, ")$");
    json_t *made =
        names.status == SUF_OK ? numbers(key, is_overlay, suf_text_get(&names)) : NULL;
    suf_text_free(&names);
    return made;
}

SUF_SCHEMA(places)
{
    return json_pack("{s:[o,o,o]}", "anyOf", pure(key, "integer"), assumption(),
        numbers(key, is_overlay, "."));
}

SUF_SCHEMA(design)
{
    json_t *table = json_pack("{s:s, s:[s], s:b, s:{s:{s:[s,s]}}}", "type", "object",
        "required", "table", "additionalProperties", 0, "properties", "table", "type",
        "string", "object");
    return json_pack("{s:[o,o]}", "anyOf", suf_schema_choice(key, is_overlay), table);
}
