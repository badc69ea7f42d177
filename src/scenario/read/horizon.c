/* A run that an overlay makes shorter: what lies beyond its end is left out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "horizon.h"

#include <string.h>

#include "base/calendar.h"

enum { MOST_NAMED = 5 };

typedef struct cut {
    suf_reader *reader;
    const suf_layers *layers;
    size_t layer; /* that has the last word on the end */
    suf_place place;
    int32_t end_day, furthest_day;
} cut;

/* The end that a layer says, or INT32_MIN. */
static int32_t
end_of(const suf_node *layer)
{
    const suf_entry *entry = suf_node_find(layer, "end");
    int32_t day = INT32_MIN;
    bool is_date = entry != NULL && entry->value->kind == SUF_NODE_SCALAR &&
                   suf_date_parse(entry->value->text, &day);
    return is_date ? day : INT32_MIN;
}

/* True for a row that the layer of the end, or one above it, writes itself. */
static bool
is_of_this_end(const cut *self, const void *table, size_t row)
{
    const suf_source *source = suf_reader_source_of(self->reader, table, row);
    for (size_t i = self->layer; i < self->layers->n; i++) {
        if (self->layers->nodes[i]->place.source == source) {
            return true;
        }
    }
    return false;
}

static bool
is_beyond(const cut *self, int32_t day, const void *table, size_t row)
{
    return day != INT32_MIN && day >= self->end_day && day < self->furthest_day &&
           !is_of_this_end(self, table, row);
}

/* Rows that go keep their places among the origins of those that stay: `kept` of `row`
 * rows in front stay. */
static void
move_origins(const cut *self, const void *table, size_t row, size_t kept)
{
    for (size_t i = 0; i < self->reader->n_origins; i++) {
        suf_rows_origin *origin = &self->reader->origins[i];
        if (origin->table == table && origin->first_row == row) {
            origin->first_row = kept;
        }
    }
}

/* Notes the name of a row that is left out, the n-th. */
static void
note_name(suf_text *names, const char *name, size_t n)
{
    if (n < MOST_NAMED) {
        suf_text_format(names, "%s'%.80s'", n > 0 ? ", " : "", name);
    }
}

static void
warn(const cut *self, const char *what, const suf_text *names, size_t n)
{
    if (n == 0 || !suf_reader_ok(self->reader, names->status)) {
        return;
    }
    suf_text message;
    suf_text_init(&message);
    suf_text_format(&message,
        "%zu %s%s at this end or later, and before the later end below, %s left out: %s",
        n, what, n == 1 ? "" : "s", n == 1 ? "is" : "are", suf_text_get(names));
    if (n > MOST_NAMED) {
        suf_text_format(&message, " and %zu more", n - MOST_NAMED);
    }
    if (suf_reader_ok(self->reader, message.status)) {
        suf_source_fault(&self->reader->scenario->warnings, &self->place, "end", NULL,
            suf_text_get(&message));
    }
    suf_text_free(&message);
}

/* Leaves out the rows of a table whose day lies beyond the end. */
static void
cut_rows(const cut *self, const char *table_name, const char *day_name, const char *what)
{
    suf_scenario *scenario = self->reader->scenario;
    const suf_key *key = suf_key_find(SUF_SECTION_ROOT, table_name);
    const suf_section_info *info = suf_section_get((suf_section) key->detail);
    const suf_key *day_key = suf_key_find((suf_section) key->detail, day_name);
    const void *table = suf_key_held(scenario, key->offset);
    unsigned char *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    suf_text names;
    suf_text_init(&names);
    memcpy(&rows, table, sizeof rows);
    memcpy(&n, suf_key_held(scenario, key->count_offset), sizeof n);
    for (size_t i = 0; i < n; i++) {
        unsigned char *row = rows + i * info->bytes;
        const char *name = NULL;
        int32_t day = 0;
        memcpy(&name, row + info->name_offset, sizeof name);
        memcpy(&day, row + day_key->offset, sizeof day);
        bool is_cut = is_beyond(self, day, table, i);
        if (is_cut) {
            note_name(&names, name, i - kept);
        }
        move_origins(self, table, i, kept);
        memmove(rows + kept * info->bytes, row, info->bytes);
        kept += !is_cut;
    }
    suf_key_set_array(key, scenario, rows, kept);
    warn(self, what, &names, n - kept);
    suf_text_free(&names);
}

void
suf_horizon_cut(suf_reader *self, const suf_layers *layers)
{
    cut cutting = {.reader = self,
        .layers = layers,
        .end_day = INT32_MIN,
        .furthest_day = INT32_MIN};
    for (size_t i = 0; i < layers->n; i++) {
        int32_t day = end_of(layers->nodes[i]);
        if (day != INT32_MIN) {
            cutting.furthest_day = cutting.end_day > cutting.furthest_day
                                       ? cutting.end_day
                                       : cutting.furthest_day;
            cutting.end_day = day;
            cutting.layer = i;
            cutting.place = suf_node_find(layers->nodes[i], "end")->value->place;
        }
    }
    bool is_shorter = self->status == SUF_OK && cutting.end_day < cutting.furthest_day &&
                      cutting.end_day == self->scenario->end_day &&
                      cutting.end_day > self->scenario->start_day;
    if (is_shorter) {
        self->furthest_day = cutting.furthest_day;
        cut_rows(&cutting, "projects", "opens", "project");
        cut_rows(&cutting, "targets", "date", "target");
    }
}
