/* The simulator against exact results: every row of a family of
 * tests/data/analytic_cases.csv. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: validate [--quarter] FAMILY CASES.csv SCENARIO_FOLDER [SCENARIO]
 *
 * Acceptance: fixed seeds; |z| < 4.65 for each row (Bonferroni over the table's rows at a
 * family-wise level of about 0.0006); and a precision gate, so that a wide interval
 * cannot pass: the standard error is at most a 5.5th of the smallest bias worth
 * detecting, which is 1 % of the value, for probabilities the larger of 1 % and 0.002. A
 * bias of that size is then found with probability 0.8. With --quarter, which is for
 * every day, runs of many replications take a fourth of them and the gate is twice as
 * wide: it finds a bias of 2 %.
 *
 * One replication gives one observation of a row (long runs after a warm-up, or the state
 * at a moment); replications are independent, so the standard error is that of their
 * mean. Where the exact mean of a quantity of the same run is known, it serves as a
 * control variate (Law and Kelton, section 11.4), its coefficient estimated from the same
 * replications; that mean is judged like a row, so that no bias hides behind it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "cases.h"

/* A quarter of fewer replications would not tell their own standard error. */
enum { FEWEST_TO_QUARTER = 160 };

/* One CSV line, split at commas outside quotes, in place. */
static int
split(char *line, char *fields[], int most)
{
    int n = 0;
    char *at = line;
    while (n < most) {
        bool is_quoted = *at == '"';
        at += is_quoted;
        fields[n++] = at;
        char *end = is_quoted ? strchr(at, '"') : strpbrk(at, ",\r\n");
        if (end == NULL) {
            return n;
        }
        char stop = *end;
        *end = '\0';
        at = is_quoted ? end + 2 : end + 1;
        if (!is_quoted && stop != ',') {
            return n;
        }
    }
    return n;
}

/* The expected value of a row of the table; false when there is none. */
static bool
find_expected(const char *path, const row *of, double *expected)
{
    char line[2048];
    bool is_found = false;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    while (!is_found && fgets(line, sizeof line, file) != NULL) {
        char *fields[10] = {NULL};
        if (split(line, fields, 10) < 6 || strcmp(fields[0], of->case_id) != 0 ||
            strcmp(fields[4], of->metric) != 0 ||
            (of->params_end != NULL && strstr(fields[3], of->params_end) == NULL)) {
            continue;
        }
        *expected = strtod(fields[5], NULL);
        is_found = true;
    }
    (void) fclose(file);
    return is_found;
}

/* Mean and standard error, with the control variate taken out when there is one. */
static void
estimate(const double *values, const double *controls, double control_mean, uint64_t n,
    double *mean, double *error)
{
    double sum = 0;
    double control_sum = 0;
    for (uint64_t i = 0; i < n; i++) {
        sum += values[i];
        control_sum += controls != NULL ? controls[i] : 0;
    }
    double m = sum / (double) n;
    double c = control_sum / (double) n;
    double vv = 0;
    double vc = 0;
    double cc = 0;
    for (uint64_t i = 0; i < n; i++) {
        double dv = values[i] - m;
        double dc = controls != NULL ? controls[i] - c : 0;
        vv += dv * dv;
        vc += dv * dc;
        cc += dc * dc;
    }
    double slope = cc > 0 ? vc / cc : 0;
    *mean = m - slope * (cc > 0 ? c - control_mean : 0);
    double rest = vv - slope * vc;
    *error = sqrt(rest / (double) (n - (cc > 0 ? 2 : 1)) / (double) n);
}

static bool
judge(const row *of, double expected, double mean, double error, double width)
{
    double worth = width * 0.01 * fabs(expected);
    if (of->is_probability && worth < width * 0.002) {
        worth = width * 0.002;
    }
    double z = (mean - expected) / error;
    bool is_precise = error <= worth / 5.5;
    bool is_right = fabs(z) < 4.65;
    (void) printf(
        "%-4s %-46s %-26s expected %-12.8g found %-12.8g se %-9.2g z %6.2f%s%s\n",
        of->case_id, of->metric, of->params_end != NULL ? of->params_end : "", expected,
        mean, error, z, is_right ? "" : "  WRONG",
        is_precise ? "" : "  NOT PRECISE ENOUGH");
    return is_precise && is_right;
}

/* A control must have the mean that it is taken to have, as a row must. */
static bool
judge_control(const run *of, const row *at, const double *controls, double exact,
    uint64_t n, double width)
{
    const row as_row = {.case_id = at->case_id, .metric = "(control)"};
    double mean = 0;
    double error = 0;
    if (at > of->rows && at->control_mean == at[-1].control_mean) {
        return true; /* as before */
    }
    estimate(controls, NULL, 0, n, &mean, &error);
    return judge(&as_row, exact, mean, error, width);
}

static int
validate_run(
    const run *of, const char *cases, const char *folder, double width, int *n_passed)
{
    int n_failed = 0;
    observations seen;
    if (!run_case(of, folder, &seen)) {
        (void) printf("%s: the run failed\n", of->scenario);
        return of->n_rows;
    }
    for (int i = 0; i < of->n_rows; i++) {
        const row *at = &of->rows[i];
        double expected = 0;
        double mean = 0;
        double error = 0;
        if (!find_expected(cases, at, &expected)) {
            (void) printf("%s %s: not in %s\n", at->case_id, at->metric, cases);
            n_failed++;
            continue;
        }
        const double *values = seen.values + (size_t) i * seen.n;
        const double *controls = seen.controls + (size_t) i * seen.n;
        double control_mean = at->control_mean > 0 ? at->control_mean : of->control_mean;
        if (of->control == CONTROL_NONE) {
            controls = NULL;
        } else {
            n_failed += !judge_control(of, at, controls, control_mean, seen.n, width);
        }
        estimate(values, controls, control_mean, seen.n, &mean, &error);
        bool is_passed =
            judge(at, expected * (at->scale != 0 ? at->scale : 1), mean, error, width);
        n_failed += !is_passed;
        *n_passed += is_passed;
    }
    observations_free(&seen);
    return n_failed;
}

int
main(int argc, char **argv)
{
    bool is_quarter = argc > 1 && strcmp(argv[1], "--quarter") == 0;
    argc -= is_quarter;
    argv += is_quarter;
    if (argc != 4 && argc != 5) {
        (void) fputs("usage: validate [--quarter] FAMILY CASES.csv SCENARIO_FOLDER "
                     "[SCENARIO]\n",
            stderr);
        return 2;
    }
    (void) gsl_set_error_handler_off();
    int n_failed = 0;
    int n_passed = 0;
    for (int i = 0; i < n_runs; i++) {
        if (strcmp(runs[i].family, argv[1]) == 0 &&
            (argc == 4 || strcmp(runs[i].scenario, argv[4]) == 0)) {
            run taken = runs[i];
            bool is_less = is_quarter && taken.n_replications >= FEWEST_TO_QUARTER;
            taken.n_replications /= is_less ? 4 : 1;
            n_failed +=
                validate_run(&taken, argv[2], argv[3], is_less ? 2 : 1, &n_passed);
        }
    }
    (void) printf("%s: %d rows right, %d wrong\n", argv[1], n_passed, n_failed);
    return n_failed > 0 || n_passed == 0;
}
