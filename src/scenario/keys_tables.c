/* The table of keys: the columns of tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

#define TO_DISTRICT(key, row, member)                                                    \
    {                                                                                    \
        key, SUF_KEY_DISTRICT, AT(row, member), REQUIRED, .help = "A district."          \
    }
#define AGES(row)                                                                        \
    {"age_from", SUF_KEY_COUNT, RANGE(0, 100), AT(row, age_from), REQUIRED,              \
        .help = "Completed years of age, from."},                                        \
    {                                                                                    \
        "age_to", SUF_KEY_COUNT, RANGE(0, 100), AT(row, age_to), REQUIRED,               \
            .help = "Completed years of age, up to and including; 100: and over."        \
    }

static const suf_key district_keys[] = {
    {"district", SUF_KEY_LABEL, AT(suf_district_row, district), REQUIRED,
        .help = "Name of the district, as used in all other tables."},
    {"title", SUF_KEY_TEXT, AT(suf_district_row, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_district_row, title_zh),
        .help = "Title in Chinese."},
    {"code", SUF_KEY_TEXT, AT(suf_district_row, code), .help = "Official code."},
    {"group", SUF_KEY_TEXT, AT(suf_district_row, group),
        .help = "A group it belongs to, as county; targets may be for each of a group."},
    {"area_km2", SUF_KEY_PLAIN, ABOVE_TO(0, 1e8), AT(suf_district_row, area_km2),
        .help = "Area in square kilometres."},
    {"latitude", SUF_KEY_PLAIN, RANGE(-90, 90), AT(suf_district_row, latitude),
        .help = "Latitude in degrees."},
    {"longitude", SUF_KEY_PLAIN, RANGE(-180, 180), AT(suf_district_row, longitude),
        .help = "Longitude in degrees."},
    {"births", SUF_KEY_NUMBER, RANGE(0, 1000), .is_yearly = true,
        AT(suf_district_row, births), .fallback = "1",
        .help = "Factor on the birth rates of its women, beside fertility_factor."},
};
static const suf_key travel_keys[] = {
    TO_DISTRICT("from", suf_travel_row, from),
    TO_DISTRICT("to", suf_travel_row, to),
    {"minutes", SUF_KEY_PLAIN, RANGE(0, 43200), AT(suf_travel_row, minutes), REQUIRED,
        .help = "Travel time in minutes."},
};
static const suf_key population_keys[] = {
    TO_DISTRICT("district", suf_population_row, district),
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX, AT(suf_population_row, sex), REQUIRED,
        .help = "F or M."},
    {"age", SUF_KEY_AGES, RANGE(0, 100), AT(suf_population_row, ages), REQUIRED,
        .help = "Completed years, 100: 100 and over; or a band of them, as 5-9 or 85+, "
                "which is spread over its ages: see *Bands of ages*."},
    {"count", SUF_KEY_COUNT, RANGE(0, 1e9), AT(suf_population_row, count), REQUIRED,
        .help = "Residents."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_population_row, evidence),
        .formerly = "confidence",
        .help = "How well it is known: A measured, B estimated, C assumed."},
};
#define OWN_RATES(row)                                                                   \
    {                                                                                    \
        "district", SUF_KEY_DISTRICT, AT(row, district),                                 \
            .help = "A district with rates of its own, which hold before those of rows " \
                    "without one (default: all districts)."                              \
    }
static const suf_key fertility_keys[] = {
    OWN_RATES(suf_fertility_row),
    {"year", SUF_KEY_YEAR, RANGE(1900, 2200), AT(suf_fertility_row, year), REQUIRED,
        .help = "Calendar year from which it holds, until a later row; the first at or "
                "before the year of the counts."},
    AGES(suf_fertility_row),
    {"births_per_1000", SUF_KEY_NUMBER, RANGE(0, 2000), .is_yearly = true,
        AT(suf_fertility_row, births_per_1000), REQUIRED,
        .help = "Births a year per 1000 women of that age."},
};
static const suf_key mortality_keys[] = {
    OWN_RATES(suf_mortality_row),
    {"year", SUF_KEY_YEAR, RANGE(1900, 2200), AT(suf_mortality_row, year), REQUIRED,
        .help = "Calendar year from which it holds, until a later row; the first at or "
                "before the year of the counts."},
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX_OR_BOTH, AT(suf_mortality_row, sex), REQUIRED,
        .help = "F, M or both."},
    AGES(suf_mortality_row),
    {"rate", SUF_KEY_NUMBER, RANGE(0, 100), .is_yearly = true,
        AT(suf_mortality_row, rate), REQUIRED, .help = "Deaths per person-year."},
};
static const suf_key migration_keys[] = {
    {"from", SUF_KEY_BEYOND, AT(suf_migration_row, from), REQUIRED,
        .help = "A district, or outside."},
    {"to", SUF_KEY_BEYOND, AT(suf_migration_row, to), REQUIRED,
        .help = "A district, or outside."},
    {"flow", SUF_KEY_TEXT, AT(suf_migration_row, flow),
        .help = "Name of the flow, where there are several between the same places: they "
                "add up."},
    {"year", SUF_KEY_YEAR, RANGE(1900, 2200), AT(suf_migration_row, year),
        .help = "Calendar year from which it holds, until a later row of the flow; "
                "before the first nobody moves (default: in all years)."},
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX_OR_BOTH, AT(suf_migration_row, sex),
        .fallback = "both", .help = "F, M or both."},
    {"age_from", SUF_KEY_COUNT, RANGE(0, 100), AT(suf_migration_row, age_from),
        .help = "Completed years of age of those who move, from (default: 0)."},
    {"age_to", SUF_KEY_COUNT, RANGE(0, 100), AT(suf_migration_row, age_to),
        .help = "Completed years of age, up to and including (default: 100, and over)."},
    {"persons_per_year", SUF_KEY_NUMBER, RANGE(-1e9, 1e9), .is_yearly = true,
        AT(suf_migration_row, persons_per_year), REQUIRED,
        .help = "One-way flow of people of that sex and those ages, at the counts of the "
                "start. An assumption may be below 0: then as many go the other way."},
    {"turnover_per_year", SUF_KEY_NUMBER, RANGE(0, 1e9), .is_yearly = true,
        AT(suf_migration_row, turnover_per_year), .fallback = "0",
        .formerly = "churn_per_year",
        .help = "Gross turnover: further flow, meant to be balanced by one back."},
};
static const suf_key migration_age_keys[] = {
    AGES(suf_migration_age_row),
    {"weight", SUF_KEY_PLAIN, RANGE(0, 1e9), AT(suf_migration_age_row, weight), REQUIRED,
        .help = "Relative propensity to move at that age."},
};
static const suf_key places_keys[] = {
    {"service", SUF_KEY_SERVICE, AT(suf_places_row, service), REQUIRED,
        .help = "A service."},
    TO_DISTRICT("district", suf_places_row, district),
    {"site", SUF_KEY_TEXT, AT(suf_places_row, site),
        .help = "Name of the site; empty for all of a district."},
    {"places", SUF_KEY_WHOLE, RANGE(0, 1e9), AT(suf_places_row, places), REQUIRED,
        LEVER(suf_places_row, places_lever, "places"), .help = "Places at the start."},
    {"sites", SUF_KEY_COUNT, RANGE(1, 1e6), AT(suf_places_row, sites), .fallback = "1",
        .help = "Equal sites that share them; visits see each by itself."},
    {"zone", SUF_KEY_TEXT, AT(suf_places_row, zone),
        .help = "Zone of the table of zones, of a service with zones; default: the "
                "district as a whole."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_places_row, evidence),
        .formerly = "confidence",
        .help = "How well it is known: A measured, B estimated, C assumed."},
};
static const suf_key arrival_keys[] = {
    {"day", SUF_KEY_PLAIN, RANGE(0, 1e6), AT(suf_arrival_row, time_days), REQUIRED,
        .help = "Days since the start, increasing from 0."},
    {"per_day", SUF_KEY_PLAIN, RANGE(0, 1e6), AT(suf_arrival_row, per_day), REQUIRED,
        .help = "Arrivals per day."},
};
static const suf_key batch_keys[] = {
    {"size", SUF_KEY_COUNT, RANGE(1, 1000), AT(suf_batch_row, size), REQUIRED,
        .help = "People who come at once, increasing."},
    {"share", SUF_KEY_PLAIN, RANGE(0, 1), AT(suf_batch_row, share), REQUIRED,
        .help = "Share of the batches that are so large; the shares sum to 1."},
};
static const suf_key then_keys[] = {
    {"service", SUF_KEY_TEXT, AT(suf_then_row, name), REQUIRED,
        .help = "A service of kind stay."},
    {"share", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_then_row, share), REQUIRED,
        .help = "Share of those whose stay is over; the shares sum to 1 at most."},
};
static const suf_key rate_keys[] = {
    {"sex", SUF_KEY_CHOICE, SUF_CHOICE_SEX_OR_BOTH, AT(suf_rate_row, sex),
        .fallback = "both", .help = "F, M or both."},
    AGES(suf_rate_row),
    {"factor", SUF_KEY_PLAIN, RANGE(0, 1e6), AT(suf_rate_row, factor), REQUIRED,
        .help = "Factor on the rate of requests."},
};
static const suf_key roll_keys[] = {
    TO_DISTRICT("district", suf_roll_row, district),
    {"year", SUF_KEY_COUNT, RANGE(1, 100), AT(suf_roll_row, year), REQUIRED,
        .help = "Year of the course, 1 the first: who began up to a year before the "
                "start, in "
                "equal parts at each intake of that year."},
    {"pupils", SUF_KEY_COUNT, RANGE(0, 1e8), AT(suf_roll_row, pupils), REQUIRED,
        .help = "Pupils at the start."},
};
static const suf_key initial_row_keys[] = {
    TO_DISTRICT("district", suf_initial_row, district),
    {"occupied", SUF_KEY_COUNT, RANGE(0, 1e8), AT(suf_initial_row, occupied), REQUIRED,
        .help = "People in places of the district; at most as many as its usable places "
                "are seated."},
    {"waiting", SUF_KEY_COUNT, RANGE(0, 1e8), AT(suf_initial_row, waiting),
        .fallback = "0", .help = "People on its list."},
};
static const suf_key hour_keys[] = {
    {"day", SUF_KEY_COUNT, RANGE(1, 7), AT(suf_hour_row, day), REQUIRED,
        .help = "Day of the week, 1 Monday to 7 Sunday."},
    {"hour", SUF_KEY_COUNT, RANGE(0, 23), AT(suf_hour_row, hour), REQUIRED,
        .help = "Hour of the day, from it to the next."},
    {"weight", SUF_KEY_PLAIN, RANGE(0, 1e9), AT(suf_hour_row, weight), REQUIRED,
        .help = "How many come then, relative to other hours."},
};
static const suf_key closed_keys[] = {
    {"date", SUF_KEY_DATE, AT(suf_closed_row, date_day), REQUIRED,
        .help = "Date on which it is closed."},
    {"to", SUF_KEY_DATE, AT(suf_closed_row, to_day),
        .help = "Last date of a closed time; default: that date only."},
};
static const suf_key balk_keys[] = {
    {"present", SUF_KEY_COUNT, RANGE(0, 4294967294.0), AT(suf_balk_row, present),
        REQUIRED,
        .help = "People in places and waiting, of the district or with `list: city` of "
                "all, increasing from 0."},
    {"probability", SUF_KEY_PLAIN, RANGE(0, 1), AT(suf_balk_row, probability), REQUIRED,
        .help = "Probability of going away; holds until the next row."},
};
static const suf_key empirical_keys[] = {
    {"days", SUF_KEY_PLAIN, RANGE(0, 1e6), AT(suf_empirical_row, days), REQUIRED,
        .help = "Duration in days, increasing."},
    {"cumulative", SUF_KEY_PLAIN, RANGE(0, 1), AT(suf_empirical_row, cumulative),
        REQUIRED, .help = "Share of durations that are at most so long, rising to 1."},
};

#define UNNAMED(column) .name_offset = SUF_NO_MEMBER, .value = (column)

const suf_section_info suf_sections_of_tables[SUF_N_SECTIONS] = {
    [SUF_SECTION_DISTRICT_ROW] = {TABLE("districts", district_keys, suf_district_row,
                                      "The districts."),
        NAMED(suf_district_row, district)},
    [SUF_SECTION_TRAVEL_ROW] = {TABLE("travel", travel_keys, suf_travel_row,
                                    "Travel times, each direction its own row."),
        UNNAMED("minutes")},
    [SUF_SECTION_POPULATION_ROW] = {TABLE("population start", population_keys,
                                        suf_population_row, "Residents."),
        UNNAMED("count")},
    [SUF_SECTION_FERTILITY_ROW] = {TABLE("fertility", fertility_keys, suf_fertility_row,
                                       "Birth rates."),
        UNNAMED("births_per_1000")},
    [SUF_SECTION_MORTALITY_ROW] = {TABLE("mortality", mortality_keys, suf_mortality_row,
                                       "Death rates."),
        UNNAMED("rate")},
    [SUF_SECTION_MIGRATION_ROW] = {TABLE("migration", migration_keys, suf_migration_row,
                                       "Moves a year."),
        UNNAMED("persons_per_year")},
    [SUF_SECTION_MIGRATION_AGE_ROW] = {TABLE("migration age", migration_age_keys,
                                           suf_migration_age_row, "Who moves."),
        UNNAMED("weight")},
    [SUF_SECTION_PLACES_ROW] = {TABLE("places", places_keys, suf_places_row,
                                    "Places at the start."),
        NAMED(suf_places_row, site), .is_joined = true, .value = "places"},
    [SUF_SECTION_ARRIVAL_ROW] = {TABLE("arrival table", arrival_keys, suf_arrival_row,
                                     "Arrivals over time."),
        UNNAMED("per_day")},
    [SUF_SECTION_BATCH_ROW] = {TABLE("batch", batch_keys, suf_batch_row,
                                   "Sizes of the batches in which people come."),
        UNNAMED("share")},
    [SUF_SECTION_THEN_ROW] = {TABLE("then", then_keys, suf_then_row,
                                  "Where people go when their stay is over."),
        UNNAMED("share")},
    [SUF_SECTION_RATE_ROW] = {TABLE("requests by age", rate_keys, suf_rate_row,
                                  "Factors by sex and age; ages not named: 0."),
        UNNAMED("factor")},
    [SUF_SECTION_ROLL_ROW] = {TABLE("rolls", roll_keys, suf_roll_row,
                                  "Pupils at the start."),
        UNNAMED("pupils")},
    [SUF_SECTION_INITIAL_ROW] = {TABLE("initial by district", initial_row_keys,
                                     suf_initial_row,
                                     "People at the start; districts not named: nobody."),
        UNNAMED("occupied")},
    [SUF_SECTION_HOUR_ROW] = {TABLE("hours of the week", hour_keys, suf_hour_row,
                                  "When people come; hours not named: nobody."),
        UNNAMED("weight")},
    [SUF_SECTION_CLOSED_ROW] = {TABLE("closed dates", closed_keys, suf_closed_row,
                                    "Dates without opening hours."),
        UNNAMED("to")},
    [SUF_SECTION_BALK_ROW] = {TABLE("balking by people present", balk_keys, suf_balk_row,
                                  "Balking by the number of people present."),
        UNNAMED("probability")},
    [SUF_SECTION_EMPIRICAL_ROW] = {TABLE("empirical distribution", empirical_keys,
                                       suf_empirical_row, "Observed durations."),
        UNNAMED("cumulative")},
};
