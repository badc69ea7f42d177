/* JSON, by jansson: what its makers and writers share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { MOST_DIGITS = 15 };

void
suf_json_put(json_t **object, const char *name, json_t *value)
{
    if (*object == NULL) {
        json_decref(value);
    } else if (json_object_set_new(*object, name, value) != 0) {
        json_decref(*object);
        *object = NULL;
    }
}

void
suf_json_append(json_t **array, json_t *value)
{
    if (*array == NULL) {
        json_decref(value);
    } else if (json_array_append_new(*array, value) != 0) {
        json_decref(*array);
        *array = NULL;
    }
}

json_t *
suf_json_string(const char *text)
{
    size_t bad = 0;
    suf_text copy;
    if (suf_text_is_utf8(text, strlen(text), &bad)) {
        return json_string(text);
    }
    suf_text_init(&copy);
    for (const char *at = text; *at != '\0'; at += bad + 1) {
        bool is_good = suf_text_is_utf8(at, strlen(at), &bad);
        bad = is_good ? strlen(at) : bad;
        suf_text_add_n(&copy, at, bad);
        suf_text_add(&copy, is_good ? "" : "?");
        if (is_good) {
            break;
        }
    }
    json_t *made = copy.status == SUF_OK ? json_string(suf_text_get(&copy)) : NULL;
    suf_text_free(&copy);
    return made;
}

json_t *
suf_json_number(double value)
{
    if (!isfinite(value)) {
        return json_null();
    }
    bool is_whole = value == floor(value) && fabs(value) < 1e15;
    return is_whole ? json_integer((json_int_t) value) : json_real(value);
}

static int
add_to_text(const char *bytes, size_t n, void *text)
{
    suf_text_add_n(text, bytes, n);
    return 0;
}

/* Not json_dumps, which passes over a failure to write the name of a member (jansson
 * 2.14): a text of ours keeps its failure. */
suf_status
suf_json_text(json_t *value, char **out)
{
    suf_text text;
    *out = NULL;
    suf_text_init(&text);
    suf_status status = SUF_OK;
    if (value == NULL || json_dump_callback(value, add_to_text, &text,
                             JSON_INDENT(1) | JSON_REAL_PRECISION(MOST_DIGITS)) != 0) {
        status = SUF_RAISE(SUF_ERROR_MEMORY);
    }
    suf_text_add(&text, "\n");
    if (status == SUF_OK) {
        status = suf_text_take(&text, out);
    }
    suf_text_free(&text);
    json_decref(value);
    return status;
}
