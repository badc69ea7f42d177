/* Mappings from years, months, sexes and districts to numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/value.h"

static void *
member_of(void *object, size_t offset)
{
    return (unsigned char *) object + offset;
}

static int
compare_years(const void *a, const void *b)
{
    const suf_year_factor *left = a;
    const suf_year_factor *right = b;
    return (left->year > right->year) - (left->year < right->year);
}

static void
read_years(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    static const suf_key year = {
        .name = "year", .type = SUF_KEY_YEAR, .minimum = 1900, .maximum = 2200};
    suf_year_factor *factors = NULL;
    if (!suf_reader_ok(self,
            suf_arena_take(self->arena, node->n_entries, sizeof *factors, &factors))) {
        return;
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        suf_node name = {
            .kind = SUF_NODE_SCALAR, .place = entry->place, .text = entry->key};
        suf_value_read(self, &year, &name, &factors[i].year);
        (void) suf_value_number(self, key, entry->value, &factors[i].factor);
        suf_reader_leave(self, mark);
    }
    qsort(factors, node->n_entries, sizeof *factors, compare_years);
    void *array = factors;
    memcpy(member_of(object, key->offset), &array, sizeof array);
    memcpy(member_of(object, key->count_offset), &node->n_entries, sizeof(size_t));
}

/* Index of a month by its name or its first three letters; 12: none. */
static unsigned
find_month(const char *text)
{
    unsigned i = 0;
    while (i < 12 && strcmp(text, suf_month_name(i)) != 0 &&
           !(strlen(text) == 3 && strncmp(text, suf_month_name(i), 3) == 0)) {
        i++;
    }
    return i;
}

static void
read_months(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double *factors = member_of(object, key->offset);
    bool is_given[12] = {false};
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        unsigned month = find_month(entry->key);
        if (month == 12) {
            suf_reader_fault(self, &entry->place, NULL,
                "found '%.80s', expected the name of a month as january or jan",
                entry->key);
        } else if (is_given[month]) {
            suf_reader_fault(self, &entry->place, NULL, "found %s a second time",
                suf_month_name(month));
        } else {
            is_given[month] = true;
            (void) suf_value_plain(self, key, entry->value, &factors[month]);
        }
        suf_reader_leave(self, mark);
    }
}

static void
read_sexes(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double *factors = member_of(object, key->offset);
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        bool is_female = strcmp(entry->key, "F") == 0;
        if (!is_female && strcmp(entry->key, "M") != 0) {
            suf_reader_fault(
                self, &entry->place, NULL, "found '%.80s', expected F or M", entry->key);
        } else {
            (void) suf_value_plain(
                self, key, entry->value, &factors[is_female ? SUF_FEMALE : SUF_MALE]);
        }
        suf_reader_leave(self, mark);
    }
}

static void
add_places(suf_reader *self, const suf_key *key, const suf_node *node, uint32_t district)
{
    const suf_key whole = {.name = key->name,
        .type = SUF_KEY_WHOLE,
        .minimum = key->minimum,
        .maximum = key->maximum};
    suf_places_row row = {.service = (uint32_t) self->services.n - 1,
        .district = district,
        .sites = 1,
        .line = node->place.line};
    suf_value_read(self, &whole, node, &row.places);
    (void) suf_reader_ok(self, suf_arena_text(self->arena, "", 0, &row.site));
    if (suf_reader_ok(self, suf_array_grow(&self->places, &self->place_capacity,
                                self->n_places + 1, sizeof *self->places))) {
        self->places[self->n_places++] = row;
    }
}

/* Of the service at hand: the last that was named. */
static void
read_places(suf_reader *self, const suf_key *key, const suf_node *node)
{
    if (node->kind == SUF_NODE_SCALAR) {
        if (self->districts.n > 1) {
            suf_reader_fault(self, &node->place, NULL,
                "found one number of places for %zu districts, expected a mapping from "
                "district to number",
                self->districts.n);
            return;
        }
        add_places(self, key, node, 0);
        return;
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        uint32_t district = suf_value_district(self, &entry->place, entry->key);
        add_places(self, key, entry->value, district);
        suf_reader_leave(self, mark);
    }
}

void
suf_mapping_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    bool is_places = key->type == SUF_KEY_PLACES;
    if (node->kind != SUF_NODE_MAP &&
        !(is_places && node->kind == SUF_NODE_SCALAR && !suf_node_is_null(node))) {
        char found[120];
        char expected[300];
        suf_node_describe(node, found);
        suf_key_expected(key, expected);
        suf_reader_fault(
            self, &node->place, NULL, "found %s, expected %s", found, expected);
    } else if (key->type == SUF_KEY_YEARS) {
        read_years(self, key, node, object);
    } else if (key->type == SUF_KEY_MONTHS) {
        read_months(self, key, node, object);
    } else if (key->type == SUF_KEY_SEXES) {
        read_sexes(self, key, node, object);
    } else {
        read_places(self, key, node);
    }
}
