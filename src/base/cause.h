/* Why people are not served: the causes that a plan can be without.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Four causes can be taken away from a scenario (key `without`); what remains with all
 * four taken away is the fifth part, SUF_TOO_FEW. A set of causes is a mask of their
 * bits: combination 0 is the plan as it is, SUF_N_COMBINATIONS - 1 the plan without any
 * of them. */
#ifndef SUF_BASE_CAUSE_H
#define SUF_BASE_CAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef enum suf_shortage_cause {
    SUF_CAUSE_LATE,       /* places open later than planned, or not at all */
    SUF_CAUSE_UNSTAFFED,  /* places are built and not yet usable */
    SUF_CAUSE_MISPLACED,  /* free places are where people do not go */
    SUF_CAUSE_UNEXPECTED, /* what is assumed of people is away from its median */
    SUF_N_CAUSES
} suf_shortage_cause;

enum {
    SUF_TOO_FEW = SUF_N_CAUSES, /* the part that is left */
    SUF_N_PARTS = SUF_N_CAUSES + 1,
    SUF_N_COMBINATIONS = 1 << SUF_N_CAUSES
};

/* What each cause is called: its key and label, and in a table for people. Static
 * storage; `part` may be SUF_TOO_FEW. */
typedef struct suf_cause_words {
    const char *name, *title, *title_zh;
    const char *because, *because_zh; /* as "places open late" */
} suf_cause_words;
/* The words of a cause, or of SUF_TOO_FEW. */
const suf_cause_words *suf_cause_words_of(int part);
/* Its `because`, where places may be in the wrong of several districts, or zones. */
const char *suf_cause_because(int part, bool has_districts, bool has_zones);

static inline bool
suf_cause_is_in(uint32_t mask, int cause)
{
    return (mask >> (unsigned) cause & 1U) != 0;
}

/* Adds "late+unstaffed"; of no cause "none". */
void suf_cause_add_mask(suf_text *text, uint32_t mask);
/* Adds the name of a scenario without some causes: "plan-without-late-unstaffed". */
void suf_cause_add_name(suf_text *text, const char *scenario, uint32_t mask);

#endif
