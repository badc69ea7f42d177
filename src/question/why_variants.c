/* The question why: the scenarios whose comparison answers it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "why_variants.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "scenario/types/taken_away.h"

/* Takes the text over, whatever became of it. */
static suf_status
add_set(suf_variant *self, suf_text *text)
{
    suf_status status = suf_text_take(text, &self->sets[self->n_sets]);
    self->n_sets += status == SUF_OK;
    suf_text_free(text);
    return status;
}

/* A title for people, behind that of the plan: "..., without: too late". */
static suf_status
set_title(suf_variant *self, const char *title, bool is_chinese, uint32_t mask)
{
    suf_text whole;
    suf_text set;
    suf_text_init(&whole);
    suf_text_init(&set);
    suf_text_format(&whole, is_chinese ? "%s（排除：" : "%s, without: ", title);
    const char *before = "";
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        if (suf_cause_is_in(mask, cause)) {
            const suf_cause_words *words = suf_cause_words_of(cause);
            suf_text_format(
                &whole, "%s%s", before, is_chinese ? words->title_zh : words->title);
            before = is_chinese ? "、" : ", ";
        }
    }
    suf_text_add(&whole, is_chinese ? "）" : "");
    suf_text_add(&set, is_chinese ? "title_zh=" : "title=");
    suf_text_add_quoted(&set, suf_text_get(&whole));
    suf_status status = whole.status;
    suf_text_free(&whole);
    if (status != SUF_OK) {
        suf_text_free(&set);
        return status;
    }
    return add_set(self, &set);
}

static suf_status
make_variant(suf_variant *self, const suf_scenario *plan, uint32_t mask)
{
    suf_text text;
    suf_status status = SUF_OK;
    suf_text_init(&text);
    suf_text_add(&text, "name=");
    suf_cause_add_name(&text, plan->name, mask);
    SUF_TRY(add_set(self, &text));
    if (plan->title[0] != '\0') {
        SUF_TRY(set_title(self, plan->title, false, mask));
    }
    if (plan->title_zh[0] != '\0') {
        SUF_TRY(set_title(self, plan->title_zh, true, mask));
    }
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        if (suf_cause_is_in(mask, cause)) {
            suf_text_init(&text);
            suf_text_format(&text, "without.%s=yes", suf_cause_words_of(cause)->name);
            SUF_TRY(add_set(self, &text));
        }
    }
out:
    return status;
}

static suf_status
refuse(const suf_scenario *plan, const char *path, const char *why, suf_faults *faults)
{
    suf_fault_place place = {.file = plan->path, .path = path};
    suf_faults_add(faults, &place, "%s", why);
    return SUF_RAISE(SUF_ERROR_SCENARIO);
}

suf_status
suf_why_variants_make(suf_variants *self, const suf_scenario *plan, suf_faults *faults)
{
    *self = (suf_variants){.acting = suf_causes_that_act(plan)};
    suf_status status = SUF_OK;
    if (plan->without.is_given) {
        return refuse(plan, "without",
            "found causes that are taken away already, expected a plan as it is: suffice "
            "why takes them away itself",
            faults);
    }
    if (self->acting == 0) {
        return refuse(plan, NULL,
            "no cause can be taken away: no project that gives places can be late or is "
            "short of staff, there is one district or one list for all, and nothing of "
            "demand is drawn; whoever is not served finds too few places",
            faults);
    }
    SUF_TRY(suf_array_new(SUF_N_COMBINATIONS, sizeof *self->items, &self->items));
    self->n = 1;
    for (uint32_t mask = 1; mask < SUF_N_COMBINATIONS; mask++) {
        if ((mask & self->acting) == mask) {
            SUF_TRY(make_variant(&self->items[self->n++], plan, mask));
        }
    }
out:
    return status;
}

void
suf_variants_free(suf_variants *self)
{
    for (size_t i = 0; i < self->n; i++) {
        for (size_t j = 0; self->items != NULL && j < self->items[i].n_sets; j++) {
            free(self->items[i].sets[j]);
        }
    }
    free(self->items);
    *self = (suf_variants){0};
}
