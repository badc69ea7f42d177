/* 64-bit hash of a text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hash.h"

#include <string.h>

uint64_t
suf_hash_text(const char *text)
{
    return suf_hash_bytes(0, text, strlen(text));
}
