/* The types of keys, one row each: what is expected, what holds when nothing is given,
 * how it is read, written and told to editors. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new type is its name in suf_key_type and a row here. */
#include <math.h>
#include <string.h>

#include "scenario/keys.h"
#include "scenario/mapping.h"
#include "scenario/resolve.h"
#include "scenario/scenario.h"
#include "scenario/schema_type.h"
#include "scenario/table.h"
#include "scenario/value.h"
#include "scenario/walk.h"
#include "scenario/written_value.h"

/* What members are when nothing is given. */
static const char *const no_text = "";
static const uint32_t no_index = SUF_NONE;
static const int32_t no_day = INT32_MIN;
static const double unknown = (double) NAN;
static const suf_number zero = {0, SUF_NONE};
static const double ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

#define ABSENT(value) .bytes = sizeof(value), .absent = &(value)

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

static const suf_type types[SUF_N_KEY_TYPES] = {
    [SUF_KEY_FORMAT] = {.expects = "1",
        .is_value = true,
        .read = suf_read_format,
        .write = suf_write_format,
        .schema = suf_schema_integer},
    [SUF_KEY_EXTENDS] = {.expects = "the path of a scenario", .is_value = true},
    [SUF_KEY_TEXT] = {.expects = "a text",
        .is_value = true,
        ABSENT(no_text),
        .read = suf_read_text,
        .write = suf_write_text,
        .schema = suf_schema_text},
    [SUF_KEY_NAME] = {.expects = "a name of letters a-z, digits, _ and -",
        .is_value = true,
        ABSENT(no_text),
        .read = suf_read_name,
        .write = suf_write_text,
        .pattern = "^[a-z0-9_-]+$"},
    [SUF_KEY_LABEL] = {.expects = "a name",
        .is_value = true,
        ABSENT(no_text),
        .read = suf_read_label,
        .write = suf_write_text},
    [SUF_KEY_DATE] = {.expects = "a date as 2021-01-31",
        .is_value = true,
        ABSENT(no_day),
        .is_absent = is_no_day,
        .read = suf_read_date,
        .write = suf_write_date,
        .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    [SUF_KEY_MONTH] = {.expects = "the first of a month as 2021-01-01",
        .is_value = true,
        ABSENT(no_day),
        .read = suf_read_date,
        .write = suf_write_date,
        .pattern = "^[0-9]{4}-[0-9]{2}-01$"},
    [SUF_KEY_SEED] = {.expects = "a whole number",
        .is_value = true,
        .read = suf_read_seed,
        .write = suf_write_seed,
        .schema = suf_schema_seed},
    [SUF_KEY_COUNT] = {.expects = "a whole number",
        .is_value = true,
        .has_range = true,
        ABSENT(no_index),
        .is_absent = is_no_index,
        .read = suf_read_count,
        .write = suf_write_count,
        .schema = suf_schema_integer},
    [SUF_KEY_YEAR] = {.expects = "a whole number",
        .is_value = true,
        .has_range = true,
        ABSENT(no_day),
        .read = suf_read_count,
        .write = suf_write_year,
        .schema = suf_schema_integer},
    [SUF_KEY_AGE] = {.expects = "an age in whole months as 6 months or 3 years",
        .is_value = true,
        .has_range = true,
        ABSENT(no_index),
        .is_absent = is_no_index,
        .read = suf_read_age,
        .write = suf_write_age,
        .schema = suf_schema_age},
    [SUF_KEY_WHOLE] = {.expects = "a whole number",
        .is_value = true,
        .has_range = true,
        ABSENT(unknown),
        .is_absent = is_unknown,
        .read = suf_read_whole,
        .write = suf_write_plain,
        .schema = suf_schema_integer},
    [SUF_KEY_PLAIN] = {.is_value = true,
        .has_range = true,
        ABSENT(unknown),
        .is_absent = is_unknown,
        .read = suf_read_plain,
        .write = suf_write_plain,
        .schema = suf_schema_quantity},
    [SUF_KEY_NUMBER] = {.is_value = true,
        .has_range = true,
        ABSENT(zero),
        .read = suf_read_number,
        .write = suf_write_number,
        .schema = suf_schema_number},
    [SUF_KEY_LAW] = {.expects = "a number, with a unit where it has one",
        .is_value = true,
        .has_range = true,
        ABSENT(unknown),
        .is_absent = is_unknown,
        .read = suf_read_law,
        .write = suf_write_law,
        .schema = suf_schema_law},
    [SUF_KEY_LAWS] = {.expects = "a list of numbers, as [1, 2.5]",
        .read = suf_read_laws,
        .write = suf_write_laws,
        .schema = suf_schema_laws},
    [SUF_KEY_YES_NO] = {.expects = "yes or no",
        .is_value = true,
        .read = suf_read_yes_no,
        .write = suf_write_yes_no,
        .schema = suf_schema_yes_no},
    [SUF_KEY_CHOICE] = {.is_value = true,
        .is_absent = suf_choice_is_absent,
        .read = suf_read_choice,
        .write = suf_write_choice,
        .schema = suf_schema_choice},
    [SUF_KEY_DISTRICT] = {.expects = "the name of a district",
        .is_value = true,
        ABSENT(no_index),
        .is_absent = is_no_index,
        .read = suf_read_district,
        .write = suf_write_district},
    [SUF_KEY_BEYOND] = {.expects = "the name of a district, or outside",
        .is_value = true,
        ABSENT(no_index),
        .read = suf_read_beyond,
        .write = suf_write_district},
    [SUF_KEY_SERVICE] = {.expects = "the name of a service",
        .is_value = true,
        ABSENT(no_index),
        .is_absent = is_no_index,
        .read = suf_read_service,
        .write = suf_write_service},
    [SUF_KEY_SECTION] = {.expects = "a mapping",
        .reference = "see ",
        .has_section = true,
        .read = suf_read_section,
        .write = suf_write_section,
        .schema = suf_schema_section},
    [SUF_KEY_MAP] = {.expects = "a mapping",
        .reference = "name: see ",
        .has_section = true,
        .read = suf_read_map,
        .write = suf_write_map,
        .schema = suf_schema_map},
    [SUF_KEY_TABLE] = {.expects = "the path of a CSV table",
        .reference = "table: see ",
        .has_section = true,
        .read = suf_table_read,
        .write = suf_write_table,
        .schema = suf_schema_table},
    [SUF_KEY_YEARS] = {.expects = "a mapping",
        .reference = "year: a number, or $assumption",
        .read = suf_read_years,
        .write = suf_write_years,
        .schema = suf_schema_years},
    [SUF_KEY_MONTHS] = {.expects = "a mapping",
        .reference = "month (january or jan): a number",
        ABSENT(ones),
        .read = suf_read_months,
        .write = suf_write_months,
        .schema = suf_schema_months},
    [SUF_KEY_SEXES] = {.expects = "a mapping",
        .reference = "F, M: a number",
        .bytes = SUF_N_SEXES * sizeof *ones,
        .absent = ones,
        .read = suf_read_sexes,
        .write = suf_write_sexes,
        .schema = suf_schema_sexes},
    /* They are written among the places of the scenario. */
    [SUF_KEY_PLACES] = {.expects =
                            "a number of places, or a mapping from district to number",
        .read = suf_read_places,
        .schema = suf_schema_places},
};

const suf_type *
suf_type_of(const suf_key *key)
{
    return &types[key->type];
}
