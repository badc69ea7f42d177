/* What is known of projects by a date.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "project_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

enum { MOST_WORD = 12 };

/* The next word of a text, which is cut at MOST_WORD - 1 bytes; false at the end. */
static bool
next_word(const char **text, char word[MOST_WORD])
{
    static const char blanks[] = " \t\r\n";
    const char *at = *text + strspn(*text, blanks);
    size_t length = strcspn(at, blanks);
    size_t kept = length < MOST_WORD ? length : MOST_WORD - 1;
    memcpy(word, at, kept);
    word[kept] = '\0';
    *text = at + length;
    return length > 0;
}

bool
suf_opened_read(const char *text, suf_opened_words *words)
{
    char word[MOST_WORD];
    int32_t day = 0;
    uint32_t at = 0;
    *words = (suf_opened_words){0};
    while (next_word(&text, word)) {
        bool is_number = word[strspn(word, "0123456789")] == '\0';
        at++;
        if (is_number && at == 1 && !next_word(&text, (char[MOST_WORD]){0})) {
            unsigned long count = strtoul(word, NULL, 10);
            *words = (suf_opened_words){true, (uint32_t) count};
            return count < SUF_NONE;
        }
        if (suf_date_parse(word, &day)) {
            words->n = at;
        } else if (strcmp(word, "-") != 0) {
            return false;
        }
    }
    return true;
}

int32_t
suf_opened_day(const char *text, uint32_t unit)
{
    char word[MOST_WORD];
    int32_t day = INT32_MIN;
    for (uint32_t i = 0; i <= unit; i++) {
        if (!next_word(&text, word)) {
            return INT32_MIN;
        }
    }
    return suf_date_parse(word, &day) ? day : INT32_MIN;
}

bool
suf_cancelled_read(const char *text, bool *is_cancelled, int32_t *day)
{
    *day = INT32_MIN;
    *is_cancelled = strcmp(text, "yes") == 0 || suf_date_parse(text, day);
    return *is_cancelled || text[0] == '\0' || strcmp(text, "no") == 0;
}

int32_t
suf_project_known_day(const suf_scenario *scenario, const suf_project_row *row)
{
    return row->known_day != INT32_MIN ? row->known_day : scenario->known_day;
}

bool
suf_project_is_reviewed(const suf_scenario *scenario, const suf_project_row *row)
{
    int32_t known = suf_project_known_day(scenario, row);
    return known != INT32_MIN && scenario->start_day != INT32_MIN &&
           known >= scenario->start_day - 1;
}

int32_t
suf_scenario_known_day(const suf_scenario *scenario)
{
    int32_t last = scenario->known_day;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        suf_opened_words opened;
        bool is_cancelled = false;
        int32_t day = row->known_day;
        if (suf_opened_read(row->opened, &opened) && !opened.is_count && opened.n > 0) {
            int32_t opened_day = suf_opened_day(row->opened, opened.n - 1);
            day = opened_day > day ? opened_day : day;
        }
        int32_t cancelled_day = INT32_MIN;
        (void) suf_cancelled_read(row->cancelled, &is_cancelled, &cancelled_day);
        day = cancelled_day > day ? cancelled_day : day;
        last = day > last ? day : last;
    }
    return last;
}
