/* Characters of UTF-8 texts, and the columns of a terminal that they take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_CHARACTERS_H
#define SUF_CLI_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

typedef struct suf_character {
    size_t n_bytes; /* at least 1, so that a reader always goes on */
    uint32_t code;  /* code point; 0: the byte is no UTF-8 */
    int columns;    /* 2 of wide ones of East Asia, else 1; 0 of marks over another */
} suf_character;

/* The character at the start of a text that is not "". */
suf_character suf_character_at(const char *text);

#endif
