/* Numbers and quantities as people write them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "units.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

enum { LONGEST_NUMBER = 40 };

/* A unit is days / parts days, so that 30 minutes are 30 / 1440, rounded once. */
typedef struct unit {
    const char *one, *many;
    double days, parts;
    double months; /* 0: not a number of calendar months */
} unit;

static const unit units[] = {
    {"minute", "minutes", 1, 1440, 0},
    {"hour", "hours", 1, 24, 0},
    {"day", "days", 1, 1, 0},
    {"week", "weeks", 7, 1, 0},
    {"month", "months", SUF_DAYS_PER_YEAR, 12, 1},
    {"year", "years", SUF_DAYS_PER_YEAR, 1, 12},
};

/* Amounts of money, in yuan. */
static const struct {
    const char *name;
    double yuan;
} monies[] = {{"yuan", 1}, {"thousand yuan", 1e3}, {"ten-thousand yuan", 1e4},
    {"million yuan", 1e6}, {"hundred-million yuan", 1e8}, {"billion yuan", 1e9},
    {"元", 1}, {"万元", 1e4}, {"亿元", 1e8}};
static const char money_names[] =
    "an unknown unit of money; known are yuan, thousand yuan, ten-thousand yuan, million "
    "yuan, hundred-million yuan, billion yuan, and 元, 万元, 亿元";

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t
digits(const char *text)
{
    size_t n = 0;
    while (is_digit(text[n])) {
        n++;
    }
    return n;
}

/* Bytes of the number that the text begins with; 0 when none does. *is_whole: neither
 * fraction nor exponent. */
static size_t
number_bytes(const char *text, bool *is_whole)
{
    size_t sign = text[0] == '-' ? 1 : 0;
    size_t n = digits(text + sign);
    if (n == 0 || (n > 1 && text[sign] == '0')) {
        return 0;
    }
    n += sign;
    *is_whole = true;
    if (text[n] == '.') {
        size_t fraction = digits(text + n + 1);
        if (fraction == 0) {
            return 0;
        }
        n += 1 + fraction;
        *is_whole = false;
    }
    if (text[n] == 'e' || text[n] == 'E') {
        size_t exponent_sign = text[n + 1] == '-' || text[n + 1] == '+' ? 1 : 0;
        size_t exponent = digits(text + n + 1 + exponent_sign);
        if (exponent == 0) {
            return 0;
        }
        n += 1 + exponent_sign + exponent;
        *is_whole = false;
    }
    return n;
}

static bool
is_not_finite(const char *body)
{
    static const char *const words[] = {"nan", "NaN", "NAN", ".nan", ".NaN", ".NAN",
        "inf", "Inf", ".inf", ".Inf", ".INF", "infinity", "Infinity"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(body, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool
suf_quantity_is_infinite(const char *text)
{
    const char *body = text[0] == '.' ? text + 1 : text;
    return is_not_finite(text) && (body[0] == 'i' || body[0] == 'I');
}

/* Why a text is no number. */
static const char *
explain(const char *text)
{
    const char *body = text[0] == '-' || text[0] == '+' ? text + 1 : text;
    size_t n = digits(body);
    if (text[0] == '\0') {
        return "nothing is there";
    }
    if (is_not_finite(body)) {
        return "not a finite number";
    }
    if (n > 1 && body[0] == '0') {
        return "a leading zero";
    }
    if (n > 0 && body[n] == '_') {
        return "an underscore; write the digits without separators";
    }
    if (n > 0 && body[n] == ',') {
        return "a comma; the decimal mark is a point, and thousands are not separated";
    }
    if (text[0] == '+' && n > 0) {
        return "a plus sign; write the number without it";
    }
    if (strstr(text, "\xc2\xa0") != NULL || strstr(text, "\xe2\x80\xaf") != NULL) {
        return "a no-break space; write the digits without separators, and an ordinary "
               "space before a unit";
    }
    if (text[0] == ' ' ||
        (n > 0 && body[n] == ' ' && body[n + strspn(body + n, " ")] == '\0')) {
        return "a space before or behind the number";
    }
    if (n > 0 && body[strlen(body) - 1] == '%') {
        return "a percent sign; write 0.12 for 12 %";
    }
    if (strstr(text, "\xef\xbc") != NULL) {
        return "a full-width character; write the digits 0 to 9";
    }
    if (body[0] == '.' && is_digit(body[1])) {
        return "no digit before the decimal point";
    }
    return "not a number";
}

const char *
suf_number_parse(const char *text, double *out)
{
    bool is_whole = false;
    size_t n = number_bytes(text, &is_whole);
    if (n == 0 || text[n] != '\0') {
        return explain(text);
    }
    if (n > LONGEST_NUMBER) {
        return "too many digits";
    }
    double value = strtod(text, NULL);
    if (!isfinite(value)) {
        return "too large";
    }
    *out = value;
    return NULL;
}

const char *
suf_whole_parse(const char *text, int64_t *out)
{
    bool is_whole = false;
    size_t n = number_bytes(text, &is_whole);
    if (n == 0 || text[n] != '\0') {
        return explain(text);
    }
    /* Spreadsheets write 2751.0 for a count. */
    size_t digits = strspn(text, "+-0123456789");
    bool is_point_0 = text[digits] == '.' && digits < n &&
                      digits + 1 + strspn(text + digits + 1, "0") == n;
    if (!is_whole && !is_point_0) {
        return "not a whole number";
    }
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno != 0) {
        return "too large";
    }
    *out = value;
    return NULL;
}

static const unit *
find_unit(const char *name)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(name, units[i].one) == 0 || strcmp(name, units[i].many) == 0) {
            return &units[i];
        }
    }
    return NULL;
}

double
suf_unit_of_money(const char *name)
{
    for (size_t i = 0; i < sizeof monies / sizeof monies[0]; i++) {
        if (strcmp(name, monies[i].name) == 0) {
            return monies[i].yuan;
        }
    }
    return 0;
}

/* Why no unit of this name is known. */
static const char *
unknown_unit(const char *name, bool is_rate)
{
    bool is_money = strstr(name, "yuan") != NULL || strstr(name, "元") != NULL;
    return is_money ? money_names
           : is_rate
               ? "an unknown unit; known are per minute, hour, day, week, month, year"
               : "an unknown unit; known are minutes, hours, days, weeks, months, years";
}

const char *
suf_quantity_parse(const char *text, suf_quantity *out)
{
    bool is_whole = false;
    size_t n = number_bytes(text, &is_whole);
    if (n == 0 || (text[n] != '\0' && text[n] != ' ')) {
        bool has_unit =
            n > 0 && (find_unit(text + n) != NULL || suf_unit_of_money(text + n) > 0);
        return has_unit ? "no space between number and unit" : explain(text);
    }
    if (n > LONGEST_NUMBER) {
        return "too many digits";
    }
    double value = strtod(text, NULL);
    if (!isfinite(value)) {
        return "too large";
    }
    if (text[n] == '\0') {
        *out = (suf_quantity){value, SUF_DIMENSION_NONE, (double) NAN};
        return NULL;
    }
    const char *name = text + n + strspn(text + n, " ");
    double money = suf_unit_of_money(name);
    if (money > 0) {
        *out = (suf_quantity){value * money, SUF_DIMENSION_MONEY, (double) NAN};
        return NULL;
    }
    bool is_rate = strncmp(name, "per ", 4) == 0;
    const unit *found = find_unit(is_rate ? name + 4 : name);
    if (found == NULL || (is_rate && strcmp(name + 4, found->one) != 0)) {
        return unknown_unit(name, is_rate);
    }
    if (is_rate) {
        *out = (suf_quantity){
            value * found->parts / found->days, SUF_DIMENSION_RATE, (double) NAN};
    } else {
        *out = (suf_quantity){value * found->days / found->parts, SUF_DIMENSION_DURATION,
            found->months > 0 ? value * found->months : (double) NAN};
    }
    return NULL;
}

#define UNITS "(minute|hour|day|week|month|year)"

const suf_dimension_info *
suf_dimension_get(suf_dimension dimension)
{
    static const suf_dimension_info dimensions[] = {
        [SUF_DIMENSION_NONE] = {"a number without unit", "a number without unit", "",
            NULL},
        [SUF_DIMENSION_DURATION] = {"a duration", "a duration as 9 days or 6 months",
            " days", UNITS "s?"},
        [SUF_DIMENSION_RATE] = {"a rate", "a rate as 90 per day", " per day",
            "per " UNITS},
        [SUF_DIMENSION_MONEY] = {"an amount of money",
            "an amount as 60000 yuan or 20 million yuan", " yuan",
            "((thousand |ten-thousand |million |hundred-million |billion )?yuan|元|万元|"
            "亿元)"},
    };
    return &dimensions[dimension];
}
