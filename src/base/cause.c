/* Why people are not served: the causes that a plan can be without.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cause.h"

#include "base/status.h"

static const suf_cause_words words[SUF_N_PARTS] = {
    [SUF_CAUSE_LATE] = {"late", "too late", "开放延误", "places open late",
        "名额开放延误"},
    [SUF_CAUSE_UNSTAFFED] = {"unstaffed", "unstaffed", "人手未到位",
        "places are not staffed at once", "名额未能及时配齐人手"},
    [SUF_CAUSE_MISPLACED] = {"misplaced", "wrong place", "布局不当",
        "places are in the wrong districts", "名额布局不当"},
    [SUF_CAUSE_UNEXPECTED] = {"unexpected", "unexpected demand", "需求偏离预期",
        "demand may turn out away from what is expected", "需求可能偏离预期"},
    [SUF_TOO_FEW] = {"too_few", "too few places", "名额不足", "there are too few places",
        "名额总量不足"},
};

const suf_cause_words *
suf_cause_words_of(int part)
{
    suf_bug_unless(part >= 0 && part < SUF_N_PARTS);
    return &words[part];
}

const char *
suf_cause_because(int part, bool has_districts, bool has_zones)
{
    if (part == SUF_CAUSE_MISPLACED && has_zones) {
        return has_districts ? "places are in the wrong districts or zones"
                             : "places are in the wrong zones";
    }
    return suf_cause_words_of(part)->because;
}

static void
add_joined(suf_text *text, uint32_t mask, const char *between)
{
    const char *before = "";
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        if (suf_cause_is_in(mask, cause)) {
            suf_text_format(text, "%s%s", before, words[cause].name);
            before = between;
        }
    }
}

void
suf_cause_add_mask(suf_text *text, uint32_t mask)
{
    if (mask == 0) {
        suf_text_add(text, "none");
    }
    add_joined(text, mask, "+");
}

void
suf_cause_add_name(suf_text *text, const char *scenario, uint32_t mask)
{
    suf_text_add(text, scenario);
    if (mask != 0) {
        suf_text_add(text, "-without-");
        add_joined(text, mask, "-");
    }
}
