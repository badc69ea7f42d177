/* The JSON Schema of scenario files, from the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scenario/keys.h"

/* Numbers, and units, as the readers of base/units take them. */
#define NUMBER_PATTERN "-?(0|[1-9][0-9]*)(\\\\.[0-9]+)?([eE][-+]?[0-9]+)?"
#define UNIT_PATTERN   "(minute|hour|day|week|month|year)"
#define ASSUMPTION     "{\"type\": \"string\", \"pattern\": \"^\\\\$[a-z0-9_-]+$\"}"

typedef struct writer {
    suf_text text;
    bool is_overlay; /* the definitions at hand are those of overlays */
} writer;

static void
add(writer *self, const char *text)
{
    suf_text_add(&self->text, text);
}

/* A text as JSON; the table of keys is ASCII without control characters. */
static void
add_string(writer *self, const char *text)
{
    add(self, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            add(self, "\\");
        }
        suf_text_add_n(&self->text, at, 1);
    }
    add(self, "\"");
}

static void
add_reference(writer *self, suf_section section)
{
    add(self, "{\"$ref\": \"#/definitions/");
    add(self, self->is_overlay ? "overlay of " : "");
    add(self, suf_section_get(section)->name);
    add(self, "\"}");
}

static void
add_range(writer *self, const suf_key *key)
{
    if (isfinite(key->minimum)) {
        add(self, key->is_above ? ", \"exclusiveMinimum\": " : ", \"minimum\": ");
        suf_text_add_double(&self->text, key->minimum);
    }
    if (isfinite(key->maximum)) {
        add(self, ", \"maximum\": ");
        suf_text_add_double(&self->text, key->maximum);
    }
}

static void
add_number(writer *self, const suf_key *key, const char *type)
{
    add(self, "{\"type\": \"");
    add(self, type);
    add(self, "\"");
    add_range(self, key);
    add(self, "}");
}

/* A quantity: a text with a unit, or a pure number. */
static void
add_quantity(writer *self, const suf_key *key)
{
    switch (key->dimension) {
    case SUF_DIMENSION_DURATION:
        add(self, "{\"type\": \"string\", \"pattern\": \"^" NUMBER_PATTERN
                  " +" UNIT_PATTERN "s?$\"}");
        return;
    case SUF_DIMENSION_RATE:
        add(self, "{\"type\": \"string\", \"pattern\": \"^" NUMBER_PATTERN
                  " +per " UNIT_PATTERN "$\"}");
        return;
    case SUF_DIMENSION_NONE:
        add_number(self, key, key->detail != 0 ? "integer" : "number");
        return;
    }
}

static void
add_choices(writer *self, const suf_key *key)
{
    const suf_choices *set = suf_choices_get((suf_choice_set) key->detail);
    add(self, "{\"enum\": [");
    for (size_t i = 0; i < set->n; i++) {
        add(self, i > 0 ? ", " : "");
        add_string(self, set->items[i].word);
    }
    add(self, "]}");
}

/* True for a table whose rows are no definition, as they have no name to stand under. */
static bool
is_file_only(int section)
{
    return section >= SUF_SECTION_DISTRICT_ROW &&
           suf_section_get((suf_section) section)->name_offset == SUF_NO_MEMBER;
}

/* In an overlay a mapping of names may say that it replaces what is below. */
static void
add_replace(writer *self)
{
    if (self->is_overlay) {
        add(self, ", \"properties\": {\"replace\": {}}");
    }
}

/* A path; rows, and where tables may be joined paths, as a list; a mapping, which is
 * nested where rows are known by several columns. */
static void
add_table(writer *self, const suf_key *key)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    add(self, "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": ");
    add(self, info->is_joined ? "{\"type\": [\"string\", \"object\"]}"
                              : "{\"type\": \"object\"}");
    add(self, "}, {\"type\": \"object\"");
    add_replace(self);
    if (info->value == NULL) {
        add(self, ", \"additionalProperties\": ");
        if (self->is_overlay) {
            add(self, "{\"anyOf\": [{\"type\": \"null\"}, ");
        }
        add_reference(self, (suf_section) key->detail);
        add(self, self->is_overlay ? "]}" : "");
    }
    add(self, "}]}");
}

/* An object of numbers by names of a pattern. */
static void
add_numbers(writer *self, const suf_key *key, const char *names)
{
    add(self, "{\"type\": \"object\", \"propertyNames\": {\"pattern\": \"");
    if (self->is_overlay) {
        add(self, "^replace$|");
    }
    add(self, names);
    add(self, "\"}");
    add_replace(self);
    add(self, ", \"additionalProperties\": {\"anyOf\": [");
    add_number(self, key, key->type == SUF_KEY_PLACES ? "integer" : "number");
    if (key->type == SUF_KEY_YEARS) {
        add(self, ", " ASSUMPTION);
    }
    add(self, self->is_overlay ? ", {\"type\": \"null\"}]}}" : "]}}");
}

/* A failure of a text that goes into the whole is one of the whole. */
static void
free_part(writer *self, suf_text *part)
{
    if (self->text.status == SUF_OK) {
        self->text.status = part->status;
    }
    suf_text_free(part);
}

static void
add_months(writer *self, const suf_key *key)
{
    suf_text names;
    suf_text_init(&names);
    for (unsigned i = 0; i < 12; i++) {
        const char *name = suf_month_name(i);
        suf_text_format(&names, "%s%s|%.3s", i > 0 ? "|" : "^(", name, name);
    }
    suf_text_add(&names, ")$");
    add_numbers(self, key, suf_text_get(&names));
    free_part(self, &names);
}

static void
add_map(writer *self, const suf_key *key)
{
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    add(self, "{\"type\": \"object\"");
    if (info->name_type == SUF_KEY_NAME) {
        add(self, ", \"propertyNames\": {\"pattern\": \"^[a-z0-9_-]+$\"}");
    }
    add_replace(self);
    add(self, ", \"additionalProperties\": ");
    add(self, self->is_overlay ? "{\"anyOf\": [{\"type\": \"null\"}, " : "");
    add_reference(self, (suf_section) key->detail);
    add(self, self->is_overlay ? "]}}" : "}");
}

/* What the value of a key may be. */
static void
add_type(writer *self, const suf_key *key)
{
    switch (key->type) {
    case SUF_KEY_FORMAT:
    case SUF_KEY_COUNT:
    case SUF_KEY_YEAR:
    case SUF_KEY_WHOLE:
        add_number(self, key, "integer");
        return;
    case SUF_KEY_SEED:
        add(self, "{\"type\": \"integer\", \"minimum\": 0}");
        return;
    case SUF_KEY_EXTENDS:
    case SUF_KEY_LABEL:
    case SUF_KEY_DISTRICT:
    case SUF_KEY_BEYOND:
    case SUF_KEY_SERVICE:
        add(self, "{\"type\": \"string\"}");
        return;
    case SUF_KEY_TEXT:
        add(self, "{\"type\": [\"string\", \"number\", \"boolean\"]}");
        return;
    case SUF_KEY_NAME:
        add(self, "{\"type\": \"string\", \"pattern\": \"^[a-z0-9_-]+$\"}");
        return;
    case SUF_KEY_DATE:
    case SUF_KEY_MONTH:
        add(self, "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}-[0-9]{2}-");
        add(self, key->type == SUF_KEY_MONTH ? "01$\"}" : "[0-9]{2}$\"}");
        return;
    case SUF_KEY_AGE:
        add(self, "{\"anyOf\": [{\"const\": 0}, {\"type\": \"string\", \"pattern\": "
                  "\"^" NUMBER_PATTERN " +(month|year)s?$\"}]}");
        return;
    case SUF_KEY_PLAIN:
        add_quantity(self, key);
        return;
    case SUF_KEY_NUMBER:
        add(self, "{\"anyOf\": [");
        add_quantity(self, key);
        add(self, key->detail != 0 ? "]}" : ", " ASSUMPTION "]}");
        return;
    case SUF_KEY_LAW:
        add(self, "{\"anyOf\": [");
        add_number(self, key, "number");
        add(self, ", {\"type\": \"string\", \"pattern\": \"^" NUMBER_PATTERN
                  " +(" UNIT_PATTERN "s?|per " UNIT_PATTERN ")$\"}]}");
        return;
    case SUF_KEY_LAWS:
        add(self, "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": "
                  "[\"number\", \"string\"]}}");
        return;
    case SUF_KEY_YES_NO:
        add(self, "{\"enum\": [true, false, \"yes\", \"no\"]}");
        return;
    case SUF_KEY_CHOICE:
        add_choices(self, key);
        return;
    case SUF_KEY_SECTION:
        add_reference(self, (suf_section) key->detail);
        return;
    case SUF_KEY_MAP:
        add_map(self, key);
        return;
    case SUF_KEY_TABLE:
        add_table(self, key);
        return;
    case SUF_KEY_YEARS:
        add_numbers(self, key, "^[0-9]{4}$");
        return;
    case SUF_KEY_MONTHS:
        add_months(self, key);
        return;
    case SUF_KEY_SEXES:
        add_numbers(self, key, "^[FM]$");
        return;
    case SUF_KEY_PLACES:
        add(self, "{\"anyOf\": [");
        add_number(self, key, "integer");
        add(self, ", ");
        add_numbers(self, key, ".");
        add(self, "]}");
        return;
    }
}

/* One property. A reference stands in allOf, as draft 7 looks at nothing beside it. */
static void
add_property(writer *self, const suf_key *key)
{
    add(self, "        ");
    add_string(self, key->name);
    add(self, ": {\"description\": ");
    add_string(self, key->help);
    if (key->fallback != NULL && !key->is_required) {
        add(self, ", \"default\": ");
        double number = 0;
        if (suf_number_parse(key->fallback, &number) == NULL) {
            add(self, key->fallback);
        } else {
            add_string(self, key->fallback);
        }
    }
    add(self,
        self->is_overlay ? ", \"anyOf\": [{\"type\": \"null\"}, " : ", \"allOf\": [");
    add_type(self, key);
    add(self, "]}");
}

/* The column whose name stands in front when rows are a mapping. */
static bool
is_name_column(const suf_section_info *info, const suf_key *key)
{
    return info->name_offset != SUF_NO_MEMBER && info->name_type == SUF_KEY_LABEL &&
           key->offset == info->name_offset;
}

static void
add_required(writer *self, const suf_section_info *info)
{
    bool is_first = true;
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        if (key->is_required && key->group == 0 && !is_name_column(info, key)) {
            add(self, is_first ? ",\n      \"required\": [" : ", ");
            add_string(self, key->name);
            is_first = false;
        }
    }
    add(self, is_first ? "" : "]");
}

/* Keys of a group: exactly one where one is required, else not two. */
static void
add_groups(writer *self, const suf_section_info *info)
{
    bool is_first = true;
    for (uint8_t group = 1; group < 8; group++) {
        bool is_required = false;
        suf_text names;
        suf_text_init(&names);
        for (size_t i = 0; i < info->n_keys; i++) {
            const suf_key *key = &info->keys[i];
            if (key->group == group) {
                is_required = key->is_required;
                suf_text_format(&names, "%s{\"required\": [\"%s\"]}",
                    names.n > 0 ? ", " : "", key->name);
            }
        }
        if (names.n > 0) {
            add(self, is_first ? ",\n      \"allOf\": [" : ",\n        ");
            is_first = false;
            suf_text_format(&self->text, "{\"oneOf\": [%s", suf_text_get(&names));
            if (!is_required || self->is_overlay) {
                suf_text_format(
                    &self->text, ", {\"not\": {\"anyOf\": [%s]}}", suf_text_get(&names));
            }
            add(self, "]}");
        }
        free_part(self, &names);
    }
    add(self, is_first ? "" : "]");
}

static void
add_definition(writer *self, suf_section section)
{
    static const char *const remarks[] = {"confidence", "source", "note", "method"};
    const suf_section_info *info = suf_section_get(section);
    bool is_named_table =
        info->name_offset != SUF_NO_MEMBER && info->name_type == SUF_KEY_LABEL;
    add(self, "    \"");
    add(self, self->is_overlay ? "overlay of " : "");
    add(self, info->name);
    add(self, "\": {\n      \"description\": ");
    add_string(self, info->help);
    add(self, ",\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n");
    add(self, "      \"properties\": {\n");
    bool is_first = true;
    for (size_t i = 0; i < info->n_keys; i++) {
        if (!is_name_column(info, &info->keys[i])) {
            add(self, is_first ? "" : ",\n");
            add_property(self, &info->keys[i]);
            is_first = false;
        }
    }
    for (size_t i = 0; is_named_table && i < sizeof remarks / sizeof remarks[0]; i++) {
        suf_text_format(&self->text,
            ",\n        \"%s\": {\"description\": \"A remark; not read.\"}", remarks[i]);
    }
    add(self, "\n      }");
    if (!self->is_overlay) {
        add_required(self, info);
    }
    add_groups(self, info);
    add(self, "\n    }");
}

suf_status
suf_schema_json(char **out)
{
    writer self = {.is_overlay = false};
    suf_text_init(&self.text);
    add(&self, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
               "  \"title\": \"Scenario of Suffice\",\n"
               "  \"if\": {\"type\": \"object\", \"required\": [\"extends\"]},\n"
               "  \"then\": {\"$ref\": \"#/definitions/overlay of scenario\"},\n"
               "  \"else\": {\"$ref\": \"#/definitions/scenario\"},\n"
               "  \"definitions\": {\n");
    for (int pass = 0; pass < 2; pass++) {
        self.is_overlay = pass == 1;
        for (int i = 0; i < SUF_N_SECTIONS; i++) {
            if (!is_file_only(i)) {
                add(&self, pass == 0 && i == 0 ? "" : ",\n");
                add_definition(&self, (suf_section) i);
            }
        }
    }
    add(&self, "\n  }\n}\n");
    suf_status status = suf_text_take(&self.text, out);
    suf_text_free(&self.text);
    return status;
}
