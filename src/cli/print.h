/* Printing of tables for people and of CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_PRINT_H
#define SUF_CLI_PRINT_H

#include <stdbool.h>

#include "stats/estimate.h"

/* Characters of a UTF-8 text; those of East Asian scripts count for the two columns they
 * take. */
int suf_print_width(const char *text);
void suf_print_right(const char *text, int width);
void suf_print_left(const char *text, int width);
/* A CSV field, quoted when it must be, and a comma; the last of a row has none. */
void suf_print_field(const char *text);
void suf_print_last_field(const char *text);
/* "412 ± 3", or "-": as many decimals as give the half width of the 95 % interval two
 * digits, `most` at most. */
void suf_print_cell(const suf_estimate *estimate, int most, char text[64]);
/* A probability or share of 0 to 1 to two decimals as people round, halves up: 0.065 is
 * 0.07, whatever its last bits. The report rounds alike
 * (scripts/suffice/report/numbers.py). NAN stays. */
double suf_print_hundredths(double share);
/* An amount in yuan for people, with four digits: "12.3 million". */
void suf_print_yuan(double yuan, char text[64]);

#endif
