/* Writes trees of a scenario as YAML.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "writer.h"

#include <inttypes.h>
#include <string.h>

enum { COMMENT_COLUMN = 56 };

void
suf_writer_word(suf_writer *self, const char *text)
{
    static const char safe[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
    size_t n = strlen(text);
    if (n > 0 && strspn(text, safe) == n) {
        suf_text_add(&self->text, text);
    } else {
        suf_text_add_quoted(&self->text, text);
    }
}

/* True for a text that can stand plain as it was written. */
static bool
is_plain(const suf_node *node)
{
    return !node->is_quoted && strpbrk(node->text, "\n,[]{}") == NULL;
}

void
suf_writer_scalar(suf_writer *self, const suf_node *node)
{
    suf_text_add(&self->text, " ");
    suf_writer_given(self, node);
}

void
suf_writer_given(suf_writer *self, const suf_node *node)
{
    if (node->is_cell) {
        suf_writer_word(self, node->text);
    } else if (is_plain(node)) {
        suf_text_add(&self->text, node->text);
    } else {
        suf_text_add_quoted(&self->text, node->text);
    }
}

void
suf_writer_begin(suf_writer *self, const char *key)
{
    self->line_start = self->text.n;
    for (unsigned i = 0; i < self->depth; i++) {
        suf_text_add(&self->text, "  ");
    }
    if (key != NULL) {
        suf_writer_word(self, key);
        suf_text_add(&self->text, ":");
    }
}

void
suf_writer_end(suf_writer *self, const suf_place *place)
{
    if (self->has_origins) {
        size_t width = suf_text_characters(suf_text_get(&self->text) + self->line_start,
            self->text.n - self->line_start);
        do {
            suf_text_add(&self->text, " ");
            width++;
        } while (width < COMMENT_COLUMN);
        if (place == NULL) {
            suf_text_add(&self->text, "# default");
        } else if (strcmp(place->source->name, "--set") == 0) {
            suf_text_add(&self->text, "# --set");
        } else {
            suf_text_format(
                &self->text, "# %s:%" PRIu32, place->source->name, place->line);
        }
    }
    suf_text_add(&self->text, "\n");
}

suf_writer_mark
suf_writer_open(suf_writer *self)
{
    suf_writer_mark mark = {.start = self->line_start, .behind_key = self->text.n};
    suf_text_add(&self->text, "\n");
    mark.inside = self->text.n;
    self->depth++;
    return mark;
}

bool
suf_writer_close(suf_writer *self, const suf_writer_mark *mark)
{
    self->depth--;
    return self->text.n == mark->inside;
}
