/* A service as a scenario writes it: who asks, who is served, for how long, who waits.
 * What holds for all of a scenario (scenario.h) holds here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SERVICE_SPEC_H
#define SUF_SCENARIO_SERVICE_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/terms.h"
#include "random/distribution_kind.h"
#include "scenario/types/scenario_rows.h"

typedef struct suf_distribution_spec {
    suf_distribution_kind kind;
    suf_number scale;   /* days; what it is: distribution_kind.h */
    suf_number shape;   /* of the family; for GAMMA and LOGNORMAL see shape_is_cv */
    bool shape_is_cv;   /* shape holds the coefficient of variation instead */
    bool scale_is_mean; /* LOGNORMAL: scale holds the mean instead of the median */
    suf_empirical_row *points; /* EMPIRICAL only */
    size_t n_points;
} suf_distribution_spec;

typedef struct suf_priority_class {
    char *name;
    double share;      /* of the requests, > 0; the classes' shares sum to 1 */
    uint32_t size;     /* places that a person takes, 1 or more */
    uint32_t reserved; /* places of each district kept from the classes after it */
} suf_priority_class;

typedef struct suf_wave_spec { /* a state, until the next one as written */
    char *name;
    suf_number factor;    /* on the rate of requests and arrivals */
    suf_number mean_days; /* duration, > 0 */
} suf_wave_spec;

typedef enum suf_arrival_kind {
    SUF_ARRIVAL_RATE,  /* Poisson at a constant rate */
    SUF_ARRIVAL_EVERY, /* one every `every_days`, the first after one interval */
    SUF_ARRIVAL_TABLE, /* Poisson at a rate given over time */
    SUF_ARRIVAL_INTAKE /* applicants of an intake, a Poisson number at each */
} suf_arrival_kind;

typedef struct suf_arrival_spec { /* exogenous arrivals of one district */
    uint32_t district;
    suf_arrival_kind kind;
    suf_number per_day;
    suf_number per_intake; /* mean */
    double every_days;
    suf_arrival_row *rows;
    size_t n_rows;
    bool is_linear; /* TABLE: rate interpolated between rows; else it holds from its row
                       on */
    suf_batch_row *batch; /* none: people come one by one */
    size_t n_batch;
} suf_arrival_spec;

typedef struct suf_request_spec { /* requests of the population; given or not */
    bool is_given;
    bool is_share;             /* prevalence instead of per_person_day */
    suf_number per_person_day; /* from "0.26 per year" */
    suf_number prevalence;     /* share of the people of `of` who hold a place, 0..1 */
    uint32_t of_from_months, of_to_months; /* default: the eligible ages */
    suf_rate_row *by_age;                  /* none: 1 at all ages */
    size_t n_by_age;
    suf_year_factor *by_year; /* rising; none, or before the first: 1 */
    size_t n_by_year;
    double by_month[12];        /* factors, January first; default 1 */
    double by_sex[SUF_N_SEXES]; /* factors; default 1 */
} suf_request_spec;

typedef struct suf_intake_spec {
    uint32_t month;         /* 1..12: each year on its first; SUF_NONE: by an interval */
    double every_days;      /* whole days, or months of 365.25 / 12; NAN: each year */
    int32_t first_day;      /* of the first intake at an interval */
    suf_number apply;       /* share of those eligible who apply, at each intake */
    suf_number retry;       /* probability that an unplaced applicant tries again */
    suf_number dropout;     /* hazard of leaving, per day */
    suf_number entry_limit; /* share of the places that one intake fills; 1: no limit */
    double length_days;     /* of the course */
    bool must_place;        /* the excess is seated too */
    char *from;             /* service whose graduates are the eligible; "" residents */
    uint32_t from_service;  /* set by the check; SUF_NONE: residents */
} suf_intake_spec;

/* Months between two intakes; 0: the interval is in days, or there is none. A month is
 * written as 365.25 / 12 days, and 4 years are whole days either way. */
static inline uint32_t
suf_intake_months(const suf_intake_spec *intake)
{
    double months = intake->every_days / (365.25 / 12);
    double whole = (double) (int64_t) (months + 0.5);
    double off = months - whole;
    bool is_whole = off < 1e-9 && off > -1e-9 && whole >= 1 && whole <= 1200;
    return is_whole && intake->every_days != (double) (int64_t) intake->every_days
               ? (uint32_t) whole
               : 0;
}

typedef struct suf_visit_spec {
    suf_number participation;   /* share of those eligible who come at all */
    suf_number visits_per_week; /* of a participant, on a yearly average */
    suf_number mean_stay;       /* days */
    uint32_t opens, closes;     /* hours of the day, opens < closes <= 24 */
    suf_hour_row *by_hour;      /* none: alike in all opening hours */
    size_t n_by_hour;
    struct {
        bool is_closed[7]; /* Monday first */
    } closed_days;
    suf_closed_row *closed_dates;
    size_t n_closed_dates;
    double by_month[12]; /* factors, January first; default 1 */
    suf_number gravity;  /* of where they come first, per day of travel */
    bool has_gravity;    /* else to their own district */
    double own_minutes;  /* of travel within a district, for gravity */
} suf_visit_spec;

typedef struct suf_service_spec {
    char *name;
    suf_service_kind kind;
    suf_intake_spec intake;
    suf_visit_spec visit;
    char *title, *title_zh, *area; /* "" when not given */
    char *caveat, *caveat_zh;      /* likewise */
    uint32_t line;
    const char *asked_file; /* where what is asked of it is written; NULL: nowhere */
    uint32_t asked_line;
    struct {
        uint32_t from_months, to_months; /* [from, to); default 0 and SUF_AGE_OPEN */
        suf_sex sex;                     /* or both (default) */
    } eligible;
    struct {
        suf_number place_year, person; /* in yuan, of a usable place and of one served */
        bool has_fund;
        bool has_place_year, has_person; /* else it is not known, which is not 0 */
        char *fund;                      /* "": all of them, by their shares */
        uint32_t fund_index;             /* SUF_NONE when not given */
    } running;
    struct {
        suf_number place; /* in yuan, of a project that gives no cost of its own */
        bool has_place;   /* else it is not known, which is not 0 */
        bool has_fund;
        char *fund;          /* "": all of them, by their shares */
        uint32_t fund_index; /* SUF_NONE when not given */
    } capital;
    suf_request_spec requests;
    suf_arrival_spec *arrivals; /* at most one a district; exclude requests */
    size_t n_arrivals;
    suf_wave_spec *waves; /* none: the rates are as given at all times */
    size_t n_waves;
    suf_number balk; /* probability of going away at once, having asked; default 0 */
    suf_balk_row *balk_by_present; /* instead of balk */
    size_t n_balk_by_present;
    suf_distribution_spec stay;        /* required */
    uint32_t stay_until_months;        /* age at which a stay ends; SUF_AGE_OPEN: none */
    suf_death_rule stay_death;         /* default COMPETING */
    suf_number stay_death_factor;      /* COMPETING: of the cohort's hazard; default 1 */
    suf_number stay_death_probability; /* INCLUDED: share of stays that end in death */
    bool stay_ends_on_move;            /* default true */
    suf_then_row *then;                /* none: nobody goes on elsewhere */
    size_t n_then;
    uint32_t fed_by; /* set by the check: 1 + a service that goes on to it; 0: none */
    struct {
        suf_discipline discipline; /* default FIFO */
        suf_list_scope list;       /* default DISTRICT */
        suf_number retry_every;    /* RETRIAL: mean days between two tries */
        bool has_retry;
        suf_distribution_spec patience; /* NONE: for ever */
        uint32_t until_months;          /* age at which people leave the list */
        suf_priority_class *classes; /* PRIORITY, or NONE and reserved; the first first */
        size_t n_classes;
        uint32_t limit; /* longest list, of a district or the city; SUF_NONE: no limit */
    } queue;
    struct {
        bool is_given;
        uint32_t places; /* that a team looks after */
        uint32_t steady; /* teams of each district that are always there */
        suf_number present_days, absent_days; /* means, of the others */
    } teams;
    struct {
        bool is_given;
        suf_number share;   /* of those who ask, that chooses */
        char *to;           /* "district", a group of districts, or one by its name */
        suf_number gravity; /* per day of travel */
        bool has_gravity;
        double own_minutes; /* of travel within a district */
    } first_choice;
    double overflow_minutes;      /* reach of overflow; 0: none */
    double between_zones_minutes; /* from a zone to one of another kind, beside travel */
    bool has_zones;               /* its places stand in zones of districts */
    bool is_pooled; /* everybody accepts every place, whatever that says: taken_away.h */
    struct {
        bool is_given;
        bool from_share;      /* as many as prevalence says; else occupancy */
        suf_number occupancy; /* share of the places at start that are taken, 0..1 */
        uint32_t waiting;     /* people on the list of each district at start */
        suf_initial_row *by_district; /* instead of all of these */
        size_t n_by_district;
        suf_roll_row *rolls; /* of an intake */
        size_t n_rolls;
    } initial;
} suf_service_spec;

#endif
