/* The table of keys: services, their requests, stays and lists.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/read/reader.h"
#include "scenario/types/scenario.h"

#define TEXT(key, what)                                                                  \
    {                                                                                    \
#key, SUF_KEY_TEXT, AT(suf_service_spec, key), .help = (what)                    \
    }

static const suf_key service_keys[] = {
    {"kind", SUF_KEY_CHOICE, SUF_CHOICE_KIND, AT(suf_service_spec, kind), REQUIRED,
        .help =
            "stay: a place held for a time; intake: admission on dates, for a course; "
            "visit: short, repeated use within opening hours."},
    TEXT(title, "Title for people."),
    TEXT(title_zh, "Title in Chinese."),
    TEXT(area, "Area of the plan it belongs to, for people."),
    TEXT(caveat,
        "What a reader must know of its results, as that a shortage may come of how "
        "places "
        "were counted: info, report and pictures show it beside them. Default: nothing."),
    TEXT(caveat_zh, "The caveat in Chinese; default: as `caveat`."),
    {"eligible", SUF_KEY_SECTION, SUF_SECTION_ELIGIBLE, AT(suf_service_spec, eligible),
        .help = "Who may use it; default: everybody."},
    {"requests", SUF_KEY_SECTION, SUF_SECTION_REQUESTS, AT(suf_service_spec, requests),
        MARK(suf_service_spec, requests.is_given, true), .group = 1, OF(STAYS),
        .help = "Requests of the residents."},
    {"arrivals", SUF_KEY_MAP, SUF_SECTION_ARRIVAL, AT(suf_service_spec, arrivals),
        COUNTED(suf_service_spec, n_arrivals), .group = 1, OF(STAYS | INTAKES),
        .help = "Arrivals from nowhere, by district, instead of requests of residents."},
    {"waves", SUF_KEY_MAP, SUF_SECTION_WAVE, AT(suf_service_spec, waves),
        COUNTED(suf_service_spec, n_waves), OF(STAYS),
        .help = "States that the service goes through in the order written, and from the "
                "last to the first again, as calm and epidemic: two or more. The rate of "
                "its requests or arrivals is multiplied by the factor of the state, in "
                "all districts alike. At the start it is in each with the share of its "
                "mean duration. Default: none."},
    {"balk", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_service_spec, balk), .fallback = "0",
        .group = 2, OF(STAYS),
        .help = "Probability of going away at once, having asked."},
    {"balk_by_present", SUF_KEY_TABLE, SUF_SECTION_BALK_ROW,
        AT(suf_service_spec, balk_by_present),
        COUNTED(suf_service_spec, n_balk_by_present), .group = 2, OF(STAYS),
        .help =
            "The same, by the number of people in places and waiting: of the district, "
            "with `zones` of each zone, or with `list: city` of all."},
    {"stay", SUF_KEY_SECTION, SUF_SECTION_STAY, OF(STAYS),
        .help = "How long a place is held; of a stay, which must have it."},
    {"then", SUF_KEY_TABLE, SUF_SECTION_THEN_ROW, AT(suf_service_spec, then),
        COUNTED(suf_service_spec, n_then), OF(STAYS),
        .help =
            "Where people go when their stay is over, as `{rehabilitation: 0.6}`: they "
            "ask there at once, as residents of their district; whoever has died or "
            "moved does not. A service that others go on to needs no requests of its "
            "own. Default: nowhere."},
    {"intake", SUF_KEY_SECTION, SUF_SECTION_INTAKE, AT(suf_service_spec, intake),
        OF(INTAKES), .help = "When who is admitted, and for how long; of an intake."},
    {"visit", SUF_KEY_SECTION, SUF_SECTION_VISIT, AT(suf_service_spec, visit), OF(VISITS),
        .help = "Who comes when, and for how long; of a visit."},
    {"queue", SUF_KEY_SECTION, SUF_SECTION_QUEUE, OF(STAYS),
        .help = "How people wait; default: first come, first served, for ever."},
    {"capital", SUF_KEY_SECTION, SUF_SECTION_CAPITAL,
        .help = "What its new places cost, where the project that opens them says "
                "nothing; default: not known, which is not 0."},
    {"running", SUF_KEY_SECTION, SUF_SECTION_RUNNING,
        .help = "What running it costs; default: not known, which is not 0."},
    {"zones", SUF_KEY_YES_NO, AT(suf_service_spec, has_zones), .fallback = "no",
        OF(STAYS | INTAKES),
        .help = "yes: its places stand in zones of its districts (table zones), each "
                "with a pool and a list of its own; people of a zone use its places "
                "first. Places that name no zone are of the district as a whole."},
    {"overflow", SUF_KEY_SECTION, SUF_SECTION_OVERFLOW,
        .help = "Use of places in other districts; default: none. With `queue.list: "
                "city` all are used."},
    {"places", SUF_KEY_PLACES, RANGE(0, 1e9),
        .help = "Places at the start: a number where there is one district, else "
                "by district."},
    {"teams", SUF_KEY_SECTION, SUF_SECTION_TEAMS, AT(suf_service_spec, teams),
        MARK(suf_service_spec, teams.is_given, true), OF(STAYS),
        .help = "Staff that comes and goes: while a team is absent its places admit "
                "nobody; whoever is there stays. Default: always staffed."},
    {"first_choice", SUF_KEY_SECTION, SUF_SECTION_FIRST_CHOICE,
        AT(suf_service_spec, first_choice),
        MARK(suf_service_spec, first_choice.is_given, true), OF(STAYS),
        .help = "Where people ask first; default: in their own district."},
    {"initial", SUF_KEY_SECTION, SUF_SECTION_INITIAL, AT(suf_service_spec, initial),
        MARK(suf_service_spec, initial.is_given, true), OF(STAYS | INTAKES),
        .help = "Who holds a place or waits at the start; default: nobody."},
};

static const suf_key eligible_keys[] = {
    {"from", SUF_KEY_AGE, DURATION, .fallback = "0",
        .offset = offsetof(suf_service_spec, eligible.from_months) -
                  offsetof(suf_service_spec, eligible),
        .help = "Age from which, a birthday."},
    {"to", SUF_KEY_AGE, DURATION,
        .offset = offsetof(suf_service_spec, eligible.to_months) -
                  offsetof(suf_service_spec, eligible),
        .help = "Age up to which, excluded; default: no limit."},
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX_OR_BOTH, .fallback = "both",
        .offset = offsetof(suf_service_spec, eligible.sex) -
                  offsetof(suf_service_spec, eligible),
        .help = "One sex only, or both."},
};

static const suf_key request_keys[] = {
    {"per_person_year", SUF_KEY_NUMBER, RANGE(0, 10000),
        AT(suf_request_spec, per_person_day), .scale = 1 / 365.25, REQUIRED, .group = 1,
        .help = "Requests per eligible person and year."},
    {"prevalence", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_request_spec, prevalence),
        MARK(suf_request_spec, is_share, true), REQUIRED, .group = 1,
        .formerly = "share_in_place",
        .help = "Share of people who hold a place; the rate of requests is solved for."},
    {"of", SUF_KEY_SECTION, SUF_SECTION_OF,
        .help = "The ages that prevalence is a share of; default: the eligible."},
    {"by_age", SUF_KEY_TABLE, SUF_SECTION_RATE_ROW, AT(suf_request_spec, by_age),
        COUNTED(suf_request_spec, n_by_age), .help = "Factors by age; default: 1."},
    {"by_year", SUF_KEY_YEARS, RANGE(0, 10000), .is_yearly = true,
        AT(suf_request_spec, by_year), COUNTED(suf_request_spec, n_by_year),
        .help =
            "Factors from a calendar year on, until a later one; default, and before the "
            "first: 1."},
    {"by_month", SUF_KEY_MONTHS, RANGE(0, 1000), AT(suf_request_spec, by_month),
        .help = "Factors by month of the year, relative to each other: their mean over a "
                "year is taken out; default: 1."},
    {"by_sex", SUF_KEY_SEXES, RANGE(0, 1000), AT(suf_request_spec, by_sex),
        .help = "Factors by sex; default: 1."},
};

static const suf_key of_keys[] = {
    {"from", SUF_KEY_AGE, DURATION, AT(suf_request_spec, of_from_months),
        .help = "Age from which; default: that of eligible."},
    {"to", SUF_KEY_AGE, DURATION, AT(suf_request_spec, of_to_months),
        .help = "Age up to which, excluded; default: that of eligible."},
};

static const suf_key arrival_keys[] = {
    {"rate", SUF_KEY_NUMBER, RANGE(0, 1e6), RATE, AT(suf_arrival_spec, per_day),
        MARK(suf_arrival_spec, kind, SUF_ARRIVAL_RATE), REQUIRED, .group = 1,
        .help = "A Poisson stream at this rate."},
    {"every", SUF_KEY_PLAIN, RANGE(0.00001, 36525), DURATION,
        AT(suf_arrival_spec, every_days), MARK(suf_arrival_spec, kind, SUF_ARRIVAL_EVERY),
        REQUIRED, .group = 1, .help = "One at each interval."},
    {"table", SUF_KEY_TABLE, SUF_SECTION_ARRIVAL_ROW, AT(suf_arrival_spec, rows),
        COUNTED(suf_arrival_spec, n_rows),
        MARK(suf_arrival_spec, kind, SUF_ARRIVAL_TABLE), REQUIRED, .group = 1,
        .help = "A Poisson stream at a rate over time."},
    {"per_intake", SUF_KEY_NUMBER, RANGE(0, 1e7), AT(suf_arrival_spec, per_intake),
        MARK(suf_arrival_spec, kind, SUF_ARRIVAL_INTAKE), REQUIRED, .group = 1,
        .help = "Applicants at each intake, a Poisson number with this mean."},
    {"between", SUF_KEY_CHOICE, SUF_CHOICE_BETWEEN, AT(suf_arrival_spec, is_linear),
        .fallback = "step", .help = "Between the rows of the table: step or linear."},
    {"batch", SUF_KEY_TABLE, SUF_SECTION_BATCH_ROW, AT(suf_arrival_spec, batch),
        COUNTED(suf_arrival_spec, n_batch),
        .help =
            "How many come at once, as `{1: 0.4, 2: 0.6}`; rates and intervals are of "
            "batches then. Each person asks for itself: where places do not suffice for "
            "all of a batch, some get one. Default: one by one."},
};

static const suf_key wave_keys[] = {
    {"factor", SUF_KEY_NUMBER, RANGE(0, 1000), AT(suf_wave_spec, factor), REQUIRED,
        .help = "Factor on the rate of requests or arrivals; 1: as given."},
    {"mean", SUF_KEY_NUMBER, RANGE(1. / 24, 36525), DURATION,
        AT(suf_wave_spec, mean_days), REQUIRED,
        .help = "Mean of its duration, which is exponential."},
};

/* The families, into the distribution at `base` of the section's object. */
#define FAMILY(key, section, kind_value, base, what)                                     \
    {                                                                                    \
        key, SUF_KEY_SECTION, section,                                                   \
            .offset = (base), .mark_bytes = 4,                                           \
            .mark_offset = (base) + offsetof(suf_distribution_spec, kind),               \
            .mark_value = (kind_value), REQUIRED, .group = 1, .help = (what)             \
    }
#define FAMILIES(base)                                                                   \
    FAMILY("fixed", SUF_SECTION_FIXED, SUF_DISTRIBUTION_FIXED, base,                     \
        "Always the same duration."),                                                    \
        FAMILY("exponential", SUF_SECTION_EXPONENTIAL, SUF_DISTRIBUTION_EXPONENTIAL,     \
            base, "Exponential, by its mean."),                                          \
        FAMILY("gamma", SUF_SECTION_GAMMA, SUF_DISTRIBUTION_GAMMA, base,                 \
            "Gamma, by mean and coefficient of variation or shape."),                    \
        FAMILY("erlang", SUF_SECTION_ERLANG, SUF_DISTRIBUTION_GAMMA, base,               \
            "Erlang, by mean and number of phases."),                                    \
        FAMILY("lognormal", SUF_SECTION_LOGNORMAL, SUF_DISTRIBUTION_LOGNORMAL, base,     \
            "Lognormal, by mean or median and coefficient of variation."),               \
        FAMILY("weibull", SUF_SECTION_WEIBULL, SUF_DISTRIBUTION_WEIBULL, base,           \
            "Weibull, by mean and shape."),                                              \
        FAMILY("hyperexponential", SUF_SECTION_HYPEREXPONENTIAL,                         \
            SUF_DISTRIBUTION_HYPEREXPONENTIAL, base,                                     \
            "Two exponential phases with balanced means, by mean and coefficient of "    \
            "variation."),                                                               \
    {                                                                                    \
        "empirical", SUF_KEY_TABLE, SUF_SECTION_EMPIRICAL_ROW,                           \
            .offset = (base) + offsetof(suf_distribution_spec, points),                  \
            .count_offset = (base) + offsetof(suf_distribution_spec, n_points),          \
            .mark_bytes = 4,                                                             \
            .mark_offset = (base) + offsetof(suf_distribution_spec, kind),               \
            .mark_value = SUF_DISTRIBUTION_EMPIRICAL, REQUIRED, .group = 1,              \
            .help = "As observed: a table of cumulative shares."                         \
    }

static const suf_key stay_keys[] = {
    FAMILIES(offsetof(suf_service_spec, stay)),
    {"until_age", SUF_KEY_AGE, DURATION, AT(suf_service_spec, stay_until_months),
        .help = "Birthday on which a stay ends at the latest; default: none."},
    {"death", SUF_KEY_CHOICE, SUF_CHOICE_DEATH, AT(suf_service_spec, stay_death),
        .fallback = "competing",
        .help = "competing: the cohort's deaths run beside the stay; included: the "
                "stay's length holds them already."},
    {"death_factor", SUF_KEY_NUMBER, RANGE(0, 1000),
        AT(suf_service_spec, stay_death_factor), .fallback = "1", .group = 2,
        .help = "Factor on the cohort's death rate during a stay; with competing only."},
    {"death_probability", SUF_KEY_NUMBER, RANGE(0, 1),
        AT(suf_service_spec, stay_death_probability), .fallback = "0", .group = 2,
        .help = "Share of stays that end in death; with included only."},
    {"ends_on_move", SUF_KEY_YES_NO, AT(suf_service_spec, stay_ends_on_move),
        .fallback = "yes", .help = "Whether a move to another district ends the stay."},
};

static const suf_key queue_keys[] = {
    {"discipline", SUF_KEY_CHOICE, SUF_CHOICE_DISCIPLINE,
        AT(suf_service_spec, queue.discipline), .fallback = "fifo",
        .help = "Who is served first: fifo, priority, lottery; none: no list; "
                "preemptive: as priority, and whoever asks and finds no free place takes "
                "that of somebody of the last class after its own, at home or else the "
                "nearest within reach, who goes to the head of its class and later on "
                "with the rest of its stay; retrial: whoever asks first, as those who "
                "find no place ask again by themselves."},
    {"retry_every", SUF_KEY_NUMBER, RANGE(1. / 1440, 36525), DURATION,
        AT(suf_service_spec, queue.retry_every),
        MARK(suf_service_spec, queue.has_retry, true),
        .help = "Mean time after which somebody who found no place asks again, which is "
                "exponential; of `discipline: retrial`, which must have it."},
    {"list", SUF_KEY_CHOICE, SUF_CHOICE_LIST, AT(suf_service_spec, queue.list),
        .fallback = "district",
        .help =
            "district: each district has a list, and a free place goes to its own, else "
            "to the nearest within `overflow`; city: one list, whose first gets a free "
            "place wherever it is. Then everybody accepts every place, the nearest "
            "first; districts without a travel time are the farthest, by name."},
    {"patience", SUF_KEY_SECTION, SUF_SECTION_PATIENCE,
        AT(suf_service_spec, queue.patience),
        .help = "How long people wait before they give up; default: for ever."},
    {"until_age", SUF_KEY_AGE, DURATION, AT(suf_service_spec, queue.until_months),
        .help = "Birthday on which people leave the list; default: none."},
    {"classes", SUF_KEY_MAP, SUF_SECTION_CLASS, AT(suf_service_spec, queue.classes),
        COUNTED(suf_service_spec, queue.n_classes),
        .help = "Classes of priority, first served first; with `discipline: none` those "
                "that have places reserved, or take several."},
    {"limit", SUF_KEY_COUNT, RANGE(0, 4294967294.0), AT(suf_service_spec, queue.limit),
        .help = "Longest list, of a district, with `zones` of each zone, or with `list: "
                "city` of all; who finds it so long is refused; default: no "
                "limit."},
};

static const suf_key patience_keys[] = {FAMILIES((size_t) 0)};

static const suf_key class_keys[] = {
    {"share", SUF_KEY_PLAIN, RANGE(0, 1), .is_above = true, AT(suf_priority_class, share),
        REQUIRED, .help = "Share of the requests; the shares sum to 1."},
    {"reserved", SUF_KEY_COUNT, RANGE(0, 4294967294.0), AT(suf_priority_class, reserved),
        .fallback = "0",
        .help = "Places of each district that are kept from the classes after it: they "
                "get a place only while more than these are free. Default: none."},
    {"size", SUF_KEY_COUNT, RANGE(1, 1e6), AT(suf_priority_class, size), .fallback = "1",
        .help = "Places that a person of the class takes, all in one district; above 1 "
                "with `discipline: none` only. Default: one."},
};

static const suf_key overflow_keys[] = {
    {"within", SUF_KEY_PLAIN, RANGE(0, 366), DURATION,
        AT(suf_service_spec, overflow_minutes), .scale = 1440, .fallback = "0 minutes",
        REQUIRED,
        .help = "Greatest travel time to a place in another district, included; above 0 "
                "(without `overflow` nobody goes elsewhere)."},
    {"between_zones", SUF_KEY_PLAIN, RANGE(0, 366), DURATION,
        AT(suf_service_spec, between_zones_minutes), .scale = 1440,
        .fallback = "0 minutes", OF(STAYS | INTAKES),
        .help = "With `zones`: travel time from a zone to one of another kind, as urban "
                "and rural, beside that between districts."},
};

#define TEAMS(member)                                                                    \
    .offset =                                                                            \
        (offsetof(suf_service_spec, teams.member) - offsetof(suf_service_spec, teams))

static const suf_key team_keys[] = {
    {"places", SUF_KEY_COUNT, RANGE(1, 1e9), TEAMS(places), REQUIRED,
        .help = "Places that a team looks after. Each district has as many teams as its "
                "places need; the last may have fewer."},
    {"steady", SUF_KEY_COUNT, RANGE(0, 1e9), TEAMS(steady), .fallback = "0",
        .help = "Teams of each district that are always there."},
    {"present", SUF_KEY_NUMBER, RANGE(1. / 1440, 36525), DURATION, TEAMS(present_days),
        REQUIRED,
        .help = "Mean time, exponential, for which each of the other teams is there."},
    {"absent", SUF_KEY_NUMBER, RANGE(1. / 1440, 36525), DURATION, TEAMS(absent_days),
        REQUIRED, .help = "Mean time, exponential, for which it is then absent."},
};

#define INITIAL(member)                                                                  \
    .offset = (offsetof(suf_service_spec, initial.member) -                              \
               offsetof(suf_service_spec, initial))

static const suf_key initial_keys[] = {
    {"occupancy", SUF_KEY_NUMBER, RANGE(0, 1), INITIAL(occupancy), .fallback = "0",
        .group = 1, OF(STAYS), .help = "Share of the places that are taken."},
    {"share", SUF_KEY_YES_NO, INITIAL(from_share), .fallback = "no", .group = 1,
        OF(STAYS), .help = "yes: as many are taken as requests.prevalence says."},
    {"waiting", SUF_KEY_COUNT, RANGE(0, 1e8), INITIAL(waiting), .fallback = "0",
        OF(STAYS), .help = "People on the list of each district."},
    {"by_district", SUF_KEY_TABLE, SUF_SECTION_INITIAL_ROW, INITIAL(by_district),
        .count_offset = offsetof(suf_service_spec, initial.n_by_district) -
                        offsetof(suf_service_spec, initial),
        .group = 1, OF(STAYS),
        .help = "People in the places and on the list of each district, as counted; "
                "instead of waiting too."},
    {"rolls", SUF_KEY_TABLE, SUF_SECTION_ROLL_ROW, INITIAL(rolls),
        .count_offset = offsetof(suf_service_spec, initial.n_rolls) -
                        offsetof(suf_service_spec, initial),
        OF(INTAKES),
        .help = "Pupils of an intake, by district and year of their course."},
};

const suf_section_info suf_sections_of_services[SUF_N_SECTIONS] = {
    [SUF_SECTION_SERVICE] = {"service", KEYS(service_keys),
        .bytes = sizeof(suf_service_spec),
        .name_offset = offsetof(suf_service_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = offsetof(suf_service_spec, line),
        .names = offsetof(suf_reader, services), .help = "A service."},
    [SUF_SECTION_ELIGIBLE] = PLAIN_SECTION(
        "eligible", eligible_keys, suf_service_spec, "Who may use a service."),
    [SUF_SECTION_REQUESTS] = PLAIN_SECTION(
        "requests", request_keys, suf_request_spec, "How often residents ask."),
    [SUF_SECTION_OF] = PLAIN_SECTION("of", of_keys, suf_request_spec, "Ages of a share."),
    [SUF_SECTION_ARRIVAL] = {"arrival", KEYS(arrival_keys),
        .bytes = sizeof(suf_arrival_spec),
        .name_offset = offsetof(suf_arrival_spec, district),
        .name_type = SUF_KEY_DISTRICT, .line_offset = SUF_NO_MEMBER,
        .help = "Arrivals of one district."},
    [SUF_SECTION_WAVE] = {"wave", KEYS(wave_keys), .bytes = sizeof(suf_wave_spec),
        .name_offset = offsetof(suf_wave_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = SUF_NO_MEMBER, .help = "A state of a service."},
    [SUF_SECTION_STAY] = PLAIN_SECTION("stay", stay_keys, suf_service_spec,
        "A distribution of durations, and what ends a stay early."),
    [SUF_SECTION_QUEUE] =
        PLAIN_SECTION("queue", queue_keys, suf_service_spec, "The waiting list."),
    [SUF_SECTION_PATIENCE] = PLAIN_SECTION(
        "patience", patience_keys, suf_distribution_spec, "A distribution of durations."),
    [SUF_SECTION_CLASS] = {"class", KEYS(class_keys), .bytes = sizeof(suf_priority_class),
        .name_offset = offsetof(suf_priority_class, name), .name_type = SUF_KEY_NAME,
        .line_offset = SUF_NO_MEMBER, .help = "A priority class."},
    [SUF_SECTION_OVERFLOW] = PLAIN_SECTION(
        "overflow", overflow_keys, suf_service_spec, "Use of places in other districts."),
    [SUF_SECTION_TEAMS] =
        PLAIN_SECTION("teams", team_keys, suf_service_spec, "Staff that comes and goes."),
    [SUF_SECTION_INITIAL] = PLAIN_SECTION(
        "initial", initial_keys, suf_service_spec, "The state at the start."),
};
