/* The table of keys: policies, rules that change places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/policy_spec.h"

static const suf_key policy_keys[] = {
    {"title", SUF_KEY_TEXT, AT(suf_policy_spec, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_policy_spec, title_zh),
        .help = "Title in Chinese."},
    {"when", SUF_KEY_SECTION, SUF_SECTION_POLICY_WHEN, REQUIRED,
        .help = "When it acts: looked at where each month ends, in each district by "
                "itself."},
    {"do", SUF_KEY_SECTION, SUF_SECTION_POLICY_DO, REQUIRED,
        .help = "What it does, in that district."},
    {"at_most", SUF_KEY_COUNT, RANGE(1, 1000), AT(suf_policy_spec, at_most),
        .help = "How many times in each district; default: no limit."},
    {"pause", SUF_KEY_SPAN, DURATION, AT(suf_policy_spec, pause_months), .fallback = "0",
        .help = "After each time, how long it does not look; then its months count "
                "anew."},
};

static const suf_key when_keys[] = {
    {"measure", SUF_KEY_CHOICE, SUF_CHOICE_POLICY_MEASURE, AT(suf_policy_spec, measure),
        REQUIRED,
        .help = "utilisation: of the places that admit people, mean of the month; queue: "
                "people on the district's list at its end; share_refused: of the month's "
                "requests or visits; requests: made since the start, with `reach`."},
    {"of", SUF_KEY_SERVICE, AT(suf_policy_spec, of), REQUIRED,
        .help = "The service that it is measured of."},
    {"each", SUF_KEY_TEXT, AT(suf_policy_spec, each), .fallback = "district",
        .help = "district, a group of districts, or one by its name: where it looks, in "
                "each by itself."},
    {"below", SUF_KEY_NUMBER, RANGE(0, 1e9), REQUIRED, .group = 1,
        AT(suf_policy_spec, below), MARK(suf_policy_spec, has_below, true),
        LEVER(suf_policy_spec, below_lever, "bound"),
        .help = "It counts the months in which the measure is below this."},
    {"above", SUF_KEY_NUMBER, RANGE(0, 1e9), REQUIRED, .group = 1,
        AT(suf_policy_spec, above), MARK(suf_policy_spec, has_above, true),
        LEVER(suf_policy_spec, above_lever, "bound"),
        .help = "Or those in which it is above this."},
    {"reach", SUF_KEY_WHOLE, RANGE(1, 1e12), REQUIRED, .group = 1,
        AT(suf_policy_spec, reach), MARK(suf_policy_spec, has_reach, true),
        LEVER(suf_policy_spec, reach_lever, "bound"),
        .help = "Of requests: it decides when this one is made in the district, and not "
                "where a month ends; then it counts anew."},
    {"for", SUF_KEY_LASTING, DURATION, AT(suf_policy_spec, lasts), .fallback = "1 month",
        .help = "How many such months in a row it takes; or, as 2 intakes, how many such "
                "intakes of the service: then it looks only where a month with one "
                "ends."},
};

static const suf_key do_keys[] = {
    {"close", SUF_KEY_SERVICE, AT(suf_policy_spec, close), REQUIRED, .group = 1,
        .help = "Closes places of this service: usable ones and others alike; whoever is "
                "there stays."},
    {"open", SUF_KEY_SERVICE, AT(suf_policy_spec, open), REQUIRED, .group = 1,
        .help = "Opens places of this service, which admit people at once."},
    {"convert", SUF_KEY_SERVICE, AT(suf_policy_spec, convert), REQUIRED, .group = 1,
        .help = "Turns places of this service into those of `to`, one by one, as they "
                "fall free."},
    {"begin", SUF_KEY_TEXT, REQUIRED, .group = 1, AT(suf_policy_spec, begin),
        MARK(suf_policy_spec, has_begin, true),
        .help = "Begins this project, which is not begun otherwise, once: at the "
                "earliest on its `starts`, or without that on its `opens`; then it takes "
                "from the one to the other, with the delays and chances of all projects. "
                "A batch moves as a whole."},
    {"to", SUF_KEY_SERVICE, AT(suf_policy_spec, to),
        .help = "With convert: the service whose places they become."},
    {"places", SUF_KEY_WHOLE, RANGE(0, 1e9), .group = 2, AT(suf_policy_spec, places),
        LEVER(suf_policy_spec, places_lever, "places"),
        .help = "How many places, each time."},
    {"share", SUF_KEY_NUMBER, RANGE(0, 1), .group = 2, AT(suf_policy_spec, share),
        MARK(suf_policy_spec, has_share, true),
        LEVER(suf_policy_spec, share_lever, "share"),
        .help = "Or which share of the places that the service has in the district "
                "when it is done."},
    {"keep", SUF_KEY_WHOLE, RANGE(0, 1e9), AT(suf_policy_spec, keep), .fallback = "0",
        .help = "With close and convert: places that are left in the district at least."},
    {"up_to", SUF_KEY_WHOLE, RANGE(1, 1e9), AT(suf_policy_spec, up_to),
        .help = "With open: places that there are in the district then at most; default: "
                "no limit."},
    {"cost", SUF_KEY_NUMBER, RANGE(0, 1e15), MONEY, AT(suf_policy_spec, cost),
        MARK(suf_policy_spec, has_cost, true),
        .help = "With close, open and convert: capital cost of each place, spent when it "
                "is done, in prices of the year `costs.prices`; default: with open and "
                "convert `capital.place` of the service that gets it, else not known, "
                "which is not 0."},
    {"cost_fund", SUF_KEY_TEXT, AT(suf_policy_spec, cost_fund),
        MARK(suf_policy_spec, has_cost_fund, true),
        .help = "Fund of `costs.funds` that pays it; default: that of the service's "
                "`capital`, else all, by their shares."},
    {"takes", SUF_KEY_SPAN, DURATION, AT(suf_policy_spec, takes_months), .fallback = "0",
        .help =
            "From the decision to what is done; 0: where the next month begins, and of "
            "requests at once."},
};

const suf_section_info suf_sections_of_policies[SUF_N_SECTIONS] = {
    [SUF_SECTION_POLICY] = {"policy", KEYS(policy_keys), .bytes = sizeof(suf_policy_spec),
        .name_offset = offsetof(suf_policy_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = offsetof(suf_policy_spec, line),
        .help = "A rule that changes places within a run, when a service is used little, "
                "or too much."},
    [SUF_SECTION_POLICY_WHEN] = PLAIN_SECTION(
        "when", when_keys, suf_policy_spec, "What a policy looks at, month by month."),
    [SUF_SECTION_POLICY_DO] = PLAIN_SECTION(
        "do", do_keys, suf_policy_spec, "What a policy does in a district."),
};
