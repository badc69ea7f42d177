/* Factors by month and sex as a resolved text has them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "scenario/types/keys.h"
#include "scenario/write/written_tree.h"

static void
write_factors(suf_writer *self, const suf_key *key, const void *object, size_t n,
    const char *const *names)
{
    suf_writer_begin(self, key->name);
    for (size_t i = 0; i < n; i++) {
        double factor = 0;
        memcpy(&factor, suf_key_held(object, key->offset + i * sizeof factor),
            sizeof factor);
        suf_text_format(&self->text, "%s%s: ", i > 0 ? ", " : " {", names[i]);
        suf_text_add_double(&self->text, factor);
    }
    suf_text_add(&self->text, "}");
    suf_writer_end(self, NULL);
}

void
suf_write_months(suf_writer *self, const suf_key *key, const void *object)
{
    const char *names[12];
    for (unsigned i = 0; i < 12; i++) {
        names[i] = suf_month_name(i);
    }
    write_factors(self, key, object, 12, names);
}

void
suf_write_sexes(suf_writer *self, const suf_key *key, const void *object)
{
    static const char *const names[SUF_N_SEXES] = {[SUF_FEMALE] = "F", [SUF_MALE] = "M"};
    write_factors(self, key, object, SUF_N_SEXES, names);
}
