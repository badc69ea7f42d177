/* How long, or how often, something lasts: months, or intakes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "value.h"

/* How many intakes, as "2 intakes"; SUF_NONE: it says something else. */
static uint32_t
intakes_of(const char *text)
{
    unsigned n = 0;
    int end = 0;
    int n_read = sscanf(text, "%3u intake%n", &n, &end);
    bool is_whole = n_read == 1 && end > 0 && text[0] >= '0' && text[0] <= '9' &&
                    strcmp(text + end, n == 1 && text[end] == '\0' ? "" : "s") == 0;
    return is_whole ? n : SUF_NONE;
}

void
suf_read_lasting(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    uint32_t n = intakes_of(node->text);
    if (n == SUF_NONE) {
        suf_read_age(self, key, node, object);
        return;
    }
    n |= SUF_LASTING_INTAKES;
    memcpy(suf_key_member(object, key->offset), &n, sizeof n);
}
