/* The cases that are validated: which scenario, how long, and how each row is measured.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_VALIDATION_CASES_H
#define SUF_VALIDATION_CASES_H

#include <stdbool.h>
#include <stdint.h>

/* How a row is measured from one replication. */
typedef enum measure {
    P_REFUSED,          /* refused / requests */
    P_REFUSED_OF_CLASS, /* likewise, of class `argument` */
    P_UNSERVED,         /* likewise, of the people of `district` wherever they tried */
    MEAN_OCCUPIED,
    SQUARE_OCCUPIED, /* mean square distance of places taken from `argument` */
    PEAKEDNESS,    /* mean square distance of places taken from `argument` / their mean */
    TAIL_OCCUPIED, /* share of time with more than `argument` taken */
    P_WAITED,      /* of those admitted */
    P_WAITED_OF_ALL, /* waited or reneged, of all requests */
    P_RENEGED,       /* of all requests */
    P_BALKED,
    MEAN_LIST,
    MEAN_SYSTEM,      /* list and places */
    MEAN_WAIT,        /* of those admitted */
    MEAN_WAIT_OF_ALL, /* of those admitted and those who left the list */
    P_WAIT_WITHIN, /* at most `argument` days (index into the limits), of the admitted */
    P_WAIT_ABOVE,
    CLASS_WAIT,         /* of class `argument`, zero waits included */
    CLASS_SOJOURN,      /* time in system of class `argument`, by Little's law */
    CLASS_CONSERVATION, /* sum over classes of load x mean wait */
    NOW_OCCUPIED,       /* places taken at the moment `argument` */
    NOW_SQUARE,         /* square distance of that from `centre` */
    NOW_FULL,           /* 1 when they are all taken */
    NOW_RETRYING, /* unplaced applicants of `district` who wait for the next intake */
    NOW_RETRYING_ABOVE,  /* 1 when they are more than `centre` */
    NOW_ENROLLED,        /* pupils of `district` */
    NOW_ENROLLED_SQUARE, /* square distance of that from `centre` */
    NOW_YOUNG,           /* pupils of `district` under four years of age at the start */
    NOW_YOUNG_SQUARE,    /* square distance of that from `centre` */
    NOW_YOUNG_AT_LEAST,  /* 1 when they are at least `centre` */
    NOW_ENROLLED_AT,     /* pupils of `district` at the site `centre` */
    OPENED_BY,           /* units of the delivery that open before day `argument` */
    AS_MANY_BY,          /* 1 when those are at least `centre` */
    KTH_OPENING,         /* day of opening number `argument` */
    KTH_SQUARE           /* square distance of that from `centre` */
} measure;

typedef struct row {
    const char *case_id, *metric;
    const char *params_end; /* text that the params of its line hold; NULL: any */
    measure how;
    double argument, centre;
    double control_mean; /* exact, of the run's control; 0: the run's */
    uint32_t district;
    bool is_probability;
    double scale; /* of the expected value, when not 0 */
} row;

typedef enum control {
    CONTROL_NONE,
    CONTROL_OCCUPIED,  /* the mean of places taken */
    CONTROL_APPLICANTS /* new applicants of all intakes up to the moment */
} control;

#define ALL_DISTRICTS UINT32_MAX /* as WATCH_ALL */

typedef struct run {
    const char *family, *scenario;
    uint64_t n_replications;
    double warm_up_days;
    uint32_t district;
    uint32_t service; /* of several, counted from 1 as written; 0: the only one */
    control control;  /* with its exact mean */
    double control_mean;
    double class_shares[3];
    const char *less;   /* "path=value": what is seen with it, on the same draws, is taken
                           off each observation; NULL: nothing is */
    double period_days; /* rows are looked at n_moments times, periods apart; 0: once */
    int n_moments;
    const row *rows;
    int n_rows;
} run;

extern const run runs[];
extern const int n_runs;

typedef struct observations {
    double *values;   /* [row][n] */
    double *controls; /* [row][n] */
    uint64_t n;
} observations;

/* Runs a case on all cores; false when something failed. */
bool run_case(const run *of, const char *folder, observations *seen);
void observations_free(observations *self);

#endif
