/* The design of a scenario as a resolved text has it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "written_design.h"

#include <stdlib.h>

/* The table as CSV, with numbers that read back as the same. */
static void
add_table(suf_text *csv, const suf_scenario *scenario)
{
    const suf_points_spec *points = &scenario->points;
    suf_text_add(csv, "replication");
    for (size_t i = 0; i < points->n_columns; i++) {
        suf_text_format(csv, ",%s", points->columns[i].text);
    }
    suf_text_add(csv, points->log_weights != NULL ? ",log_weight\n" : "\n");
    for (uint32_t r = 0; r < scenario->design.n_rows; r++) {
        suf_text_format(csv, "%u", r);
        for (size_t i = 0; i < points->n_columns; i++) {
            suf_text_add(csv, ",");
            suf_text_add_double(csv, points->uniforms[r * points->n_columns + i]);
        }
        if (points->log_weights != NULL) {
            suf_text_add(csv, ",");
            suf_text_add_double(csv, points->log_weights[r]);
        }
        suf_text_add(csv, "\n");
    }
}

void
suf_write_design(suf_writer *self, const suf_key *key, const void *object)
{
    const suf_scenario *scenario = self->scenario;
    suf_writer_begin(self, key->name);
    if (scenario->design.kind != SUF_DESIGN_TABLE) {
        suf_text_add(&self->text, " ");
        suf_write_choice(self, key, object);
        suf_writer_end(self, NULL);
        return;
    }
    suf_text csv;
    suf_text_init(&csv);
    add_table(&csv, scenario);
    suf_text_add(&self->text, " {table: {csv: ");
    suf_text_add_quoted(&self->text, suf_text_get(&csv));
    suf_text_add(&self->text, "}}");
    suf_writer_end(self, NULL);
    if (csv.status != SUF_OK) {
        self->text.status = csv.status;
    }
    suf_text_free(&csv);
}
