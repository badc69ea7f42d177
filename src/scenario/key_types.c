/* The types of keys, one row each: what is expected, what holds when nothing is given,
 * how it is read, written and told to editors. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new type is its name in suf_key_type and a row here. */
#include <math.h>
#include <string.h>

#include "scenario/read/design.h"
#include "scenario/read/mapping.h"
#include "scenario/read/table.h"
#include "scenario/read/value.h"
#include "scenario/read/walk.h"
#include "scenario/types/keys.h"
#include "scenario/types/scenario.h"
#include "scenario/write/schema_type.h"
#include "scenario/write/written_design.h"
#include "scenario/write/written_tree.h"

/* What members are when nothing is given. */
static const char *const no_text[] = {""};
static const uint32_t no_index = SUF_NONE;
static const suf_ages no_ages = {SUF_NONE, SUF_NONE};
static const int32_t no_day = INT32_MIN;
static const double unknown = (double) NAN;
static const suf_number zero = {0, SUF_NONE};
static const double ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static bool
is_no_index(const suf_key *key, const void *member)
{
    (void) key;
    return memcmp(member, &no_index, sizeof no_index) == 0;
}

static bool
is_no_day(const suf_key *key, const void *member)
{
    (void) key;
    return memcmp(member, &no_day, sizeof no_day) == 0;
}

static bool
is_unknown(const suf_key *key, const void *member)
{
    double value = 0;
    (void) key;
    memcpy(&value, member, sizeof value);
    return isnan(value);
}

/* One value: what is expected; what the member is when nothing is given, and whether it
 * is that; its reader and its writer; then a pattern or a maker of the schema. */
#define VALUE(expected, none, lacks, reader, writer, ...)                                \
    {                                                                                    \
        .is_value = true, .expects = (expected), .bytes = sizeof(none),                  \
        .absent = &(none), .is_absent = (lacks), .read = suf_read_##reader,              \
        .write = suf_write_##writer, __VA_ARGS__                                         \
    }
/* The same of a member that is zero when nothing is given. */
#define ZERO(expected, lacks, name, ...)                                                 \
    {                                                                                    \
        .is_value = true, .expects = (expected), .is_absent = (lacks),                   \
        .read = suf_read_##name, .write = suf_write_##name, __VA_ARGS__                  \
    }
/* Several values: what is expected, and how the reference says it. */
#define SEVERAL(expected, told, reader, writer, maker, ...)                              \
    {                                                                                    \
        .expects = (expected), .reference = (told), .read = (reader), .write = (writer), \
        .schema = suf_schema_##maker, __VA_ARGS__                                        \
    }
#define RANGED       .has_range = true
#define SCHEMA(name) .schema = suf_schema_##name
#define OF_SECTION   .has_section = true

static const char whole[] = "a whole number";
static const char mapping[] = "a mapping";

static const suf_type types[SUF_N_KEY_TYPES] = {
    [SUF_KEY_FORMAT] = ZERO("1", NULL, format, SCHEMA(integer)),
    [SUF_KEY_EXTENDS] = {.is_value = true, .expects = "the path of a scenario"},
    [SUF_KEY_TEXT] = VALUE("a text", no_text, NULL, text, text, SCHEMA(text)),
    [SUF_KEY_NAME] = VALUE("a name of letters a-z, digits, _ and -", no_text, NULL, name,
        text, .pattern = "^[a-z0-9_-]+$"),
    [SUF_KEY_LABEL] = VALUE("a name", no_text, NULL, label, text, .schema = NULL),
    [SUF_KEY_DATE] = VALUE("a date as 2021-01-31", no_day, is_no_day, date, date,
        .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    [SUF_KEY_MONTH] = VALUE("the first of a month as 2021-01-01", no_day, NULL, date,
        date, .pattern = "^[0-9]{4}-[0-9]{2}-01$"),
    [SUF_KEY_SEED] = ZERO(whole, NULL, seed, SCHEMA(seed)),
    [SUF_KEY_COUNT] =
        VALUE(whole, no_index, is_no_index, count, count, RANGED, SCHEMA(integer)),
    [SUF_KEY_YEAR] =
        VALUE(whole, no_day, is_no_day, count, year, RANGED, SCHEMA(integer)),
    [SUF_KEY_AGE] = VALUE("an age in whole months as 6 months or 3 years", no_index,
        is_no_index, age, age, RANGED, SCHEMA(age)),
    [SUF_KEY_SPAN] = VALUE("a time of whole months as 6 months or 1 year", no_index,
        is_no_index, age, age, RANGED, SCHEMA(age)),
    [SUF_KEY_AGES] = VALUE(
        "ages as 7, 5-9 or 85+", no_ages, is_no_index, ages, ages, RANGED, SCHEMA(ages)),
    [SUF_KEY_LASTING] = VALUE("a time of whole months as 6 months, or 2 intakes",
        no_index, is_no_index, lasting, lasting, RANGED, SCHEMA(lasting)),
    [SUF_KEY_WHOLE] =
        VALUE(whole, unknown, is_unknown, whole, plain, RANGED, SCHEMA(integer)),
    [SUF_KEY_PLAIN] =
        VALUE(NULL, unknown, is_unknown, plain, plain, RANGED, SCHEMA(quantity)),
    [SUF_KEY_NUMBER] = VALUE(NULL, zero, NULL, number, number, RANGED, SCHEMA(number)),
    [SUF_KEY_PARAMETER] = VALUE("a number, with a unit where it has one", unknown,
        is_unknown, parameter, parameter, RANGED, SCHEMA(parameter)),
    [SUF_KEY_PARAMETERS] = SEVERAL("a list of numbers, as [1, 2.5]", NULL,
        suf_read_parameters, suf_write_parameters, parameters, .bytes = 0),
    [SUF_KEY_YES_NO] = ZERO("yes or no", NULL, yes_no, SCHEMA(yes_no)),
    [SUF_KEY_CHOICE] = ZERO(NULL, suf_choice_is_absent, choice, SCHEMA(choice)),
    [SUF_KEY_DISTRICT] = VALUE("the name of a district", no_index, is_no_index, district,
        district, .schema = NULL),
    [SUF_KEY_BEYOND] = VALUE("the name of a district, or outside", no_index, NULL, beyond,
        district, .schema = NULL),
    [SUF_KEY_SERVICE] = VALUE(
        "the name of a service", no_index, is_no_index, service, service, .schema = NULL),
    [SUF_KEY_SECTION] = SEVERAL(
        mapping, "see ", suf_read_section, suf_write_section, section, OF_SECTION),
    [SUF_KEY_MAP] =
        SEVERAL(mapping, "name: see ", suf_read_map, suf_write_map, map, OF_SECTION),
    [SUF_KEY_TABLE] = SEVERAL("the path of a CSV table", "table: see ", suf_table_read,
        suf_write_table, table, OF_SECTION),
    [SUF_KEY_YEARS] = SEVERAL(mapping, "year: a number, or $assumption", suf_read_years,
        suf_write_years, years, .bytes = 0),
    [SUF_KEY_MONTHS] = SEVERAL(mapping, "month (january or jan): a number",
        suf_read_months, suf_write_months, months, .bytes = sizeof ones, .absent = ones),
    [SUF_KEY_SEXES] = SEVERAL(mapping, "F, M: a number", suf_read_sexes, suf_write_sexes,
        sexes, .bytes = SUF_N_SEXES * sizeof *ones, .absent = ones),
    /* They are written among the places of the scenario. */
    [SUF_KEY_PLACES] = SEVERAL("a number of places, or a mapping from district to number",
        NULL, suf_read_places, NULL, places, .bytes = 0),
    [SUF_KEY_DESIGN] = SEVERAL("balanced, random, lhs, fixed, or {table: points.csv}",
        NULL, suf_read_design, suf_write_design, design, .bytes = 0),
};

const suf_type *
suf_type_of(const suf_key *key)
{
    return &types[key->type];
}
