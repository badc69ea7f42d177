/* Numbers and quantities as people write them: "4.5", "6 months", "90 per day", "20
 * million yuan".
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strict: what could be meant in two ways is refused, never guessed. A number is -?digits
 * with an optional fraction and exponent, no leading zeros, no separators of thousands, a
 * point as decimal mark. A quantity is a number, a space and a unit. */
#ifndef SUF_BASE_UNITS_H
#define SUF_BASE_UNITS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum suf_dimension {
    SUF_DIMENSION_NONE,     /* a pure number or share */
    SUF_DIMENSION_DURATION, /* in days */
    SUF_DIMENSION_RATE,     /* per day */
    SUF_DIMENSION_MONEY     /* in yuan */
} suf_dimension;

typedef struct suf_quantity {
    double value; /* pure, in days, per day or in yuan */
    suf_dimension dimension;
    double months; /* the duration in calendar months; NAN unless written in months or
                      years */
} suf_quantity;

/* Whether a text is one of the spellings of infinity above 0, as inf or .inf. */
bool suf_quantity_is_infinite(const char *text);

/* Each returns NULL when it has read the text, else why not, as a phrase that follows a
 * colon ("a leading zero"): static storage; *out is then untouched. */
const char *suf_number_parse(const char *text, double *out);
const char *suf_whole_parse(const char *text, int64_t *out);
const char *suf_quantity_parse(const char *text, suf_quantity *out);

/* What a unit of money is in yuan; 0: it is none. */
double suf_unit_of_money(const char *name);

/* The texts of a dimension. */
typedef struct suf_dimension_info {
    const char *word;    /* what it is: "a duration" */
    const char *example; /* what it looks like: "a duration as 9 days or 6 months" */
    const char *unit;    /* behind a value as it is stored: " days" */
    const char *pattern; /* of what is written behind the number, as a regular expression;
                            NULL: nothing is */
} suf_dimension_info;
/* Static storage. */
const suf_dimension_info *suf_dimension_get(suf_dimension dimension);

#endif
