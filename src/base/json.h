/* JSON, by jansson: what its makers and writers share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value is NULL once memory was out while it was made, and so is all that it is put
 * into: a maker looks once, at its end. */
#ifndef SUF_BASE_JSON_H
#define SUF_BASE_JSON_H

#include <jansson.h>

#include "base/status.h"

/* Puts a value, which is then the object's, under a name. */
void suf_json_put(json_t **object, const char *name, json_t *value);
/* The same at the end of an array. */
void suf_json_append(json_t **array, json_t *value);
/* A text; bytes that are no UTF-8, as in names of files, become question marks. */
json_t *suf_json_string(const char *text);
/* A whole number as such; what is not finite is null. */
json_t *suf_json_number(double value);
/* Writes a value, which is released, as text that ends in a line feed. Owned by the
 * caller, released with free. */
SUF_MUST_CHECK suf_status suf_json_text(json_t *value, char **out);

#endif
