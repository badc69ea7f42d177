/* The table of keys: targets, conditions, and the levers that they are asked about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/read/lever.h"
#include "scenario/types/scenario.h"

/* What is measured: of targets and of conditions. */
#define MEASURED                                                                         \
    {"measure", SUF_KEY_CHOICE, SUF_CHOICE_MEASURE, AT(suf_target_row, measure),         \
        REQUIRED, .help = "What is measured."},                                          \
        {"of", SUF_KEY_TEXT, AT(suf_target_row, of), REQUIRED,                           \
            .help = "The service, class of assets or works it is measured of."},         \
        {"state", SUF_KEY_TEXT, AT(suf_target_row, state), .fallback = "open",           \
            .help = "State of the assets that count."},                                  \
        {"each", SUF_KEY_TEXT, AT(suf_target_row, each), .fallback = "city",             \
            .help = "city; or district, a group of districts, or one by its name: each " \
                    "must meet it."},                                                    \
        {"over", SUF_KEY_TEXT, AT(suf_target_row, over),                                 \
            .help =                                                                      \
                "share_with: district, or a group of districts or units; waiting: the "  \
                "window, in whole days (default: 365 days)."},                           \
        {"least", SUF_KEY_PLAIN, ABOVE_TO(0, 1e9), AT(suf_target_row, least),            \
            .fallback = "1", .help = "share_with: assets that a unit must have."},       \
        {"zones", SUF_KEY_TEXT, AT(suf_target_row, zones),                               \
            .help = "share_within: kind of the zones; of a service with zones a kind, "  \
                    "or one by its name: each such zone of the districts of `each` "     \
                    "must meet it, or all together; default: all."},                     \
        {"from_age", SUF_KEY_AGE, DURATION, AT(suf_target_row, from_months),             \
            .fallback = "0", .help = "share_within: people from this age on."},          \
        {"minutes", SUF_KEY_PLAIN, ABOVE_TO(0, 43200), AT(suf_target_row, minutes),      \
            .help = "share_within, access: travel time."},                               \
        {"speed_kmh", SUF_KEY_NUMBER, RANGE(0, 1000), AT(suf_target_row, speed_kmh),     \
            .fallback = "0",                                                             \
            .help = "share_within: speed; 4 is walking, 12 cycling, 30 driving."},       \
        {"detour", SUF_KEY_PLAIN, RANGE(1, 100), AT(suf_target_row, detour),             \
            .fallback = "1.3", .help = "share_within: way by road over way by air."},    \
        {"ratio", SUF_KEY_CHOICE, SUF_CHOICE_RATIO, AT(suf_target_row, ratio),           \
            .help = "inequality: of which ratio by district. places: per 1000 people "   \
                    "whom the "                                                          \
                    "service is for; served: per 100 who ask; within: people within "    \
                    "minutes "                                                           \
                    "of an asset; access: places within minutes."},                      \
        {"index", SUF_KEY_CHOICE, SUF_CHOICE_INEQUALITY, AT(suf_target_row, index),      \
            .help = "inequality: worst_to_best is 1 where all are equal, the others "    \
                    "are 0."},                                                           \
        {"decay", SUF_KEY_CHOICE, SUF_CHOICE_DECAY, AT(suf_target_row, decay),           \
            .help = "access: what is far counts as much up to minutes (uniform, the "    \
                    "default), "                                                         \
                    "or less and less (gaussian)."},                                     \
    {                                                                                    \
        "within", SUF_KEY_PLAIN, ABOVE_TO(0, 36525), DURATION,                           \
            AT(suf_target_row, within_days),                                             \
            .help = "share_admitted: longest wait, in whole days."                       \
    }

static const suf_key target_keys[] = {
    {"target", SUF_KEY_LABEL, AT(suf_target_row, target), REQUIRED,
        .help = "Name of the target, as T1.2."},
    {"title", SUF_KEY_TEXT, AT(suf_target_row, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_target_row, title_zh), .help = "Title in Chinese."},
    {"area", SUF_KEY_TEXT, AT(suf_target_row, area),
        .help = "Area of the plan; the scorecard groups by it."},
    MEASURED,
    {"comparison", SUF_KEY_CHOICE, SUF_CHOICE_COMPARISON, AT(suf_target_row, is_at_most),
        .fallback = "at_least", .help = "at_least or at_most."},
    {"value", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_target_row, value), REQUIRED,
        .help = "Value that is required."},
    {"stretch", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_target_row, stretch),
        .help = "The further end of a range, as 5 of 4-5."},
    {"unit", SUF_KEY_TEXT, AT(suf_target_row, measure_unit),
        .help = "Unit of the value, for people."},
    {"date", SUF_KEY_DATE, AT(suf_target_row, date_day),
        .help = "Day at whose end it is measured; default: the last of the run."},
    {"basis", SUF_KEY_CHOICE, SUF_CHOICE_BASIS, AT(suf_target_row, is_assumed),
        .fallback = "stated", .help = "stated by the plan, or assumed by the scenario."},
    {"soft", SUF_KEY_YES_NO, AT(suf_target_row, is_soft), .fallback = "no",
        .help = "Whether the plan says: in principle."},
    {"use", SUF_KEY_TEXT, AT(suf_target_row, use),
        .help = "Service whose utilisation tells whether it is used; default: the one it "
                "is of."},
};

static const suf_key condition_keys[] = {
    {"condition", SUF_KEY_LABEL, AT(suf_target_row, target), REQUIRED,
        .help = "Name of the condition; none that a target has."},
    {"title", SUF_KEY_TEXT, AT(suf_target_row, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_target_row, title_zh), .help = "Title in Chinese."},
    MEASURED,
    {"at_most", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_target_row, at_most),
        .help = "The value must not exceed this one."},
    {"at_least", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_target_row, at_least),
        .help = "The value must reach this one."},
    {"comparison", SUF_KEY_CHOICE, SUF_CHOICE_COMPARISON, AT(suf_target_row, is_at_most),
        .fallback = "at_least", .help = "With value: at_least or at_most."},
    {"value", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_target_row, value),
        .help = "Instead of at_most or at_least: as of a target."},
    {"unit", SUF_KEY_TEXT, AT(suf_target_row, measure_unit),
        .help = "Unit of the value, for people."},
    {"date", SUF_KEY_DATE, AT(suf_target_row, date_day),
        .help = "Day at whose end it is measured; default: the last of the run."},
};

static const suf_key lever_keys[] = {
    {"value", SUF_KEY_TEXT, AT(suf_lever_spec, value_text), REQUIRED,
        .help = "The value that holds: a number, or a date."},
    {"least", SUF_KEY_TEXT, AT(suf_lever_spec, least_text), REQUIRED,
        .help = "The least that may be chosen."},
    {"most", SUF_KEY_TEXT, AT(suf_lever_spec, most_text), REQUIRED,
        .help = "The most; a whole number of steps above the least."},
    {"step", SUF_KEY_TEXT, AT(suf_lever_spec, step_text), .fallback = "1",
        .help = "From one value that may be chosen to the next, as a class or a ward has "
                "places; of dates a duration as 1 month or 7 days."},
    {"planned", SUF_KEY_TEXT, AT(suf_lever_spec, planned_text),
        .help = "Of a date: the value that the dates of its projects belong to; they "
                "move by as much as the value differs from it. Default: the value in the "
                "lowest file."},
    {"unit", SUF_KEY_TEXT, AT(suf_lever_spec, unit),
        .help = "What it counts, for people; of places, units, crews, share and date the "
                "key that uses it must take that."},
    {"cost", SUF_KEY_TEXT, AT(suf_lever_spec, cost_text),
        .help = "Cost of one more of its unit, with a currency as 60000 yuan."},
    {"title", SUF_KEY_TEXT, AT(suf_lever_spec, title), .help = "What it is, for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_lever_spec, title_zh), .help = "Title in Chinese."},
};

const suf_section_info suf_sections_of_targets[SUF_N_SECTIONS] = {
    [SUF_SECTION_TARGET_ROW] = {TABLE("targets", target_keys, suf_target_row,
                                    "What the plan is measured by."),
        NAMED(suf_target_row, target), .is_joined = true},
    [SUF_SECTION_CONDITION_ROW] = {TABLE("conditions", condition_keys, suf_target_row,
                                       "What questions ask about."),
        NAMED(suf_target_row, target), .is_joined = true},
    [SUF_SECTION_LEVER] = {"lever", KEYS(lever_keys), .bytes = sizeof(suf_lever_spec),
        .name_offset = offsetof(suf_lever_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = offsetof(suf_lever_spec, line),
        .names = offsetof(suf_reader, levers), .end = suf_lever_end,
        .help = "A number that the planner may choose, on a grid from least to most."},
};
