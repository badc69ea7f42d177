/* Printing of tables for people and of CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/characters.h"

int
suf_print_width(const char *text)
{
    int n = 0;
    while (*text != '\0') {
        suf_character character = suf_character_at(text);
        n += character.columns;
        text += character.n_bytes;
    }
    return n;
}

void
suf_print_right(const char *text, int width)
{
    int blank = width - suf_print_width(text);
    (void) printf("%*s%s", blank > 1 ? blank : 1, "", text);
}

void
suf_print_left(const char *text, int width)
{
    int blank = width - suf_print_width(text);
    (void) printf("%s%*s", text, blank > 0 ? blank : 0, "");
}

void
suf_print_last_field(const char *text)
{
    if (strpbrk(text, ",\"\n\r") == NULL) {
        (void) printf("%s", text);
        return;
    }
    (void) putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            (void) putchar('"');
        }
        (void) putchar(*text);
    }
    (void) putchar('"');
}

void
suf_print_field(const char *text)
{
    suf_print_last_field(text);
    (void) putchar(',');
}

void
suf_print_cell(const suf_estimate *estimate, int most, char text[64])
{
    double mean = suf_estimate_mean(estimate);
    double half = suf_estimate_half_width(estimate, 0.95);
    if (isnan(mean)) {
        (void) snprintf(text, 64, "-");
    } else if (isnan(half) || half <= 0) {
        (void) snprintf(text, 64, floor(mean) == mean ? "%.0f" : "%.2f", mean);
    } else {
        double digits = 1 - floor(log10(half));
        int decimals = digits < 0 ? 0 : digits > most ? most : (int) digits;
        (void) snprintf(text, 64, "%.*f ± %.*f", decimals, mean, decimals, half);
    }
}

void
suf_print_yuan(double yuan, char text[64])
{
    double size = fabs(yuan);
    if (size >= 1e9) {
        (void) snprintf(text, 64, "%.4g billion", yuan / 1e9);
    } else if (size >= 1e6) {
        (void) snprintf(text, 64, "%.4g million", yuan / 1e6);
    } else {
        (void) snprintf(text, 64, "%.0f", yuan);
    }
}

double
suf_print_hundredths(double share)
{
    return floor(100 * share + 0.5 + 1e-9) / 100;
}
