/* Mappings from years, months, sexes and districts to numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/read/value.h"

/* False when told: what is read here are mappings. */
static bool
is_mapping(suf_reader *self, const suf_key *key, const suf_node *node)
{
    if (node->kind != SUF_NODE_MAP) {
        suf_value_fault(self, key, node, NULL);
    }
    return node->kind == SUF_NODE_MAP;
}

static int
compare_years(const void *a, const void *b)
{
    const suf_year_factor *left = a;
    const suf_year_factor *right = b;
    return (left->year > right->year) - (left->year < right->year);
}

void
suf_read_years(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    static const suf_key year = {
        .name = "year", .type = SUF_KEY_YEAR, .minimum = 1900, .maximum = 2200};
    suf_year_factor *factors = NULL;
    if (!is_mapping(self, key, node) ||
        !suf_reader_ok(self,
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
    suf_key_set_array(key, object, factors, node->n_entries);
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

void
suf_read_months(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double *factors = suf_key_member(object, key->offset);
    bool is_given[12] = {false};
    bool is_good = is_mapping(self, key, node);
    for (size_t i = 0; is_good && i < node->n_entries; i++) {
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

void
suf_read_sexes(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    double *factors = suf_key_member(object, key->offset);
    bool is_good = is_mapping(self, key, node);
    for (size_t i = 0; is_good && i < node->n_entries; i++) {
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
        .maximum = key->maximum,
        .lever_unit = "places",
        .lever_offset = offsetof(suf_places_row, places_lever),
        .offset = offsetof(suf_places_row, places)};
    suf_places_row row = {.places_lever = SUF_NONE,
        .zone_index = SUF_NONE,
        .service = (uint32_t) self->services.n - 1,
        .district = district,
        .sites = 1,
        .line = node->place.line};
    suf_value_read(self, &whole, node, &row);
    (void) suf_reader_ok(self, suf_arena_text(self->arena, "", 0, &row.site));
    (void) suf_reader_ok(self, suf_arena_text(self->arena, "", 0, &row.zone));
    if (suf_reader_ok(self, suf_array_grow(&self->places, &self->place_capacity,
                                self->n_places + 1, sizeof *self->places))) {
        self->places[self->n_places++] = row;
    }
}

/* Of the service at hand: the last that was named. */
void
suf_read_places(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    (void) object; /* they go to the list of the reader */
    if (node->kind == SUF_NODE_SCALAR && !suf_node_is_null(node)) {
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
    bool is_good = is_mapping(self, key, node);
    for (size_t i = 0; is_good && i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        uint32_t district = suf_value_district(self, &entry->place, entry->key);
        add_places(self, key, entry->value, district);
        suf_reader_leave(self, mark);
    }
}
