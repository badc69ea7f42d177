/* Why people are not served, in a sentence: by rules from the numbers, and nothing else.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told is the unserved, or where nobody is (patience without end) the people on
 * the list, over the whole run:
 *   nothing is short                   -> nobody goes without
 *   no interval of the shares          -> too few replications to tell why
 *   the largest share is half or more  -> "mostly because ...: 62 % [55, 70] of ..."
 *   else                               -> the largest two or three, until they are half
 * Shares of less than a twentieth are not named; nor are those whose interval reaches 0,
 * unless it is the largest. Where causes offset others (a share below -1/20) that is said
 * too. */
#ifndef SUF_STATS_WHY_SENTENCE_H
#define SUF_STATS_WHY_SENTENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "stats/why.h"

/* The quantity that is told of a service in a region: the unserved, unless there is none
 * and people wait. */
suf_why_quantity suf_why_told(const suf_why *self, uint32_t region, uint32_t service);
/* Adds the sentence of a service in a region, in English or in Chinese; nothing where the
 * plan does not have the service. */
void suf_why_add_sentence(const suf_why *self, uint32_t region, uint32_t service,
    bool is_chinese, suf_text *text);

#endif
