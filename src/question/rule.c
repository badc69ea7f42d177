/* The rule that a question is about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

suf_status
suf_rule_text(const char *resolved, char **out)
{
    static const char section[] = "levers:\n";
    static const char value[] = "    value: ";
    size_t n = strlen(resolved);
    size_t at = 0;
    bool is_inside = false;
    suf_status status = suf_array_new(n + 1, 1, out);
    /* Line by line: a resolved text has each value on a line of its own. */
    for (const char *line = resolved; status == SUF_OK && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        length += line[length] == '\n';
        if (line[0] != ' ') {
            is_inside = strncmp(line, section, sizeof section - 1) == 0;
        }
        if (!is_inside || strncmp(line, value, sizeof value - 1) != 0) {
            memcpy(*out + at, line, length);
            at += length;
        }
        line += length;
    }
    return status;
}
