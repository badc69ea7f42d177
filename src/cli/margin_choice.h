/* What a question of margins is about: which services, districts and levers, from when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_MARGIN_CHOICE_H
#define SUF_CLI_MARGIN_CHOICE_H

#include "base/fault.h"
#include "base/status.h"
#include "base/text.h"
#include "cli/batch.h"
#include "question/margin_question.h"

typedef struct suf_margin_wanted {
    const char *services, *districts; /* patterns; NULL: all */
    const char *levers;               /* pattern; NULL: none */
    const char *from;                 /* day of the places; NULL: the start */
    uint32_t places;
} suf_margin_wanted;

typedef struct suf_margin_choice {
    suf_margin_option *options; /* [n_options] by service, its levers behind; owned */
    uint32_t n_options;
    int32_t from_day; /* day number */
} suf_margin_choice;

/* Finds them, and adds the places to the model of a batch that was built. `added` becomes
 * the text of what was added. SUF_ERROR_SCENARIO or _USAGE, told, where there is nothing
 * to ask about. Free the choice after a failure too. */
SUF_MUST_CHECK suf_status suf_margin_choose(suf_margin_choice *self, suf_batch *batch,
    const suf_margin_wanted *wanted, suf_text *added, suf_faults *faults);
void suf_margin_choice_free(suf_margin_choice *self);

#endif
