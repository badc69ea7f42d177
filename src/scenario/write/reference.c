/* The reference of scenario files in Markdown, from the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scenario/types/keys.h"
#include "scenario/write/schema.h"

/* A cell of a table: a bar would end it. */
static void
add_cell(suf_text *text, const char *cell)
{
    for (const char *at = cell; *at != '\0'; at++) {
        suf_text_add_n(text, *at == '|' ? "/" : at, 1);
    }
}

/* What a value is: for what holds other keys, where they are described. */
static void
add_type(suf_text *text, const suf_key *key)
{
    const suf_type *type = suf_type_of(key);
    char expected[300];
    if (type->reference == NULL) {
        suf_key_expected(key, expected);
        add_cell(text, expected);
        return;
    }
    suf_text_add(text, type->reference);
    if (type->has_section) {
        suf_text_format(text, "*%s*", suf_section_get((suf_section) key->detail)->name);
    }
}

/* What rows of a table are known by, as "service, district and site to places". */
static void
add_ids(suf_text *text, suf_section section)
{
    const suf_key *ids[SUF_MOST_IDS];
    size_t n = suf_rows_ids(section, ids);
    if (suf_rows_are_named(section)) {
        suf_text_add(text, "name to columns.\n");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *between = i == 0 ? "" : i + 1 == n ? " and " : ", ";
        suf_text_format(text, "%s`%s`", between, ids[i]->name);
    }
    suf_text_format(text, " to `%s`, or to columns.\n", suf_section_get(section)->value);
}

/* One sentence a line, as in all pages. */
static void
add_sentences(suf_text *text, const char *sentences)
{
    for (const char *at = sentences; *at != '\0'; at++) {
        bool is_between = *at == ' ' && at > sentences && at[-1] == '.';
        suf_text_add_n(text, is_between ? "\n" : at, 1);
    }
}

static void
add_section(suf_text *text, suf_section section)
{
    const suf_section_info *info = suf_section_get(section);
    bool is_table = section >= SUF_SECTION_DISTRICT_ROW;
    suf_text_format(text, "\n## %s\n\n", info->name);
    add_sentences(text, info->help);
    suf_text_add(text, "\n");
    if (is_table) {
        suf_text_add(text, "May also be written in the scenario, as a mapping from ");
        add_ids(text, section);
    }
    if (is_table && info->is_joined) {
        suf_text_add(text, "A list of paths, and of rows, joins several tables.\n");
    }
    suf_text_format(text, "\n| %s | value | default | meaning |\n|---|---|---|---|\n",
        is_table ? "column" : "key");
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        suf_text_format(text, "| `%s` | ", key->name);
        add_type(text, key);
        if (key->lever_unit != NULL) {
            suf_text_add(text, ", or `$lever`");
        }
        if (key->is_required) {
            suf_text_add(
                text, key->group > 0 ? " | *one of these* | " : " | *required* | ");
        } else {
            suf_text_format(text, " | %s | ", key->fallback != NULL ? key->fallback : "");
        }
        add_cell(text, key->help);
        if (key->formerly != NULL) {
            suf_text_format(text, " Formerly `%s`.", key->formerly);
        }
        suf_text_add(text, " |\n");
    }
}

suf_status
suf_schema_markdown(char **out)
{
    suf_text text;
    suf_text_init(&text);
    suf_text_add(&text,
        "# Scenario files: the reference\n\n"
        "Made by `suffice schema --markdown` from the program's own table of keys.\n\n"
        "A quantity is a number, a space and a unit: minutes, hours, days, weeks, months "
        "(365.25 / 12 days), years (365.25 days); a rate is a number and `per day` or "
        "another of them.\nWhere `$assumption` may stand, the name of an assumption "
        "may, alone or times a number, as `$level * 12.5`, and where `$lever` may, that "
        "of a "
        "lever.\n"
        "A key or column that has a former name is read by it too, with a warning, until "
        "version " SUF_FORMER_NAMES_UNTIL ".\n"
        "Every table may have the columns evidence, source, note and method, which are "
        "not read.\nKeys that exclude each other say so when both are given.\n\n"
        "Files are in UTF-8, with a byte order mark or without; GB18030, as Chinese "
        "spreadsheets save, is read too, with a warning.\nThe cells of a table are "
        "separated by commas, or by semicolons or tabs where its header has no comma; "
        "empty rows, and empty columns at the end, are passed over, and 2751.0 is a "
        "whole "
        "number.\n\n"
        "What is odd but may be meant is a warning: `check` and `run` tell it and go on, "
        "and `--strict` makes it a fault.\nWarnings are of what nothing else uses, of "
        "rows "
        "that are missing where a table has all others, of services of residents that "
        "start empty without `initial` (`initial: {}` says that it is meant), and of "
        "numbers far from what is seen anywhere.\nAn assumption that an overlay or "
        "`--set` "
        "adds and nothing uses is a fault.\n");
    suf_text_add(&text,
        "\n## Overlays\n\n"
        "A scenario with `extends`, and each `--set path=value`, is merged into what is "
        "below it:\n\n"
        "- A mapping is merged key by key, into a distribution too: `--set "
        "assumptions.births.lognormal.median=1.5` leaves its `cv`.\n  A key takes the "
        "place "
        "of those that it excludes: another family that of the family below.\n"
        "- A table is merged row by row, whether it is a CSV file or written in the "
        "scenario.\n  Rows are known by name (`projects`, `targets`, `zones`, `units`, "
        "`districts`) or by the columns that their section tells: `--set "
        "\"projects.Central nursery A.places=150\"`, `--set targets.T1.value=5`, `--set "
        "places.nursery.Central=40`.\n  A name with dots may stand in quotes: `--set "
        "'targets.\"T1.2\".value=5'`.\n"
        "- `null` removes a key or a row.\n"
        "- A number, a text and a list take the place of what is below.\n  So does a "
        "path, "
        "or a list of paths or rows, of a whole table; unless the list names all that "
        "was "
        "there, this is warned of.\n"
        "- `{replace: VALUE}` says that VALUE takes the place of all of a table, or of "
        "all names of a mapping: `projects: {replace: {only: {...}}}`, `--set "
        "projects.replace=other.csv`.\n"
        "- An `end` that is earlier than that below leaves out, with a warning, the "
        "projects that open and the targets that are measured at it or later.\n  A batch "
        "that has begun stays; what of it comes later is not seen.\n");
    suf_text_add(&text,
        "\n## Bands of ages\n\n"
        "The column `age` of the residents takes a year of age (7), a band of years "
        "(5-9) "
        "or an open one (85+), as a census tells them; rows of one district and sex must "
        "not overlap.\nOnce read, a band is spread over its years, in whole people: its "
        "total is kept.\n\n"
        "- Of four or more five-year groups in a row (0-4, 5-9, ... 95-99), each told by "
        "a band or by parts of it, as 0 and 1-4, Sprague's multipliers tell the years.\n "
        " They reproduce every polynomial of the third degree (T. B. Sprague 1880; H. S. "
        "Shryock and J. S. Siegel, The Methods and Materials of Demography, appendix "
        "C).\n  "
        "Where they are below zero a year has nobody, the others of the group keep the "
        "total, and a warning tells so.\n"
        "- An open band falls as the square of 101 less the age, a parabola that ends at "
        "101.\n  Of the people from 65 on in 38 tables of the censuses of 2010 and 2020 "
        "(China, Sichuan, Luzhou and its districts, by sex) it tells the shares of "
        "65-69, "
        "70-74, "
        "75-79, 80-84 and 85+ to 0.8 to 2.8 percentage points on average.\n"
        "- Other bands are spread evenly, and a warning tells so.\n\n"
        "People left over by rounding down go to the years with the largest "
        "remainders.\nWhat was measured (evidence A) is estimated (B) by years.\n");
    for (int i = 0; i < SUF_N_SECTIONS; i++) {
        add_section(&text, (suf_section) i);
    }
    suf_status status = suf_text_take(&text, out);
    suf_text_free(&text);
    return status;
}
