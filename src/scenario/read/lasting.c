/* How long, or how often, something lasts: months, or intakes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "value.h"

/* How many intakes, as "2 intakes", up to 999; SUF_NONE: it says something else. */
static uint32_t
intakes_of(const char *text)
{
    char *end = NULL;
    unsigned long n = text[0] >= '0' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    if (end == NULL || n > 999 || end[0] != ' ') {
        return SUF_NONE;
    }
    end += strspn(end, " ");
    bool is_one = n == 1 && strcmp(end, "intake") == 0;
    return is_one || strcmp(end, "intakes") == 0 ? (uint32_t) n : SUF_NONE;
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
