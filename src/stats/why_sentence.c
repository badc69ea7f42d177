/* Why people are not served, in a sentence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "why_sentence.h"

#include <math.h>
#include <stdio.h>

#define HALF  0.5
#define SMALL 0.05

enum { MOST_NAMED = 3, MOST_NUMBER = 40 };

suf_why_quantity
suf_why_told(const suf_why *self, uint32_t region, uint32_t service)
{
    uint32_t run = self->layout->n_years;
    bool is_any = suf_why_at(self, SUF_WHY_UNMET, run, region, service)->total > 0;
    bool is_waiting = suf_why_at(self, SUF_WHY_WAITING, run, region, service)->total > 0;
    return !is_any && is_waiting ? SUF_WHY_WAITING : SUF_WHY_UNMET;
}

/* "1,240", or "3.4" below ten. */
static void
write_number(double value, char text[MOST_NUMBER])
{
    char digits[MOST_NUMBER];
    int n = snprintf(digits, sizeof digits, value < 10 ? "%.1f" : "%.0f", value);
    int at = 0;
    for (int i = 0; i < n; i++) {
        if (value >= 10 && i > 0 && (n - i) % 3 == 0) {
            text[at++] = ',';
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
}

/* In whole percent, without a sign of 0. */
static double
percent(double share)
{
    return nearbyint(100 * share) + 0.0;
}

static void
add_share(suf_text *text, const suf_why_part *part)
{
    suf_text_format(text, "%.0f %% [%.0f, %.0f]", percent(part->share),
        percent(part->share_low), percent(part->share_high));
}

/* The parts by share, the largest first. */
static void
sort_parts(const suf_why_cell *cell, int order[SUF_N_PARTS])
{
    for (int i = 0; i < SUF_N_PARTS; i++) {
        int at = i;
        for (; at > 0 && cell->parts[order[at - 1]].share < cell->parts[i].share; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

/* How many of the sorted parts are named. */
static int
n_named(const suf_why_cell *cell, const int order[SUF_N_PARTS])
{
    double sum = cell->parts[order[0]].share;
    int n = 1;
    for (; n < MOST_NAMED && sum < HALF; n++) {
        const suf_why_part *part = &cell->parts[order[n]];
        if (!(part->share >= SMALL) || !(part->share_low > 0)) {
            break;
        }
        sum += part->share;
    }
    return n;
}

static void
add_place(const suf_why *self, uint32_t region, uint32_t service, bool is_chinese,
    suf_text *text)
{
    const suf_layout *layout = self->layout;
    const suf_label *of = &layout->services[service];
    const char *title = is_chinese && of->title_zh[0] != '\0' ? of->title_zh : of->title;
    suf_text_add(text, title[0] != '\0' ? title : of->name);
    if (region < layout->n_districts) {
        const suf_label *in = &layout->districts[region];
        const char *where =
            is_chinese && in->title_zh[0] != '\0' ? in->title_zh : in->title;
        where = where[0] != '\0' ? where : in->name;
        suf_text_format(text, is_chinese ? "（%s）" : " in %s", where);
    }
}

static void
add_because(const suf_layout *layout, int part, bool is_chinese, suf_text *text)
{
    suf_text_add(text, is_chinese ? suf_cause_words_of(part)->because_zh
                                  : suf_cause_because(part, layout->n_districts > 1,
                                        layout->n_zones > 0));
}

/* Causes that make the number smaller. */
static void
add_offset(
    const suf_layout *layout, const suf_why_cell *cell, bool is_chinese, suf_text *text)
{
    for (int part = 0; part < SUF_N_PARTS; part++) {
        const suf_why_part *of = &cell->parts[part];
        if (of->share < -SMALL && of->share_high < 0) {
            suf_text_add(text, is_chinese ? "；另一方面，"
                                          : "; on the other hand it is less "
                                            "because ");
            add_because(layout, part, is_chinese, text);
            suf_text_add(text, is_chinese ? "使之减少 " : ": ");
            add_share(text, of);
        }
    }
}

static void
add_reasons(
    const suf_layout *layout, const suf_why_cell *cell, bool is_chinese, suf_text *text)
{
    int order[SUF_N_PARTS] = {0};
    sort_parts(cell, order);
    int n = n_named(cell, order);
    bool is_mostly = cell->parts[order[0]].share >= HALF;
    suf_text_add(text, is_chinese ? (is_mostly ? "不足，主要因为" : "不足，原因有几个：")
                       : is_mostly ? ": short of places mostly because "
                                   : ": short of places for several reasons: ");
    for (int i = 0; i < n; i++) {
        const suf_why_part *part = &cell->parts[order[i]];
        if (i > 0) {
            suf_text_add(text, is_chinese ? "，" : ", ");
        }
        add_because(layout, order[i], is_chinese, text);
        suf_text_add(text, is_chinese ? "：" : is_mostly ? ": " : " (");
        add_share(text, part);
        suf_text_add(text, is_chinese || is_mostly ? "" : ")");
    }
}

/* What the shares are of. */
static void
add_total(const suf_why *self, const suf_why_cell *cell, suf_why_quantity told,
    bool has_shares, bool is_chinese, suf_text *text)
{
    const suf_layout *layout = self->layout;
    int32_t first = layout->first_year;
    int32_t last = first + (int32_t) layout->n_years - 1;
    bool is_unmet = told == SUF_WHY_UNMET;
    char number[MOST_NUMBER];
    write_number(cell->total, number);
    if (is_chinese) {
        suf_text_format(text, "（%d 至 %d 年%s %s 人）", first, last,
            is_unmet ? "未获服务者共" : "平均等候", number);
    } else {
        suf_text_format(text, "%s %s people %s from %d to %d",
            has_shares ? " of the" : ":", number,
            is_unmet ? "not served" : "waiting on average", first, last);
    }
}

void
suf_why_add_sentence(const suf_why *self, uint32_t region, uint32_t service,
    bool is_chinese, suf_text *text)
{
    suf_why_quantity told = suf_why_told(self, region, service);
    const suf_why_cell *cell =
        suf_why_at(self, (int) told, self->layout->n_years, region, service);
    if (isnan(cell->total)) {
        return;
    }
    add_place(self, region, service, is_chinese, text);
    if (!(cell->total > 0)) {
        suf_text_add(text, is_chinese ? "：无人未获服务。" : ": nobody goes without.");
        return;
    }
    bool is_known = !isnan(cell->parts[0].share_low);
    if (is_known) {
        add_reasons(self->layout, cell, is_chinese, text);
    } else {
        suf_text_add(text,
            is_chinese ? "不足"
                       : ": short of places, and so few replications do not tell why");
    }
    add_total(self, cell, told, is_known, is_chinese, text);
    if (is_known) {
        add_offset(self->layout, cell, is_chinese, text);
    } else {
        suf_text_add(text, is_chinese ? "，模拟次数太少，无法判断原因" : "");
    }
    suf_text_add(text, is_chinese ? "。" : ".");
}
