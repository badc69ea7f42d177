/* The table of keys: what belongs to a service of one kind, intakes and visits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

static const suf_key intake_keys[] = {
    {"month", SUF_KEY_COUNT, RANGE(1, 12), AT(suf_intake_spec, month), REQUIRED,
        .group = 1, .help = "Each year on the first of this month, 1 to 12."},
    {"every", SUF_KEY_PLAIN, RANGE(1, 36525), DURATION, AT(suf_intake_spec, every_days),
        REQUIRED, .group = 1,
        .help =
            "At this interval from `first` on: whole days, as 6 weeks, or whole months "
            "and years, as 6 months, each on the day of the month of `first`."},
    {"first", SUF_KEY_DATE, AT(suf_intake_spec, first_day),
        .help = "Date of the first intake, with every; default: the start of the run."},
    {"length", SUF_KEY_PLAIN, ABOVE_TO(0, 36525), DURATION,
        AT(suf_intake_spec, length_days), REQUIRED, .help = "Length of the course."},
    {"apply", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_intake_spec, apply), .fallback = "1",
        .help = "Share of the eligible who apply, at each intake. Eligible are residents "
                "by their age in whole months at the end of the month before."},
    {"from", SUF_KEY_TEXT, AT(suf_intake_spec, from),
        .help = "Service whose graduates of the day are the eligible, instead."},
    {"retry", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_intake_spec, retry), .fallback = "0",
        .help = "Probability that an unplaced applicant applies at the next intake too."},
    {"dropout", SUF_KEY_NUMBER, RANGE(0, 100), RATE, AT(suf_intake_spec, dropout),
        .fallback = "0 per year", .help = "Rate at which the enrolled drop out."},
    {"entry_limit", SUF_KEY_NUMBER, ABOVE_TO(0, 1), AT(suf_intake_spec, entry_limit),
        .fallback = "1",
        .help = "Greatest share of a district's usable places that those of one intake "
                "fill, as 1/3 of a school of three year groups; others stay empty. "
                "Pupils who moved do not count. Default: no limit."},
    {"must_place", SUF_KEY_YES_NO, AT(suf_intake_spec, must_place), .fallback = "no",
        .help =
            "yes: every applicant is seated, above capacity where there are too many; "
            "placed counts those within capacity only."},
};

static const suf_key visit_keys[] = {
    {"visits_per_week", SUF_KEY_NUMBER, RANGE(0, 1000), .is_yearly = true,
        AT(suf_visit_spec, visits_per_week), REQUIRED,
        .help = "Visits a week of a participant, on the average of a year. Those of a "
                "closed date are not made."},
    {"participation", SUF_KEY_NUMBER, RANGE(0, 1), .is_yearly = true,
        AT(suf_visit_spec, participation), .fallback = "1",
        .help = "Share of the eligible who come at all."},
    {"mean_stay", SUF_KEY_NUMBER, ABOVE_TO(0, 366), DURATION,
        AT(suf_visit_spec, mean_stay), REQUIRED, .help = "Mean length of a visit."},
    {"opens", SUF_KEY_COUNT, RANGE(0, 23), AT(suf_visit_spec, opens), REQUIRED,
        .help = "Hour of opening."},
    {"closes", SUF_KEY_COUNT, RANGE(1, 24), AT(suf_visit_spec, closes), REQUIRED,
        .help =
            "Hour of closing: whoever is there leaves. From 0 to 24 on days that follow "
            "each other it does not close."},
    {"by_hour", SUF_KEY_TABLE, SUF_SECTION_HOUR_ROW, AT(suf_visit_spec, by_hour),
        COUNTED(suf_visit_spec, n_by_hour),
        .help =
            "When in a week people come; default: alike in all opening hours. A day on "
            "which nobody comes is closed."},
    {"closed_days", SUF_KEY_SECTION, SUF_SECTION_CLOSED_DAYS,
        AT(suf_visit_spec, closed_days),
        .help = "Days of the week on which it is closed."},
    {"closed_dates", SUF_KEY_TABLE, SUF_SECTION_CLOSED_ROW,
        AT(suf_visit_spec, closed_dates), COUNTED(suf_visit_spec, n_closed_dates),
        .help = "Dates on which it is closed, as holidays; default: none."},
    {"by_month", SUF_KEY_MONTHS, AT(suf_visit_spec, by_month), RANGE(0, 1000),
        .help = "Factors by month of the year, relative to each other: their mean over a "
                "year is taken out; default: 1."},
    {"gravity", SUF_KEY_NUMBER, RANGE(0, 144000), RATE, AT(suf_visit_spec, gravity),
        MARK(suf_visit_spec, has_gravity, true),
        .help = "As 0.08 per minute: people choose the district they come to first, in "
                "proportion to its usable places x exp(-gravity x travel time); one "
                "without a travel time is not chosen. Default: their own."},
    {"own_district", SUF_KEY_PLAIN, RANGE(0, 366), DURATION,
        AT(suf_visit_spec, own_minutes), .scale = 1440, .fallback = "0 minutes",
        .help = "Travel time within a district, beside gravity."},
};

#define CLOSED(day, index)                                                               \
    {                                                                                    \
        day, SUF_KEY_YES_NO,                                                             \
            .offset = offsetof(suf_visit_spec, closed_days.is_closed[index]) -           \
                      offsetof(suf_visit_spec, closed_days),                             \
            .fallback = "no", .help = "yes: closed on that day."                         \
    }

static const suf_key closed_keys[] = {CLOSED("monday", 0), CLOSED("tuesday", 1),
    CLOSED("wednesday", 2), CLOSED("thursday", 3), CLOSED("friday", 4),
    CLOSED("saturday", 5), CLOSED("sunday", 6)};

#define CHOICE(member)                                                                   \
    .offset = (offsetof(suf_service_spec, first_choice.member) -                         \
               offsetof(suf_service_spec, first_choice))

static const suf_key choice_keys[] = {
    {"share", SUF_KEY_NUMBER, RANGE(0, 1), CHOICE(share), .fallback = "1",
        .help = "Share of those who ask that chooses, as of patients who are referred; "
                "the others ask in their own district first."},
    {"to", SUF_KEY_TEXT, CHOICE(to), .fallback = "district",
        .help = "Districts that are chosen from, in proportion to their usable places: "
                "district (all), a group of districts, or one by its name."},
    {"gravity", SUF_KEY_NUMBER, RANGE(0, 144000), RATE, CHOICE(gravity), .mark_bytes = 1,
        .mark_offset = offsetof(suf_service_spec, first_choice.has_gravity) -
                       offsetof(suf_service_spec, first_choice),
        .mark_value = 1,
        .help = "As 0.08 per minute: what is far is chosen less, by exp(-gravity x "
                "travel time); one without a travel time is not. Default: travel does "
                "not count."},
    {"own_district", SUF_KEY_PLAIN, RANGE(0, 366), DURATION, CHOICE(own_minutes),
        .scale = 1440, .fallback = "0 minutes",
        .help = "Travel time within a district, beside gravity."},
};

const suf_section_info suf_sections_of_kinds[SUF_N_SECTIONS] = {
    [SUF_SECTION_INTAKE] = PLAIN_SECTION(
        "intake", intake_keys, suf_intake_spec, "Admission on dates, for a course."),
    [SUF_SECTION_VISIT] =
        PLAIN_SECTION("visit", visit_keys, suf_visit_spec, "Short, repeated use."),
    [SUF_SECTION_FIRST_CHOICE] = PLAIN_SECTION("first_choice", choice_keys,
        suf_service_spec, "A district that people choose to ask in first."),
    [SUF_SECTION_CLOSED_DAYS] = PLAIN_SECTION("closed days", closed_keys, suf_visit_spec,
        "Days of the week without opening hours."),
};
