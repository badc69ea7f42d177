/* What is known of projects by a date: the words of the columns opened and cancelled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Facts hold to the end of the day `known_at`, of the project or else of the scenario.
 * `opened` of a project is the date on which it opened; of a batch the dates of its
 * units, the first planned first, with - for one that is not open; or a whole number: so
 * many of its units are open, and it is not known which, nor since when. */
#ifndef SUF_SCENARIO_PROJECT_FACTS_H
#define SUF_SCENARIO_PROJECT_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario/types/scenario.h"

typedef struct suf_opened_words {
    bool is_count;
    uint32_t n; /* units that are open; of dates, words: the last is a date */
} suf_opened_words;

/* Reads `opened`; "" is no word. False where it is neither dates nor a number. */
bool suf_opened_read(const char *text, suf_opened_words *words);
/* The day that a unit opened, of dates that were read; INT32_MIN: not told. */
int32_t suf_opened_day(const char *text, uint32_t unit);
/* Reads `cancelled`: yes, no ("" too) or a date, INT32_MIN without one; false where it is
 * neither. */
bool suf_cancelled_read(const char *text, bool *is_cancelled, int32_t *day);
/* The day to whose end facts of a project are known; INT32_MIN: nothing is told. */
int32_t suf_project_known_day(const suf_scenario *scenario, const suf_project_row *row);
/* Whether it is known what had become of it when the run began, the evening before or
 * later: its dates may be earlier than the run then. */
bool suf_project_is_reviewed(const suf_scenario *scenario, const suf_project_row *row);
/* The last day to which anything is known of projects; INT32_MIN: nothing is. */
int32_t suf_scenario_known_day(const suf_scenario *scenario);

#endif
