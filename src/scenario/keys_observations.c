/* The table of keys: what was counted in the world.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

static const suf_key observation_keys[] = {
    {"observation", SUF_KEY_LABEL, AT(suf_observation_row, observation), REQUIRED,
        .help = "Name of the observation, as births-2021."},
    {"title", SUF_KEY_TEXT, AT(suf_observation_row, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_observation_row, title_zh),
        .help = "Title in Chinese."},
    {"measure", SUF_KEY_CHOICE, SUF_CHOICE_OBSERVED, AT(suf_observation_row, measure),
        REQUIRED,
        .help = "What was counted, by its name in the results; of an intake its roll is "
                "occupancy_end."},
    {"of", SUF_KEY_SERVICE, AT(suf_observation_row, service),
        .help = "The service; of births, deaths, moves and residents none."},
    {"district", SUF_KEY_DISTRICT, AT(suf_observation_row, district),
        .help = "The district; default: all of them together."},
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX_OR_BOTH, AT(suf_observation_row, sex),
        .fallback = "both", .help = "Of residents, deaths and moves: F, M or both."},
    {"age_from", SUF_KEY_COUNT, RANGE(0, 100), AT(suf_observation_row, age_from),
        .fallback = "0",
        .help = "Likewise: completed years of age, from; 0, 5, 10, ..., 100."},
    {"age_to", SUF_KEY_COUNT, RANGE(0, 100), AT(suf_observation_row, age_to),
        .fallback = "100",
        .help = "Up to and including; 4, 9, 14, ..., 99, or 100: and over."},
    {"date", SUF_KEY_DATE, AT(suf_observation_row, date_day),
        .help =
            "Day at whose end it was counted, the last of a month, of people the last "
            "of a year; default: the last of the run."},
    {"over", SUF_KEY_SPAN, DURATION, AT(suf_observation_row, over_months),
        .help = "Of what happened, or was meant over time: the window up to that day, in "
                "whole months; default: 12 months. Of people it is the calendar year."},
    {"value", SUF_KEY_PLAIN, RANGE(0, 1e12), AT(suf_observation_row, value), REQUIRED,
        .help = "What was counted."},
    {"sd", SUF_KEY_PLAIN, ABOVE(0), AT(suf_observation_row, sd), REQUIRED,
        .is_unbounded = true,
        .help = "Standard deviation of its error against what the run calls so; inf: it "
                "says nothing."},
    {"basis", SUF_KEY_CHOICE, SUF_CHOICE_PEOPLE, AT(suf_observation_row, is_registered),
        .fallback = "resident",
        .help = "Whose count it is: of people who live there, or of people registered "
                "there. Runs are of residents, so what is registered is set beside them "
                "and does not weigh."},
    {"hold_out", SUF_KEY_YES_NO, AT(suf_observation_row, is_held_out), .fallback = "no",
        .help = "Whether it is kept out of the weights, to be predicted by the others."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_observation_row, evidence),
        .help = "Grade of its evidence."},
    {"source", SUF_KEY_TEXT, AT(suf_observation_row, source), .help = "Who counted it."},
};

const suf_section_info suf_sections_of_observations[SUF_N_SECTIONS] = {
    [SUF_SECTION_OBSERVATION_ROW] = {TABLE("observations", observation_keys,
                                         suf_observation_row,
                                         "What was counted in the world."),
        NAMED(suf_observation_row, observation), .is_joined = true},
};
