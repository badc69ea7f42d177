/* Ages as they are written: one year, a band of years, or a year and over.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "value.h"

/* Reads a whole number of at most three digits from the front of a text and steps behind
 * it; false where there is none. */
static bool
take_years(const char **text, uint32_t *years)
{
    size_t n = strspn(*text, "0123456789");
    *years = 0;
    for (size_t i = 0; i < n && n <= 3; i++) {
        *years = *years * 10 + (uint32_t) ((*text)[i] - '0');
    }
    *text += n;
    return n > 0 && n <= 3;
}

void
suf_read_ages(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const char *at = node->text;
    const uint32_t oldest = (uint32_t) key->maximum;
    suf_ages ages;
    bool is_good = take_years(&at, &ages.from);
    const char *why = NULL;
    ages.to = ages.from;
    if (is_good && strcmp(at, "+") == 0) {
        ages.to = oldest;
    } else if (is_good && *at == '-') {
        at++;
        is_good = take_years(&at, &ages.to) && *at == '\0';
        why = is_good && ages.to < ages.from ? "the last year is before the first" : NULL;
    } else {
        is_good = is_good && (*at == '\0' || strcmp(at, ".0") == 0);
    }
    if (is_good && why == NULL && (ages.from > oldest || ages.to > oldest)) {
        why = "out of range";
    }
    if (!is_good || why != NULL) {
        suf_value_fault(self, key, node, why);
        return;
    }
    memcpy(suf_key_member(object, key->offset), &ages, sizeof ages);
}
